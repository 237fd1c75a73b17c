/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands by which an operator keeps the data, as a person or a script runs them. */
#include "keep-fixture.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  keep_add_verify_tests ();
  keep_add_backup_tests ();
  keep_add_restore_tests ();
  keep_add_vacuum_tests ();
  keep_add_server_tests ();
  keep_add_doctor_tests ();

  return g_test_run ();
}
