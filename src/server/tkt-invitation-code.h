/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitation codes: random, and easy to read aloud and to type. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TKT_INVITATION_HASH_SIZE 32

/* "XXXX-XXXX-XXXX-XXXX-XXXX": 90 random bits in letters and digits of which no two look alike.
 * (transfer full) */
char *tkt_invitation_code_new (void);

/* SHA-256 of what counts in the code, which is all that is stored: its letters, in any case, and
 * digits. What is no code has a hash that none has. */
void tkt_invitation_code_hash (const char *code, guint8 hash[TKT_INVITATION_HASH_SIZE]);

G_END_DECLS
