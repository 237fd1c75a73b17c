/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event stream format. */
#include "tkt-event-parser.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static void
begin_event (TktEventParser *parser)
{
  parser->is_changes = FALSE;
  parser->has_data = FALSE;
  parser->id = parser->last_id;
}

void
tkt_event_parser_init (TktEventParser *parser)
{
  *parser = (TktEventParser){ .line = g_string_new (NULL) };
  tkt_event_parser_restart (parser);
}

void
tkt_event_parser_clear (TktEventParser *parser)
{
  g_string_free (parser->line, TRUE);
}

void
tkt_event_parser_restart (TktEventParser *parser)
{
  g_string_truncate (parser->line, 0);
  parser->too_long = FALSE;
  parser->after_cr = FALSE;
  parser->is_first = TRUE;
  begin_event (parser);
}

static void
take_field (TktEventParser *parser, const char *name, const char *value)
{
  gint64 id;

  if (g_str_equal (name, "event"))
    parser->is_changes = g_str_equal (value, "changes");
  else if (g_str_equal (name, "data"))
    parser->has_data = TRUE;
  else if (g_str_equal (name, "id")
           && g_ascii_string_to_signed (value, 10, 0, G_MAXINT64, &id, NULL))
    parser->id = id;
}

/* TRUE where the line ends an event that counts. */
static gboolean
take_line (TktEventParser *parser)
{
  char *line = parser->line->str;
  char *colon;
  gboolean complete;

  if (parser->is_first && g_str_has_prefix (line, BYTE_ORDER_MARK))
    line += strlen (BYTE_ORDER_MARK);
  parser->is_first = FALSE;
  if (*line == '\0' && !parser->too_long)
    {
      parser->last_id = parser->id;
      complete = parser->is_changes && parser->has_data;
      begin_event (parser);
      return complete;
    }
  colon = strchr (line, ':');
  /* One that begins with a colon is a comment. */
  if (parser->too_long || colon == line)
    return FALSE;
  if (colon != NULL)
    *colon++ = '\0';
  take_field (parser, line, colon == NULL ? "" : *colon == ' ' ? colon + 1 : colon);
  return FALSE;
}

guint
tkt_event_parser_feed (TktEventParser *parser, const char *bytes, gsize size)
{
  guint n_events = 0;

  for (gsize i = 0; i < size; i++)
    {
      gboolean ends = bytes[i] == '\r' || (bytes[i] == '\n' && !parser->after_cr);
      gboolean belongs_to_cr = bytes[i] == '\n' && parser->after_cr;

      parser->after_cr = bytes[i] == '\r';
      if (ends)
        {
          n_events += take_line (parser);
          g_string_truncate (parser->line, 0);
          parser->too_long = FALSE;
        }
      else if (parser->line->len == TKT_EVENT_LINE_MAX)
        parser->too_long = TRUE;
      else if (!belongs_to_cr)
        g_string_append_c (parser->line, bytes[i]);
    }
  return n_events;
}
