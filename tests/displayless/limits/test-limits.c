/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much one client may take of the server. */
#include "limits-wire.h"

#include <sys/resource.h>

/* Both ends of each connection are files of this process. */
static void
raise_file_limit (void)
{
  struct rlimit files;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &files), ==, 0);
  files.rlim_cur = files.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &files), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  raise_file_limit ();

  limits_add_count_tests ();
  limits_add_listener_tests ();
  limits_add_slow_tests ();

  return g_test_run ();
}
