/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the ticket list shows. */
#include "tkt-ticket-filter.h"

#include "tkt-enums.h"
#include "tkt-uuid.h"

static const char *const status_words[] = { "open", "closed", "all", NULL };
static const char *const owner_words[] = { "everyone", "mine", "unassigned", NULL };
static const char *const sort_words[] = { "activity", "opened", "number", NULL };

static const TktEnum status_enum = { status_words };
static const TktEnum owner_enum = { owner_words };
static const TktEnum sort_enum = { sort_words };

G_DEFINE_BOXED_TYPE (TktTicketFilter,
                     tkt_ticket_filter,
                     tkt_ticket_filter_copy,
                     tkt_ticket_filter_free)

TktTicketFilter *
tkt_ticket_filter_new (void)
{
  return g_new0 (TktTicketFilter, 1);
}

TktTicketFilter *
tkt_ticket_filter_copy (const TktTicketFilter *filter)
{
  TktTicketFilter *copy = g_memdup2 (filter, sizeof *filter);

  copy->publisher_id = g_strdup (filter->publisher_id);
  copy->words = g_strdup (filter->words);
  return copy;
}

void
tkt_ticket_filter_free (TktTicketFilter *filter)
{
  if (filter == NULL)
    return;
  g_free (filter->publisher_id);
  g_free (filter->words);
  g_free (filter);
}

gboolean
tkt_ticket_filter_equal (const TktTicketFilter *a, const TktTicketFilter *b)
{
  return a->status == b->status && a->owner == b->owner && a->sort == b->sort
         && g_strcmp0 (a->publisher_id, b->publisher_id) == 0
         && g_strcmp0 (a->words, b->words) == 0;
}

/* "open everyone activity" and, where one is chosen, the publisher's id. */
char *
tkt_ticket_filter_to_text (const TktTicketFilter *filter)
{
  return g_strjoin (" ",
                    tkt_enum_to_word (&status_enum, filter->status),
                    tkt_enum_to_word (&owner_enum, filter->owner),
                    tkt_enum_to_word (&sort_enum, filter->sort),
                    filter->publisher_id,
                    NULL);
}

TktTicketFilter *
tkt_ticket_filter_from_text (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n = g_strv_length (words);
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  int status, owner, sort;

  if (n < 3 || n > 4 || !tkt_enum_from_word (&status_enum, words[0], &status)
      || !tkt_enum_from_word (&owner_enum, words[1], &owner)
      || !tkt_enum_from_word (&sort_enum, words[2], &sort)
      || (n == 4 && !tkt_uuid_is_valid (words[3])))
    return g_steal_pointer (&filter);
  filter->status = status;
  filter->owner = owner;
  filter->sort = sort;
  filter->publisher_id = g_strdup (words[3]);
  return g_steal_pointer (&filter);
}
