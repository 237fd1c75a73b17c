/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much one client may take of the server. */
#include "tkt-limits.h"

#include <string.h>

#include "tkt-text.h"

/* An office of a hundred desks behind one address has room, and a desk that fetches all it may see
 * does not come near. */
const TktLimits tkt_limits_default = {
  .loopback_too = FALSE,
  .connections = 16000,
  .connections_per_address = 512,
  .address_rate = 1000,
  .address_burst = 5000,
  .account_rate = 200,
  .account_burst = 2000,
  .failures_per_name = 10,
  .failures_per_address = 100,
  .failures_minutes = 10,
  .target_most = 8 * 1024,
  .headers_most = 16 * 1024,
  .body_most = 256 * 1024,
  .attachment_most = TKT_ATTACHMENT_SIZE_MAX,
  .uploads_waiting = 100,
  .headers_seconds = 10,
  .idle_seconds = 120,
  .window_seconds = 10,
  .least_bytes_per_second = 256,
};

/* An IPv4 address may come dressed as IPv6. */
static const char *
undress (const char *address)
{
  static const char dress[] = "::ffff:";

  return g_str_has_prefix (address, dress) ? address + strlen (dress) : address;
}

gboolean
tkt_limits_exempt (const TktLimits *limits, const char *address)
{
  return !limits->loopback_too
         && (g_str_has_prefix (undress (address), "127.") || g_str_equal (address, "::1"));
}

char *
tkt_limits_size_to_text (gint64 size)
{
  return g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);
}

char *
tkt_limits_client_of (const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (undress (address));
  g_autoptr (GInetAddress) network = NULL;
  guint8 bytes[16] = { 0 };

  if (parsed == NULL)
    return g_strdup (address);
  if (g_inet_address_get_family (parsed) != G_SOCKET_FAMILY_IPV6)
    return g_inet_address_to_string (parsed);
  memcpy (bytes, g_inet_address_to_bytes (parsed), 8);
  network = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (network);
}
