/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify: whatever is wrong with a database is found and named, and what is right is not. */
#include "keep-fixture.h"

#include <sqlite3.h>
#include <string.h>

#include "test-damage.h"

#define OTHERS                                                                                     \
  "INSERT INTO organization VALUES (x'01', 'other', 'Other', 1, 1);"                               \
  "INSERT INTO counter VALUES (x'01', 5, 0, 1, NULL);"                                             \
  "INSERT INTO incarnation VALUES (x'01', 0, x'00112233445566778899aabbccddeeff');"                \
  "INSERT INTO publisher VALUES (x'03', x'01', 1, 'Far', 0, NULL, 2, 'far');"                      \
  "INSERT INTO account (id, organization_id, username, display_name, role, disabled, revision)"    \
  " VALUES (x'02', x'01', 'zoe', 'Zoe', 1, 0, 3);"
#define A_SAVED_REPLY                                                                              \
  "INSERT INTO saved_reply (organization_id, id, name, body, deleted, revision, folded_name)"      \
  " SELECT id, x'05', 'Thanks', 'Thank you', 0, revision, 'thanks' FROM organization;"             \
  "UPDATE saved_reply SET "
#define AN_OPEN "WHERE key = (SELECT min (key) FROM ticket WHERE status = 0)"
#define A_CLOSED "WHERE key = (SELECT min (key) FROM ticket WHERE status = 1)"
#define A_REPLY                                                                                    \
  "WHERE rowid = (SELECT min (rowid) FROM message WHERE position = 2 AND deleted_at IS NULL)"

#define A_NOTE "WHERE rowid = 1"

