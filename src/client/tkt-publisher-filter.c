/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Publishers overview shows. */
#include "tkt-publisher-filter.h"

#include "tkt-enums.h"
#include "tkt-uuid.h"

#define ANY "any"
#define NOBODY "nobody"

static const char *const sort_words[]
    = { "number", "name", "status", "account-manager", "open-tickets", "activity", NULL };
static const char *const order_words[] = { "forward", "reversed", NULL };

static const TktEnum sort_enum = { sort_words };
static const TktEnum order_enum = { order_words };

G_DEFINE_BOXED_TYPE (TktPublisherFilter,
                     tkt_publisher_filter,
                     tkt_publisher_filter_copy,
                     tkt_publisher_filter_free)

TktPublisherFilter *
tkt_publisher_filter_new (void)
{
  TktPublisherFilter *filter = g_new0 (TktPublisherFilter, 1);

  filter->status = -1;
  return filter;
}

TktPublisherFilter *
tkt_publisher_filter_copy (const TktPublisherFilter *filter)
{
  TktPublisherFilter *copy = g_memdup2 (filter, sizeof *filter);

  copy->account_manager_id = g_strdup (filter->account_manager_id);
  copy->words = g_strdup (filter->words);
  return copy;
}

void
tkt_publisher_filter_free (TktPublisherFilter *filter)
{
  if (filter == NULL)
    return;
  g_free (filter->account_manager_id);
  g_free (filter->words);
  g_free (filter);
}

gboolean
tkt_publisher_filter_equal (const TktPublisherFilter *a, const TktPublisherFilter *b)
{
  return a->status == b->status && a->sort == b->sort && a->reversed == b->reversed
         && g_strcmp0 (a->account_manager_id, b->account_manager_id) == 0
         && g_strcmp0 (a->words, b->words) == 0;
}

gboolean
tkt_publisher_filter_narrows (const TktPublisherFilter *filter)
{
  return filter->status >= 0 || filter->account_manager_id != NULL
         || (filter->words != NULL && *filter->words != '\0');
}

const char *
tkt_publisher_sort_to_word (TktPublisherSort sort)
{
  return tkt_enum_to_word (&sort_enum, sort);
}

gboolean
tkt_publisher_sort_from_word (const char *word, TktPublisherSort *sort)
{
  int value;

  if (!tkt_enum_from_word (&sort_enum, word, &value))
    return FALSE;
  *sort = value;
  return TRUE;
}

/* "active nobody name forward": status, account manager, sort and order. */
char *
tkt_publisher_filter_to_text (const TktPublisherFilter *filter)
{
  const char *manager = filter->account_manager_id;

  return g_strjoin (
      " ",
      filter->status < 0 ? ANY : tkt_enum_to_word (&tkt_publisher_status_enum, filter->status),
      manager == NULL    ? ANY
      : *manager == '\0' ? NOBODY
                         : manager,
      tkt_publisher_sort_to_word (filter->sort),
      tkt_enum_to_word (&order_enum, filter->reversed),
      NULL);
}

static gboolean
read_account_manager (TktPublisherFilter *filter, const char *word)
{
  gboolean nobody = g_str_equal (word, NOBODY);

  if (g_str_equal (word, ANY))
    return TRUE;
  if (!nobody && !tkt_uuid_is_valid (word))
    return FALSE;
  filter->account_manager_id = g_strdup (nobody ? "" : word);
  return TRUE;
}

static gboolean
read_words (TktPublisherFilter *filter, char **words)
{
  int order;

  if (g_strv_length (words) != 4
      || (!g_str_equal (words[0], ANY)
          && !tkt_enum_from_word (&tkt_publisher_status_enum, words[0], &filter->status))
      || !read_account_manager (filter, words[1])
      || !tkt_publisher_sort_from_word (words[2], &filter->sort)
      || !tkt_enum_from_word (&order_enum, words[3], &order))
    return FALSE;
  filter->reversed = order;
  return TRUE;
}

TktPublisherFilter *
tkt_publisher_filter_from_text (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (TktPublisherFilter) filter = tkt_publisher_filter_new ();

  return read_words (filter, words) ? g_steal_pointer (&filter) : tkt_publisher_filter_new ();
}
