/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all benches measure and print with. */
#include "bench-figures.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

BenchSamples *
bench_samples_new (void)
{
  BenchSamples *samples = g_new (BenchSamples, 1);

  samples->values = g_array_new (FALSE, FALSE, sizeof (double));
  return samples;
}

void
bench_samples_free (BenchSamples *samples)
{
  g_array_unref (samples->values);
  g_free (samples);
}

void
bench_samples_add (BenchSamples *samples, double value)
{
  g_array_append_val (samples->values, value);
}

void
bench_samples_clear (BenchSamples *samples)
{
  g_array_set_size (samples->values, 0);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

double
bench_samples_get (BenchSamples *samples, double percent)
{
  g_autoptr (GArray) sorted = g_array_copy (samples->values);

  g_assert (sorted->len > 0);
  g_array_sort (sorted, compare);
  return g_array_index (sorted, double, (guint)(percent / 100 * (sorted->len - 1) + 0.5));
}

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

double
bench_now (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

double
bench_thread_cpu (void)
{
  return read_clock (CLOCK_THREAD_CPUTIME_ID);
}

double
bench_process_cpu (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

double
bench_memory (const char *pid, const char *kind)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/smaps_rollup", pid);
  g_autofree char *line = g_strconcat ("\n", kind, NULL);
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (at = strstr (text, line)) == NULL)
    g_error ("%s does not tell its memory", path);
  return g_ascii_strtod (at + strlen (line), NULL) / 1024;
}

void
bench_print (const char *name, double value, const char *unit, double ratio)
{
  g_autofree char *shown
      = ratio == BENCH_NO_RATIO ? g_strdup ("-") : g_strdup_printf ("%.2f", ratio);

  g_print ("%-44s %12.*f %-12s %s\n", name, value < 100 ? 3 : 0, value, unit, shown);
}

void
bench_print_times (const char *name, BenchSamples *times_ms, double floor_ms)
{
  static const struct
  {
    const char *name;
    double percent;
  } shown[] = { { "p50", 50 }, { "p99", 99 }, { "max", 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_autofree char *full = g_strdup_printf ("%s/%s", name, shown[i].name);
      double value = bench_samples_get (times_ms, shown[i].percent);

      bench_print (full, value, "ms", i == 0 && floor_ms > 0 ? value / floor_ms : BENCH_NO_RATIO);
    }
}

void
bench_parse (const char *summary, const GOptionEntry *entries, int *argc, char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, argc, argv, &error))
    return;
  g_printerr ("%s\n", error->message);
  exit (2);
}
