/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream of events: however the network cuts it, the same events come out. The first byte is how
 * long its pieces are. */
#include "fuzz-target.h"
#include "tkt-event-parser.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_auto (TktEventParser) whole = { NULL };
  g_auto (TktEventParser) cut = { NULL };
  guint n, again = 0;
  gsize piece;

  tkt_event_parser_init (&whole);
  tkt_event_parser_init (&cut);
  if (size == 0)
    return 0;
  piece = data[0] % 16 + 1;
  n = tkt_event_parser_feed (&whole, (const char *)data + 1, size - 1);
  for (gsize at = 1; at < size; at += piece)
    again += tkt_event_parser_feed (&cut, (const char *)data + at, MIN (piece, size - at));
  if (n != again || whole.last_id != cut.last_id || whole.last_id < 0)
    g_error ("%u and %u events, the last ones %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT,
             n,
             again,
             whole.last_id,
             cut.last_id);
  return 0;
}
