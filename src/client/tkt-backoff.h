/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to wait before trying again. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Milliseconds after the @attempt-th failure in a row (1, 2, …): doubling from one second to a
 * minute, of which a random half is taken off, so that many desks do not come back at the same
 * moment. Never before @retry_after seconds. */
gint64 tkt_backoff (gint64 attempt, guint retry_after);

G_END_DECLS
