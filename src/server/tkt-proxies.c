/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proxies that are believed. */
#include "tkt-proxies.h"

#include <string.h>

struct _TktProxies
{
  GPtrArray *networks; /* of GInetAddressMask */
};

TktProxies *
tkt_proxies_new (const char *const *networks, GError **error)
{
  g_autoptr (TktProxies) proxies = g_new0 (TktProxies, 1);

  proxies->networks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; networks != NULL && networks[i] != NULL; i++)
    {
      GInetAddressMask *network = g_inet_address_mask_new_from_string (networks[i], error);

      if (network == NULL)
        return NULL;
      g_ptr_array_add (proxies->networks, network);
    }
  return g_steal_pointer (&proxies);
}

void
tkt_proxies_free (TktProxies *proxies)
{
  g_ptr_array_unref (proxies->networks);
  g_free (proxies);
}

/* (transfer full): an IPv4 address in IPv6's clothes (RFC 4291, 2.5.5.2) without them. */
static GInetAddress *
unwrap (GInetAddress *address)
{
  static const guint8 prefix[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6
      && memcmp (bytes, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof prefix, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

static gboolean
is_trusted (const TktProxies *proxies, GInetAddress *address)
{
  for (guint i = 0; i < proxies->networks->len; i++)
    if (g_inet_address_mask_matches (g_ptr_array_index (proxies->networks, i), address))
      return TRUE;
  return FALSE;
}

gboolean
tkt_proxies_trust (const TktProxies *proxies, const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);
  g_autoptr (GInetAddress) bare = parsed != NULL ? unwrap (parsed) : NULL;

  return bare != NULL && is_trusted (proxies, bare);
}

char *
tkt_proxies_find_client (const TktProxies *proxies, GInetAddress *peer, const char *forwarded)
{
  g_autoptr (GInetAddress) client = unwrap (peer);
  g_auto (GStrv) hops = NULL;

  if (forwarded != NULL && is_trusted (proxies, client))
    hops = g_strsplit (forwarded, ",", -1);
  for (guint n = hops != NULL ? g_strv_length (hops) : 0; n > 0 && is_trusted (proxies, client);
       n--)
    {
      g_autoptr (GInetAddress) hop = g_inet_address_new_from_string (g_strstrip (hops[n - 1]));

      /* A proxy that writes something else is believed no further. */
      if (hop == NULL)
        break;
      g_object_unref (client);
      client = unwrap (hop);
    }
  return g_inet_address_to_string (client);
}
