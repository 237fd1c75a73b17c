/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the subcommands do: an organization made, people and publishers kept, tickets made up. */
#include "cli-fixture.h"

#include <string.h>

#include "tkt-password.h"
#include "tkt-sqlite-store.h"
#include "tkt-store-calls.h"

/* Whether somebody's password in the fixture's database is that. */
typedef struct
{
  const char *username, *password;
} Guess;

static gpointer
verify (TktStoreTx *tx, gpointer data, GError **error)
{
  const Guess *guess = data;
  g_autoptr (GPtrArray) organizations = tkt_store_list_organizations (tx, error);
  const TktOrganization *organization = organizations->pdata[0];
  g_autoptr (TktAccount) account
      = tkt_store_get_account_by_username (tx, organization->id, guess->username, error);
  g_autofree char *hash = tkt_store_get_password (tx, account->id, error);

  return GINT_TO_POINTER (1 + tkt_password_verify (hash, guess->password, TKT_PASSWORD_STRONG));
}

static gboolean
is_password (Cli *cli, const char *username, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStore) store = tkt_sqlite_store_new (cli->database, FALSE, &error);
  Guess guess = { username, password };
  gpointer answer;

  g_assert_no_error (error);
  answer = tkt_store_read (store, verify, &guess, &error);
  g_assert_no_error (error);
  tkt_store_stop (store);

  return GPOINTER_TO_INT (answer) == 2;
}

/* The made password in "Password of NAME: …", which must stand there once. */
static char *
take_password (const Cli *cli, const char *username)
{
  g_autofree char *words = g_strdup_printf ("Password of %s: ", username);
  const char *at = strstr (cli->out, words);
  char *password;

  g_assert_nonnull (at);
  password = g_strndup (at + strlen (words), strcspn (at + strlen (words), "\n"));
  g_assert_cmpuint (strlen (password), >=, 20);
  g_assert_null (strstr (at + strlen (words) + strlen (password), password));
  g_assert_null (strstr (cli->err, password));

  return password;
}

/* A made password is printed once, works, and is nowhere in the files. */
static void
test_init (void)
{
  g_autoptr (Cli) cli = cli_new ();
  g_autofree char *password = NULL;

  cli_assert (cli,
              CLI_DONE,
              "init --organization=lark --name='Lark Network' --admin=alma"
              " --make-password");
  password = take_password (cli, "alma");
  g_assert_true (is_password (cli, "alma", password));
  g_assert_false (test_folder_contains (cli->folder, password));
  /* Rule 1. */
  cli_assert (cli, CLI_DONE, "organization list");
  g_assert_cmpstr (cli->out, ==, "lark\toff\tLark Network\n");
  cli_assert (cli, CLI_DONE, "account list");
  g_assert_cmpstr (cli->out, ==, "alma\tadmin\t-\tenabled\talma\n");
  /* A second one beside it. */
  cli_assert (cli, CLI_DONE, "init --organization=other --make-password");
  cli_assert (cli, CLI_USAGE, "account list");
  g_assert_nonnull (strstr (cli->err, "--organization"));
  cli_assert (cli, CLI_DONE, "account list --organization=other");
}

static void
test_password_sources (void)
{
  g_autoptr (Cli) cli = cli_new ();

  cli_write (cli, "good", "correct horse battery\nsecond line\n");
  cli_write (cli, "short", "too short\n");
  cli_write (cli, "empty", "");
  cli_assert (cli, CLI_REFUSED, "init --password-file=$F/short");
  cli_assert (cli, CLI_REFUSED, "init --password-file=$F/empty");
  cli_assert (cli, CLI_REFUSED, "init --password-file=$F/none");
  cli_assert (cli, CLI_DONE, "init --password-file=$F/good");
  g_assert_null (strstr (cli->out, "correct horse battery"));
  g_assert_true (is_password (cli, "admin", "correct horse battery"));
  cli_assert (cli, CLI_DONE, "account passwd admin --make-password");
  g_assert_false (is_password (cli, "admin", "correct horse battery"));
}

