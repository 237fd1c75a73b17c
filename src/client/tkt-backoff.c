/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to wait before trying again. */
#include "tkt-backoff.h"

#include "tkt-time.h"

gint64
tkt_backoff (gint64 attempt, guint retry_after)
{
  gint64 most = TKT_SECOND << CLAMP (attempt - 1, 0, 6);
  gint64 wait = MIN (most, TKT_MINUTE);

  wait -= g_random_double_range (0, 0.5) * wait;
  return MAX (wait, retry_after * TKT_SECOND);
}
