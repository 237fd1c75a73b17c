/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The query of an address, and the link to its next page: whatever is taken, the next page's query
 * is taken, too. */
#include <string.h>

#include "fuzz-target.h"
#include "tkt-query.h"

#define KNOWN "status assignee publisher q sort limit cursor"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *query = g_strndup ((const char *)data, size);
  g_autoptr (GHashTable) params = tkt_query_read (query, KNOWN, NULL);
  g_autoptr (GHashTable) again = NULL;
  g_autofree char *link = NULL;

  if (params == NULL)
    return 0;
  link = tkt_query_link_next ("/", query, "next");
  *strrchr (link, '>') = '\0';
  again = tkt_query_read (link + strlen ("</?"), KNOWN, NULL);
  if (again == NULL || g_strcmp0 (g_hash_table_lookup (again, "cursor"), "next") != 0)
    g_error ("the next page can't be had: %s", link);
  g_hash_table_remove (params, "cursor");
  if (g_hash_table_size (again) != g_hash_table_size (params) + 1)
    g_error ("the next page is of another list: %s", link);
  return 0;
}
