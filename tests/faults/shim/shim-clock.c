/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets this program's wall clock: GLib asks the C library's functions of these names, which the
 * dynamic linker finds second. */
#include "shim-clock.h"

#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

static gint64 ahead_ms; /* written and read whole, by any thread */
static _Thread_local gint64 ahead_here_ms;

void
shim_clock_set (gint64 ms)
{
  __atomic_store_n (&ahead_ms, ms, __ATOMIC_SEQ_CST);
}

void
shim_clock_set_here (gint64 ms)
{
  ahead_here_ms = ms;
}

/* In whole seconds, so that nothing has to be carried over. */
static gint64
get_ahead (void)
{
  return (__atomic_load_n (&ahead_ms, __ATOMIC_SEQ_CST) + ahead_here_ms) / 1000;
}

int
clock_gettime (clockid_t clock, struct timespec *time)
{
  int result = ((__typeof__ (&clock_gettime))dlsym (RTLD_NEXT, "clock_gettime")) (clock, time);

  if (clock == CLOCK_REALTIME)
    time->tv_sec += get_ahead ();
  return result;
}

int
gettimeofday (struct timeval *time, void *zone)
{
  int result = ((__typeof__ (&gettimeofday))dlsym (RTLD_NEXT, "gettimeofday")) (time, zone);

  time->tv_sec += get_ahead ();
  return result;
}
