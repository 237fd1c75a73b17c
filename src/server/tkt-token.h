/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Session tokens: 256 random bits in a form that secret scanners find. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TKT_TOKEN_PREFIX "tkt_"
#define TKT_TOKEN_HASH_SIZE 32

/* "tkt_", 64 hexadecimal digits, and 8 of a checksum over them, so that a mistyped or invented
 * token is told from a real one without asking the store. (transfer full) */
char *tkt_token_new (void);

/* SHA-256 of the token, which is all that is stored. FALSE for what is no token. */
gboolean tkt_token_hash (const char *token, guint8 hash[TKT_TOKEN_HASH_SIZE]);

/* (transfer full): what a request is known by in the log: 64 random bits in hex. */
char *tkt_request_id_new (void);

G_END_DECLS
