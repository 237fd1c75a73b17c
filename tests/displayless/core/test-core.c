/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of src/core. */
#include "core-fixture.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  core_add_rule_tests ();
  core_add_rule_table_tests ();
  return g_test_run ();
}
