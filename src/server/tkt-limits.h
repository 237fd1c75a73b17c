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
  gint64 connections;             /* in all; fewer where the system gives fewer files */
  gint64 connections_per_address; /* of IPv6 one /64, which is what one client has */

  /* Requests: so many a second in the long run, and so many at once. Refused with 429. */
  gint64 address_rate, address_burst;
  gint64 account_rate, account_burst;

  /* Sign-ins that have failed within the window, which then are refused with 429 until it has
   * passed. */
  gint64 failures_per_name, failures_per_address;
  gint64 failures_minutes;

  /* Sizes in bytes: 414, 431, 413. */
  gint64 target_most, headers_most, body_most;
  gint64 attachment_most; /* at most %TKT_ATTACHMENT_SIZE_MAX */

  /* Uploads of one account that no message has taken, of which the server keeps each for a day. */
  gint64 uploads_waiting;

  /* A connection is cut where the headers of a request take longer, where no request comes for so
   * long, and where through a whole window less comes of a body, or is taken of an answer, than
   * this. Of an event stream, with its few bytes, six windows. */
  gint64 headers_seconds, idle_seconds, window_seconds;
  gint64 least_bytes_per_second;
} TktLimits;

extern const TktLimits tkt_limits_default;

/* Is nothing counted of clients at @address, an IP address as GLib writes it? */
gboolean tkt_limits_exempt (const TktLimits *limits, const char *address);

/* (transfer full): @size in bytes, for people: "256.0 KiB". */
char *tkt_limits_size_to_text (gint64 size);

/* (transfer full): what stands for one client: its address, of IPv6 the network. What is no IP
 * address stands for itself. */
char *tkt_limits_client_of (const char *address);

G_END_DECLS
