/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event stream format (WHATWG HTML, section 9.2.6), as far as a desk needs it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A line that is longer says nothing to a desk: it is passed over. */
#define TKT_EVENT_LINE_MAX 1024

/**
 * TktEventParser:
 *
 * Bytes go in as they come from the network, cut anywhere; out come the events of the type
 * "changes". Takes no more memory than a line, whatever a server sends.
 */
typedef struct
{
  GString *line;       /* what has come of it */
  gboolean too_long;   /* its rest is passed over */
  gboolean after_cr;   /* the line ended with CR: a LF now belongs to that end */
  gboolean is_first;   /* of the stream: may begin with a byte order mark */
  gboolean is_changes; /* the event's type */
  gboolean has_data;
  gint64 id;      /* the event's */
  gint64 last_id; /* of the newest event that was complete; 0: none */
} TktEventParser;

void tkt_event_parser_init (TktEventParser *parser);
void tkt_event_parser_clear (TktEventParser *parser);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TktEventParser, tkt_event_parser_clear)

/* How many events "changes" these bytes completed. */
guint tkt_event_parser_feed (TktEventParser *parser, const char *bytes, gsize size);

/* Another stream begins; @last_id stays. */
void tkt_event_parser_restart (TktEventParser *parser);

G_END_DECLS
