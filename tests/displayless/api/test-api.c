/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The REST API as protocol.md writes it, against the real server. */
#include "api-fixture.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  api_add_audit_tests ();
  api_add_call_tests ();
  api_add_device_tests ();
  api_add_http_tests ();
  api_add_invalid_tests ();
  api_add_invitation_tests ();
  api_add_list_tests ();
  api_add_logged_tests ();
  api_add_repeat_tests ();
  api_add_saved_reply_tests ();
  api_add_session_tests ();
  api_add_throttle_tests ();
  api_add_wire_tests ();

  return g_test_run ();
}
