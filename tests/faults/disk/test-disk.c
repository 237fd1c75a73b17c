/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desk and server on a disk that refuses to be written, from its n-th change on, for every n. */
#include "desk-fixture.h"
#include "disk-failure.h"

int
main (int argc, char **argv)
{
  desk_init (&argc, &argv);
  /* That the disk takes nothing is for the log, too. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  disk_add_desk_tests ();
  disk_add_server_tests ();
  return g_test_run ();
}
