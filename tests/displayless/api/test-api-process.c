/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server as a process that fails, is stopped and killed. */
#include "api-process.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  api_add_failing_tests ();
  api_add_stopping_tests ();
  api_add_killing_tests ();

  return g_test_run ();
}
