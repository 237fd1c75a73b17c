/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens, invitation codes, and the addresses that limits are counted by. */
#include "fuzz-target.h"
#include "tkt-invitation-code.h"
#include "tkt-limits.h"
#include "tkt-token.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *client = tkt_limits_client_of (text);
  g_autofree char *again = tkt_limits_client_of (client);
  guint8 hash[TKT_TOKEN_HASH_SIZE];
  guint8 code_hash[TKT_INVITATION_HASH_SIZE];

  tkt_token_hash (text, hash);
  tkt_invitation_code_hash (text, code_hash);
  tkt_limits_exempt (&tkt_limits_default, text);
  if (!g_str_equal (client, again))
    g_error ("a client is not itself: %s, %s", client, again);
  return 0;
}
