/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the change feed into the cache: every row is the whole row as it stands now, and may come
 * twice. */
#include "tkt-cache-lost.h"
#include "tkt-cache-private.h"
#include "tkt-row.h"
#include "tkt-search.h"

static gboolean
set_index (TktDb *db, const char *sql, gint64 key, const char *text, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  g_autofree char *indexed = tkt_search_index_text (text);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, key);
  tkt_statement_bind_text (statement, 2, indexed);
  return tkt_statement_run (statement, error);
}

/* The statements of a kind of row whose text is indexed. */
typedef struct
{
  const char *add;
  const char *remove;
} Index;

static const Index ticket_index = {
  "INSERT INTO ticket_words (rowid, text) VALUES (?, ?)",
  "INSERT INTO ticket_words (ticket_words, rowid, text) VALUES ('delete', ?, ?)",
};
static const Index message_index = {
  "INSERT INTO message_words (rowid, text) VALUES (?, ?)",
  "INSERT INTO message_words (message_words, rowid, text) VALUES ('delete', ?, ?)",
};
static const Index note_index = {
  "INSERT INTO note_words (rowid, text) VALUES (?, ?)",
  "INSERT INTO note_words (note_words, rowid, text) VALUES ('delete', ?, ?)",
};

/* Replaces what @index knows of row @key: @before is the text that it was given, NULL or "" where
 * it has none. */
static gboolean
reindex (TktDb *db,
         const Index *index,
         gint64 key,
         const char *before,
         const char *after,
         GError **error)
{
  before = before != NULL ? before : "";
  if (g_str_equal (before, after))
    return TRUE;
  return (*before == '\0' || set_index (db, index->remove, key, before, error))
         && (*after == '\0' || set_index (db, index->add, key, after, error));
}

/* What is known of a row before it is written. */
typedef struct
{
  gint64 key;      /* 0: nothing */
  gint64 revision; /* -1: it came with an older snapshot, whose revisions say nothing */
  char *text;      /* as it was indexed */
} Known;

static void
known_clear (Known *known)
{
  g_free (known->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

#define NOW "(SELECT coalesce (max (value), 0) FROM value WHERE name = '" TKT_CACHE_GENERATION "')"
#define FIND(table, id, text)                                                                      \
  "SELECT key, CASE generation WHEN " NOW " THEN revision ELSE -1 END, " text " FROM " table       \
  " WHERE " id " = ?"

static gboolean
find_row (TktDb *db, const char *sql, const char *id, Known *known, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  known->revision = -1;
  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, id);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      known->key = tkt_statement_get_int (statement, 0);
      known->revision = tkt_statement_get_int (statement, 1);
      known->text = g_strdup (tkt_statement_get_text (statement, 2));
    }
  return TRUE;
}

/* "UPDATE ticket SET (id, …) = (?, …) WHERE key = ?", or "INSERT INTO ticket (id, …) VALUES …".
 * Never INSERT OR REPLACE: a statement that may change several rows has a savepoint of its own, and
 * at each savepoint FTS5 writes out the words that it has gathered, as a segment that it merges
 * later. */
static char *
build_put (const TktShape *shape, gboolean known)
{
  const char *columns = tkt_row_columns (shape, NULL);
  GString *sql = g_string_new (NULL);

  if (known)
    g_string_printf (sql, "UPDATE %s SET (%s, generation) = (", shape->name, columns);
  else
    g_string_printf (sql, "INSERT INTO %s (%s, generation) VALUES (", shape->name, columns);
  for (guint i = 0; i < tkt_row_n_columns (shape); i++)
    g_string_append (sql, "?, ");
  g_string_append (sql, known ? NOW ") WHERE key = ?" : NOW ")");
  return g_string_free (sql, FALSE);
}

/* Writes @row under @key, which stays the same for the life of a row: models and indexes know it by
 * that. */
static gboolean
put_row (TktDb *db, const TktShape *shape, gint64 key, gconstpointer row, GError **error)
{
  g_autofree char *sql = build_put (shape, key != 0);
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  int next;

  if (statement == NULL)
    return FALSE;
  next = tkt_row_bind (shape, statement, 1, row);
  if (key != 0)
    tkt_statement_bind_int (statement, next, key);
  return tkt_statement_run (statement, error);
}

/* Writes @row unless something newer is known: the answer to a write may come after the feed has
 * brought that. @index: (nullable): what @text goes into. */
static gboolean
apply_row (TktDb *db,
           const TktShape *shape,
           const Known *known,
           gint64 revision,
           gconstpointer row,
           const Index *index,
           const char *text,
           GError **error)
{
  gint64 key = known->key;

  if (known->revision > revision)
    return TRUE;
  if (!put_row (db, shape, key, row, error))
    return FALSE;
  if (key == 0)
    key = tkt_db_get_last_rowid (db);
  return index == NULL || reindex (db, index, key, known->text, text, error);
}

static gboolean
apply_plain (TktDb *db,
             const TktShape *shape,
             const char *find_sql,
             const char *id,
             gint64 revision,
             gconstpointer row,
             GError **error)
{
  g_auto (Known) known = { 0 };

  return find_row (db, find_sql, id, &known, error)
         && apply_row (db, shape, &known, revision, row, NULL, NULL, error);
}

static gboolean
apply_ticket (TktDb *db, const TktTicket *ticket, GError **error)
{
  g_auto (Known) known = { 0 };

  return find_row (db, FIND ("ticket", "id", "title"), ticket->id, &known, error)
         && apply_row (db,
                       &tkt_ticket_shape,
                       &known,
                       ticket->revision,
                       ticket,
                       &ticket_index,
                       ticket->title,
                       error);
}

