/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: its schema and what is asked of it. */
#include "tkt-outbox.h"

#include "tkt-row.h"

#define APPLICATION_ID 0x544b544f /* "TKTO" */

static const char *const kind_words[]
    = { "open-ticket", "reply",     "close",       "delete-message",
        "reassign",    "mark-read", "set-support", NULL };
static const char *const state_words[] = { "waiting", "sending", "refused", NULL };

const TktEnum tkt_entry_kind_enum = { kind_words };
const TktEnum tkt_entry_state_enum = { state_words };

#define AT(name) G_STRUCT_OFFSET (TktEntry, name)

static const TktMember entry_members[] = {
  { "seq", TKT_MEMBER_INTEGER, AT (seq), TKT_MEMBER_NULLABLE },
  { "kind", TKT_MEMBER_ENUM, AT (kind), .set = &tkt_entry_kind_enum },
  { "state", TKT_MEMBER_ENUM, AT (state), .set = &tkt_entry_state_enum },
  { "ticket_id", TKT_MEMBER_ID, AT (ticket_id), TKT_MEMBER_NULLABLE },
  { "message_id", TKT_MEMBER_ID, AT (message_id), TKT_MEMBER_NULLABLE },
  { "publisher_id", TKT_MEMBER_ID, AT (publisher_id), TKT_MEMBER_NULLABLE },
  { "assignee_id", TKT_MEMBER_ID, AT (assignee_id), TKT_MEMBER_NULLABLE },
  { "title", TKT_MEMBER_TEXT, AT (title), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_TITLE },
  { "body", TKT_MEMBER_TEXT, AT (body), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_MESSAGE },
  { "position", TKT_MEMBER_INTEGER, AT (position) },
  { "enabled", TKT_MEMBER_BOOLEAN, AT (enabled) },
  { "written_at", TKT_MEMBER_TIME, AT (written_at) },
  { "attempts", TKT_MEMBER_INTEGER, AT (attempts) },
  { "not_before", TKT_MEMBER_INTEGER, AT (not_before) },
  { "problem", TKT_MEMBER_TEXT, AT (problem), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_FREE },
  { "detail", TKT_MEMBER_TEXT, AT (detail), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_FREE },
};
const TktShape tkt_entry_shape = TKT_SHAPE (TktEntry, "entry", entry_members);
TKT_DEFINE_SHAPED (TktEntry, tkt_entry)

static const char *const steps[] = {
  "CREATE TABLE outbox.entry ("
  "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  kind INTEGER NOT NULL,"
  "  state INTEGER NOT NULL,"
  "  ticket_id BLOB,"
  "  message_id BLOB,"
  "  publisher_id BLOB,"
  "  assignee_id BLOB,"
  "  title TEXT,"
  "  body TEXT,"
  "  position INTEGER NOT NULL,"
  "  enabled INTEGER NOT NULL,"
  "  written_at INTEGER NOT NULL,"
  "  attempts INTEGER NOT NULL,"
  "  not_before INTEGER NOT NULL,"
  "  problem TEXT,"
  "  detail TEXT"
  ");"
  "CREATE INDEX outbox.entry_by_ticket ON entry (ticket_id, seq);",
};

gboolean
tkt_outbox_migrate (TktDb *db, GError **error)
{
  /* What is in the outbox is nowhere else: a commit must be on the disk. */
  return tkt_db_migrate (db, TKT_OUTBOX_SCHEMA, APPLICATION_ID, steps, G_N_ELEMENTS (steps), error)
         && tkt_db_exec (db, "PRAGMA " TKT_OUTBOX_SCHEMA ".synchronous = FULL", error);
}

static gboolean
drop_older_marks (TktDb *db, const TktEntry *entry, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (
      db, "DELETE FROM outbox.entry WHERE ticket_id = ? AND kind = ? AND state = ?", error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, entry->ticket_id);
  tkt_statement_bind_int (statement, 2, TKT_ENTRY_MARK_READ);
  tkt_statement_bind_int (statement, 3, TKT_ENTRY_WAITING);
  return tkt_statement_run (statement, error);
}

gboolean
tkt_outbox_add (TktDb *db, TktEntry *entry, GError **error)
{
  g_autoptr (TktStatement) statement = NULL;

  if (entry->kind == TKT_ENTRY_MARK_READ && !drop_older_marks (db, entry, error))
    return FALSE;
  statement
      = tkt_db_prepare (db, tkt_row_insert_sql (&tkt_entry_shape, "outbox.entry", NULL), error);
  if (statement == NULL)
    return FALSE;
  tkt_row_bind (&tkt_entry_shape, statement, 1, entry);
  if (!tkt_statement_run (statement, error))
    return FALSE;
  entry->seq = tkt_db_get_last_rowid (db);
  return TRUE;
}

