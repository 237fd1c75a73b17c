/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Session tokens. */
#include "tkt-token.h"

#include <gnutls/crypto.h>
#include <sodium.h>
#include <string.h>

#define RANDOM_SIZE 32
#define CHECK_SIZE 4
#define PREFIX_LENGTH (sizeof TKT_TOKEN_PREFIX - 1)
#define TOKEN_LENGTH (PREFIX_LENGTH + 2 * (RANDOM_SIZE + CHECK_SIZE))

/* SHA-256, with the processor's own instructions where it has them: two for each request. */
static void
hash_bytes (gconstpointer bytes, gsize size, guint8 hash[TKT_TOKEN_HASH_SIZE])
{
  if (gnutls_hash_fast (GNUTLS_DIG_SHA256, bytes, size, hash) < 0)
    g_error ("SHA-256 is not to be had");
}

static void
compute_check (const guint8 *random, guint8 check[CHECK_SIZE])
{
  guint8 hash[TKT_TOKEN_HASH_SIZE];

  hash_bytes (random, RANDOM_SIZE, hash);
  memcpy (check, hash, CHECK_SIZE);
}

char *
tkt_token_new (void)
{
  guint8 bytes[RANDOM_SIZE + CHECK_SIZE];
  char hex[2 * sizeof bytes + 1];

  randombytes_buf (bytes, RANDOM_SIZE);
  compute_check (bytes, bytes + RANDOM_SIZE);
  sodium_bin2hex (hex, sizeof hex, bytes, sizeof bytes);
  return g_strconcat (TKT_TOKEN_PREFIX, hex, NULL);
}

gboolean
tkt_token_hash (const char *token, guint8 hash[TKT_TOKEN_HASH_SIZE])
{
  guint8 bytes[RANDOM_SIZE + CHECK_SIZE];
  guint8 check[CHECK_SIZE];
  size_t size;

  if (strlen (token) != TOKEN_LENGTH || !g_str_has_prefix (token, TKT_TOKEN_PREFIX)
      || sodium_hex2bin (bytes,
                         sizeof bytes,
                         token + PREFIX_LENGTH,
                         TOKEN_LENGTH - PREFIX_LENGTH,
                         NULL,
                         &size,
                         NULL)
             != 0
      || size != sizeof bytes)
    return FALSE;
  compute_check (bytes, check);
  if (sodium_memcmp (check, bytes + RANDOM_SIZE, CHECK_SIZE) != 0)
    return FALSE;
  hash_bytes (token, TOKEN_LENGTH, hash);
  return TRUE;
}

char *
tkt_request_id_new (void)
{
  guint8 random[8];
  char hex[2 * sizeof random + 1];

  randombytes_buf (random, sizeof random);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, random, sizeof random));
}
