/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the domain as they stand in the rows, as a table: one pass over the rows of a kind,
 * and what may be wrong with each. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "tkt-sqlite-private.h"
#include "tkt-sqlite-verify.h"
#include "tkt-text.h"

/* The most that one pass looks for. */
#define WRONGS_MAX 8

/* Of each row @sql tells where it stands, in four columns (the organization's short name; the
 * number of a ticket, the position of a message or (@of_notes) the place of a note, the name of a
 * person or a company, or NULL), and then, in the order of @wrongs, 1 for what is wrong. It walks
 * tables in their own order or in that of an index, so that nothing is gathered. */
typedef struct
{
  const char *sql;
  const char *wrongs[WRONGS_MAX + 1];
  gboolean of_notes;
} Pass;

#define ORGANIZATION(row)                                                                          \
  "(SELECT slug FROM organization WHERE organization.id = " row ".organization_id)"
/* 1 where @id is not of an account of the row's organization. */
#define NOT_OURS(row, id)                                                                          \
  id " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM account WHERE account.id = " id                   \
     " AND account.organization_id = " row ".organization_id)"
#define NOT_STAFF(row, id)                                                                         \
  id " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM account WHERE account.id = " id                   \
     " AND account.organization_id = " row ".organization_id AND account.role <> 0)"
#define NOT_OUR_PUBLISHER(row, id)                                                                 \
  id " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publisher WHERE publisher.id = " id               \
     " AND publisher.organization_id = " row ".organization_id)"

/* The newest revision of a kind of rows. */
#define NEWEST(table)                                                                              \
  "coalesce ((SELECT max (revision) FROM " table " WHERE organization_id = organization.id), 0)"

