/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a database holds what it must: the order of the looks, and the file itself. */
#include "tkt-sqlite-verify.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "tkt-sqlite-private.h"

const char *
tkt_finding_kind_get_advice (TktFindingKind kind)
{
  switch (kind)
    {
    case TKT_FINDING_DAMAGE:
      return _ ("The file is damaged. Stop the server, keep a copy of the file, and put the last "
                "good backup back with “tickets-server restore --replace”.");
    case TKT_FINDING_RULE:
      return _ ("The file is whole, and says something that can’t be. Something other than this "
                "program has written to it, or the program has a mistake: please report it.");
    case TKT_FINDING_SEARCH:
      return _ ("No text is lost, but a search may miss some or find too many. “tickets-server "
                "vacuum --search” makes the index anew.");
    default:
      g_assert_not_reached ();
    }
}

guint64
tkt_verdict_on_file_count (const TktVerdictOnFile *verdict)
{
  guint64 n = 0;

  for (guint kind = 0; kind < G_N_ELEMENTS (verdict->n_found); kind++)
    n += verdict->n_found[kind];

  return n;
}

void
tkt_sqlite_look_tell (TktSqliteLook *look, TktFindingKind kind, guint64 nth, char *taken)
{
  g_autofree char *finding = taken;

  look->verdict->n_found[kind]++;
  if (nth <= TKT_FINDINGS_TOLD)
    look->func (kind, finding, look->data);
}

void
tkt_sqlite_look_tell_rest (TktSqliteLook *look, TktFindingKind kind, guint64 n)
{
  g_autofree char *finding = NULL;

  if (n <= TKT_FINDINGS_TOLD)
    return;
  finding = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "… and %" PRIu64 " more like this",
                                          "… and %" PRIu64 " more like this",
                                          n - TKT_FINDINGS_TOLD),
                             n - TKT_FINDINGS_TOLD);
  look->func (kind, finding, look->data);
}

static gboolean
look_at_pages (TktSqliteLook *look, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (look->db, "PRAGMA integrity_check", error);
  guint64 n = 0;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (g_strcmp0 (tkt_statement_get_text (statement, 0), "ok") != 0)
        {
          n++;
          tkt_sqlite_look_tell (
              look, TKT_FINDING_DAMAGE, n, g_strdup (tkt_statement_get_text (statement, 0)));
        }
    }
  tkt_sqlite_look_tell_rest (look, TKT_FINDING_DAMAGE, n);

  return TRUE;
}

/* Rows that name others which are not there. */
static gboolean
look_at_references (TktSqliteLook *look, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (look->db,
                        "SELECT \"table\", parent, count (*) FROM pragma_foreign_key_check"
                        " GROUP BY \"table\", parent",
                        error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      tkt_sqlite_look_tell (
          look,
          TKT_FINDING_RULE,
          1,
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "%" PRId64 " row of the table %s names a row of the table "
                                        "%s that is not there",
                                        "%" PRId64 " rows of the table %s name a row of the table "
                                        "%s that is not there",
                                        tkt_statement_get_int (statement, 2)),
                           tkt_statement_get_int (statement, 2),
                           tkt_statement_get_text (statement, 0),
                           tkt_statement_get_text (statement, 1)));
    }
}

static gboolean
count (TktSqliteLook *look, const char *sql, guint64 *n, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (look->db, sql, error);
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error))
    return FALSE;
  *n = tkt_statement_get_int (statement, 0);

  return TRUE;
}

static gboolean
look_at_all (TktSqliteLook *look, GError **error)
{
  gint64 version;

  if (!tkt_db_check_identity (
          look->db, "main", tkt_sqlite_application_id, tkt_sqlite_n_steps, &version, error))
    return FALSE;
  if (version == 0)
    {
      g_set_error (error,
                   TKT_DB_ERROR,
                   TKT_DB_ERROR_MISSING,
                   _ ("%s has nothing in it: “tickets-server init” makes a database."),
                   look->path);
      return FALSE;
    }
  look->verdict->file_only = version < tkt_sqlite_n_steps;
  if (!look_at_pages (look, error))
    return FALSE;
  /* What stands in damaged pages would be told as broken rules. */
  if (look->verdict->n_found[TKT_FINDING_DAMAGE] > 0)
    return TRUE;
  if (!look_at_references (look, error))
    return FALSE;
  if (look->verdict->file_only)
    return TRUE;

  return tkt_sqlite_look_at_rules (look, error) && tkt_sqlite_look_at_revisions (look, error)
         && tkt_sqlite_look_at_search (look, error)
         && count (look, "SELECT count (*) FROM ticket", &look->verdict->n_tickets, error)
         && count (look, "SELECT count (*) FROM message", &look->verdict->n_messages, error);
}

TktDb *
tkt_sqlite_open_to_read (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  TktDb *db = tkt_db_open (path, TKT_DB_READ, &failure);

  if (g_error_matches (failure, TKT_DB_ERROR, TKT_DB_ERROR_READ_ONLY))
    return tkt_db_open (path, TKT_DB_WRITE, error);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return db;
}

gboolean
tkt_sqlite_verify (const char *path,
                   TktFindingFunc func,
                   gpointer data,
                   TktVerdictOnFile *verdict,
                   GError **error)
{
  g_autoptr (TktDb) db = tkt_sqlite_open_to_read (path, error);
  g_autoptr (GError) failure = NULL;
  TktSqliteLook look = { path, db, func, data, verdict };

  *verdict = (TktVerdictOnFile){ 0 };
  if (db == NULL || !tkt_db_begin (db, error))
    return FALSE;
  if (!look_at_all (&look, &failure))
    {
      /* Damage that is met on the way is what was looked for. */
      if (!g_error_matches (failure, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      tkt_sqlite_look_tell (&look, TKT_FINDING_DAMAGE, 1, g_strdup (failure->message));
    }
  tkt_db_rollback (db);

  return TRUE;
}
