/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main thread is held, and where. */
#include "bench-hold.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench-figures.h"
#include "bench-stack.h"

/* A turn that lasts is looked at so often. */
#define LOOK_MS 2
#define LOOKS_MAX 128
#define STALLS_KEPT 3

typedef struct
{
  double wall_ms, cpu_ms, own_ms;
  BenchStack stack;
} Stall;

/* Of the one main thread there is. */
static struct
{
  double wall, own, cpu; /* when the loop last had nothing to do */
  int schedstat;
  gboolean counts; /* between begin and end */
  BenchHold longest;
  timer_t timer;

  gboolean drawing, draws; /* now; ever */
  double drawing_own, drawing_cpu;
  double drawn_own, drawn_cpu; /* of this turn, so far */

  BenchStack looks[LOOKS_MAX]; /* of this turn */
  guint n_looks;
  Stall worst[STALLS_KEPT];
  guint n_worst;
} watch;

static void
look (int signal)
{
  if (watch.n_looks == LOOKS_MAX)
    return;
  bench_stack_take (&watch.looks[watch.n_looks]);
  watch.looks[watch.n_looks].drawing = watch.drawing;
  watch.n_looks++;
}

static void
set_timer (long ms)
{
  const struct itimerspec time
      = { .it_value = { .tv_nsec = ms * 1000000 }, .it_interval = { .tv_nsec = ms * 1000000 } };

  timer_settime (watch.timer, 0, &time, NULL);
}

/* The clock, but for the time in which the thread could have worked and others had the processor.
 */
static double
read_own_clock (void)
{
  char text[64] = "";
  const char *queued = NULL;

  if (watch.schedstat >= 0 && pread (watch.schedstat, text, sizeof text - 1, 0) > 0)
    queued = strchr (text, ' ');
  return bench_now () - (queued != NULL ? strtoull (queued, NULL, 10) / 1e9 : 0);
}

static void
begin_turn (void)
{
  watch.wall = bench_now ();
  watch.own = read_own_clock ();
  watch.cpu = bench_thread_cpu ();
  watch.drawn_own = watch.drawn_cpu = 0;
  watch.n_looks = 0;
  set_timer (LOOK_MS);
}

/* What share of the time in frames it was seen in this program's own code. */
static double
measure_own_share (void)
{
  guint n = 0, n_own = 0;

  for (guint i = 0; i < watch.n_looks; i++)
    if (watch.looks[i].drawing)
      {
        n++;
        n_own += bench_stack_is_own (&watch.looks[i]);
      }
  return n > 0 ? (double)n_own / n : 0;
}

/* From the middle, where it was not GTK's own drawing. */
static const BenchStack *
pick_look (void)
{
  const BenchStack *picked = NULL;

  for (guint i = 0; i < watch.n_looks; i++)
    if (!watch.looks[i].drawing || bench_stack_is_own (&watch.looks[i]))
      if (picked == NULL || i <= watch.n_looks / 2)
        picked = &watch.looks[i];
  return picked;
}

static void
keep (double wall_ms, double cpu_ms, double own_ms)
{
  const BenchStack *stack = pick_look ();
  guint place = watch.n_worst;

  while (place > 0 && watch.worst[place - 1].own_ms < own_ms)
    place--;
  if (place == STALLS_KEPT)
    return;
  watch.n_worst = MIN (watch.n_worst + 1, STALLS_KEPT);
  memmove (&watch.worst[place + 1],
           &watch.worst[place],
           (watch.n_worst - 1 - place) * sizeof watch.worst[0]);
  watch.worst[place] = (Stall){ wall_ms, cpu_ms, own_ms };
  if (stack != NULL)
    watch.worst[place].stack = *stack;
}

static void
end_turn (void)
{
  double wall_ms, cpu_ms, held_ms;
  BenchHold turn;

  set_timer (0);
  wall_ms = (bench_now () - watch.wall) * 1000;
  cpu_ms = (bench_thread_cpu () - watch.cpu) * 1000;
  held_ms = (read_own_clock () - watch.own) * 1000;
  turn = (BenchHold){ held_ms, cpu_ms, held_ms, 0 };
  if (watch.drawn_own > 0)
    {
      double share = 1 - measure_own_share ();

      turn.held_ms = MAX (held_ms - watch.drawn_own * share, 0);
      turn.cpu_ms = MAX (cpu_ms - watch.drawn_cpu * share, 0);
    }
  if (turn.held_ms > BENCH_STALL_MS && watch.counts)
    {
      turn.n_stalls = 1;
      keep (wall_ms, cpu_ms, turn.held_ms);
    }
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

/* The thread is told itself: only it can say where it is. */
void
bench_hold_watch (void)
{
  struct sigaction action = { .sa_handler = look, .sa_flags = SA_RESTART };
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN };

  event._sigev_un._tid = gettid ();
  watch.schedstat = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  bench_stack_prepare ();
  sigaction (SIGRTMIN, &action, NULL);
  if (timer_create (CLOCK_MONOTONIC, &event, &watch.timer) != 0)
    g_error ("There is no timer");
  g_main_context_set_poll_func (NULL, poll_and_count);
  begin_turn ();
}

void
bench_hold_set_drawing (gboolean drawing)
{
  if (drawing == watch.drawing)
    return;
  watch.drawing = drawing;
  watch.draws = TRUE;
  if (drawing)
    {
      watch.drawing_own = read_own_clock ();
      watch.drawing_cpu = bench_thread_cpu ();
      return;
    }
  watch.drawn_own += (read_own_clock () - watch.drawing_own) * 1000;
  watch.drawn_cpu += (bench_thread_cpu () - watch.drawing_cpu) * 1000;
}

void
bench_hold_begin (void)
{
  watch.longest = (BenchHold){ 0 };
  watch.counts = TRUE;
  begin_turn ();
}

BenchHold
bench_hold_end (void)
{
  end_turn ();
  watch.counts = FALSE;
  return watch.longest;
}

void
bench_hold_add (BenchHold *sum, BenchHold hold)
{
  sum->held_ms = MAX (sum->held_ms, hold.held_ms);
  sum->cpu_ms = MAX (sum->cpu_ms, hold.cpu_ms);
  sum->drawing_ms = MAX (sum->drawing_ms, hold.drawing_ms);
  sum->n_stalls += hold.n_stalls;
}

static void
print (const char *name, const char *what, double value, const char *unit)
{
  g_autofree char *full = g_strconcat (name, what, NULL);

  bench_print (full, value, unit, BENCH_NO_RATIO);
}

void
bench_hold_print (const char *name, BenchHold hold)
{
  print (name, "/held", hold.held_ms, "ms");
  print (name, "/held-cpu", hold.cpu_ms, "ms");
  if (watch.draws)
    print (name, "/held-drawing", hold.drawing_ms, "ms");
  print (name, "/stalls", hold.n_stalls, "turns");
  for (guint i = 0; i < watch.n_worst; i++)
    {
      g_autofree char *where = bench_stack_describe (&watch.worst[i].stack);

      g_print ("# %s held %.1f ms (of a turn of %.1f, %.1f on the processor): %s\n",
               name,
               watch.worst[i].own_ms,
               watch.worst[i].wall_ms,
               watch.worst[i].cpu_ms,
               *where != '\0' ? where : "not seen");
    }
  watch.n_worst = 0;
}
