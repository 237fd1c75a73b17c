/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract: the OpenAPI document that data/openapi.json is. */
#include "tkt-handlers.h"
#include "tkt-negotiation.h"
#include "tkt-server-resources.h"

#define DOCUMENT "/org/example/Tickets/server/openapi.json"

typedef struct
{
  GBytes *plain;
  GBytes *packed;
  char *etag;
} Document;

/* A static library's resources are not linked in unless somebody asks for them by name. */
static const Document *
get_document (void)
{
  static gsize once;
  static Document document;

  if (g_once_init_enter (&once))
    {
      document.plain = g_resource_lookup_data (
          tkt_server_get_resource (), DOCUMENT, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_assert (document.plain != NULL);
      document.packed = tkt_negotiation_compress (document.plain);
      document.etag = tkt_call_make_etag (document.plain);
      g_once_init_leave (&once, 1);
    }

  return &document;
}

/* It is long, and anyone may ask: it is packed and hashed once. */
gboolean
tkt_handle_get_contract (TktCall *call, TktStoreTx *tx, GError **error)
{
  const Document *document = get_document ();

  call->body_bytes = g_bytes_ref (document->plain);
  call->packed_bytes = document->packed != NULL ? g_bytes_ref (document->packed) : NULL;
  call->etag = g_strdup (document->etag);

  return TRUE;
}
