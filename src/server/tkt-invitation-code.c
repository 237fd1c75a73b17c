/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitation codes. */
#include "tkt-invitation-code.h"

#include <sodium.h>

#define GROUPS 5
#define GROUP_LENGTH 4

/* Neither 0 O, 1 I L, 2 Z, 5 S, 8 B nor U V: 23 are left, of 4.5 bits each. */
static const char alphabet[] = "ACDEFGHJKMNPQRTWXY34679";

char *
tkt_invitation_code_new (void)
{
  GString *code = g_string_new (NULL);

  for (guint group = 0; group < GROUPS; group++)
    {
      if (group > 0)
        g_string_append_c (code, '-');
      for (guint i = 0; i < GROUP_LENGTH; i++)
        g_string_append_c (code, alphabet[randombytes_uniform (sizeof alphabet - 1)]);
    }
  return g_string_free (code, FALSE);
}

void
tkt_invitation_code_hash (const char *code, guint8 hash[TKT_INVITATION_HASH_SIZE])
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = code; *at != '\0'; at++)
    if (g_ascii_isalnum (*at))
      g_string_append_c (plain, g_ascii_toupper (*at));
  crypto_hash_sha256 (hash, (const guint8 *)plain->str, plain->len);
}
