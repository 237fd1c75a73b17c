/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tickets that have the words of a search. */
#include "tkt-cache-hits.h"

#include <string.h>

#include "tkt-cache-words.h"
#include "tkt-row-job.h"

/* So many texts are looked at before the index is asked: a few milliseconds' worth. And so many
 * where a quarter of the rows has been found in these: the others are not far, while the index
 * would have much to gather. */
#define FIRST_TEXTS 1500
#define MORE_TEXTS 6000

/* To look up a ticket by its key costs what it costs to walk past some hundred. */
#define FEW 2000

struct _TktCacheHits
{
  TktDb *db;
  const TktCacheSearch *search;
  TktHitsPurpose purpose;
  TktCacheWords *words;
  TktStatement *texts; /* those of one ticket that the search is about */

  guint n_looked; /* at texts */
  guint n_found;  /* tickets, by their texts */

  GByteArray *index; /* a bit for each ticket's key; NULL: the index has not been asked */
  guint n_indexed;   /* bits that are set */
};

TktCacheHits *
tkt_cache_hits_new (TktDb *db, const TktCacheSearch *search, TktHitsPurpose purpose, GError **error)
{
  g_autoptr (TktCacheHits) self = g_new0 (TktCacheHits, 1);

  self->db = db;
  self->search = search;
  self->purpose = purpose;
  self->words = tkt_cache_words_new (db, search->query->words, error);
  if (self->words == NULL)
    return NULL;
  self->texts = tkt_cache_search_prepare_texts (search, db, error);
  return self->texts != NULL ? g_steal_pointer (&self) : NULL;
}

void
tkt_cache_hits_free (TktCacheHits *self)
{
  g_clear_pointer (&self->words, tkt_cache_words_free);
  g_clear_pointer (&self->texts, tkt_statement_free);
  g_clear_pointer (&self->index, g_byte_array_unref);
  g_free (self);
}

static gboolean
has_bit (const TktCacheHits *self, gint64 key)
{
  return key / 8 < self->index->len && self->index->data[key / 8] & 1 << key % 8;
}

static void
set_bit (TktCacheHits *self, gint64 key)
{
  const guint length = self->index->len;
  const guint needed = key / 8 + 1;

  if (needed > length)
    {
      g_byte_array_set_size (self->index, MAX (needed, 2 * length));
      memset (self->index->data + length, 0, self->index->len - length);
    }
  self->n_indexed += !has_bit (self, key);
  self->index->data[key / 8] |= 1 << key % 8;
}

/* By ticket.key. */
static const char *const index_sql[TKT_CACHE_N_INDEXES] = {
  [TKT_CACHE_TITLES] = "SELECT rowid FROM ticket_words WHERE ticket_words MATCH ?",
  [TKT_CACHE_MESSAGES]
  = "SELECT rowid >> " G_STRINGIFY (TKT_CACHE_POSITION_BITS) " FROM message_words"
                                                             " WHERE message_words MATCH ?",
  [TKT_CACHE_NOTES] = "SELECT t.key FROM note_words w JOIN note n ON n.key = w.rowid"
                      " JOIN thread t ON t.ticket_id = n.ticket_id WHERE note_words MATCH ?",
};

static gboolean
ask_index (TktCacheHits *self, GError **error)
{
  self->index = g_byte_array_new ();
  for (guint i = 0; i < TKT_CACHE_N_INDEXES; i++)
    {
      g_autoptr (TktStatement) statement = tkt_db_prepare (self->db, index_sql[i], error);
      gboolean has_row;

      if (statement == NULL)
        return FALSE;
      tkt_statement_bind_text (statement, 1, self->search->query->match);
      for (;;)
        {
          if (!tkt_statement_step (statement, &has_row, error))
            return FALSE;
          if (!has_row)
            break;
          set_bit (self, tkt_statement_get_int (statement, 0));
        }
    }
  return TRUE;
}

/* Whether reading on would take longer than to ask the index. */
static gboolean
is_due (const TktCacheHits *self)
{
  const gboolean close = self->n_found >= TKT_FIRST_ROWS / 4;

  return self->purpose != TKT_HITS_FEW
         && (self->purpose == TKT_HITS_ALL || self->n_looked >= (close ? MORE_TEXTS : FIRST_TEXTS));
}

/* @left: it was given up, for a thread may be long. */
static gboolean
read_texts (TktCacheHits *self, gint64 key, gboolean *has, gboolean *left, GError **error)
{
  gboolean has_row;

  *has = *left = FALSE;
  tkt_statement_reset (self->texts);
  tkt_statement_bind_int (self->texts, 1, key);
  while (!*has && !*left)
    {
      if (!tkt_statement_step (self->texts, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (!tkt_cache_words_look (self->words, tkt_statement_get_text (self->texts, 0), has, error))
        return FALSE;
      self->n_looked++;
      *left = !*has && self->index == NULL && is_due (self);
    }
  tkt_statement_reset (self->texts);
  self->n_found += *has;
  return TRUE;
}

gboolean
tkt_cache_hits_has (TktCacheHits *self, gint64 key, gboolean *has, GError **error)
{
  gboolean left = self->index == NULL && is_due (self);

  *has = FALSE;
  if (self->index == NULL && !left && !read_texts (self, key, has, &left, error))
    return FALSE;
  if (left && !ask_index (self, error))
    return FALSE;
  if (self->index == NULL)
    return TRUE;
  *has = has_bit (self, key);
  /* The index knows neither who wrote it nor when. */
  return !*has || tkt_cache_search_is_words_only (self->search)
         || read_texts (self, key, has, &left, error);
}

gboolean
tkt_cache_hits_has_text (TktCacheHits *self, const char *text, gboolean *has, GError **error)
{
  return tkt_cache_words_look (self->words, text, has, error);
}

gboolean
tkt_cache_hits_are_near (TktCacheHits *self)
{
  return self->index != NULL || !is_due (self);
}

char *
tkt_cache_hits_list_few (TktCacheHits *self)
{
  GString *list;

  if (self->index == NULL || self->n_indexed > FEW)
    return NULL;
  list = g_string_new ("[");
  for (gint64 key = 0; key < (gint64)self->index->len * 8; key++)
    if (has_bit (self, key))
      g_string_append_printf (list, "%s%" G_GINT64_FORMAT, list->len > 1 ? "," : "", key);
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}
