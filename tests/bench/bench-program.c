/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program tickets-server itself. */
#include "bench-program.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "bench-figures.h"

/* As it is started everywhere: with room for 1,024 files, and more if it asks. */
static void
lower_limit (gpointer unused)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    _exit (1);
  limit.rlim_cur = MIN (1024, limit.rlim_max);
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    _exit (1);
}

void
bench_program_start (BenchProgram *self, const char *server, const char *database, int lanes)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *threads = g_strdup_printf ("--threads=%d", lanes);
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, lower_limit, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  self->process = g_subprocess_launcher_spawn (launcher,
                                               &error,
                                               server,
                                               "serve",
                                               "--port=0",
                                               "--log-requests=no",
                                               threads,
                                               "--database",
                                               database,
                                               NULL);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  self->port = g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
}

void
bench_program_stop (BenchProgram *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
}

double
bench_program_get_cpu (const BenchProgram *self)
{
  struct timespec time = { 0 };
  clockid_t clock;

  if (clock_getcpuclockid (atoi (g_subprocess_get_identifier (self->process)), &clock) == 0)
    clock_gettime (clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

double
bench_program_get_memory (const BenchProgram *self)
{
  return bench_memory (g_subprocess_get_identifier (self->process), "Rss:") * 1024;
}
