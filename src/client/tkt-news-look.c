/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look into the cache for what others wrote; runs on the reader. Its cost is in proportion to
 * what came since the last one and to what is not read yet, never to the history. */
#include "tkt-news-look.h"

#include "tkt-cache-private.h"

static void
thread_free (gpointer data)
{
  TktNewsThread *thread = data;

  tkt_news_item_free (thread->item);
  g_free (thread);
}

TktNewsLook *
tkt_news_look_new (const char *own_account_id)
{
  TktNewsLook *look = g_new0 (TktNewsLook, 1);

  look->own_account_id = g_strdup (own_account_id);
  look->generation = -1;
  look->threads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, thread_free);
  return look;
}

void
tkt_news_look_free (TktNewsLook *look)
{
  if (look == NULL)
    return;
  g_free (look->own_account_id);
  g_hash_table_unref (look->threads);
  g_free (look);
}

const TktNewsItem *
tkt_news_look_get_item (const TktNewsLook *look, const char *ticket_id)
{
  const TktNewsThread *thread = g_hash_table_lookup (look->threads, ticket_id);

  return thread != NULL ? thread->item : NULL;
}

/* Every message or note that is new to the cache has a higher key than all before it, until a
 * snapshot drops what it did not bring. */
static gboolean
find_place (TktDb *db, const TktNewsLook *before, TktNewsLook *look, GError **error)
{
  gint64 complete;

  if (!tkt_cache_get_number (db, "complete", &complete, error)
      || !tkt_cache_get_number (db, TKT_CACHE_GENERATION, &look->generation, error)
      || !tkt_cache_query_number (db, "SELECT max (key) FROM message", NULL, &look->newest, error)
      || !tkt_cache_query_number (
          db, "SELECT max (key) FROM note", NULL, &look->newest_note, error))
    return FALSE;
  if (!complete)
    look->generation = -1;
  look->quiet = look->generation == -1 || look->generation != before->generation;
  return TRUE;
}

static void
watch (TktNewsLook *look, const char *ticket_id, gint64 from, gint64 notes_from)
{
  TktNewsThread *thread = g_hash_table_lookup (look->threads, ticket_id);

  if (thread != NULL)
    return;
  thread = g_new0 (TktNewsThread, 1);
  thread->from = from;
  thread->notes_from = notes_from;
  g_hash_table_insert (look->threads, g_strdup (ticket_id), thread);
}

/* The tickets of what came after @newest, and where in them it begins. */
static gboolean
watch_new (TktDb *db,
           const TktNewsLook *before,
           TktNewsLook *look,
           const char *sql,
           gint64 newest,
           GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, newest);
  for (;;)
    {
      g_autofree char *ticket_id = NULL;

      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      ticket_id = tkt_statement_dup_id (statement, 0);
      watch (look, ticket_id, tkt_statement_get_int (statement, 1), before->newest_note);
    }
}

static gboolean
find_threads (TktDb *db, const TktNewsLook *before, TktNewsLook *look, GError **error)
{
  GHashTableIter iter;
  gpointer ticket_id, thread;
  gboolean hidden;

  if (!tkt_cache_is_hidden (db, look->own_account_id, &hidden, error))
    return FALSE;
  if (hidden)
    return TRUE;
  g_hash_table_iter_init (&iter, before->threads);
  while (g_hash_table_iter_next (&iter, &ticket_id, &thread))
    {
      const TktNewsThread *known = thread;

      watch (look, ticket_id, known->from, known->notes_from);
    }
  if (look->quiet)
    return TRUE;
  /* Messages of a ticket come in order; behind a note there is none yet, or it is among these. */
  return watch_new (db,
                    before,
                    look,
                    "SELECT ticket_id, position - 1 FROM message WHERE key > ? ORDER BY key",
                    before->newest,
                    error)
         && watch_new (db,
                       before,
                       look,
                       "SELECT ticket_id, (SELECT max (position) FROM message m"
                       "  WHERE m.ticket_id = note.ticket_id) FROM note WHERE key > ?",
                       before->newest_note,
                       error);
}

/* How many there are, and the latest: SQLite takes all else from the row with the maximum. */
#define MESSAGES                                                                                   \
  "SELECT count (*), max (position), author_name, body, sent_at FROM message"                      \
  " WHERE ticket_id = ?1 AND position > ?2 AND author_id <> ?4 AND deleted_at IS NULL"
