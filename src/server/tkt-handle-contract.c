/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract: the OpenAPI document that data/openapi.json is. */
#include "tkt-handlers.h"
#include "tkt-server-resources.h"

#define DOCUMENT "/org/example/Tickets/server/openapi.json"

/* A static library's resources are not linked in unless somebody asks for them by name. */
gboolean
tkt_handle_get_contract (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autoptr (GBytes) document = g_resource_lookup_data (
      tkt_server_get_resource (), DOCUMENT, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  gconstpointer text;
  gsize length;

  if (document == NULL)
    return FALSE;
  text = g_bytes_get_data (document, &length);
  call->json = g_string_new_len (text, length);
  return TRUE;
}
