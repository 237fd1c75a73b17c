/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Killed at every instant, one after the other. TICKETS_INSTANTS=all visits each, otherwise some by
 * lot. */
#include "test-instants.h"

#include "desk-fixture.h"

#define STEP 16

static gboolean all;

guint
test_instants_first (void)
{
  return all ? 0 : g_test_rand_int_range (0, STEP);
}

guint
test_instants_step (void)
{
  return all ? 1 : STEP;
}

int
main (int argc, char **argv)
{
  all = g_strcmp0 (g_getenv ("TICKETS_INSTANTS"), "all") == 0;
  desk_init (&argc, &argv);
  crash_add_desk_instants ();
  crash_add_server_instants ();
  crash_add_keep_instants ();
  return g_test_run ();
}
