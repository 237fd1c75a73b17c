/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of everything that is not delivered: the outbox, each entry with the ticket it is for.
 */
#include "tkt-cache-private.h"

GArray *
tkt_cache_query_undelivered (TktDb *db, gpointer data, guint limit, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  return tkt_cache_query_keys (
             db, "SELECT seq FROM outbox.entry WHERE kind <> 5 ORDER BY seq", NULL, keys, error)
             ? g_steal_pointer (&keys)
             : NULL;
}

/* What an entry says of its ticket, where the cache has none (any more). */
static TktTicket *
load_ticket (TktDb *db, const TktEntry *entry, const char *own_account_id, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktEntry) opening = NULL;
  TktTicket *ticket = tkt_cache_load_row (
      db, &tkt_ticket_shape, "ticket WHERE id = ?", 0, entry->ticket_id, &failed);

  if (ticket == NULL && failed == NULL)
    opening = tkt_cache_load_row (db,
                                  &tkt_entry_shape,
                                  "outbox.entry WHERE ticket_id = ? AND kind = 0",
                                  0,
                                  entry->ticket_id,
                                  &failed);
  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (opening != NULL)
    ticket = tkt_cache_ticket_of_entry (opening, own_account_id);
  return ticket;
}

gpointer
tkt_cache_load_undelivered (TktDb *db, gpointer data, gint64 key, GError **error)
{
  const TktListParams *params = data;
  g_autoptr (TktUndeliveredRow) row = g_new0 (TktUndeliveredRow, 1);
  GError *failed = NULL;

  row->entry = tkt_cache_load_entry (db, key, error);
  if (row->entry == NULL)
    return NULL;
  if (row->entry->ticket_id != NULL)
    row->ticket = load_ticket (db, row->entry, params->own_account_id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  return g_steal_pointer (&row);
}
