/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change feed, and the copies that desks make of it. */
#include "api-fixture.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  api_add_change_tests ();
  api_add_converging_tests ();
  api_add_restored_tests ();

  return g_test_run ();
}
