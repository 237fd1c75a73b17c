/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The query of an address: its parameters, and the same query for the next page. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tkt_query_read:
 * @query: (nullable): as it was sent
 * @known: (nullable): the parameters that the call has, separated by spaces
 *
 * Returns: (transfer full) (nullable): name → value; NULL with %TKT_PROBLEM_BAD_REQUEST
 */
GHashTable *tkt_query_read (const char *query, const char *known, GError **error);

/* (transfer full): the address of the next page, as a Link header says it (RFC 8288). */
char *tkt_query_link_next (const char *path, const char *query, const char *cursor);

G_END_DECLS
