/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration's file: all commands find the database by it, and check-config says whether the
 * server could begin with it. */
#include <string.h>

#include "cli-fixture.h"

/* Writes it with @text, in which $F is the folder. */
static void
write_config (Cli *cli, const char *text)
{
  g_autoptr (GString) filled = g_string_new (text);

  g_string_replace (filled, "$F", cli->folder, 0);
  cli_write (cli, "server.conf", filled->str);
}

static void
test_database (void)
{
  static const char *const lines[] = {
    "account list", "publisher list",         "organization list",
    "export",       "digest --account=admin", "account add pat --make-password",
  };
  g_autoptr (Cli) cli = cli_new_with_database ();

  write_config (cli, "[storage]\ndatabase=$F/tickets.db\n");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line = g_strconcat (lines[i], " --config=$F/server.conf", NULL);
      g_autofree char *elsewhere
          = g_strconcat (lines[i], " --config=$F/server.conf --database=$F/none.db", NULL);

      g_assert_cmpint (cli_run (cli, elsewhere), ==, CLI_REFUSED);
      g_assert_nonnull (strstr (cli->err, "none.db"));
      g_assert_cmpint (cli_run (cli, line), ==, CLI_DONE);
    }
}

/* A broken file stops every command that is told of it. */
static void
test_broken (void)
{
  static const char *const lines[] = { "account list", "serve", "check-config" };
  g_autoptr (Cli) cli = cli_new_with_database ();

  write_config (cli, "[storage]\ndatabase=$F/tickets.db\n[http]\nprot=80\n");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line = g_strconcat (lines[i], " --config=$F/server.conf", NULL);

      g_assert_cmpint (cli_run (cli, line), ==, CLI_USAGE);
      g_assert_nonnull (strstr (cli->err, "server.conf: There is no key “prot” under [http]"));
    }
}

static void
test_check (void)
{
  static const struct
  {
    const char *text, *said;
    int status;
  } cases[] = {
    { "[storage]\ndatabase=$F/tickets.db\n", "The configuration is right.", CLI_DONE },
    { "[storage]\ndatabase=$F/later.db\n", "The configuration is right.", CLI_DONE },
    { "[storage]\ndatabase=$F/none/tickets.db\n", "/none", CLI_REFUSED },
    { "[http]\nlisten=0.0.0.0\n", "--insecure-listen", CLI_FAILED },
    { "[http]\nlisten=\n", "nothing to listen at", CLI_USAGE },
    { "[tls]\ntls-listen=::\n", "certificate", CLI_USAGE },
    { "[tls]\ncertificate=$F/none.pem\nprivate-key=$F/none.pem\n", "none.pem", CLI_FAILED },
    { "[tls]\ncertificate=$F/server.conf\nprivate-key=$F/server.conf\n",
      "server.conf can't be used",
      CLI_FAILED },
  };
  g_autoptr (Cli) cli = cli_new_with_database ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_config (cli, cases[i].text);
      g_assert_cmpint (cli_run (cli, "check-config --config=$F/server.conf"), ==, cases[i].status);
      g_assert_nonnull (strstr (cases[i].status == CLI_DONE ? cli->out : cli->err, cases[i].said));
    }
}

/* What --show prints is a file that says the same, and what an option changed stands in it. */
static void
test_show (void)
{
  g_autoptr (Cli) cli = cli_new_with_database ();
  g_autofree char *first = NULL;

  g_assert_cmpint (cli_run (cli,
                            "check-config --show --config=/dev/null --database=$D --port=81"
                            " --listen=::1 --listen=127.0.0.1"),
                   ==,
                   CLI_DONE);
  first = g_strdup (cli->out);
  g_assert_nonnull (strstr (first, "\nport=81\n"));
  g_assert_nonnull (strstr (first, "\nlisten=::1;127.0.0.1\n"));
  cli_write (cli, "server.conf", first);
  g_assert_cmpint (cli_run (cli, "check-config --show --config=$F/server.conf"), ==, CLI_DONE);
  g_assert_cmpstr (cli->out, ==, first);
}

void
cli_add_config_tests (void)
{
  g_test_add_func ("/cli/config/commands-find-the-database", test_database);
  g_test_add_func ("/cli/config/a-broken-file-stops-all", test_broken);
  g_test_add_func ("/cli/config/check", test_check);
  g_test_add_func ("/cli/config/show", test_show);
}
