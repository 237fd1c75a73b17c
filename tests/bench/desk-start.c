/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: from the start of the program to the first frame with the cached list, and how much memory
 * it has then, beside a program with an empty window. */
#include <stdio.h>
#include <string.h>

#include "bench-cache-data.h"
#include "bench-desk.h"
#include "bench-figures.h"

static struct
{
  int tickets, messages, rounds;
  char *folder, *program, *floor, *probe;
} options = { .tickets = 1000, .messages = 10, .rounds = 20 };

static const GOptionEntry entries[] = {
  { "tickets", 0, 0, G_OPTION_ARG_INT, &options.tickets, "How many tickets (1,000)", "N" },
  { "messages", 0, 0, G_OPTION_ARG_INT, &options.messages, "Of each ticket (10)", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds, "How often both are started (20)", "N" },
  { "folder",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &options.folder,
    "Where a cache is; made and kept where it is missing",
    "FOLDER" },
  { "program", 0, 0, G_OPTION_ARG_FILENAME, &options.program, "tickets", "PROGRAM" },
  { "floor", 0, 0, G_OPTION_ARG_FILENAME, &options.floor, "bench-empty", "PROGRAM" },
  { "probe", 0, 0, G_OPTION_ARG_FILENAME, &options.probe, "libbench-probe.so", "LIBRARY" },
  G_OPTION_ENTRY_NULL,
};

/* Medians are taken of these, each program's own. */
typedef struct
{
  BenchSamples *frame_ms; /* to the first frame */
  BenchSamples *rows_ms;  /* to the first with rows */
  BenchSamples *memory;   /* MiB resident */
  BenchSamples *share;    /* MiB of them, what is shared with others counted in parts */
} Side;

static void
side_init (Side *side)
{
  side->frame_ms = bench_samples_new ();
  side->rows_ms = bench_samples_new ();
  side->memory = bench_samples_new ();
  side->share = bench_samples_new ();
}

static void
side_clear (Side *side)
{
  bench_samples_free (side->frame_ms);
  bench_samples_free (side->rows_ms);
  bench_samples_free (side->memory);
  bench_samples_free (side->share);
}

/* The probe's next line, which must be about @what: ms since @began. */
static double
await_line (GDataInputStream *lines, const char *what, double began)
{
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

  if (line == NULL || !g_str_has_prefix (line, what))
    g_error ("The program said \u201c%s\u201d, not \u201c%s\u201d", line, what);
  return (g_ascii_strtod (line + strlen (what), NULL) - began) * 1000;
}

/* Starts @program, waits for what is to be seen, and has its window closed. */
static void
start (const char *program, BenchDesk *desk, gboolean has_list, Side *side)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  double began;

  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", options.probe, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", desk->home, TRUE);
  began = bench_now ();
  process = g_subprocess_launcher_spawn (launcher, &error, program, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  bench_samples_add (side->frame_ms, await_line (lines, "frame ", began));
  if (has_list)
    bench_samples_add (side->rows_ms, await_line (lines, "rows ", began));
  bench_samples_add (side->memory, bench_memory (g_subprocess_get_identifier (process), "Rss:"));
  bench_samples_add (side->share, bench_memory (g_subprocess_get_identifier (process), "Pss:"));
  g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, NULL);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static double
last (BenchSamples *samples)
{
  return g_array_index (samples->values, double, samples->values->len - 1);
}

/* A ratio's median is that of the rounds': whatever else the machine does meets both. */
static void
measure (BenchDesk *desk)
{
  g_autoptr (BenchSamples) frames = bench_samples_new ();
  g_autoptr (BenchSamples) rows = bench_samples_new ();
  g_autoptr (BenchSamples) over = bench_samples_new ();
  Side ours, its;

  side_init (&ours);
  side_init (&its);
  for (int i = 0; i < options.rounds; i++)
    {
      start (options.floor, desk, FALSE, &its);
      start (options.program, desk, TRUE, &ours);
      bench_samples_add (frames, last (ours.frame_ms) / last (its.frame_ms));
      bench_samples_add (rows, last (ours.rows_ms) / last (its.frame_ms));
      bench_samples_add (over, last (ours.memory) - last (its.memory));
    }
  bench_print ("desk-start/window",
               bench_samples_get (ours.frame_ms, 50),
               "ms",
               bench_samples_get (frames, 50));
  bench_print (
      "desk-start/list", bench_samples_get (ours.rows_ms, 50), "ms", bench_samples_get (rows, 50));
  bench_print ("desk-start/list/max",
               bench_samples_get (ours.rows_ms, 100),
               "ms",
               bench_samples_get (rows, 100));
  bench_print ("desk-start/floor", bench_samples_get (its.frame_ms, 50), "ms", 1);
  bench_print ("desk-start/memory",
               bench_samples_get (ours.memory, 50),
               "MiB",
               bench_samples_get (ours.memory, 50) / bench_samples_get (its.memory, 50));
  bench_print ("desk-start/memory-over", bench_samples_get (over, 50), "MiB", BENCH_NO_RATIO);
  bench_print ("desk-start/memory-share",
               bench_samples_get (ours.share, 50),
               "MiB",
               bench_samples_get (ours.share, 50) / bench_samples_get (its.share, 50));
  bench_print ("desk-start/memory-floor", bench_samples_get (its.memory, 50), "MiB", 1);
  side_clear (&ours);
  side_clear (&its);
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchCacheData) data = NULL;
  g_autoptr (BenchDesk) desk = NULL;
  BenchCacheSize size;

  bench_parse ("How soon the program shows its list.", entries, &argc, &argv);
  if (options.program == NULL || options.floor == NULL || options.probe == NULL)
    g_error ("Say with --program, --floor and --probe what to start");
  size = (BenchCacheSize){ options.tickets, options.messages, BENCH_LONG_THREAD };
  data = bench_cache_data_new (options.folder, &size);
  desk = bench_desk_new (data);
  measure (desk);
  return 0;
}