/* SQL has lines of its own. */
/* clang-format off */
static const Pass passes[] = {
  { "SELECT slug, NULL, NULL, NULL,"
    " counter.revision IS NULL,"
    " counter.revision < max (organization.revision,"
    "  " NEWEST ("account") ", " NEWEST ("publisher") ", " NEWEST ("ticket") ","
    "  " NEWEST ("message") ", " NEWEST ("note") ", " NEWEST ("read_mark") ","
    "  " NEWEST ("saved_reply") "),"
    " counter.ticket_number <"
    "  (SELECT max (number) FROM ticket WHERE organization_id = organization.id),"
    " counter.publisher_number <"
    "  (SELECT max (number) FROM publisher WHERE organization_id = organization.id),"
    " NOT EXISTS (SELECT 1 FROM incarnation WHERE organization_id = organization.id)"
    " FROM organization LEFT JOIN counter ON counter.organization_id = organization.id",
    { N_ ("has no counters"),
      N_ ("has rows with a revision that was never counted"),
      N_ ("has a ticket with a number that was never counted"),
      N_ ("has a publisher with a number that was never counted"),
      N_ ("has no incarnation that its revisions were counted in") } },

  { "SELECT " ORGANIZATION ("account") ", NULL, NULL, username,"
    " role NOT IN (0, 1, 2),"
    " (role = 0) <> (publisher_id IS NOT NULL),"
    " " NOT_OUR_PUBLISHER ("account", "account.publisher_id")
    " FROM account",
    { N_ ("has a role that does not exist"),
      N_ ("is staff of a publisher, or a publisher’s account without a publisher"),
      N_ ("belongs to a publisher of another organization") } },

  { "SELECT " ORGANIZATION ("publisher") ", NULL, NULL, name,"
    " status NOT IN (0, 1, 2, 3),"
    " " NOT_STAFF ("publisher", "publisher.account_manager_id")
    " FROM publisher",
    { N_ ("has a status that does not exist"),
      N_ ("has an account manager who is not of the organization’s staff") } },

  { "SELECT " ORGANIZATION ("ticket") ", number, NULL, NULL,"
    " status NOT IN (0, 1),"
    " status = 1 AND (closed_by IS NULL OR closed_at IS NULL),"
    " status = 0 AND (closed_by IS NOT NULL OR closed_at IS NOT NULL),"
    " status = 0 AND " NOT_STAFF ("ticket", "ticket.assignee_id") ","
    " " NOT_OURS ("ticket", "ticket.opened_by")
    " OR " NOT_OURS ("ticket", "ticket.assignee_id")
    " OR " NOT_OURS ("ticket", "ticket.closed_by") ","
    " " NOT_OUR_PUBLISHER ("ticket", "ticket.publisher_id")
    " FROM ticket",
    { N_ ("has a status that does not exist"),
      N_ ("is closed without who and when"),
      N_ ("is open and has been closed by somebody"),
      N_ ("is assigned to somebody who is not of the organization’s staff"),
      N_ ("names an account of another organization"),
      N_ ("belongs to a publisher of another organization") } },

  /* Threads. The positions are different from each other, which the index sees to. */
  { "SELECT " ORGANIZATION ("ticket") ", number, NULL, NULL,"
    " count (message.position) = 0,"
    " min (message.position) <> 1 OR max (message.position) <> count (message.position),"
    " reply_count <> count (message.position) FILTER"
    "  (WHERE message.position > 1 AND message.deleted_at IS NULL),"
    " last_message_at <> max (message.sent_at),"
    " closed_at < max (message.sent_at)"
    " FROM ticket LEFT JOIN message ON message.ticket_id = ticket.id GROUP BY ticket.key",
    { N_ ("has no message"),
      N_ ("has a gap in its thread: the positions are not 1, 2, 3 …"),
      N_ ("has another number of replies than it says"),
      N_ ("says another time of its last message than the message does"),
      N_ ("has a reply that was sent after it was closed") } },

  { "SELECT " ORGANIZATION ("message") ", ticket.number, message.position, NULL,"
    " (message.deleted_at IS NULL) <> (message.deleted_by IS NULL),"
    " message.deleted_at IS NOT NULL AND message.body <> '',"
    " message.deleted_at IS NOT NULL AND coalesce (json_array_length (message.attachments), 0) > 0,"
    " message.deleted_at IS NULL AND message.body = '',"
    " coalesce (json_array_length (message.attachments), 0) <>"
    "  (SELECT count (*) FROM attachment WHERE attachment.message_id = message.id),"
    " message.organization_id IS NOT ticket.organization_id"
    "  OR message.publisher_id IS NOT ticket.publisher_id,"
    " " NOT_OURS ("message", "message.author_id")
    " OR " NOT_OURS ("message", "message.deleted_by")
    " FROM message LEFT JOIN ticket ON ticket.id = message.ticket_id",
    { N_ ("is deleted without who and when"),
      N_ ("is deleted and still has a text"),
      N_ ("is deleted and still names attachments"),
      N_ ("has no text and is not deleted"),
      N_ ("has other attachments than it names"),
      N_ ("is not of its ticket’s organization and publisher"),
      N_ ("names an account of another organization") } },

  /* Notes. The places are different from each other, which the index sees to. */
  { "SELECT " ORGANIZATION ("ticket") ", number, NULL, NULL,"
    " min (note.place) <> 1 OR max (note.place) <> count (note.place)"
    " FROM ticket JOIN note ON note.ticket_id = ticket.id GROUP BY ticket.key",
    { N_ ("has a gap in its notes: the places are not 1, 2, 3 …") } },

  { "SELECT " ORGANIZATION ("note") ", ticket.number, note.place, NULL,"
    " (note.deleted_at IS NULL) <> (note.deleted_by IS NULL),"
    " note.deleted_at IS NOT NULL AND note.body <> '',"
    " note.deleted_at IS NULL AND note.body = '',"
    " note.organization_id IS NOT ticket.organization_id,"
    " " NOT_OURS ("note", "note.author_id")
    " OR " NOT_OURS ("note", "note.deleted_by") ","
    " note.author_role NOT IN (1, 2),"
    " NOT EXISTS (SELECT 1 FROM message"
    "  WHERE message.ticket_id = note.ticket_id AND message.position = note.after),"
    " note.after < (SELECT before.after FROM note AS before"
    "  WHERE before.ticket_id = note.ticket_id AND before.place = note.place - 1)"
    " FROM note LEFT JOIN ticket ON ticket.id = note.ticket_id",
    { N_ ("is deleted without who and when"),
      N_ ("is deleted and still has a text"),
      N_ ("has no text and is not deleted"),
      N_ ("is not of its ticket’s organization"),
      N_ ("names an account of another organization"),
      N_ ("is a note of somebody who was not of the staff"),
      N_ ("stands behind a message that is not there"),
      N_ ("stands before the note that was written earlier") },
    .of_notes = TRUE },

  { "SELECT " ORGANIZATION ("read_mark") ", ticket.number, NULL, NULL,"
    " " NOT_OURS ("read_mark", "read_mark.account_id")
    " OR read_mark.organization_id IS NOT ticket.organization_id,"
    " read_mark.position NOT BETWEEN 0 AND coalesce"
    "  ((SELECT max (position) FROM message WHERE message.ticket_id = ticket.id), 0)"
    " FROM read_mark LEFT JOIN ticket ON ticket.id = read_mark.ticket_id",
    { N_ ("is marked as read by an account of another organization"),
      N_ ("is marked as read further than it goes") } },

  { "SELECT " ORGANIZATION ("saved_reply") ", NULL, NULL, nullif (name, ''),"
    " deleted NOT IN (0, 1),"
    " deleted = 1 AND (name <> '' OR body <> '' OR folded_name <> ''),"
    " deleted = 0 AND (name = '' OR body = '' OR folded_name = ''),"
    " " NOT_OURS ("saved_reply", "saved_reply.owner_id")
    " OR " NOT_OURS ("saved_reply", "saved_reply.made_by")
    " FROM saved_reply",
    { N_ ("has a saved reply that is neither there nor deleted"),
      N_ ("has a saved reply that is deleted and still has a name or a text"),
      N_ ("has a saved reply without a name or a text"),
      N_ ("has a saved reply of an account of another organization") } },

  { "SELECT " ORGANIZATION ("session") ", NULL, NULL, NULL,"
    " " NOT_OURS ("session", "session.account_id")
    " FROM session",
    { N_ ("has a session of an account of another organization") } },
};
/* clang-format on */

