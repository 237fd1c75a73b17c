/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of domain.md as the real server enforces them. */
#include "api-fixture.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  api_add_rule_tests ();
  api_add_rule_closing_tests ();
  api_add_note_tests ();
  api_add_access_tests ();

  return g_test_run ();
}
