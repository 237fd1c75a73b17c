/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vacuum: the same data in less room. */
#include "keep-fixture.h"

#include <string.h>

static void
test_smaller (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  /* What deletions leave: pages that nothing stands in. */
  keep_run_sql (cli->database,
                "CREATE TABLE deleted (text TEXT);"
                "INSERT INTO deleted SELECT hex (randomblob (2000)) FROM message;"
                "DROP TABLE deleted");
  was = keep_digest (cli, cli->database);
  before = keep_read (cli, "tickets.db");
  cli_assert (cli, CLI_DONE, "vacuum");
  after = keep_read (cli, "tickets.db");
  g_assert_cmpuint (g_bytes_get_size (after) + 1000000, <, g_bytes_get_size (before));
  is = keep_digest (cli, cli->database);
  g_assert_cmpstr (was, ==, is);
  keep_assert_whole (cli, cli->database);
}

static void
test_search (void)
{
  g_autoptr (Cli) cli = keep_new ();

  keep_run_sql (cli->database, "INSERT INTO search (search) VALUES ('delete-all')");
  cli_assert (cli, CLI_FAILED, "verify");
  cli_assert (cli, CLI_DONE, "vacuum");
  cli_assert (cli, CLI_FAILED, "verify");
  cli_assert (cli, CLI_DONE, "vacuum --search");
  keep_assert_whole (cli, cli->database);
}

void
keep_add_vacuum_tests (void)
{
  g_test_add_func ("/keep/vacuum/smaller", test_smaller);
  g_test_add_func ("/keep/vacuum/search", test_search);
}
