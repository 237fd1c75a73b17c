/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of titles, messages and notes: what the cache's full-text indexes are told. */
#include "tkt-cache-index.h"

#include "tkt-cache-private.h"
#include "tkt-search.h"

/* One text that goes, comes, or makes way for another. */
typedef struct
{
  TktCacheIndexKind kind;
  gint64 place;
  char *before, *after;
} Change;

struct _TktCacheIndex
{
  GArray *changes; /* of Change */
};

static const struct
{
  const char *add, *remove;
} indexes[TKT_CACHE_N_INDEXES] = {
  [TKT_CACHE_TITLES] = { "INSERT INTO ticket_words (rowid, text) VALUES (?, ?)",
                         "INSERT INTO ticket_words (ticket_words, rowid, text)"
                         " VALUES ('delete', ?, ?)" },
  [TKT_CACHE_MESSAGES] = { "INSERT INTO message_words (rowid, text) VALUES (?, ?)",
                           "INSERT INTO message_words (message_words, rowid, text)"
                           " VALUES ('delete', ?, ?)" },
  [TKT_CACHE_NOTES] = { "INSERT INTO note_words (rowid, text) VALUES (?, ?)",
                        "INSERT INTO note_words (note_words, rowid, text)"
                        " VALUES ('delete', ?, ?)" },
};

gint64
tkt_cache_index_place (gint64 ticket_key, gint64 position)
{
  return (ticket_key << TKT_CACHE_POSITION_BITS) + position;
}

gint64
tkt_cache_find_thread (TktDb *db, const char *ticket_id, GError **error)
{
  gint64 key;

  return tkt_cache_query_number (
             db, "SELECT key FROM thread WHERE ticket_id = ?", ticket_id, &key, error)
             ? key
             : -1;
}

gint64
tkt_cache_thread_key (TktDb *db, const char *ticket_id, GError **error)
{
  gint64 key = tkt_cache_find_thread (db, ticket_id, error);
  g_autoptr (TktStatement) statement = NULL;

  if (key != 0)
    return key;
  statement = tkt_db_prepare (db, "INSERT INTO thread (ticket_id) VALUES (?)", error);
  if (statement == NULL)
    return -1;
  tkt_statement_bind_id (statement, 1, ticket_id);
  return tkt_statement_run (statement, error) ? tkt_db_get_last_rowid (db) : -1;
}

static void
change_clear (gpointer data)
{
  Change *change = data;

  g_free (change->before);
  g_free (change->after);
}

TktCacheIndex *
tkt_cache_index_new (void)
{
  TktCacheIndex *self = g_new (TktCacheIndex, 1);

  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (self->changes, change_clear);
  return self;
}

void
tkt_cache_index_free (TktCacheIndex *self)
{
  g_array_unref (self->changes);
  g_free (self);
}

void
tkt_cache_index_change (TktCacheIndex *self,
                        TktCacheIndexKind kind,
                        gint64 place,
                        const char *before,
                        const char *after)
{
  Change change = { kind, place };

  if (g_strcmp0 (before != NULL ? before : "", after) == 0)
    return;
  change.before = g_strdup (before);
  change.after = g_strdup (after);
  g_array_append_val (self->changes, change);
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const Change *x = a, *y = b;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

static gboolean
tell (TktDb *db, const char *sql, gint64 place, const char *text, GError **error)
{
  g_autoptr (TktStatement) statement = NULL;
  g_autofree char *indexed = NULL;

  if (text == NULL || *text == '\0')
    return TRUE;
  statement = tkt_db_prepare (db, sql, error);
  if (statement == NULL)
    return FALSE;
  indexed = tkt_search_index_text (text);
  tkt_statement_bind_int (statement, 1, place);
  tkt_statement_bind_text (statement, 2, indexed);
  return tkt_statement_run (statement, error);
}

gboolean
tkt_cache_index_flush (TktCacheIndex *self, TktDb *db, GError **error)
{
  /* What changed twice was first told of what came first: the order of equals counts. */
  g_array_sort (self->changes, compare_changes);
  for (guint i = 0; i < self->changes->len; i++)
    {
      const Change *change = &g_array_index (self->changes, Change, i);

      if (!tell (db, indexes[change->kind].remove, change->place, change->before, error)
          || !tell (db, indexes[change->kind].add, change->place, change->after, error))
        return FALSE;
    }
  g_array_set_size (self->changes, 0);
  return TRUE;
}