/* "larkfield, ticket 17, message 3". */
static char *
describe_place (TktStatement *statement, gboolean of_notes)
{
  GString *place = g_string_new (tkt_statement_get_text (statement, 0));

  if (place->len == 0)
    g_string_append (place, _ ("no organization"));
  if (!tkt_statement_is_null (statement, 1))
    {
      g_autofree char *ticket
          = g_strdup_printf (_ ("ticket %" PRId64), tkt_statement_get_int (statement, 1));

      tkt_text_list_append (place, ticket);
    }
  if (!tkt_statement_is_null (statement, 2))
    {
      g_autofree char *entry
          = g_strdup_printf (of_notes ? _ ("note %" PRId64) : _ ("message %" PRId64),
                             tkt_statement_get_int (statement, 2));

      tkt_text_list_append (place, entry);
    }
  if (!tkt_statement_is_null (statement, 3))
    tkt_text_list_append (place, tkt_statement_get_text (statement, 3));

  return g_string_free (place, FALSE);
}

static gboolean
run_pass (TktSqliteLook *look, const Pass *pass, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (look->db, pass->sql, error);
  guint64 n[WRONGS_MAX] = { 0 };
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      for (guint i = 0; pass->wrongs[i] != NULL; i++)
        if (tkt_statement_get_int (statement, 4 + (int)i) != 0)
          {
            g_autofree char *place = describe_place (statement, pass->of_notes);

            tkt_sqlite_look_tell (
                look,
                TKT_FINDING_RULE,
                ++n[i],
                /* Translators: where, and what is wrong: "larkfield, ticket 17: has no message". */
                g_strdup_printf (C_ ("finding", "%s: %s"), place, _ (pass->wrongs[i])));
          }
    }
  for (guint i = 0; pass->wrongs[i] != NULL; i++)
    tkt_sqlite_look_tell_rest (look, TKT_FINDING_RULE, n[i]);

  return TRUE;
}

gboolean
tkt_sqlite_look_at_rules (TktSqliteLook *look, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (passes); i++)
    if (!run_pass (look, &passes[i], error))
      return FALSE;

  return TRUE;
}

/* Each change has a revision of its own. SQLite merges the tables' indexes, but for those of the
 * read marks and saved replies, which it sorts in a temporary file. */
gboolean
tkt_sqlite_look_at_revisions (TktSqliteLook *look, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (look->db,
                        "SELECT id, revision, slug FROM organization"
                        " UNION ALL SELECT organization_id, revision, NULL FROM account"
                        " UNION ALL SELECT organization_id, revision, NULL FROM publisher"
                        " UNION ALL SELECT organization_id, revision, NULL FROM ticket"
                        " UNION ALL SELECT organization_id, revision, NULL FROM message"
                        " UNION ALL SELECT organization_id, revision, NULL FROM note"
                        " UNION ALL SELECT organization_id, revision, NULL FROM read_mark"
                        " UNION ALL SELECT organization_id, revision, NULL FROM saved_reply"
                        " ORDER BY 1, 2",
                        error);
  g_autofree char *before = NULL;
  gint64 last = 0;
  guint64 n = 0;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      g_autofree char *organization = NULL;
      gint64 revision;

      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      organization = tkt_statement_dup_id (statement, 0);
      revision = tkt_statement_get_int (statement, 1);
      if (revision == last && g_strcmp0 (organization, before) == 0)
        tkt_sqlite_look_tell (
            look,
            TKT_FINDING_RULE,
            ++n,
            g_strdup_printf (_ ("Organization %s: more than one change has the revision %" PRId64),
                             organization,
                             revision));
      last = revision;
      g_free (before);
      before = g_steal_pointer (&organization);
    }
  tkt_sqlite_look_tell_rest (look, TKT_FINDING_RULE, n);

  return TRUE;
}
