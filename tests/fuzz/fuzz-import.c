/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of an import: what is taken says the same once it is written and read again. */
#include <string.h>

#include "fuzz-target.h"
#include "tkt-exchange.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TktExchangeTicket) ticket = tkt_exchange_ticket_read ((const char *)data, size, NULL);
  g_autoptr (TktExchangeTicket) again = NULL;
  g_autofree char *line = NULL;

  if (ticket == NULL)
    return 0;
  line = tkt_shape_to_json (&tkt_exchange_ticket_shape, ticket);
  again = tkt_exchange_ticket_read (line, strlen (line), NULL);
  if (again == NULL || !tkt_shape_equal (&tkt_exchange_ticket_shape, ticket, again))
    g_error ("another ticket comes back: %s", line);
  return 0;
}
