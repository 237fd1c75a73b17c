/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a database fares: what stands in it. */
#include "tkt-sqlite-doctor.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "tkt-sqlite-private.h"
#include "tkt-sqlite-verify.h"
#include "tkt-time.h"

/* Clocks of computers differ by so much and nobody minds. */
#define CLOCK_SLACK (2 * TKT_MINUTE)

static void
table_size_free (gpointer data)
{
  TktTableSize *table = data;

  g_free (table->name);
  g_free (table);
}

TktHealth *
tkt_health_new (void)
{
  TktHealth *health = g_new0 (TktHealth, 1);

  health->tables = g_ptr_array_new_with_free_func (table_size_free);

  return health;
}

void
tkt_health_free (TktHealth *health)
{
  g_ptr_array_unref (health->tables);
  g_free (health);
}

void
tkt_sqlite_exam_tell (TktSqliteExam *exam, gboolean problem, const char *check, char *taken)
{
  g_autofree char *text = taken;

  exam->func (problem, check, text, exam->data);
}

/* The only number that @sql gives; where it has none, @number stays. @now is its parameter, if any.
 */
static gboolean
ask (TktDb *db, const char *sql, const gint64 *now, gint64 *number, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  if (now != NULL)
    tkt_statement_bind_int (statement, 1, *now);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row && !tkt_statement_is_null (statement, 0))
    *number = tkt_statement_get_int (statement, 0);

  return TRUE;
}

/* Faster than what verify does, and finds what most broken disks do. */
static gboolean
examine_pages (TktDb *db, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, "PRAGMA quick_check (1)", error);
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (g_strcmp0 (tkt_statement_get_text (statement, 0), "ok") == 0)
    return TRUE;
  g_set_error_literal (
      error, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED, tkt_statement_get_text (statement, 0));

  return FALSE;
}

/* Indexes with their tables, and the tables that the search index is made of as one. */
static gboolean
measure_tables (TktSqliteExam *exam, TktDb *db, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (
      db,
      "SELECT CASE WHEN dbstat.name LIKE 'search!_%' ESCAPE '!' THEN 'search' ELSE coalesce"
      "  ((SELECT tbl_name FROM sqlite_schema AS entry WHERE entry.name = dbstat.name), "
      "dbstat.name) END,"
      " sum (pgsize) FROM dbstat WHERE aggregate = TRUE GROUP BY 1 ORDER BY 2 DESC, 1",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      TktTableSize *table;

      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      table = g_new (TktTableSize, 1);
      table->name = g_strdup (tkt_statement_get_text (statement, 0));
      table->n_bytes = tkt_statement_get_int (statement, 1);
      g_ptr_array_add (exam->health->tables, table);
    }
}

static gboolean
examine_room (TktSqliteExam *exam, TktDb *db, GError **error)
{
  TktHealth *health = exam->health;
  gint64 n_pages = 0;
  gint64 page_size = 0;
  g_autofree char *size = NULL;

  if (!ask (db, "PRAGMA freelist_count", NULL, &n_pages, error)
      || !ask (db, "PRAGMA page_size", NULL, &page_size, error))
    return FALSE;
  health->n_free_bytes = n_pages * page_size;
  if (health->n_free_bytes <= health->n_bytes / 4)
    return TRUE;
  size = g_format_size (health->n_free_bytes);
  tkt_sqlite_exam_tell (
      exam,
      FALSE,
      "room",
      g_strdup_printf (
          _ ("Nothing stands in %s of the database. It is used again; “tickets-server vacuum” "
             "gives it back to the disk."),
          size));

  return TRUE;
}

static gboolean
examine_clock (TktSqliteExam *exam, TktDb *db, GError **error)
{
  gint64 newest = 0;
  g_autofree char *time = NULL;

  if (!ask (db, "SELECT max (updated_at) FROM ticket", NULL, &newest, error))
    return FALSE;
  if (newest <= exam->now + CLOCK_SLACK)
    return TRUE;
  time = tkt_time_to_text (newest);
  tkt_sqlite_exam_tell (
      exam,
      TRUE,
      "clock",
      g_strdup_printf (_ ("The clock of this computer is behind: a ticket was changed at %s, which "
                          "is yet to come. Set the clock, or new messages get wrong times."),
                       time));

  return TRUE;
}

static gboolean
examine_sessions (TktSqliteExam *exam, TktDb *db, GError **error)
{
  return ask (db, "SELECT count (*) FROM session", NULL, &exam->health->n_sessions, error)
         && ask (db,
                 "SELECT count (*) FROM session WHERE expires_at < ?",
                 &exam->now,
                 &exam->health->n_expired_sessions,
                 error);
}

static gboolean
examine_erasing (TktSqliteExam *exam, TktDb *db, GError **error)
{
  gint64 n = 0;

  if (!ask (db, "SELECT erased - clean FROM meta", NULL, &n, error))
    return FALSE;
  if (n > 0)
    tkt_sqlite_exam_tell (
        exam,
        FALSE,
        "erasing",
        g_strdup_printf (
            g_dngettext (GETTEXT_PACKAGE,
                         "Words of %" PRId64 " deleted message are still in the files. A server "
                         "that runs erases them by itself; “tickets-server vacuum” does, too.",
                         "Words of %" PRId64 " deleted messages are still in the files. A server "
                         "that runs erases them by itself; “tickets-server vacuum” does, too.",
                         n),
            n));

  return TRUE;
}

static gboolean
examine_database (TktSqliteExam *exam, TktDb *db, GError **error)
{
  TktHealth *health = exam->health;

  if (!tkt_db_check_identity (
          db, "main", tkt_sqlite_application_id, tkt_sqlite_n_steps, &health->version, error)
      || !examine_pages (db, error) || !measure_tables (exam, db, error)
      || !examine_room (exam, db, error))
    return FALSE;
  if (health->version < tkt_sqlite_n_steps)
    {
      tkt_sqlite_exam_tell (
          exam,
          FALSE,
          "version",
          g_strdup_printf (
              _ ("An older version of this program wrote the database (version %" PRId64
                 " of %u): make a backup; the next “serve” brings it up to date."),
              health->version,
              tkt_sqlite_n_steps));
      return TRUE;
    }

  return examine_clock (exam, db, error) && examine_sessions (exam, db, error)
         && examine_erasing (exam, db, error);
}

gboolean
tkt_sqlite_examine (const char *path,
                    gint64 now,
                    TktSymptomFunc func,
                    gpointer data,
                    TktHealth *health,
                    GError **error)
{
  TktSqliteExam exam = { path, now, func, data, health };
  g_autoptr (TktDb) db = NULL;
  g_autoptr (GError) failure = NULL;

  if (!tkt_sqlite_examine_files (&exam, error))
    return FALSE;
  db = tkt_sqlite_open_to_read (path, &failure);
  if (db != NULL && tkt_db_begin (db, &failure) && examine_database (&exam, db, &failure))
    return TRUE;
  /* Which is what was looked for; with it in the way nothing else can be seen. */
  if (!g_error_matches (failure, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  tkt_sqlite_exam_tell (
      &exam, TRUE, "damage", g_strdup (tkt_finding_kind_get_advice (TKT_FINDING_DAMAGE)));

  return TRUE;
}
