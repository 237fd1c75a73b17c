/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox in words. */
#include <glib/gi18n.h>

#include "tkt-words.h"

/* Or that nothing is known of it. */
static char *
name_ticket (const TktTicket *ticket)
{
  if (ticket == NULL)
    /* Translators: stands in the place of a ticket's number and title, as in "Reply to %s". */
    return g_strdup (_ ("a ticket that is not here any more"));
  return tkt_words_ticket_name (ticket);
}

char *
tkt_words_entry (const TktUndeliveredRow *row)
{
  const TktEntry *entry = row->entry;
  g_autofree char *ticket = name_ticket (row->ticket);

  switch (entry->kind)
    {
    case TKT_ENTRY_OPEN_TICKET:
      /* Translators: the ticket's title. */
      return g_strdup_printf (_ ("New ticket: %s"), entry->title);
    case TKT_ENTRY_REPLY:
      /* Translators: here and below, what waits to be done with a ticket: "#12 Payout missing". */
      return g_strdup_printf (_ ("Reply to %s"), ticket);
    case TKT_ENTRY_CLOSE:
      return g_strdup_printf (_ ("Close %s"), ticket);
    case TKT_ENTRY_DELETE_MESSAGE:
      return g_strdup_printf (_ ("Delete a message of %s"), ticket);
    case TKT_ENTRY_WRITE_NOTE:
      return g_strdup_printf (_ ("Note on %s"), ticket);
    case TKT_ENTRY_DELETE_NOTE:
      return g_strdup_printf (_ ("Delete a note on %s"), ticket);
    case TKT_ENTRY_REASSIGN:
      return g_strdup_printf (_ ("Reassign %s"), ticket);
    case TKT_ENTRY_MARK_READ:
      return g_strdup_printf (_ ("Mark %s as read"), ticket);
    case TKT_ENTRY_SET_SUPPORT:
      return g_strdup (entry->enabled ? _ ("Turn support tickets on")
                                      : _ ("Turn support tickets off"));
    case TKT_ENTRY_ADD_SAVED_REPLY:
      return g_strdup_printf (_ ("New saved reply: %s"), entry->title);
    case TKT_ENTRY_CHANGE_SAVED_REPLY:
      return g_strdup_printf (_ ("Change the saved reply %s"), entry->title);
    case TKT_ENTRY_DELETE_SAVED_REPLY:
      return g_strdup (_ ("Delete a saved reply"));
    }
  g_return_val_if_reached (NULL);
}

char *
tkt_words_delivery (TktDelivery delivery, const char *refusal)
{
  switch (delivery)
    {
    case TKT_DELIVERY_DELIVERED:
      return g_strdup ("");
    case TKT_DELIVERY_WAITING:
      return g_strdup (_ ("Waiting to be sent"));
    case TKT_DELIVERY_SENDING:
      return g_strdup (_ ("Sending…"));
    case TKT_DELIVERY_REFUSED:
      /* Translators: a sentence that says why. */
      return g_strdup_printf (_ ("Not delivered: %s"), refusal);
    case TKT_DELIVERY_HELD:
      return g_strdup (_ ("Sent in a moment"));
    }
  g_return_val_if_reached (NULL);
}
