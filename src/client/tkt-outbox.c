/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: its schema and what is asked of it. */
#include "tkt-outbox.h"

#include <glib/gi18n-lib.h>

#include "tkt-drafts.h"
#include "tkt-row.h"
#include "tkt-time.h"

#define APPLICATION_ID 0x544b544f /* "TKTO" */

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

  "ALTER TABLE outbox.entry ADD COLUMN uncertain INTEGER NOT NULL DEFAULT 0;"
  "CREATE TABLE outbox.draft ("
  "  key INTEGER PRIMARY KEY,"
  "  ticket_id BLOB,"
  "  publisher_id BLOB,"
  "  title TEXT NOT NULL,"
  "  body TEXT NOT NULL,"
  "  written_at INTEGER NOT NULL"
  ");"
  /* NULLs would not be unique. */
  "CREATE UNIQUE INDEX outbox.draft_by_ticket ON draft (ifnull (ticket_id, x''));",

  /* tkt-outbox-rescue.c */
  "CREATE TABLE outbox.rescue ("
  "  kept TEXT NOT NULL,"
  "  n_entries INTEGER NOT NULL,"
  "  n_drafts INTEGER NOT NULL"
  ");",

  "ALTER TABLE outbox.entry ADD COLUMN attachments TEXT;"
  "ALTER TABLE outbox.draft ADD COLUMN attachments TEXT;",

  "ALTER TABLE outbox.draft ADD COLUMN note INTEGER NOT NULL DEFAULT 0;"
  "DROP INDEX outbox.draft_by_ticket;"
  "CREATE UNIQUE INDEX outbox.draft_by_ticket ON draft (ifnull (ticket_id, x''), note);",
};

const guint tkt_outbox_version = G_N_ELEMENTS (steps);

gboolean
tkt_outbox_migrate (TktDb *db, GError **error)
{
  /* What is in the outbox is nowhere else: a commit must be on the disk. */
  return tkt_db_migrate (db, TKT_OUTBOX_SCHEMA, APPLICATION_ID, steps, G_N_ELEMENTS (steps), error)
         && tkt_db_exec (db, "PRAGMA " TKT_OUTBOX_SCHEMA ".synchronous = FULL", error);
}

/* Of those that have not gone out yet only one does; what has been read stays read. */
static gboolean
join_marks (TktDb *db, TktEntry *entry, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db,
                        "DELETE FROM outbox.entry WHERE ticket_id = ? AND kind = ? AND state = ?"
                        " RETURNING position",
                        error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, entry->ticket_id);
  tkt_statement_bind_int (statement, 2, TKT_ENTRY_MARK_READ);
  tkt_statement_bind_int (statement, 3, TKT_ENTRY_WAITING);
  for (;;)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      entry->position = MAX (entry->position, tkt_statement_get_int (statement, 0));
    }
}

/* What a saved reply is to be is known before anything of it has gone out, or again once that was
 * refused: there is nothing to be said twice. An addition that may have arrived is not changed: its
 * repetition is known by its words. TRUE in @joined: there is nothing left to add. */
static gboolean
join_saved_reply (TktDb *db, const TktEntry *entry, gboolean *joined, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db,
                        "UPDATE outbox.entry SET title = ?1, body = ?2, enabled = ?3, state = ?4,"
                        " not_before = 0, problem = NULL, detail = NULL"
                        " WHERE ticket_id = ?5 AND kind IN (?6, ?7) AND NOT uncertain"
                        " AND state IN (?4, ?8)",
                        error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_text (statement, 1, entry->title);
  tkt_statement_bind_text (statement, 2, entry->body);
  tkt_statement_bind_int (statement, 3, entry->enabled);
  tkt_statement_bind_int (statement, 4, TKT_ENTRY_WAITING);
  tkt_statement_bind_id (statement, 5, entry->ticket_id);
  tkt_statement_bind_int (statement, 6, TKT_ENTRY_ADD_SAVED_REPLY);
  tkt_statement_bind_int (statement, 7, TKT_ENTRY_CHANGE_SAVED_REPLY);
  tkt_statement_bind_int (statement, 8, TKT_ENTRY_REFUSED);
  if (!tkt_statement_run (statement, error))
    return FALSE;
  *joined = tkt_db_get_n_changed (db) > 0;
  return TRUE;
}

gboolean
tkt_outbox_insert (TktDb *db, TktEntry *entry, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, tkt_row_insert_sql (&tkt_entry_shape, "outbox.entry", NULL), error);

  if (statement == NULL)
    return FALSE;
  tkt_row_bind (&tkt_entry_shape, statement, 1, entry);
  if (!tkt_statement_run (statement, error))
    return FALSE;
  entry->seq = tkt_db_get_last_rowid (db);
  return TRUE;
}

