/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks on Sysprof's time line, so that a person sees where a millisecond went. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tkt_trace_begin:
 *
 * Returns: when something begins, for tkt_trace_end(); 0 where nobody records, which costs no more
 * than to find out. Any thread.
 *
 * Sysprof records what it starts itself: `sysprof-cli FILE -- tickets`.
 */
gint64 tkt_trace_begin (void);

/* Something of the kind @what ("query", "commit") has ended; the rest says more of this one. */
void tkt_trace_end (gint64 began, const char *what, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
