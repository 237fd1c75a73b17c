/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords: Argon2id by libsodium (RFC 9106). Slow by intent: never on a thread that serves
 * others. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TKT_PASSWORD_STRONG, /* libsodium's interactive limits: 64 MiB, about a tenth of a second */
  TKT_PASSWORD_QUICK,  /* for tests and the demo: the least that libsodium takes */
} TktPasswordStrength;

/* (transfer full) (nullable): the hash with its salt and limits; NULL with a
 * %TKT_PROBLEM_UNAVAILABLE where memory is short. */
char *tkt_password_hash (const char *password, TktPasswordStrength strength, GError **error);

/* @hash NULL: an unknown name, which takes as long as a wrong password and is as wrong. */
gboolean tkt_password_verify (const char *hash, const char *password, TktPasswordStrength strength);

/* A random password for printing once: 24 characters, easy to read aloud. (transfer full) */
char *tkt_password_generate (void);

G_END_DECLS