gboolean
tkt_outbox_add (TktDb *db, TktEntry *entry, GError **error)
{
  gboolean joined = FALSE;

  if (entry->kind == TKT_ENTRY_CHANGE_SAVED_REPLY && !join_saved_reply (db, entry, &joined, error))
    return FALSE;
  if (joined)
    return TRUE;
  if (entry->kind == TKT_ENTRY_MARK_READ && !join_marks (db, entry, error))
    return FALSE;
  if ((entry->kind == TKT_ENTRY_REPLY && !tkt_drafts_remove (db, entry->ticket_id, FALSE, error))
      || (entry->kind == TKT_ENTRY_WRITE_NOTE
          && !tkt_drafts_remove (db, entry->ticket_id, TRUE, error))
      || (entry->kind == TKT_ENTRY_OPEN_TICKET && !tkt_drafts_remove (db, NULL, FALSE, error)))
    return FALSE;
  return tkt_outbox_insert (db, entry, error);
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

/* Entries of one ticket go out in order, settings in theirs. Read marks are nobody's hurdle, and a
 * refused reply does not hold up what came after it. But an opening goes before all else of its
 * ticket, and one that was refused holds all of it up, whichever was written first: an opening that
 * the server has lost comes back behind its replies. States and kinds are those of tkt-entry.h. */
#define FIRST_OF_THEIR_TICKETS                                                                     \
  " FROM outbox.entry e WHERE state <> 2 AND (kind = 0 OR NOT EXISTS"                              \
  " (SELECT 1 FROM outbox.entry b WHERE b.ticket_id IS e.ticket_id AND b.seq <> e.seq"             \
  "  AND (b.kind = 0 OR (b.seq < e.seq AND b.state <> 2 AND (b.kind <> 5 OR e.kind = 5)))))"       \
  " ORDER BY seq"

/* No answer asks for a longer wait (tkt-api.c). */
#define POSTPONED_MOST (24 * 60 * TKT_MINUTE)

/* When @entry may go out: a moment that has passed, where it may now. A clock that was set back
 * holds up nothing for longer than it would have been. */
static gint64
release_time (const TktEntry *entry, gint64 now, gboolean impatient)
{
  if (entry->state == TKT_ENTRY_HELD)
    return now < entry->written_at ? now : entry->not_before;
  return impatient || entry->not_before > now + POSTPONED_MOST ? now : entry->not_before;
}

TktEntry *
tkt_outbox_next (TktDb *db, gint64 now, gboolean impatient, gint64 *due, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s" FIRST_OF_THEIR_TICKETS,
                                          tkt_row_columns (&tkt_entry_shape, NULL));
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  *due = 0;
  while (statement != NULL && tkt_statement_step (statement, &has_row, error) && has_row)
    {
      g_autoptr (TktEntry) entry = tkt_row_read (&tkt_entry_shape, statement, 0);
      gint64 time = release_time (entry, now, impatient);

      if (time <= now)
        return g_steal_pointer (&entry);
      *due = *due == 0 ? time : MIN (*due, time);
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

static gboolean
check_changed (TktDb *db, GError **error)
{
  if (tkt_db_get_n_changed (db) > 0)
    return TRUE;
  tkt_problem_set (
      error, TKT_PROBLEM_CHANGED_MEANWHILE, _ ("This is not waiting to be sent any more."));
  return FALSE;
}

gboolean
tkt_outbox_set_state (TktDb *db, gint64 seq, TktEntryState state, GError **error)
{
  return run_for (
             db,
             "UPDATE outbox.entry SET state = ?2, problem = NULL, detail = NULL WHERE seq = ?1",
             seq,
             state,
             error)
         && check_changed (db, error);
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
  return tkt_statement_run (statement, error) && check_changed (db, error);
}

gboolean
tkt_outbox_set_retry (TktDb *db, gint64 seq, gint64 not_before, gboolean uncertain, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db,
                        "UPDATE outbox.entry SET state = 0, attempts = attempts + 1,"
                        " not_before = ?2, uncertain = uncertain OR ?3,"
                        " problem = NULL, detail = NULL WHERE seq = ?1",
                        error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, seq);
  tkt_statement_bind_int (statement, 2, not_before);
  tkt_statement_bind_int (statement, 3, uncertain);
  return tkt_statement_run (statement, error) && check_changed (db, error);
}

gboolean
tkt_outbox_remove (TktDb *db, gint64 seq, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "DELETE FROM outbox.entry WHERE seq = ?", error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, seq);
  return tkt_statement_run (statement, error);
}

gboolean
tkt_outbox_settle (TktDb *db, const char *ticket_id, const char *message_id, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db,
                        "SELECT seq FROM outbox.entry"
                        " WHERE ticket_id = ? AND message_id = ? AND kind IN (0, 1, 7)",
                        error);
  gboolean has_row;
  gint64 seq;

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, ticket_id);
  tkt_statement_bind_id (statement, 2, message_id);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  seq = tkt_statement_get_int (statement, 0);
  return tkt_outbox_remove (db, seq, error);
}

gboolean
tkt_outbox_settle_saved_reply (TktDb *db, const TktSavedReply *reply, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (
      db,
      "DELETE FROM outbox.entry WHERE ticket_id = ? AND kind = ? AND title = ? AND body = ?",
      error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, reply->id);
  tkt_statement_bind_int (statement, 2, TKT_ENTRY_ADD_SAVED_REPLY);
  tkt_statement_bind_text (statement, 3, reply->name);
  tkt_statement_bind_text (statement, 4, reply->body);
  return tkt_statement_run (statement, error);
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

gboolean
tkt_outbox_release (TktDb *db, GError **error)
{
  return tkt_db_exec (
      db, "UPDATE outbox.entry SET state = 0, not_before = 0 WHERE state = 3", error);
}

gboolean
tkt_outbox_resume (TktDb *db, GError **error)
{
  return tkt_db_exec (db,
                      "UPDATE outbox.entry SET uncertain = uncertain OR state = 1, state = 0,"
                      " not_before = 0 WHERE state = 1 OR (state = 0 AND not_before <> 0)",
                      error);
}
