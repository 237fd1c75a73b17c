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

/* Is the request's body in no coding? And is it JSON? */
gboolean tkt_negotiation_is_plain (SoupMessageHeaders *headers);
gboolean tkt_negotiation_sends_json (SoupMessageHeaders *headers);

typedef enum
{
  TKT_RANGE_NONE, /* none was sent, more than one, or no such thing: the whole is answered */
  TKT_RANGE_GIVEN,
  TKT_RANGE_OUTSIDE, /* there is nothing in it */
} TktRange;

/* Section 14.2: what the header @range (NULL: was not sent) asks for of so many bytes. */
TktRange tkt_negotiation_read_range (const char *range, gint64 size, gint64 *first, gint64 *last);

/* Section 13.1.5: is it @etag, compared strongly, that the range is wanted of? */
gboolean tkt_negotiation_range_is_good (SoupMessageHeaders *headers, const char *etag);

/* (transfer full) (nullable): as gzip */
GBytes *tkt_negotiation_compress (GBytes *plain);

/* Bytes of all header lines. */
gsize tkt_negotiation_get_size (SoupMessageHeaders *headers);

G_END_DECLS
