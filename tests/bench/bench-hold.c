/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main thread is held: the longest time that its loop did not come round. */
#include "bench-hold.h"

#include "bench-figures.h"

/* Of the one main thread there is. */
static struct
{
  double wall, cpu; /* when the loop last had nothing to do */
  BenchHold longest;
} watch;

static void
begin_turn (void)
{
  watch.wall = bench_now ();
  watch.cpu = bench_thread_cpu ();
}

static void
end_turn (void)
{
  BenchHold turn = { (bench_now () - watch.wall) * 1000, (bench_thread_cpu () - watch.cpu) * 1000 };

  bench_hold_add (&watch.longest, turn);
}

/* The loop works from the end of one poll to the beginning of the next. */
static int
poll_and_count (GPollFD *fds, guint n_fds, int timeout)
{
  int n;

  end_turn ();
  n = g_poll (fds, n_fds, timeout);
  begin_turn ();
  return n;
}

void
bench_hold_watch (void)
{
  g_main_context_set_poll_func (NULL, poll_and_count);
  begin_turn ();
}

void
bench_hold_begin (void)
{
  watch.longest = (BenchHold){ 0 };
  begin_turn ();
}

BenchHold
bench_hold_end (void)
{
  end_turn ();
  return watch.longest;
}

void
bench_hold_add (BenchHold *sum, BenchHold hold)
{
  sum->wall_ms = MAX (sum->wall_ms, hold.wall_ms);
  sum->cpu_ms = MAX (sum->cpu_ms, hold.cpu_ms);
}

void
bench_hold_print (const char *name, BenchHold hold)
{
  g_autofree char *wall = g_strconcat (name, "/held", NULL);
  g_autofree char *cpu = g_strconcat (name, "/held-cpu", NULL);

  bench_print (wall, hold.wall_ms, "ms", BENCH_NO_RATIO);
  bench_print (cpu, hold.cpu_ms, "ms", BENCH_NO_RATIO);
}
