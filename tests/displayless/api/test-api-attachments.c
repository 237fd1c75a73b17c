/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments: up, down, and who may. */
#include "api-fixture.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  api_add_attachment_tests ();
  api_add_attachment_rule_tests ();
  api_add_upload_tests ();

  return g_test_run ();
}
