/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of whole desks without faces against a real server, all in one process: many of them, and
 * much to fetch. */
#include "desk-fixture.h"

int
main (int argc, char **argv)
{
  desk_init (&argc, &argv);
  desk_add_snapshot_tests ();
  desk_add_converge_tests ();
  desk_add_live_tests ();
  desk_add_news_tests ();
  desk_add_offline_tests ();
  desk_add_search_tests ();
  desk_add_storm_tests ();
  desk_add_agreement_tests ();
  desk_add_program_tests ();
  desk_add_restored_tests ();
  return g_test_run ();
}
