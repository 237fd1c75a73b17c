/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: help for everything, and a clear sentence for what is wrong. */
#include "cli-fixture.h"

#include <string.h>

static void
test_help (void)
{
  static const char *const groups[] = { "", "account ", "publisher ", "organization " };
  static const char *const commands[] = {
    "init",
    "serve",
    "check-config",
    "import",
    "export",
    "audit",
    "digest",
    "generate",
    "backup",
    "restore",
    "vacuum",
    "verify",
    "doctor",
    "account add",
    "account invite",
    "account passwd",
    "account set",
    "account disable",
    "account list",
    "publisher add",
    "publisher set",
    "publisher assign",
    "publisher list",
    "organization set",
    "organization list",
  };
  g_autoptr (Cli) cli = cli_new ();

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autofree char *line = g_strconcat (groups[i], "--help", NULL);

      g_assert_cmpint (cli_run (cli, line), ==, CLI_DONE);
      g_assert_true (g_str_has_prefix (cli->out, "Usage: tickets-server "));
      g_assert_cmpstr (cli->err, ==, "");
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *line = g_strconcat (commands[i], " --help", NULL);
      g_autofree char *usage = g_strconcat ("tickets-server ", commands[i], NULL);

      g_assert_cmpint (cli_run (cli, line), ==, CLI_DONE);
      g_assert_nonnull (strstr (cli->out, usage));
      g_assert_nonnull (strstr (cli->out, "--database=FILE"));
      g_assert_nonnull (strstr (cli->out, "Exit status: 0 done;"));
      g_assert_cmpstr (cli->err, ==, "");
    }
}

static const struct
{
  const char *line, *said;
  int status;
} wrong[] = {
  { "", "Say what to do.", CLI_USAGE },
  { "dance", "There is no command “dance”.", CLI_USAGE },
  { "account", "Say what to do.", CLI_USAGE },
  { "account delete ada", "There is no command “delete”.", CLI_USAGE },
  { "serve --colour", "--colour", CLI_USAGE },
  { "serve --port=70000 -d $D", "--port", CLI_USAGE },
  { "serve --port=-1 -d $D", "--port", CLI_USAGE },
  { "serve --port=many -d $D", "many", CLI_USAGE },
  { "serve --threads=-1 -d $D", "--threads", CLI_USAGE },
  { "serve now -d $D", "This takes", CLI_USAGE },
  { "serve --listen=nowhere --port=0 -d $D", "nowhere", CLI_USAGE },
  { "serve --tls-listen=127.0.0.1:70000 -d $D", "127.0.0.1:70000", CLI_USAGE },
  { "serve --log-requests=never -d $D", "no, slow, yes", CLI_USAGE },
  { "serve --trusted-proxies=proxy -d $D", "--trusted-proxies", CLI_USAGE },
  { "check-config now", "This takes", CLI_USAGE },
  { "serve --listen=0.0.0.0 --port=0 -d $D", "--insecure-listen", CLI_FAILED },
  { "serve -d $F/none.db", "none.db", CLI_REFUSED },
  { "export -d $F/none.db", "none.db", CLI_REFUSED },
  { "import -d $D", "Something is missing: FILE", CLI_USAGE },
  { "import $F/none.jsonl -d $D", "none.jsonl", CLI_REFUSED },
  { "init --admin='a b' --make-password -d $F/new.db", "--admin", CLI_USAGE },
  { "init --organization=-x --make-password -d $F/new.db", "--organization", CLI_USAGE },
  { "init --make-password -d $D", "main", CLI_REFUSED },
  { "init -d $F/new.db", "There is no terminal to ask for the password on.", CLI_USAGE },
  { "init --make-password --password-fd=0 -d $F/new.db", "Only one way", CLI_USAGE },
  { "account add -d $D", "Something is missing: USERNAME", CLI_USAGE },
  { "account add admin --make-password -d $D", "admin", CLI_REFUSED },
  { "account add pat --role=king --make-password -d $D", "--role", CLI_USAGE },
  { "account add pat --role=publisher --make-password -d $D", "--publisher", CLI_USAGE },
  { "account add pat --publisher=9 --make-password -d $D", "“9”", CLI_REFUSED },
  { "account add pat --invite --make-password -d $D", "--invite", CLI_USAGE },
  { "account invite nobody -d $D", "nobody", CLI_REFUSED },
  { "account set admin -d $D", "--role", CLI_USAGE },
  { "account set nobody --name=X -d $D", "nobody", CLI_REFUSED },
  { "account set admin --role=account-manager -d $D", "last admin", CLI_REFUSED },
  { "account set admin --role=publisher -d $D", "--publisher", CLI_USAGE },
  { "publisher set 9 --name=X -d $D", "“9”", CLI_REFUSED },
  { "publisher set 1 -d $D", "--status", CLI_USAGE },
  { "publisher set 1 --number=-4 -d $D", "--number", CLI_USAGE },
  { "account passwd nobody --make-password -d $D", "nobody", CLI_REFUSED },
  { "account disable nobody -d $D", "nobody", CLI_REFUSED },
  { "account disable admin -d $D", "last admin", CLI_REFUSED },
  { "publisher add Acme --status=gone -d $D", "--status", CLI_USAGE },
  { "publisher add Acme --manager=nobody -d $D", "nobody", CLI_REFUSED },
  { "publisher add Acme --number=-4 -d $D", "--number", CLI_USAGE },
  { "publisher assign 9 --nobody -d $D", "“9”", CLI_REFUSED },
  { "publisher assign 1 -d $D", "--nobody", CLI_USAGE },
  { "organization set -d $D", "--support-tickets", CLI_USAGE },
  { "organization set --support-tickets=maybe -d $D", "on or off", CLI_USAGE },
  { "organization set --name=X --organization=other -d $D", "other", CLI_REFUSED },
  { "audit --since=yesterday -d $D", "--since", CLI_USAGE },
  { "audit --until=2026-02-30 -d $D", "--until", CLI_USAGE },
  { "audit --kind=dance -d $D", "sign-in, sign-in-failed", CLI_USAGE },
  { "audit --account=nobody -d $D", "“nobody”", CLI_REFUSED },
  { "digest -d $D", "--account", CLI_USAGE },
  { "digest --account=nobody -d $D", "“nobody”", CLI_REFUSED },
  { "digest --account=admin --list --explain=- -d $D", "--explain", CLI_USAGE },
  { "digest --account=admin --explain=$F/none -d $D", "none", CLI_REFUSED },
  { "digest --account=admin --explain=$D -d $D", "Line 1 ", CLI_REFUSED },
  { "digest --account=admin -d $F/none.db", "none.db", CLI_REFUSED },
  { "backup -d $D", "Something is missing: FILE", CLI_USAGE },
  { "backup $F/new.db -d $F/none.db", "none.db", CLI_REFUSED },
  { "restore -d $D", "Something is missing: FILE", CLI_USAGE },
  { "restore $F/none.db -d $F/new.db", "none.db", CLI_REFUSED },
  { "vacuum now -d $D", "This takes", CLI_USAGE },
  { "vacuum -d $F/none.db", "none.db", CLI_REFUSED },
  { "doctor --connections=no -d $D", "no", CLI_USAGE },
  { "verify now -d $D", "This takes", CLI_USAGE },
  { "verify -d $F/none.db", "none.db", CLI_REFUSED },
  { "generate -d $F/new.db", "--tickets", CLI_USAGE },
  { "generate --tickets=5 --until=soon -d $F/new.db", "--until", CLI_USAGE },
  { "generate --tickets=0 -d $F/new.db", "--tickets", CLI_USAGE },
};

