/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hub's measures of time, for tests that can't wait for so long. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 round_us; /* the least time from round to round */
  gint64 stuck_us; /* after that long without a byte taken a client is no longer there */
  guint beat_ms;   /* from tick to tick; fifty of them give each stream a sign of life */
} TktHubTimes;

/* To be set before the first hub is made. */
extern TktHubTimes tkt_hub_times;

G_END_DECLS
