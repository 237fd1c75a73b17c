/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the change feed into the cache: every row is the whole row as it stands now, and may come
 * twice. */
#include "tkt-cache-index.h"
#include "tkt-cache-lost.h"
#include "tkt-cache-private.h"
#include "tkt-row.h"

/* What is known of a row before it is written. */
typedef struct
{
  gint64 key;      /* 0: nothing */
  gint64 revision; /* -1: it came with an older snapshot, whose revisions say nothing */
  char *text;      /* as it was indexed */
  gint64 position; /* of a message */
} Known;

static void
known_clear (Known *known)
{
  g_free (known->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

#define NOW "(SELECT coalesce (max (value), 0) FROM value WHERE name = '" TKT_CACHE_GENERATION "')"
#define FIND(table, id, text, position)                                                            \
  "SELECT key, CASE generation WHEN " NOW " THEN revision ELSE -1 END, " text ", " position        \
  " FROM " table " WHERE " id " = ?"
#define FIND_PLAIN(table, id) FIND (table, id, "NULL", "0")

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
      known->position = tkt_statement_get_int (statement, 3);
    }
  return TRUE;
}

/* "UPDATE ticket SET (id, …) = (?, …) WHERE key = ?", or "INSERT INTO ticket (id, …, key) VALUES
 * …". Never INSERT OR REPLACE: a statement that may change several rows has a savepoint of its own,
 * and at each savepoint FTS5 writes out the words that it has gathered, as a segment that it merges
 * later. */
static char *
build_put (const TktShape *shape, gboolean known)
{
  const char *columns = tkt_row_columns (shape, NULL);
  GString *sql = g_string_new (NULL);

  if (known)
    g_string_printf (sql, "UPDATE %s SET (%s, generation) = (", shape->name, columns);
  else
    g_string_printf (sql, "INSERT INTO %s (%s, generation, key) VALUES (", shape->name, columns);
  for (guint i = 0; i < tkt_row_n_columns (shape); i++)
    g_string_append (sql, "?, ");
  g_string_append (sql, known ? NOW ") WHERE key = ?" : NOW ", ?)");
  return g_string_free (sql, FALSE);
}

/* Writes @row under @key, which stays the same for the life of a row: models and indexes know it by
 * that. @known: there is such a row; a new one gets any key where @key is 0. */
static gboolean
put_row (TktDb *db,
         const TktShape *shape,
         gboolean known,
         gint64 key,
         gconstpointer row,
         GError **error)
{
  g_autofree char *sql = build_put (shape, known);
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  int next;

  if (statement == NULL)
    return FALSE;
  next = tkt_row_bind (shape, statement, 1, row);
  if (key != 0)
    tkt_statement_bind_int (statement, next, key);
  return tkt_statement_run (statement, error);
}

/* The answer to a write may come after the feed has brought something newer. */
static gboolean
is_outdated (const Known *known, gint64 revision)
{
  return known->revision > revision;
}

/* A kind of row whose words nobody looks for. */
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

  if (!find_row (db, find_sql, id, &known, error))
    return FALSE;
  return is_outdated (&known, revision)
         || put_row (db, shape, known.key != 0, known.key, row, error);
}

static gboolean
apply_ticket (TktDb *db, TktCacheIndex *index, const TktTicket *ticket, GError **error)
{
  g_auto (Known) known = { 0 };
  gint64 key;

  if (!find_row (db, FIND ("ticket", "id", "title", "0"), ticket->id, &known, error))
    return FALSE;
  if (is_outdated (&known, ticket->revision))
    return TRUE;
  key = known.key != 0 ? known.key : tkt_cache_thread_key (db, ticket->id, error);
  if (key < 0 || !put_row (db, &tkt_ticket_shape, known.key != 0, key, ticket, error))
    return FALSE;
  tkt_cache_index_change (index, TKT_CACHE_TITLES, key, known.text, ticket->title);
  return TRUE;
}

static gboolean
has_text (const Known *known)
{
  return known->text != NULL && *known->text != '\0';
}

static gboolean
note_erasure (TktDb *db, GError **error)
{
  gint64 n;

  return tkt_cache_get_number (db, TKT_CACHE_ERASED, &n, error)
         && tkt_cache_set_number (db, TKT_CACHE_ERASED, n + 1, error);
}

/* A restored server may have given the position to another message, and this one a new one. */
static void
index_message (TktCacheIndex *index, gint64 thread, const Known *known, const TktMessage *message)
{
  const gint64 place = tkt_cache_index_place (thread, message->position);
  const gint64 before = tkt_cache_index_place (thread, known->position);

  if (known->key != 0 && before != place)
    {
      tkt_cache_index_change (index, TKT_CACHE_MESSAGES, before, known->text, "");
      tkt_cache_index_change (index, TKT_CACHE_MESSAGES, place, NULL, message->body);
    }
  else
    tkt_cache_index_change (index, TKT_CACHE_MESSAGES, place, known->text, message->body);
}

static gboolean
apply_message (TktDb *db, TktCacheIndex *index, const TktMessage *message, GError **error)
{
  g_auto (Known) known = { 0 };
  gint64 thread;

  if (!find_row (db, FIND ("message", "id", "body", "position"), message->id, &known, error))
    return FALSE;
  if (!is_outdated (&known, message->revision))
    {
      thread = tkt_cache_thread_key (db, message->ticket_id, error);
      if (thread < 0
          || !put_row (db, &tkt_message_shape, known.key != 0, known.key, message, error))
        return FALSE;
      index_message (index, thread, &known, message);
    }
  return (!tkt_message_is_tombstone (message) || !has_text (&known) || note_erasure (db, error))
         && tkt_outbox_settle (db, message->ticket_id, message->id, error);
}

