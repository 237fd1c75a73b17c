/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much one client may take of the server. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TktLimits:
 *
 * All of them in one place. Nothing is counted of clients on this computer unless @loopback_too: a
 * desk beside the server, a test and a reverse proxy come from there, and a proxy's own clients are
 * counted by what it says of them. What is slow is cut off wherever it comes from.
 */
typedef struct
{
  gboolean loopback_too;

  /* Connections. Refused with 429, or where the server is full with 503. */
  guint connections;             /* in all; fewer where the system gives fewer files */
  guint connections_per_address; /* of IPv6 one /64, which is what one client has */

  /* Requests: so many a second in the long run, and so many at once. Refused with 429. */
  guint address_rate, address_burst;
  guint account_rate, account_burst;

  /* Sizes in bytes: 414, 431, 413. */
  gsize target_most, headers_most, body_most;

  /* A connection is cut where the headers of a request take longer, where no request comes for so
   * long, and where through a whole window less comes of a body, or is taken of an answer, than
   * this. Of an event stream, with its few bytes, six windows. */
  guint headers_seconds, idle_seconds, window_seconds;
  guint least_bytes_per_second;
} TktLimits;

extern const TktLimits tkt_limits_default;

/* Is nothing counted of clients at @address, an IP address as GLib writes it? */
gboolean tkt_limits_exempt (const TktLimits *limits, const char *address);

/* (transfer full): what stands for one client: its address, of IPv6 the network. What is no IP
 * address stands for itself. */
char *tkt_limits_client_of (const char *address);

G_END_DECLS
