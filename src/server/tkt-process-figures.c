/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the system knows of this process (proc(5)). */
#include "tkt-process-figures.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static void
write_memory (GString *text)
{
  g_autofree char *statm = NULL;
  unsigned long long total, resident;

  if (!g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL)
      || sscanf (statm, "%llu %llu", &total, &resident) != 2)
    return;
  g_string_append_printf (text,
                          "# HELP process_resident_memory_bytes Memory that is held.\n"
                          "# TYPE process_resident_memory_bytes gauge\n"
                          "process_resident_memory_bytes %llu\n",
                          resident * (unsigned long long)sysconf (_SC_PAGESIZE));
}

static void
write_time (GString *text)
{
  struct rusage usage;

  if (getrusage (RUSAGE_SELF, &usage) != 0)
    return;
  g_string_append_printf (text,
                          "# HELP process_cpu_seconds_total Processor time.\n"
                          "# TYPE process_cpu_seconds_total counter\n"
                          "process_cpu_seconds_total %.3f\n",
                          usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
                              + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
}

static void
write_files (GString *text)
{
  g_autoptr (GDir) files = g_dir_open ("/proc/self/fd", 0, NULL);
  struct rlimit limit;
  guint n = 0;

  if (files == NULL || getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  while (g_dir_read_name (files) != NULL)
    n++;
  g_string_append_printf (text,
                          "# HELP process_open_fds Open files, connections among them.\n"
                          "# TYPE process_open_fds gauge\n"
                          "process_open_fds %u\n"
                          "# HELP process_max_fds The most that may be open.\n"
                          "# TYPE process_max_fds gauge\n"
                          "process_max_fds %llu\n",
                          n,
                          (unsigned long long)limit.rlim_cur);
}

void
tkt_process_figures_write (GString *text)
{
  write_memory (text);
  write_time (text);
  write_files (text);
}
