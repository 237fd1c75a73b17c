/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log. */
#include "tkt-log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tkt-time.h"

/* A request's fields in the journal begin with this; in a line the rest is the key. */
#define PREFIX "TICKETS_"

static TktLogLevel least_level;

void
tkt_log_request (const TktLogRequest *request)
{
  g_autofree char *status = g_strdup_printf ("%u", request->status);
  g_autofree char *bytes = g_strdup_printf ("%" G_GSIZE_FORMAT, request->bytes);
  g_autofree char *ms = g_strdup_printf (
      "%" G_GINT64_FORMAT ".%03d", request->us / 1000, (int)(request->us % 1000));
  const char *method = request->method != NULL ? request->method : "-";
  const char *route = request->route != NULL ? request->route : "-";
  g_autofree char *message = g_strdup_printf ("%s %s %s", method, route, status);
  const GLogField fields[] = {
    { "MESSAGE", message, -1 },
    { "PRIORITY", "6", -1 },
    { "GLIB_DOMAIN", "tickets", -1 },
    { PREFIX "REQUEST", request->request_id, -1 },
    { PREFIX "ADDRESS", request->address != NULL ? request->address : "-", -1 },
    { PREFIX "ACCOUNT", request->account_id != NULL ? request->account_id : "-", -1 },
    { PREFIX "METHOD", method, -1 },
    { PREFIX "ROUTE", route, -1 },
    { PREFIX "STATUS", status, -1 },
    { PREFIX "BYTES", bytes, -1 },
    { PREFIX "MS", ms, -1 },
  };

  g_log_structured_array (G_LOG_LEVEL_INFO, fields, G_N_ELEMENTS (fields));
}

static void
append_text (GString *line, const char *text, gssize length)
{
  g_autofree char *copy = length < 0 ? g_strdup (text) : g_strndup (text, length);
  g_autofree char *valid = g_utf8_make_valid (copy, -1);

  /* Letters beyond ASCII stay as they are, an end of line does not. */
  g_string_append_c (line, '"');
  for (const char *c = valid; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (line, "\\%c", *c);
    else if (*c == '\n')
      g_string_append (line, "\\n");
    else
      g_string_append_c (line, g_ascii_iscntrl (*c) ? '?' : *c);
  g_string_append_c (line, '"');
}

static const char *
name_level (GLogLevelFlags level)
{
  if ((level & G_LOG_LEVEL_ERROR) != 0)
    return "error";
  if ((level & G_LOG_LEVEL_CRITICAL) != 0)
    return "critical";
  if ((level & G_LOG_LEVEL_WARNING) != 0)
    return "warning";
  return (level & G_LOG_LEVEL_DEBUG) != 0 ? "debug" : "info";
}

char *
tkt_log_format (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
  char now[TKT_TIME_LENGTH + 1];
  GString *line = g_string_sized_new (256);
  const GLogField *message = NULL;
  gboolean told = FALSE;

  tkt_time_write (tkt_time_now (), now);
  g_string_append_printf (line, "time=%s level=%s", now, name_level (level));
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_has_prefix (fields[i].key, PREFIX))
      {
        g_autofree char *key = g_ascii_strdown (fields[i].key + strlen (PREFIX), -1);

        told = TRUE;
        g_string_append_printf (line, " %s=%s", key, (const char *)fields[i].value);
      }
    else if (g_str_equal (fields[i].key, "MESSAGE"))
      message = &fields[i];
  if (message != NULL && !told)
    {
      g_string_append (line, " message=");
      append_text (line, message->value, message->length);
    }
  return g_string_free (line, FALSE);
}

static gboolean
is_dropped (GLogLevelFlags level)
{
  static const GLogLevelFlags shown[] = {
    [TKT_LOG_WARNING] = G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING,
    [TKT_LOG_INFO] = G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING
                     | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO,
    [TKT_LOG_DEBUG] = G_LOG_LEVEL_MASK,
  };

  return (level & shown[least_level]) == 0;
}

/* In one piece: lines of several threads do not mix. */
static void
write_line (char *line_taken)
{
  g_autofree char *text = line_taken;
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  gsize left = strlen (line);

  for (const char *at = line; left > 0;)
    {
      gssize n = write (STDERR_FILENO, at, left);

      /* Nobody reads it: there is nowhere to say so. */
      if (n < 0 && errno != EINTR)
        return;
      at += MAX (n, 0);
      left -= MAX (n, 0);
    }
}

static GLogWriterOutput
on_message (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  if (is_dropped (level))
    return G_LOG_WRITER_HANDLED;
  if (GPOINTER_TO_INT (user_data)
      && g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;
  write_line (tkt_log_format (level, fields, n_fields));
  return G_LOG_WRITER_HANDLED;
}

void
tkt_log_begin (TktLogLevel least)
{
  least_level = least;
  g_log_set_writer_func (
      on_message, GINT_TO_POINTER (g_log_writer_is_journald (STDERR_FILENO)), NULL);
}
