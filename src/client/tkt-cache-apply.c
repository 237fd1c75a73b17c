/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the change feed into the cache: every row is the whole row as it stands now, and may come twice. */
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

/* Replaces what the index @table knows of row @key: @before is the text it was given, NULL where it has none. */
static gboolean
reindex (TktDb *db, const char *table, gint64 key, const char *before, const char *after, GError **error)
{
  gboolean tickets = g_str_equal (table, "ticket");

  if (g_strcmp0 (before, after) == 0)
    return TRUE;
  if (before != NULL && *before != '\0'
      && !set_index (db,
                     tickets ? "INSERT INTO ticket_words (ticket_words, rowid, text) VALUES ('delete', ?, ?)"
                             : "INSERT INTO message_words (message_words, rowid, text) VALUES ('delete', ?, ?)",
                     key, before, error))
    return FALSE;
  if (after == NULL || *after == '\0')
    return TRUE;
  return set_index (db,
                    tickets ? "INSERT INTO ticket_words (rowid, text) VALUES (?, ?)"
                            : "INSERT INTO message_words (rowid, text) VALUES (?, ?)",
                    key, after, error);
}

/* The row's key and (@text_column) its indexed text as they are now; @key 0 where there is none. */
static gboolean
find_row (TktDb *db, const char *sql, const char *id, gint64 *key, gint64 *revision, char **text, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  *key = 0;
  *revision = -1;
  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, id);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      *key = tkt_statement_get_int (statement, 0);
      *revision = tkt_statement_get_int (statement, 1);
      *text = g_strdup (tkt_statement_get_text (statement, 2));
    }
  return TRUE;
}

/* Writes @row under @key, which stays the same for the life of a row: models and indexes know it by that. */
static gboolean
put_row (TktDb *db, const TktShape *shape, gint64 key, gconstpointer row, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT OR REPLACE INTO %s (%s, key, generation) VALUES (",
                                          shape->name, tkt_row_columns (shape, NULL));
  g_autoptr (GString) full = g_string_new (sql);
  g_autoptr (TktStatement) statement = NULL;
  int next;
  GError *failed = NULL;
  gint64 generation = tkt_cache_get_number (db, "generation", &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  for (guint i = 0; i < tkt_row_n_columns (shape); i++)
    g_string_append (full, "?, ");
  g_string_append (full, "?, ?)");
  statement = tkt_db_prepare (db, full->str, error);
  if (statement == NULL)
    return FALSE;
  next = tkt_row_bind (shape, statement, 1, row);
  if (key != 0)
    tkt_statement_bind_int (statement, next, key);
  tkt_statement_bind_int (statement, next + 1, generation);
  return tkt_statement_run (statement, error);
}

static gboolean
apply_indexed (TktDb *db, const TktShape *shape, const char *find_sql, const char *id, gint64 revision,
               const char *text, gconstpointer row, GError **error)
{
  g_autofree char *before = NULL;
  gint64 key, known;

  if (!find_row (db, find_sql, id, &key, &known, &before, error))
    return FALSE;
  /* The answer to a write may come after the feed has brought something newer. */
  if (known > revision)
    return TRUE;
  if (!put_row (db, shape, key, row, error))
    return FALSE;
  if (key == 0)
    key = tkt_db_get_last_rowid (db);
  return reindex (db, shape->name, key, before, text, error);
}

static gboolean
apply_plain (TktDb *db, const TktShape *shape, const char *find_sql, const char *id, gint64 revision, gconstpointer row, GError **error)
{
  g_autofree char *unused = NULL;
  gint64 key, known;

  return find_row (db, find_sql, id, &key, &known, &unused, error)
         && (known > revision || put_row (db, shape, key, row, error));
}

gboolean
tkt_cache_apply_change (TktDb *db, const TktChange *change, GError **error)
{
  const TktOrganization *organization = change->row;
  const TktAccount *account = change->row;
  const TktPublisher *publisher = change->row;
  const TktTicket *ticket = change->row;
  const TktMessage *message = change->row;
  const TktReadMark *mark = change->row;

  switch (change->kind)
    {
    case TKT_CHANGE_ORGANIZATION:
      return apply_plain (db, &tkt_organization_shape,
                          "SELECT key, revision, NULL FROM organization WHERE id = ?",
                          organization->id, organization->revision, organization, error);
    case TKT_CHANGE_ACCOUNT:
      return apply_plain (db, &tkt_account_shape,
                          "SELECT key, revision, NULL FROM account WHERE id = ?", account->id,
                          account->revision, account, error);
    case TKT_CHANGE_PUBLISHER:
      return apply_plain (db, &tkt_publisher_shape,
                          "SELECT key, revision, NULL FROM publisher WHERE id = ?", publisher->id,
                          publisher->revision, publisher, error);
    case TKT_CHANGE_TICKET:
      return apply_indexed (db, &tkt_ticket_shape,
                            "SELECT key, revision, title FROM ticket WHERE id = ?", ticket->id,
                            ticket->revision, ticket->title, ticket, error);
    case TKT_CHANGE_MESSAGE:
      return apply_indexed (db, &tkt_message_shape,
                            "SELECT key, revision, body FROM message WHERE id = ?", message->id,
                            message->revision, message->body, message, error);
    case TKT_CHANGE_READ_MARK:
      return apply_plain (db, &tkt_read_mark_shape,
                          "SELECT key, revision, NULL FROM read_mark WHERE ticket_id = ?",
                          mark->ticket_id, mark->revision, mark, error);
    case TKT_N_CHANGE_KINDS:
      break;
    }
  g_return_val_if_reached (FALSE);
}

/* Takes the index entries of rows that are about to go. */
static gboolean
unindex_stale (TktDb *db, const char *table, const char *sql, gint64 generation, GError **error)
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
      if (!reindex (db, table, tkt_statement_get_int (statement, 0),
                    tkt_statement_get_text (statement, 1), NULL, error))
        return FALSE;
    }
}

gboolean
tkt_cache_drop_stale (TktDb *db, GError **error)
{
  GError *failed = NULL;
  gint64 generation = tkt_cache_get_number (db, "generation", &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (!unindex_stale (db, "ticket", "SELECT key, title FROM ticket WHERE generation < ?",
                      generation, error)
      || !unindex_stale (db, "message", "SELECT key, body FROM message WHERE generation < ?",
                         generation, error))
    return FALSE;
  for (guint kind = 0; kind < TKT_N_CHANGE_KINDS; kind++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE generation < ?",
                                              tkt_change_kind_shape (kind)->name);
      g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);

      if (statement == NULL)
        return FALSE;
      tkt_statement_bind_int (statement, 1, generation);
      if (!tkt_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}