static void
test_people (void)
{
  g_autoptr (Cli) cli = cli_new_with_database ();

  cli_assert (cli, CLI_DONE, "account add MARA --name='Mara M.' --make-password");
  cli_assert (cli, CLI_DONE, "publisher add 'Acme Media' --manager=mara");
  g_assert_cmpstr (cli->out, ==, "1\n");
  cli_assert (cli, CLI_DONE, "publisher add Bravo --number=40 --status=paused");
  g_assert_cmpstr (cli->out, ==, "40\n");
  cli_assert (cli, CLI_REFUSED, "publisher add Other --number=40");
  cli_assert (cli, CLI_REFUSED, "publisher add Bravo");
  cli_assert (cli, CLI_DONE, "account add ada --publisher='Acme Media' --make-password");
  cli_assert (cli, CLI_DONE, "account add bob --publisher=40 --make-password");
  cli_assert (cli, CLI_DONE, "account disable bob");
  cli_assert (cli, CLI_DONE, "account disable bob");
  cli_assert (cli, CLI_DONE, "account list");
  g_assert_cmpstr (cli->out,
                   ==,
                   "ada\tpublisher\t1\tenabled\tada\n"
                   "admin\tadmin\t-\tenabled\tadmin\n"
                   "bob\tpublisher\t40\tdisabled\tbob\n"
                   "mara\taccount-manager\t-\tenabled\tMara M.\n");
  cli_assert (cli, CLI_DONE, "account disable bob --undo");
  cli_assert (cli, CLI_DONE, "account list");
  g_assert_nonnull (strstr (cli->out, "bob\tpublisher\t40\tenabled\tbob\n"));
  cli_assert (cli, CLI_DONE, "publisher assign 40 mara");
  cli_assert (cli, CLI_DONE, "publisher assign 'Acme Media' --nobody");
  cli_assert (cli, CLI_REFUSED, "publisher assign 40 ada");
  cli_assert (cli, CLI_DONE, "publisher list");
  g_assert_nonnull (strstr (cli->out, "Acme Media"));
  g_assert_true (g_regex_match_simple ("(?m)^40\t.*mara", cli->out, 0, 0));
  g_assert_false (g_regex_match_simple ("(?m)^1\t.*mara", cli->out, 0, 0));
}

/* A code is printed once and is nowhere in the files; nobody has a password before it is used. */
static void
test_invitations (void)
{
  g_autoptr (Cli) cli = cli_new_with_database ();
  g_autofree char *first = NULL;
  g_auto (GStrv) words = NULL;

  cli_assert (cli, CLI_DONE, "account add mara --invite");
  g_assert_true (g_regex_match_simple (
      "^Invitation code of mara, good until [0-9T:.-]+Z: (\\w{4}-){4}\\w{4}\n$", cli->out, 0, 0));
  words = g_strsplit (cli->out, ": ", 2);
  first = g_strdup (words[1]);
  cli_assert (cli, CLI_DONE, "account invite mara");
  g_assert_nonnull (strstr (cli->out, "Invitation code of mara"));
  g_assert_null (strstr (cli->out, first));
  g_assert_false (test_folder_contains (cli->folder, g_strstrip (first)));
  cli_assert (cli, CLI_DONE, "audit --kind=invitation-made --account=-");
  g_assert_true (g_regex_match_simple ("^.*\tmara\t.*\n.*\tmara\t.*\n$", cli->out, 0, 0));
  cli_assert (cli, CLI_DONE, "account disable mara");
  cli_assert (cli, CLI_REFUSED, "account invite mara");
  g_assert_nonnull (strstr (cli->err, "disabled"));
}

static void
test_set (void)
{
  g_autoptr (Cli) cli = cli_new_with_database ();

  cli_assert (cli, CLI_DONE, "publisher add Acme");
  cli_assert (cli, CLI_DONE, "account add ada --publisher=1 --invite");
  cli_assert (cli, CLI_DONE, "account set ada --role=admin --name='Ada A.'");
  cli_assert (cli, CLI_DONE, "account list");
  g_assert_nonnull (strstr (cli->out, "ada\tadmin\t-\tenabled\tAda A.\n"));
  cli_assert (cli, CLI_DONE, "account set ada --publisher=Acme");
  cli_assert (cli, CLI_DONE, "account list");
  g_assert_nonnull (strstr (cli->out, "ada\tpublisher\t1\tenabled\tAda A.\n"));
  cli_assert (cli, CLI_DONE, "publisher set Acme --name='Acme Media' --number=40 --status=paused");
  cli_assert (cli, CLI_DONE, "publisher list");
  g_assert_cmpstr (cli->out, ==, "40\tpaused\t-\t0\tAcme Media\n");
  cli_assert (cli, CLI_DONE, "publisher add Bravo");
  cli_assert (cli, CLI_REFUSED, "publisher set Bravo --number=40");
  cli_assert (cli, CLI_REFUSED, "publisher set Bravo --name='Acme Media'");
}

