/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request's headers say: the first byte is a size, then each line is a header's value, in
 * the order of the table. A range lies within its file, and a client has an address. */
#include <string.h>

#include "fuzz-target.h"
#include "tkt-negotiation.h"
#include "tkt-proxies.h"

#define ETAG "\"12\""

static const char *const names[]
    = { "Accept",        "Accept-Encoding", "Content-Type", "Content-Encoding", "If-Match",
        "If-None-Match", "If-Range",        "Range",        "X-Forwarded-For" };

static void
check_range (const char *range, gint64 size)
{
  gint64 first = 0, last = 0;

  if (tkt_negotiation_read_range (range, size, &first, &last) != TKT_RANGE_GIVEN)
    return;
  if (first < 0 || first > last || last >= size)
    g_error ("%s of %" G_GINT64_FORMAT " is from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
             range,
             size,
             first,
             last);
}

static void
check_client (const char *forwarded)
{
  static const char *const networks[] = { "10.0.0.0/8", "::1", NULL };
  g_autoptr (TktProxies) proxies = tkt_proxies_new (networks, NULL);
  g_autoptr (GInetAddress) peer = g_inet_address_new_from_string ("10.0.0.1");
  g_autofree char *client = tkt_proxies_find_client (proxies, peer, forwarded);

  if (!g_hostname_is_ip_address (client))
    g_error ("%s is no address", client);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = size > 0 ? g_strndup ((const char *)data + 1, size - 1) : NULL;
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", G_N_ELEMENTS (names)) : NULL;
  SoupMessageHeaders *headers;

  if (lines == NULL)
    return 0;
  /* It has read the lines before, and lets none in that has an end. */
  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  for (guint i = 0; lines[i] != NULL; i++)
    soup_message_headers_append (headers, names[i], g_strdelimit (lines[i], "\r\n", ' '));
  tkt_negotiation_client_has (headers, ETAG);
  if (tkt_negotiation_get_if_match (headers) < -1)
    g_error ("There is no such revision");
  tkt_negotiation_takes_gzip (headers);
  tkt_negotiation_takes (headers, "application/json");
  tkt_negotiation_is_plain (headers);
  tkt_negotiation_sends_json (headers);
  tkt_negotiation_range_is_good (headers, ETAG);
  check_range (soup_message_headers_get_one (headers, "Range"), data[0]);
  check_client (soup_message_headers_get_list (headers, "X-Forwarded-For"));
  soup_message_headers_unref (headers);
  return 0;
}
