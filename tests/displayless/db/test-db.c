/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of src/db. */
#include "db-fixture.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  db_add_batch_tests ();
  db_add_haste_tests ();
  db_add_connection_tests ();
  db_add_file_tests ();
  db_add_gap_tests ();
  db_add_loan_tests ();
  db_add_migration_tests ();
  db_add_row_tests ();
  db_add_statement_tests ();
  db_add_thread_tests ();
  db_add_worker_tests ();
  return g_test_run ();
}
