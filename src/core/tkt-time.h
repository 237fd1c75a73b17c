/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times: milliseconds since 1970 UTC in memory, RFC 3339 section 5.6 with milliseconds and Z in
 * JSON. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TKT_TIME_LENGTH 24 /* 2026-11-23T10:15:30.123Z */

#define TKT_SECOND G_GINT64_CONSTANT (1000)
#define TKT_MINUTE (60 * TKT_SECOND)
#define TKT_HOUR (60 * TKT_MINUTE)
#define TKT_DAY (24 * TKT_HOUR)

/* The wall clock. */
gint64 tkt_time_now (void);

/* Writes exactly TKT_TIME_LENGTH characters and a NUL; years 1970 to 9999. */
void tkt_time_write (gint64 time_ms, char text[TKT_TIME_LENGTH + 1]);
char *tkt_time_to_text (gint64 time_ms);

/**
 * tkt_time_parse:
 *
 * Reads any RFC 3339 date-time (offsets other than Z, 0 to 9 digits of
 * fraction, lower-case t and z; a leap second, 23:59:60 in UTC, counts as the next second).
 * Digits past the millisecond are cut off. FALSE for anything else and for
 * days that do not exist; @time_ms is then untouched.
 */
gboolean tkt_time_parse (const char *text, gint64 *time_ms);

G_END_DECLS
