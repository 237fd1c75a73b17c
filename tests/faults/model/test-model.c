/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storms, one after the other: people at desks do at random what people do, on networks that do to
 * them what networks do; a model of the rules says what must have come of it.
 *
 * TICKETS_MODEL_SEED=N runs the storm N, TICKETS_MODEL_SEEDS=N so many of them from there on, and
 * TICKETS_MODEL_OPERATIONS=N makes each so long. */
#include "storm.h"

#define SEEDS 1
#define OPERATIONS 200

static guint
read_number (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);
  guint64 number = otherwise;

  g_assert_true (text == NULL
                 || g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT32, &number, NULL));
  return number;
}

/* Storms of 200 operations that found something, each once: an answer from before a move to another
 * publisher that stayed in sight (1436, 1871), replies behind a delivered opening that were never
 * sent (1888), an answer between the beginning of a snapshot and its first page (1749), and one
 * that was signed out when the storm was said to be over (3318). What happened to a desk that was
 * not ready in time (90, 1002) and to an entry that stayed on its way (1503) is not known. */
static void
test_found (void)
{
  static const guint seeds[] = { 90, 1002, 1436, 1503, 1749, 1871, 1888, 3318 };

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      g_test_message ("TICKETS_MODEL_SEED=%u", seeds[i]);
      storm_run (seeds[i], OPERATIONS);
    }
}

static void
test_storms (void)
{
  const guint first = read_number ("TICKETS_MODEL_SEED", 1);
  const guint n = read_number ("TICKETS_MODEL_SEEDS", SEEDS);
  const guint n_operations = read_number ("TICKETS_MODEL_OPERATIONS", OPERATIONS);

  for (guint seed = first; seed < first + n; seed++)
    {
      g_test_message ("TICKETS_MODEL_SEED=%u", seed);
      storm_run (seed, n_operations);
    }
  g_test_message ("%u storms, %u operations", n, n * n_operations);
}

/* GIO tells of every connection that is made, and storms make hundreds of thousands. */
static void
ignore (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

int
main (int argc, char **argv)
{
  /* What would be synced to a disk needs none here: nobody pulls the plug. */
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
  desk_init (&argc, &argv);
  /* A proxy's threads serve a call each. */
  g_thread_pool_set_max_unused_threads (64);
  g_log_set_handler ("GLib-GIO", G_LOG_LEVEL_DEBUG, ignore, NULL);
  g_test_add_func ("/model/rule-19/rule-20/storms", test_storms);
  g_test_add_func ("/model/rule-19/rule-20/found", test_found);
  return g_test_run ();
}