static void
test_organization (void)
{
  g_autoptr (Cli) cli = cli_new_with_database ();

  cli_assert (cli, CLI_DONE, "organization set --support-tickets=on --name='New Name'");
  cli_assert (cli, CLI_DONE, "organization list");
  g_assert_cmpstr (cli->out, ==, "main\ton\tNew Name\n");
  cli_assert (cli, CLI_DONE, "organization set --support-tickets=off");
  cli_assert (cli, CLI_DONE, "organization list");
  g_assert_cmpstr (cli->out, ==, "main\toff\tNew Name\n");
}

/* What the command line did is in the trail, newest first, and narrowed by each option. */
static void
test_audit (void)
{
  g_autoptr (Cli) cli = cli_new_with_database ();

  cli_assert (cli, CLI_DONE, "account add mara --name='Mara M.' --make-password");
  cli_assert (cli, CLI_DONE, "publisher add 'Acme Media'");
  cli_assert (cli, CLI_DONE, "publisher assign 1 mara");
  cli_assert (cli, CLI_DONE, "organization set --support-tickets=on");
  cli_assert (cli, CLI_DONE, "account passwd mara --make-password");
  cli_assert (cli, CLI_DONE, "audit --account=-");
  g_assert_true (
      g_regex_match_simple ("^[^\t]*Z\t-\t-\tpassword-set\tmara\t-\t-\t-\n"
                            "[^\t]*Z\t-\t-\tsettings-changed\t[^\t]*"
                            "\tsupport_tickets_enabled\tfalse\ttrue\n"
                            "[^\t]*Z\t-\t-\tpublisher-assigned\tAcme Media\t-\t-\tmara\n"
                            "[^\t]*Z\t-\t-\tpublisher-added\tAcme Media\t-\t-\tAcme Media\n"
                            "[^\t]*Z\t-\t-\taccount-added\tmara\t-\t-\taccount-manager\n"
                            "[^\t]*Z\t-\t-\taccount-added\tadmin\t-\t-\tadmin\n$",
                            cli->out,
                            0,
                            0));
  cli_assert (cli, CLI_DONE, "audit --kind=publisher-added --json");
  g_assert_true (g_str_has_prefix (cli->out, "{\"number\":3,\"at\":\""));
  g_assert_nonnull (strstr (cli->out, "\"new_value\":\"Acme Media\""));
  g_assert_nonnull (strstr (cli->out, "\"object_name\":\"Acme Media\""));
  g_assert_cmpstr (strchr (cli->out, '\n'), ==, "\n");
  cli_assert (cli, CLI_DONE, "audit --until=2020-01-01");
  g_assert_cmpstr (cli->out, ==, "");
  cli_assert (cli, CLI_DONE, "audit --account=mara");
  g_assert_cmpstr (cli->out, ==, "");
  cli_assert (cli, CLI_DONE, "audit --since=2020-01-01 --kind=account-added");
  g_assert_nonnull (strstr (cli->out, "account-added\tadmin"));
}

static char *
generate (const char *line)
{
  g_autoptr (Cli) cli = cli_new ();

  cli_assert (cli, CLI_DONE, line);
  g_assert_nonnull (strstr (cli->out, "Generated 40 tickets"));
  cli_assert (cli, CLI_DONE, "export");

  return g_steal_pointer (&cli->out);
}

/* The same seed is the same organization, another one is another. */
static void
test_generate (void)
{
  g_autofree char *first = generate ("generate --tickets=40 --seed=7");
  g_autofree char *again = generate ("generate --tickets=40 --seed=7");
  g_autofree char *other = generate ("generate --tickets=40 --seed=8");
  g_auto (GStrv) lines = g_strsplit (first, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 41);
  g_assert_cmpstr (again, ==, first);
  g_assert_cmpstr (other, !=, first);
}

void
cli_add_work_tests (void)
{
  g_test_add_func ("/cli/work/rule-1/init", test_init);
  g_test_add_func ("/cli/work/passwords-come-from-files", test_password_sources);
  g_test_add_func ("/cli/work/people-and-publishers", test_people);
  g_test_add_func ("/cli/work/invitations", test_invitations);
  g_test_add_func ("/cli/work/changes", test_set);
  g_test_add_func ("/cli/work/organization", test_organization);
  g_test_add_func ("/cli/work/audit", test_audit);
  g_test_add_func ("/cli/work/same-seed-same-tickets", test_generate);
}