static const struct
{
  const char *name; /* of the path */
  const char *sql;
  const char *said;
} wrongs[] = {
  { "no-counters", "DELETE FROM counter", "has no counters" },
  { "revision-beyond-the-counter",
    "UPDATE message SET revision = 99999999 " A_REPLY,
    "has rows with a revision that was never counted" },
  { "ticket-number-beyond-the-counter",
    "UPDATE ticket SET number = 99999999 " AN_OPEN,
    "has a ticket with a number that was never counted" },
  { "publisher-number-beyond-the-counter",
    "UPDATE publisher SET number = 99999999 WHERE number = 3",
    "has a publisher with a number that was never counted" },
  { "no-incarnation", "DELETE FROM incarnation", "has no incarnation" },
  { "one-revision-twice",
    "UPDATE message SET revision = (SELECT max (revision) FROM ticket) " A_REPLY,
    "more than one change has the revision" },
  { "missing-rows",
    "DELETE FROM account WHERE username = 'manager1'",
    "rows of the table message name a row of the table account that is not there" },
  { "unknown-role", "UPDATE account SET role = 7 WHERE username = 'manager1'", "has a role" },
  { "staff-of-a-publisher",
    "UPDATE account SET role = 1 WHERE username = 'partner1'",
    "partner1: is staff of a publisher" },
  { "account-of-a-foreign-publisher",
    OTHERS "UPDATE account SET publisher_id = x'03' WHERE username = 'partner1'",
    "partner1: belongs to a publisher of another organization" },
  { "unknown-status-of-a-publisher",
    "UPDATE publisher SET status = 9 WHERE number = 2",
    "has a status that does not exist" },
  { "rule-5/manager-who-is-not-staff",
    "UPDATE publisher SET account_manager_id = (SELECT id FROM account WHERE username = "
    "'partner1') WHERE number = 2",
    "has an account manager who is not of the organization’s staff" },
  { "foreign-manager",
    OTHERS "UPDATE publisher SET account_manager_id = x'02' WHERE number = 2",
    "has an account manager who is not of the organization’s staff" },
  { "unknown-status-of-a-ticket", "UPDATE ticket SET status = 2 " AN_OPEN, "has a status that" },
  { "rule-10/closed-by-nobody",
    "UPDATE ticket SET closed_by = NULL " A_CLOSED,
    "is closed without who and when" },
  { "rule-10/closed-at-no-time",
    "UPDATE ticket SET closed_at = NULL " A_CLOSED,
    "is closed without who and when" },
  { "rule-11/opened-again",
    "UPDATE ticket SET status = 0 " A_CLOSED,
    "is open and has been closed by somebody" },
  { "rule-5/assigned-to-a-publisher",
    "UPDATE ticket SET assignee_id = (SELECT id FROM account WHERE username = 'partner1') " AN_OPEN,
    "is assigned to somebody who is not of the organization’s staff" },
  { "rule-9/closed-by-a-stranger",
    OTHERS "UPDATE ticket SET closed_by = x'02' " A_CLOSED,
    "names an account of another organization" },
  { "rule-9/ticket-of-a-foreign-publisher",
    OTHERS "UPDATE ticket SET publisher_id = x'03' " AN_OPEN,
    "belongs to a publisher of another organization" },
  { "no-message",
    "DELETE FROM message WHERE ticket_id = (SELECT id FROM ticket " AN_OPEN ")",
    "has no message" },
  { "gap-in-the-thread",
    "UPDATE message SET position = 99999 " A_REPLY,
    "has a gap in its thread" },
  { "no-opening-message",
    "UPDATE message SET position = 0 WHERE rowid = 1",
    "has a gap in its thread" },
  { "reply-count",
    "UPDATE ticket SET reply_count = reply_count + 1 " AN_OPEN,
    "has another number of replies than it says" },
  { "last-message",
    "UPDATE ticket SET last_message_at = last_message_at - 1 " AN_OPEN,
    "says another time of its last message" },
  { "rule-11/reply-after-closing",
    "UPDATE ticket SET closed_at = last_message_at - 1 " A_CLOSED,
    "has a reply that was sent after it was closed" },
  { "rule-13/deleted-by-nobody",
    "UPDATE message SET deleted_at = 1 " A_REPLY,
    "is deleted without who and when" },
  { "rule-13/deleted-with-a-text",
    "UPDATE message SET deleted_at = 1, deleted_by = author_id " A_REPLY,
    "is deleted and still has a text" },
  { "rule-13/deleted-with-attachments",
    "UPDATE message SET deleted_at = 1, deleted_by = author_id, body = '', attachments = "
    "'[{}]' " A_REPLY,
    "is deleted and still names attachments" },
  { "attachment-that-is-not-there",
    "UPDATE message SET attachments = '[{}]' " A_REPLY,
    "has other attachments than it names" },
  { "blank", "UPDATE message SET body = '' " A_REPLY, "has no text and is not deleted" },
  { "rule-9/message-of-another-publisher",
    "UPDATE message SET publisher_id = (SELECT id FROM publisher WHERE id <> "
    "publisher_id) " A_REPLY,
    "is not of its ticket’s organization and publisher" },
  { "rule-9/written-by-a-stranger",
    OTHERS "UPDATE message SET author_id = x'02' " A_REPLY,
    "names an account of another organization" },
  { "read-mark-of-a-stranger",
    OTHERS "INSERT INTO read_mark SELECT organization_id, x'02', id, 1, revision"
           " FROM ticket " AN_OPEN,
    "is marked as read by an account of another organization" },
  { "read-mark-beyond-the-thread",
    "INSERT OR REPLACE INTO read_mark SELECT organization_id, opened_by, id, 99999, revision"
    " FROM ticket " AN_OPEN,
    "is marked as read further than it goes" },
  { "reply-beyond-the-counter",
    A_SAVED_REPLY "revision = 99999999",
    "has rows with a revision that was never counted" },
  { "reply-with-the-revision-of-another-row",
    A_SAVED_REPLY "body = 'x'",
    "more than one change has the revision" },
  { "reply-neither-there-nor-deleted",
    A_SAVED_REPLY "deleted = 2",
    "is neither there nor deleted" },
  { "rule-13/reply-deleted-with-a-text",
    A_SAVED_REPLY "deleted = 1, name = '', folded_name = ''",
    "has a saved reply that is deleted and still has a name or a text" },
  { "reply-without-a-text",
    A_SAVED_REPLY "body = ''",
    "Thanks: has a saved reply without a name or a text" },
  { "rule-9/reply-of-a-stranger",
    OTHERS "INSERT INTO saved_reply (organization_id, id, name, body, deleted, revision,"
           " folded_name, owner_id) SELECT id, x'05', 'Thanks', 'Thank you', 0, 1, 'thanks', x'02'"
           " FROM organization WHERE slug = 'lark'",
    "has a saved reply of an account of another organization" },
  { "session-of-a-stranger",
    OTHERS "INSERT INTO session (token_hash, account_id, organization_id, created_at, expires_at)"
           " SELECT x'00', x'02', id, 1, 1 FROM organization WHERE slug = 'lark'",
    "has a session of an account of another organization" },
  { "gap-in-the-notes", "UPDATE note SET place = 99 " A_NOTE, "has a gap in its notes" },
  { "rule-13/note-deleted-by-nobody",
    "UPDATE note SET deleted_at = 1 " A_NOTE,
    ", note 1: is deleted without who and when" },
  { "rule-13/note-deleted-with-a-text",
    "UPDATE note SET deleted_at = 1, deleted_by = author_id " A_NOTE,
    ", note 1: is deleted and still has a text" },
  { "blank-note", "UPDATE note SET body = '' " A_NOTE, ", note 1: has no text and is not deleted" },
  { "rule-9/note-of-another-organization",
    OTHERS "UPDATE note SET organization_id = x'01' " A_NOTE,
    ", note 1: is not of its ticket’s organization" },
  { "rule-9/note-by-a-stranger",
    OTHERS "UPDATE note SET author_id = x'02' " A_NOTE,
    ", note 1: names an account of another organization" },
  { "rule-21/note-by-a-publisher",
    "UPDATE note SET author_role = 0 " A_NOTE,
    ", note 1: is a note of somebody who was not of the staff" },
  { "note-behind-nothing",
    "UPDATE note SET after = 99999 " A_NOTE,
    ", note 1: stands behind a message that is not there" },
  { "notes-in-another-order",
    "INSERT INTO note SELECT organization_id, x'04', ticket_id, 0,"
    " (SELECT max (place) + 1 FROM note b WHERE b.ticket_id = note.ticket_id), author_id,"
    " author_username, author_name, author_role, body, NULL, sent_at, NULL, NULL, revision"
    " FROM note " A_NOTE,
    ": stands before the note that was written earlier" },
  { "revision-of-a-note-beyond-the-counter",
    "UPDATE note SET revision = 99999999 " A_NOTE,
    "has rows with a revision that was never counted" },
  { "revision-of-a-note-twice",
    "UPDATE note SET revision = (SELECT max (revision) FROM ticket) " A_NOTE,
    "more than one change has the revision" },
  { "search-without-a-note",
    "INSERT INTO note_search (note_search) VALUES ('delete-all')",
    "; in the search index: 0" },
  { "search-without-a-text",
    "INSERT INTO search (search) VALUES ('delete-all')",
    "; in the search index: 0" },
  { "search-with-another-title",
    "UPDATE ticket SET title = substr ('x' || title, 1, 1) || substr (title, 2) " AN_OPEN,
    "The search index has other words than the texts" },
  { "search-with-more-than-the-texts",
    "INSERT INTO search (rowid, text) VALUES (1 << 40, 'one more')",
    "; in the search index: " },
};

