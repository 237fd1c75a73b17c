/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proxies that are believed: who stands behind them. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Never changes once it is made: thread-safe. */
typedef struct _TktProxies TktProxies;

/* @networks: (nullable): "10.0.0.0/8", "::1"; NULL with %G_IO_ERROR_INVALID_ARGUMENT. */
TktProxies *tkt_proxies_new (const char *const *networks, GError **error);
void tkt_proxies_free (TktProxies *proxies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktProxies, tkt_proxies_free)

/* Is this IP address one of theirs? */
gboolean tkt_proxies_trust (const TktProxies *proxies, const char *address);

/**
 * tkt_proxies_find_client:
 * @peer: who holds the connection
 * @forwarded: (nullable): its X-Forwarded-For, to which each proxy appends whom it speaks for
 *
 * From the right: the first address that is no trusted proxy's. What stands further left anybody
 * may have written.
 *
 * Returns: (transfer full): an address as text, an IPv4 one always as such
 */
char *
tkt_proxies_find_client (const TktProxies *proxies, GInetAddress *peer, const char *forwarded);

G_END_DECLS