/* A name or a text that was deleted or written over leaves the files, too. */
static gboolean
apply_saved_reply (TktDb *db, const TktSavedReply *reply, GError **error)
{
  static const char *const find = FIND ("saved_reply", "id", "name || '/' || body", "0");
  g_auto (Known) known = { 0 };
  g_autofree char *words = g_strconcat (reply->name, "/", reply->body, NULL);

  if (!find_row (db, find, reply->id, &known, error)
      || !(is_outdated (&known, reply->revision)
           || put_row (db, &tkt_saved_reply_shape, known.key != 0, known.key, reply, error)))
    return FALSE;
  return (known.text == NULL || g_str_equal (known.text, words) || note_erasure (db, error))
         && tkt_outbox_settle_saved_reply (db, reply, error);
}

static gboolean
apply_note (TktDb *db, TktCacheIndex *index, const TktNote *note, GError **error)
{
  g_auto (Known) known = { 0 };

  if (!find_row (db, FIND ("note", "id", "body", "0"), note->id, &known, error))
    return FALSE;
  if (!is_outdated (&known, note->revision))
    {
      if (!put_row (db, &tkt_note_shape, known.key != 0, known.key, note, error))
        return FALSE;
      tkt_cache_index_change (index,
                              TKT_CACHE_NOTES,
                              known.key != 0 ? known.key : tkt_db_get_last_rowid (db),
                              known.text,
                              note->body);
    }
  return (!tkt_note_is_tombstone (note) || !has_text (&known) || note_erasure (db, error))
         && tkt_outbox_settle (db, note->ticket_id, note->id, error);
}

gboolean
tkt_cache_apply_change (TktDb *db, TktCacheIndex *index, const TktChange *change, GError **error)
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
                          FIND_PLAIN ("organization", "id"),
                          organization->id,
                          organization->revision,
                          organization,
                          error);
    case TKT_CHANGE_ACCOUNT:
      return apply_plain (
          db, shape, FIND_PLAIN ("account", "id"), account->id, account->revision, account, error);
    case TKT_CHANGE_PUBLISHER:
      return apply_plain (db,
                          shape,
                          FIND_PLAIN ("publisher", "id"),
                          publisher->id,
                          publisher->revision,
                          publisher,
                          error);
    case TKT_CHANGE_SAVED_REPLY:
      return apply_saved_reply (db, change->row, error);
    case TKT_CHANGE_TICKET:
      return apply_ticket (db, index, change->row, error);
    case TKT_CHANGE_MESSAGE:
      return apply_message (db, index, change->row, error);
    case TKT_CHANGE_NOTE:
      return apply_note (db, index, change->row, error);
    case TKT_CHANGE_READ_MARK:
      return apply_plain (db,
                          shape,
                          FIND_PLAIN ("read_mark", "ticket_id"),
                          mark->ticket_id,
                          mark->revision,
                          mark,
                          error);
    case TKT_N_CHANGE_KINDS:
      break;
    }
  g_return_val_if_reached (FALSE);
}

/* Rows that a new snapshot has not brought: their place in the index, and their text. */
static const struct
{
  TktCacheIndexKind kind;
  const char *sql;
} stale[] = {
  { TKT_CACHE_TITLES, "SELECT key, title FROM ticket WHERE generation < ?" },
  { TKT_CACHE_MESSAGES,
    "SELECT (t.key << " G_STRINGIFY (
        TKT_CACHE_POSITION_BITS) ") + m.position, m.body"
                                 " FROM message m JOIN thread t ON t.ticket_id = m.ticket_id WHERE "
                                 "m.generation < ?" },
  { TKT_CACHE_NOTES, "SELECT key, body FROM note WHERE generation < ?" },
};

/* So many texts are gathered before the index is told. */
#define GATHERED 4096

/* Takes the index entries of rows that are about to go. */
static gboolean
unindex_stale (TktDb *db,
               TktCacheIndexKind kind,
               const char *sql,
               gint64 generation,
               GError **error)
{
  g_autoptr (TktCacheIndex) index = tkt_cache_index_new ();
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, generation);
  for (guint n = 1;; n++)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if ((!has_row || n % GATHERED == 0) && !tkt_cache_index_flush (index, db, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      tkt_cache_index_change (index,
                              kind,
                              tkt_statement_get_int (statement, 0),
                              tkt_statement_get_text (statement, 1),
                              "");
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
  if (!tkt_cache_keep_lost (db, generation, own_account_id, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (stale); i++)
    if (!unindex_stale (db, stale[i].kind, stale[i].sql, generation, error))
      return FALSE;
  for (guint kind = 0; kind < TKT_N_CHANGE_KINDS; kind++)
    if (!delete_stale (db, tkt_change_kind_shape (kind), generation, error))
      return FALSE;
  /* What left the account's view, its deleted messages among it, must not stay in the files. */
  return tkt_db_exec (
             db, "DELETE FROM thread WHERE ticket_id NOT IN (SELECT id FROM ticket)", error)
         && note_erasure (db, error);
}
