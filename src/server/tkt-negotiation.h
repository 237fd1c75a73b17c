/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request's headers say of the answer that the client would have (RFC 9110). */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Section 13.1.2: does If-None-Match name @etag? */
gboolean tkt_negotiation_client_has (SoupMessageHeaders *headers, const char *etag);

/* The revision in If-Match, -1 where none was sent. A tag that is no revision matches nothing: 0.
 */
gint64 tkt_negotiation_get_if_match (SoupMessageHeaders *headers);

gboolean tkt_negotiation_takes_gzip (SoupMessageHeaders *headers);
/* Is the answer's form, "application/json", among those that the client takes? */
gboolean tkt_negotiation_takes (SoupMessageHeaders *headers, const char *type);

/* Is the request's body JSON, in no coding? */
gboolean tkt_negotiation_sends_json (SoupMessageHeaders *headers);

/* (transfer full) (nullable): as gzip */
GBytes *tkt_negotiation_compress (GBytes *plain);

/* Bytes of all header lines. */
gsize tkt_negotiation_get_size (SoupMessageHeaders *headers);

G_END_DECLS
