/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event stream format, cut anywhere (WHATWG HTML, section 9.2.6). */
#include "core-fixture.h"

#include <string.h>

#include "tkt-event-parser.h"

typedef struct
{
  const char *name;
  const char *stream;
  guint n_events;
  gint64 last_id;
} Case;

static const Case cases[] = {
  { "one", "event: changes\nid: 7\ndata: {}\n\n", 1, 7 },
  { "without-blanks", "event:changes\nid:7\ndata:{}\n\n", 1, 7 },
  { "crlf", "event: changes\r\nid: 7\r\ndata: {}\r\n\r\n", 1, 7 },
  { "cr", "event: changes\rid: 7\rdata: {}\r\r", 1, 7 },
  { "byte-order-mark",
    "\xef\xbb\xbf"
    "event: changes\nid: 7\ndata: {}\n\n",
    1,
    7 },
  { "mark-later",
    "\n\xef\xbb\xbf"
    "event: changes\nid: 7\ndata: {}\n\n",
    0,
    7 },
  { "comments", ":\n\n: hello\nevent: changes\n:\ndata: {}\nid: 7\n\n:\n\n", 1, 7 },
  { "two", "event: changes\nid: 7\ndata: {}\n\nevent: changes\nid: 9\ndata: {}\n\n", 2, 9 },
  { "id-stays", "event: changes\nid: 7\ndata: {}\n\nevent: changes\ndata: {}\n\n", 2, 7 },
  { "other-type", "event: weather\nid: 7\ndata: {}\n\n", 0, 7 },
  { "no-type", "id: 7\ndata: {}\n\n", 0, 7 },
  { "type-is-of-one-event", "event: changes\ndata: {}\n\ndata: {}\n\n", 1, 0 },
  { "no-data", "event: changes\nid: 7\n\n", 0, 7 },
  { "empty-data", "event: changes\nid: 7\ndata\n\n", 1, 7 },
  { "not-complete", "event: changes\nid: 7\ndata: {}\n", 0, 0 },
  { "id-that-is-none", "event: changes\nid: seven\ndata: {}\n\n", 1, 0 },
  { "id-below-zero", "event: changes\nid: -7\ndata: {}\n\n", 1, 0 },
  { "unknown-field", "retry: 3\nevent: changes\nid: 7\ndata: {}\n\n", 1, 7 },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  gsize size = strlen (c->stream);

  for (gsize cut = 0; cut <= size; cut++)
    {
      g_auto (TktEventParser) parser;
      guint n_events;

      tkt_event_parser_init (&parser);
      n_events = tkt_event_parser_feed (&parser, c->stream, cut);
      n_events += tkt_event_parser_feed (&parser, c->stream + cut, size - cut);
      g_assert_cmpuint (n_events, ==, c->n_events);
      g_assert_cmpint (parser.last_id, ==, c->last_id);
    }
}

/* A line that never ends takes no memory, and is no field when it does end. */
static void
test_long_line (void)
{
  static const char rest[] = "\nevent: changes\nid: 7\ndata: {}\n\n";
  g_auto (TktEventParser) parser;

  tkt_event_parser_init (&parser);
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (tkt_event_parser_feed (&parser, "id: 8888888", 11), ==, 0);
  g_assert_cmpuint (parser.line->allocated_len, <=, 4 * TKT_EVENT_LINE_MAX);
  g_assert_cmpuint (tkt_event_parser_feed (&parser, rest, sizeof rest - 1), ==, 1);
  g_assert_cmpint (parser.last_id, ==, 7);
}

/* What was not complete when a stream broke says nothing in the next one. */
static void
test_restart (void)
{
  static const char first[] = "event: changes\nid: 7\ndata: {}\n\nevent: changes\nid: 9\ndata: {}";
  static const char second[] = "\n\n";
  g_auto (TktEventParser) parser;

  tkt_event_parser_init (&parser);
  g_assert_cmpuint (tkt_event_parser_feed (&parser, first, sizeof first - 1), ==, 1);
  tkt_event_parser_restart (&parser);
  g_assert_cmpuint (tkt_event_parser_feed (&parser, second, sizeof second - 1), ==, 0);
  g_assert_cmpint (parser.last_id, ==, 7);
}

void
core_add_event_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/event-parser/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/event-parser/long-line", test_long_line);
  g_test_add_func ("/event-parser/restart", test_restart);
}
