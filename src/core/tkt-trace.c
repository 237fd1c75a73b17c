/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks on Sysprof's time line. */
#include "tkt-trace.h"

#include <sysprof-capture.h>

#define GROUP "Tickets"

gint64
tkt_trace_begin (void)
{
  return sysprof_collector_is_active () ? SYSPROF_CAPTURE_CURRENT_TIME : 0;
}

void
tkt_trace_end (gint64 began, const char *what, const char *format, ...)
{
  va_list args;

  if (began == 0)
    return;
  va_start (args, format);
  sysprof_collector_mark_vprintf (
      began, SYSPROF_CAPTURE_CURRENT_TIME - began, GROUP, what, format, args);
  va_end (args);
}