#define NOTES                                                                                      \
  "SELECT count (*), max (key), author_name, body, sent_at FROM note"                              \
  " WHERE ticket_id = ?1 AND after >= ?2 AND key > ?3 AND author_id <> ?4 AND deleted_at IS NULL"

/* (transfer full): NULL with an error. */
static TktStatement *
load_latest (TktDb *db,
             const TktNewsLook *look,
             const TktTicketRow *row,
             const TktNewsThread *thread,
             gboolean notes,
             GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, notes ? NOTES : MESSAGES, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_id (statement, 1, row->ticket->id);
  tkt_statement_bind_int (
      statement, 2, notes ? row->read_position : MAX (thread->from, row->read_position));
  if (notes)
    tkt_statement_bind_int (statement, 3, thread->notes_from);
  tkt_statement_bind_id (statement, 4, look->own_account_id);
  return tkt_statement_step (statement, &has_row, error) ? g_steal_pointer (&statement) : NULL;
}

/* (nullable): what is not read of a thread. */
static TktNewsItem *
load_item (TktDb *db,
           const TktNewsLook *look,
           const TktTicketRow *row,
           const TktNewsThread *thread,
           GError **error)
{
  g_autoptr (TktStatement) messages = load_latest (db, look, row, thread, FALSE, error);
  g_autoptr (TktStatement) notes
      = messages != NULL ? load_latest (db, look, row, thread, TRUE, error) : NULL;
  TktStatement *latest;
  TktNewsItem *item;

  if (notes == NULL || tkt_statement_get_int (messages, 0) + tkt_statement_get_int (notes, 0) == 0)
    return NULL;
  item = g_new0 (TktNewsItem, 1);
  item->ticket_id = g_strdup (row->ticket->id);
  item->number = row->ticket->number;
  item->title = g_strdup (row->ticket->title);
  item->publisher_name = g_strdup (row->publisher_name);
  item->n_notes = tkt_statement_get_int (notes, 0);
  item->n_messages = tkt_statement_get_int (messages, 0) + item->n_notes;
  item->position = tkt_statement_get_int (messages, 1);
  item->note_key = tkt_statement_get_int (notes, 1);
  item->note = tkt_statement_get_int (notes, 4) > tkt_statement_get_int (messages, 4);
  latest = item->note ? notes : messages;
  item->author_name = g_strdup (tkt_statement_get_text (latest, 2));
  item->text = g_strdup (tkt_statement_get_text (latest, 3));
  return item;
}

/* @over: nothing is left of the thread. A message may come a page before its ticket. */
static gboolean
load_thread (TktDb *db,
             const TktNewsLook *look,
             const char *ticket_id,
             TktNewsThread *thread,
             gboolean *over,
             GError **error)
{
  TktListParams params = { .own_account_id = look->own_account_id };
  g_autoptr (TktTicketRow) row = NULL;
  GError *failed = NULL;
  gint64 key;

  *over = FALSE;
  if (!tkt_cache_query_number (db, "SELECT key FROM ticket WHERE id = ?", ticket_id, &key, error))
    return FALSE;
  if (key == 0)
    return TRUE;
  row = tkt_cache_load_ticket (db, &params, key, &failed);
  if (failed == NULL)
    thread->item = load_item (db, look, row, thread, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  *over = thread->item == NULL;
  return TRUE;
}

gpointer
tkt_news_look_again (TktDb *db, gpointer data, GError **error)
{
  const TktNewsLook *before = data;
  g_autoptr (TktNewsLook) look = tkt_news_look_new (before->own_account_id);
  GHashTableIter iter;
  gpointer ticket_id, thread;

  if (!find_place (db, before, look, error) || !find_threads (db, before, look, error))
    return NULL;
  g_hash_table_iter_init (&iter, look->threads);
  while (g_hash_table_iter_next (&iter, &ticket_id, &thread))
    {
      gboolean over;

      if (!load_thread (db, look, ticket_id, thread, &over, error))
        return NULL;
      if (over)
        g_hash_table_iter_remove (&iter);
    }
  return g_steal_pointer (&look);
}
