/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of whole desks without faces against a real server, all in one process. */
#include "desk-fixture.h"

int
main (int argc, char **argv)
{
  /* No keyring: a test must not leave tokens in the one of the person who runs it. And no proxy
   * between these desks and their server. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);

  g_test_init (&argc, &argv, NULL);
  desk_add_sign_in_tests ();
  desk_add_sign_out_tests ();
  desk_add_snapshot_tests ();
  desk_add_converge_tests ();
  desk_add_offline_tests ();
  desk_add_refused_tests ();
  desk_add_session_tests ();
  desk_add_support_tests ();
  desk_add_rules_tests ();
  desk_add_text_tests ();
  desk_add_search_tests ();
  desk_add_storm_tests ();
  return g_test_run ();
}