static void
test_wrong (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (Cli) cli = keep_new ();

  keep_run_sql (cli->database, wrongs[i].sql);
  cli_assert (cli, CLI_FAILED, "verify");
  g_assert_nonnull (strstr (cli->out, wrongs[i].said));
  g_assert_null (strstr (cli->out, " is whole: "));
  g_assert_cmpstr (cli->err, ==, "");
}

/* What the commands themselves make is whole, in each state that they leave. */
static void
test_right (void)
{
  g_autoptr (Cli) cli = cli_new_with_database ();
  g_autoptr (Cli) other = cli_new_with_database ();
  g_autofree char *import = g_strdup_printf ("import '%s/all.jsonl'", cli->folder);

  keep_assert_whole (cli, cli->database);
  cli_assert (cli, CLI_DONE, "organization set --support-tickets=on");
  cli_assert (cli, CLI_DONE, "account add mara --make-password");
  cli_assert (cli, CLI_DONE, "publisher add Acme --manager=mara");
  cli_assert (cli, CLI_DONE, "account add ada --publisher=Acme --make-password");
  cli_assert (cli, CLI_DONE, "generate --tickets=40 --organization=second");
  keep_assert_whole (cli, cli->database);
  cli_assert (cli, CLI_DONE, "export --organization=second --output=$F/all.jsonl");
  cli_assert (other, CLI_DONE, import);
  keep_assert_whole (other, other->database);
}