GPtrArray *
tkt_outbox_list (TktDb *db, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM outbox.entry ORDER BY seq",
                                          tkt_row_columns (&tkt_entry_shape, NULL));
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_entry_free);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&entries);
      g_ptr_array_add (entries, tkt_row_read (&tkt_entry_shape, statement, 0));
    }
}

/* What an entry has to wait for: entries of one ticket go out in order, settings in theirs. Read
 * marks are nobody's hurdle, and a refused reply does not hold up what came after it, but a ticket
 * that was refused has no replies. */
static gboolean
blocks (const TktEntry *earlier, const TktEntry *entry)
{
  if (g_strcmp0 (earlier->ticket_id, entry->ticket_id) != 0)
    return FALSE;
  if (earlier->state == TKT_ENTRY_REFUSED)
    return earlier->kind == TKT_ENTRY_OPEN_TICKET;
  return earlier->kind != TKT_ENTRY_MARK_READ || entry->kind == TKT_ENTRY_MARK_READ;
}

static gboolean
is_blocked (const GPtrArray *entries, guint index)
{
  for (guint i = 0; i < index; i++)
    if (blocks (g_ptr_array_index (entries, i), g_ptr_array_index (entries, index)))
      return TRUE;
  return FALSE;
}

TktEntry *
tkt_outbox_next (TktDb *db, gint64 now, gint64 *due, GError **error)
{
  g_autoptr (GPtrArray) entries = tkt_outbox_list (db, error);

  *due = 0;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);

      if (entry->state == TKT_ENTRY_REFUSED || is_blocked (entries, i))
        continue;
      if (entry->not_before <= now)
        return tkt_entry_copy (entry);
      *due = *due == 0 ? entry->not_before : MIN (*due, entry->not_before);
    }
  return NULL;
}

static gboolean
run_for (TktDb *db, const char *sql, gint64 seq, gint64 value, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, seq);
  tkt_statement_bind_int (statement, 2, value);
  return tkt_statement_run (statement, error);
}

gboolean
tkt_outbox_set_state (TktDb *db, gint64 seq, TktEntryState state, GError **error)
{
  return run_for (
      db,
      "UPDATE outbox.entry SET state = ?2, problem = NULL, detail = NULL WHERE seq = ?1",
      seq,
      state,
      error);
}

gboolean
tkt_outbox_set_refused (TktDb *db, gint64 seq, const GError *problem, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (
      db, "UPDATE outbox.entry SET state = ?, problem = ?, detail = ? WHERE seq = ?", error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, TKT_ENTRY_REFUSED);
  tkt_statement_bind_text (statement, 2, tkt_problem_code_to_word (problem->code));
  tkt_statement_bind_text (statement, 3, problem->message);
  tkt_statement_bind_int (statement, 4, seq);
  return tkt_statement_run (statement, error);
}

gboolean
tkt_outbox_set_retry (TktDb *db, gint64 seq, gint64 not_before, GError **error)
{
  return run_for (db,
                  "UPDATE outbox.entry SET state = 0, attempts = attempts + 1, not_before = ?2,"
                  " problem = NULL, detail = NULL WHERE seq = ?1",
                  seq,
                  not_before,
                  error);
}

gboolean
tkt_outbox_remove (TktDb *db, gint64 seq, GError **error)
{
  return run_for (db, "DELETE FROM outbox.entry WHERE seq = ?1 AND ?2", seq, TRUE, error);
}

gboolean
tkt_outbox_discard (TktDb *db, gint64 seq, GError **error)
{
  return run_for (db,
                  "DELETE FROM outbox.entry WHERE ticket_id ="
                  " (SELECT ticket_id FROM outbox.entry WHERE seq = ?1 AND kind = ?2)",
                  seq,
                  TKT_ENTRY_OPEN_TICKET,
                  error)
         && tkt_outbox_remove (db, seq, error);
}

gint64
tkt_outbox_count (TktDb *db, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "SELECT count(*) FROM outbox.entry WHERE kind <> ?", error);
  gboolean has_row;

  if (statement == NULL)
    return -1;
  tkt_statement_bind_int (statement, 1, TKT_ENTRY_MARK_READ);
  return tkt_statement_step (statement, &has_row, error) ? tkt_statement_get_int (statement, 0)
                                                         : -1;
}
