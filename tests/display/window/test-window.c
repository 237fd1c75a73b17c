/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of src/app: the real widgets, in this process, on desks that are signed in to a real
 * server. */
#include "window-fixture.h"

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  window_add_list_tests ();
  return g_test_run ();
}