/* It writes nothing: a file that nobody may write is looked at as well. */
static void
test_writes_nothing (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autoptr (GBytes) before = keep_read (cli, "tickets.db");
  g_autoptr (GBytes) after = NULL;

  cli_assert (cli, CLI_DONE, "verify");
  after = keep_read (cli, "tickets.db");
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_damaged (gconstpointer what)
{
  g_autoptr (Cli) cli = keep_new ();

  test_damage_page (cli->database, what);
  cli_assert (cli, CLI_FAILED, "verify");
  g_assert_nonnull (strstr (cli->out, "The file is damaged."));
}

static void
copy_file (Cli *cli, const char *from, const char *to)
{
  g_autoptr (GBytes) bytes = keep_read (cli, from);
  g_autofree char *path = keep_path (cli, to);

  g_assert_nonnull (bytes);
  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
}

/* Killed in the midst of a change of the file itself, which the next that opens it undoes. */
static void
test_half_done (void)
{
  g_autoptr (Cli) cli = keep_new ();
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (cli->database, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 5; BEGIN;"
                                 "UPDATE message SET body = upper (body)",
                                 NULL,
                                 NULL,
                                 NULL),
                   ==,
                   SQLITE_OK);
  copy_file (cli, "tickets.db", "half.db");
  copy_file (cli, "tickets.db-journal", "half.db-journal");
  sqlite3_close (db);
  g_assert_cmpint (cli_run (cli, "verify -d $F/half.db"), ==, CLI_DONE);
}

static void
test_no_database (void)
{
  g_autoptr (Cli) cli = cli_new ();

  cli_assert (cli, CLI_REFUSED, "verify");
  cli_write (cli, "tickets.db", "This is a letter, and no database at all. It goes on and on.");
  cli_assert (cli, CLI_FAILED, "verify");
  cli_write (cli, "tickets.db", "");
  cli_assert (cli, CLI_REFUSED, "verify");
  g_assert_nonnull (strstr (cli->err, "has nothing in it"));
}

/* Of very many findings some are told, and how many more there are. */
static void
test_many (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_auto (GStrv) lines = NULL;

  keep_run_sql (cli->database, "UPDATE ticket SET reply_count = reply_count + 1");
  cli_assert (cli, CLI_FAILED, "verify");
  lines = g_strsplit (cli->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 20 + 1 + 1 + 1);
  g_assert_cmpstr (lines[20], ==, "… and 40 more like this");
}

void
keep_add_verify_tests (void)
{
  g_test_add_func ("/keep/verify/what-is-right", test_right);
  g_test_add_func ("/keep/verify/writes-nothing", test_writes_nothing);
  g_test_add_func ("/keep/verify/half-done", test_half_done);
  g_test_add_func ("/keep/verify/no-database", test_no_database);
  g_test_add_func ("/keep/verify/many-findings", test_many);
  g_test_add_data_func ("/keep/verify/damaged/table", "message", test_damaged);
  g_test_add_data_func ("/keep/verify/damaged/index", "ticket_activity", test_damaged);
  g_test_add_data_func ("/keep/verify/damaged/search", "search_data", test_damaged);
  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keep/verify/wrong/%s", wrongs[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_wrong);
    }
}
