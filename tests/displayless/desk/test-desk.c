/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of whole desks without faces against a real server, all in one process: one account and its
 * rights. */
#include "desk-fixture.h"

int
main (int argc, char **argv)
{
  desk_init (&argc, &argv);
  desk_add_damage_tests ();
  desk_add_finder_tests ();
  desk_add_sign_in_tests ();
  desk_add_sign_out_tests ();
  desk_add_saved_reply_tests ();
  desk_add_session_tests ();
  desk_add_storage_tests ();
  desk_add_support_tests ();
  desk_add_rules_tests ();
  desk_add_text_tests ();
  desk_add_undo_tests ();
  desk_add_refused_tests ();
  return g_test_run ();
}
