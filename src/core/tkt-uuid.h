/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ids: UUID version 7, time-ordered (RFC 9562 section 5.7), lower-case text or 16 bytes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TKT_UUID_LENGTH 36
#define TKT_UUID_BYTES 16

/* (transfer full): a new version 7 id. Ids of one process ascend even within a millisecond.
 * Thread-safe. */
char *tkt_uuid_new (void);

/* The same with a given clock and seeded bits, for data that must come out equal each time. */
char *tkt_uuid_new_from (gint64 time_ms, GRand *random);

/* Exactly the lower-case 8-4-4-4-12 form, of any version. */
gboolean tkt_uuid_is_valid (const char *text);

/* Between text and the 16 bytes that databases hold. FALSE where @text is not valid. */
gboolean tkt_uuid_to_bytes (const char *text, guint8 bytes[TKT_UUID_BYTES]);
void tkt_uuid_write (const guint8 bytes[TKT_UUID_BYTES], char text[TKT_UUID_LENGTH + 1]);

G_END_DECLS
