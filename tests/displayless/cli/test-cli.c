/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server's subcommands, as a person or a script runs them. */
#include "cli-fixture.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  cli_add_config_tests ();
  cli_add_usage_tests ();
  cli_add_work_tests ();

  return g_test_run ();
}
