/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links to tickets: tickets://HOST/t/123. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TKT_LINK_SCHEME "tickets"

/* HOST of a server's address, as links have it: in lower case, with the port where it is not that
 * of https. NULL for what is no address. (transfer full) (nullable) */
char *tkt_link_host (const char *server);

/* A link to the ticket @number of @server. NULL as above. (transfer full) (nullable) */
char *tkt_link_new (const char *server, gint64 number);

/* FALSE for anything but such a link. @host: (out) (transfer full): as tkt_link_host() has it. */
gboolean tkt_link_parse (const char *link, char **host, gint64 *number);

G_END_DECLS