/* What is wrong with the line, in words, and where to read how it is right. */
static void
test_wrong (void)
{
  g_autoptr (Cli) cli = cli_new_with_database ();
  g_autofree char *made = g_build_filename (cli->folder, "new.db", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_cmpint (cli_run (cli, wrong[i].line), ==, wrong[i].status);
      g_assert_true (g_str_has_prefix (cli->err, "tickets-server"));
      g_assert_nonnull (strstr (cli->err, wrong[i].said));
      if (wrong[i].status == CLI_USAGE)
        g_assert_nonnull (strstr (cli->err, "--help”"));
      g_assert_cmpstr (cli->out, ==, "");
      g_assert_false (g_file_test (made, G_FILE_TEST_EXISTS));
    }
}

/* A password on the command line can be read by everybody on the machine: there is no way to give
 * one there. */
static void
test_no_password_argument (void)
{
  static const char *const lines[] = {
    "init --password=abcdefghijklmnop",
    "init --password abcdefghijklmnop",
    "account add pat --password=abcdefghijklmnop",
    "account add pat abcdefghijklmnop --make-password",
    "account passwd admin --password=abcdefghijklmnop",
    "account passwd admin abcdefghijklmnop",
    "generate --tickets=1 --password=abcdefghijklmnop",
  };
  g_autoptr (Cli) cli = cli_new_with_database ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      cli_assert (cli, CLI_USAGE, lines[i]);
      g_assert_null (strstr (cli->out, "abcdefghijklmnop"));
    }
}

void
cli_add_usage_tests (void)
{
  g_test_add_func ("/cli/usage/help", test_help);
  g_test_add_func ("/cli/usage/wrong-lines-are-told", test_wrong);
  g_test_add_func ("/cli/usage/no-password-is-an-argument", test_no_password_argument);
}