static gboolean
note_erasure (TktDb *db, GError **error)
{
  gint64 n;

  return tkt_cache_get_number (db, TKT_CACHE_ERASED, &n, error)
         && tkt_cache_set_number (db, TKT_CACHE_ERASED, n + 1, error);
}

static gboolean
apply_message (TktDb *db, const TktMessage *message, GError **error)
{
  g_auto (Known) known = { 0 };
  gboolean erases;

  if (!find_row (db, FIND ("message", "id", "body"), message->id, &known, error))
    return FALSE;
  erases = tkt_message_is_tombstone (message) && known.text != NULL && *known.text != '\0';
  return apply_row (db,
                    &tkt_message_shape,
                    &known,
                    message->revision,
                    message,
                    &message_index,
                    message->body,
                    error)
         && (!erases || note_erasure (db, error))
         && tkt_outbox_settle (db, message->ticket_id, message->id, error);
}

/* A name or a text that was deleted or written over leaves the files, too. */
static gboolean
apply_saved_reply (TktDb *db, const TktSavedReply *reply, GError **error)
{
  g_auto (Known) known = { 0 };
  g_autofree char *words = g_strconcat (reply->name, "/", reply->body, NULL);

  if (!find_row (db, FIND ("saved_reply", "id", "name || '/' || body"), reply->id, &known, error)
      || !apply_row (db, &tkt_saved_reply_shape, &known, reply->revision, reply, NULL, NULL, error))
    return FALSE;
  return known.text == NULL || g_str_equal (known.text, words) || note_erasure (db, error);
}

static gboolean
apply_note (TktDb *db, const TktNote *note, GError **error)
{
  g_auto (Known) known = { 0 };
  gboolean erases;

  if (!find_row (db, FIND ("note", "id", "body"), note->id, &known, error))
    return FALSE;
  erases = tkt_note_is_tombstone (note) && known.text != NULL && *known.text != '\0';
  return apply_row (
             db, &tkt_note_shape, &known, note->revision, note, &note_index, note->body, error)
         && (!erases || note_erasure (db, error))
         && tkt_outbox_settle (db, note->ticket_id, note->id, error);
}

gboolean
tkt_cache_apply_change (TktDb *db, const TktChange *change, GError **error)
{
  const TktShape *shape = tkt_change_kind_shape (change->kind);
  const TktOrganization *organization = change->row;
  const TktAccount *account = change->row;
  const TktPublisher *publisher = change->row;
  const TktReadMark *mark = change->row;

  switch (change->kind)
    {
    case TKT_CHANGE_ORGANIZATION:
      return apply_plain (db,
                          shape,
                          FIND ("organization", "id", "NULL"),
                          organization->id,
                          organization->revision,
                          organization,
                          error);
    case TKT_CHANGE_ACCOUNT:
      return apply_plain (db,
                          shape,
                          FIND ("account", "id", "NULL"),
                          account->id,
                          account->revision,
                          account,
                          error);
    case TKT_CHANGE_PUBLISHER:
      return apply_plain (db,
                          shape,
                          FIND ("publisher", "id", "NULL"),
                          publisher->id,
                          publisher->revision,
                          publisher,
                          error);
    case TKT_CHANGE_SAVED_REPLY:
      return apply_saved_reply (db, change->row, error);
    case TKT_CHANGE_TICKET:
      return apply_ticket (db, change->row, error);
    case TKT_CHANGE_MESSAGE:
      return apply_message (db, change->row, error);
    case TKT_CHANGE_NOTE:
      return apply_note (db, change->row, error);
    case TKT_CHANGE_READ_MARK:
      return apply_plain (db,
                          shape,
                          FIND ("read_mark", "ticket_id", "NULL"),
                          mark->ticket_id,
                          mark->revision,
                          mark,
                          error);
    case TKT_N_CHANGE_KINDS:
      break;
    }
  g_return_val_if_reached (FALSE);
}

/* Takes the index entries of rows that are about to go. */
static gboolean
unindex_stale (TktDb *db, const Index *index, const char *sql, gint64 generation, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, generation);
  for (;;)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!reindex (db,
                    index,
                    tkt_statement_get_int (statement, 0),
                    tkt_statement_get_text (statement, 1),
                    "",
                    error))
        return FALSE;
    }
}

static gboolean
delete_stale (TktDb *db, const TktShape *shape, gint64 generation, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE generation < ?", shape->name);
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, generation);
  return tkt_statement_run (statement, error);
}

gboolean
tkt_cache_drop_stale (TktDb *db, const char *own_account_id, GError **error)
{
  gint64 generation;

  if (!tkt_cache_get_number (db, TKT_CACHE_GENERATION, &generation, error))
    return FALSE;
  /* The very first snapshot finds nothing from before. */
  if (generation == 0)
    return TRUE;
  if (!tkt_cache_keep_lost (db, generation, own_account_id, error)
      || !unindex_stale (db,
                         &ticket_index,
                         "SELECT key, title FROM ticket WHERE generation < ?",
                         generation,
                         error)
      || !unindex_stale (db,
                         &message_index,
                         "SELECT key, body FROM message WHERE generation < ?",
                         generation,
                         error)
      || !unindex_stale (
          db, &note_index, "SELECT key, body FROM note WHERE generation < ?", generation, error))
    return FALSE;
  for (guint kind = 0; kind < TKT_N_CHANGE_KINDS; kind++)
    if (!delete_stale (db, tkt_change_kind_shape (kind), generation, error))
      return FALSE;
  /* What left the account's view, its deleted messages among it, must not stay in the files. */
  return note_erasure (db, error);
}
