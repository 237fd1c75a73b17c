/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the history as one HTML page. */
#include "tkt-history-html.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "tkt-words-history.h"
#include "tkt-words.h"

/* A browser that reads this page runs and fetches nothing, whatever might get into it. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/* Every text of a person's has dir=auto, which keeps its direction, and bidirectional marks, to
 * itself. Colours are libadwaita's. */
static const char style[]
    = ":root{color-scheme:light "
      "dark;--page:#fafafa;--card:#fff;--own:#e3eefb;--note:#fdf3d0;--text:#1e1e1e;"
      "--dim:#636363;--line:#d8d8d8;--accent:#1a5fb4;--warning:#905400}"
      "@media "
      "(prefers-color-scheme:dark){:root{--page:#242424;--card:#333;--own:#28415f;--note:#4a4326;"
      "--text:#f4f4f4;--dim:#b6b6b6;--line:#4c4c4c;--accent:#99c1f1;--warning:#f8e45c}}"
      "body{margin:0;background:var(--page);color:var(--text);"
      "font:1rem/1.5 Cantarell,system-ui,sans-serif}"
      "main,header{max-width:46rem;margin:auto;padding:1rem;overflow-wrap:anywhere}"
      "header p,.about,.by,.files{color:var(--dim);font-size:.875rem;margin:.25rem 0}"
      "h1{font-size:1.5rem;margin:.5rem 0}"
      "h2{font-size:1.25rem;margin:0;padding-top:1.5rem;border-top:1px solid var(--line)}"
      "article{margin-bottom:3rem}"
      "h3{font-size:.8125rem;font-weight:600;color:var(--dim);text-align:center;"
      "margin:1.5rem 0 .5rem}"
      "section{background:var(--card);border:1px solid var(--line);border-radius:12px;"
      "padding:.75rem 1rem;margin:.75rem 0}"
      ".own{background:var(--own)}"
      ".note{background:var(--note)}"
      ".name{font-weight:600;margin:0}"
      ".body{white-space:pre-wrap;margin:.25rem 0;unicode-bidi:isolate}"
      ".gone .body{color:var(--dim);font-style:italic}"
      ".state{color:var(--warning);font-size:.875rem;margin:.25rem 0}"
      ".files{padding-inline-start:1.25rem}"
      "@media "
      "print{:root{--page:#fff;--card:#fff;--own:#fff;--note:#fff;--text:#000;--dim:#444;--line:#"
      "999;"
      "--warning:#000}body{font-size:10pt}main,header{max-width:none;padding:0}"
      "article{break-before:page}article:first-child{break-before:auto}"
      "h2,h3,.name{break-after:avoid}section{border-radius:0;border-width:0 0 1px;padding:.5rem 0}"
      ".by{break-before:avoid}}";

typedef struct
{
  const TktHistoryPlace *place;
  GString *text;
} Writer;

/* <@element @attributes>@text</@element>, the text as it is. */
static void
append (Writer *self, const char *element, const char *attributes, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (self->text, "<%s %s>%s</%s>\n", element, attributes, escaped, element);
}

/* "de" of "de_AT.UTF-8"; letters alone, whatever the environment says. */
static char *
get_language (void)
{
  const char *name = g_get_language_names ()[0];
  gsize length = 0;

  while (g_ascii_isalpha (name[length]))
    length++;
  return length >= 2 && length <= 3 ? g_strndup (name, length) : g_strdup ("en");
}

static void
append_head (Writer *self)
{
  g_autofree char *language = get_language ();
  g_autofree char *title = g_markup_escape_text (self->place->title, -1);
  g_autofree char *moment = tkt_words_moment (self->place->now);
  g_autofree char *exported = NULL;

  g_string_append_printf (self->text,
                          "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n"
                          "<meta charset=\"utf-8\">\n"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                          "<meta name=\"referrer\" content=\"no-referrer\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width\">\n"
                          "<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<header>\n",
                          language,
                          gtk_get_locale_direction () == GTK_TEXT_DIR_RTL ? "rtl" : "ltr",
                          POLICY,
                          title,
                          style);
  append (self, "h1", "dir=\"auto\"", self->place->title);
  /* Translators: a moment like "3 November 2026 at 14:32". */
  exported = g_strdup_printf (_ ("Exported on %s"), moment);
  append (self, "p", "dir=\"auto\"", exported);
  g_string_append (self->text, "</header>\n<main>\n");
}

static void
free_writer (gpointer writer)
{
  Writer *self = writer;

  g_string_free (self->text, TRUE);
  g_free (self);
}

static gpointer
open_writer (const TktHistoryPlace *place, GError **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->place = place;
  self->text = g_string_new (NULL);
  append_head (self);
  if (tkt_history_flush (self->place, self->text, error))
    return self;
  free_writer (self);
  return NULL;
}

static gboolean
begin_ticket (gpointer writer, const TktHistoryTicket *ticket, GError **error)
{
  Writer *self = writer;
  g_autofree char *heading = tkt_words_history_heading (ticket);
  g_autofree char *about = tkt_words_history_about (ticket);
  g_autofree char *times = tkt_words_history_times (ticket);
  g_auto (GStrv) lines = g_strsplit (times, "\n", -1);

  g_string_append (self->text, "<article>\n");
  append (self, "h2", "dir=\"auto\"", heading);
  append (self, "p", "class=\"about\" dir=\"auto\"", about);
  for (guint i = 0; lines[i] != NULL; i++)
    append (self, "p", "class=\"about\" dir=\"auto\"", lines[i]);
  return tkt_history_flush (self->place, self->text, error);
}

static void
append_attachments (Writer *self, const GPtrArray *attachments)
{
  if (attachments->len == 0)
    return;
  g_string_append (self->text, "<ul class=\"files\">\n");
  for (guint i = 0; i < attachments->len; i++)
    {
      g_autofree char *words = tkt_words_history_attachment (g_ptr_array_index (attachments, i));

      append (self, "li", "dir=\"auto\"", words);
    }
  g_string_append (self->text, "</ul>\n");
}

static gboolean
write_message (gpointer writer,
               const TktHistoryTicket *ticket,
               const TktHistoryMessage *message,
               GError **error)
{
  Writer *self = writer;
  const TktMessageRow *row = message->row;
  const gboolean gone = tkt_message_is_tombstone (row->message);
  g_autofree char *day = tkt_words_history_day (message);
  g_autofree char *name = tkt_words_history_name (message);
  g_autofree char *text = tkt_words_history_text (message);
  g_autofree char *byline = tkt_words_byline (row);
  g_autofree char *state = tkt_words_history_state (message);

  if (row->first_of_day)
    append (self, "h3", "dir=\"auto\"", day);
  g_string_append_printf (self->text,
                          "<section class=\"%s\">\n",
                          gone        ? "gone"
                          : row->note ? "note"
                          : row->own  ? "own"
                                      : "");
  append (self, "p", "class=\"name\" dir=\"auto\"", name);
  append (self, "div", "class=\"body\" dir=\"auto\"", text);
  append_attachments (self, row->message->attachments);
  append (self, "p", "class=\"by\" dir=\"auto\"", byline);
  if (state != NULL)
    append (self, "p", "class=\"state\" dir=\"auto\"", state);
  g_string_append (self->text, "</section>\n");
  return tkt_history_flush (self->place, self->text, error);
}

static gboolean
end_ticket (gpointer writer, const TktHistoryTicket *ticket, GError **error)
{
  Writer *self = writer;

  g_string_append (self->text, "</article>\n");
  return tkt_history_flush (self->place, self->text, error);
}

static gboolean
close_writer (gpointer writer, GError **error)
{
  Writer *self = writer;

  g_string_append (self->text, "</main>\n</body>\n</html>\n");
  return tkt_history_flush (self->place, self->text, error);
}

const TktHistoryFormat tkt_history_html = { .open = open_writer,
                                            .begin_ticket = begin_ticket,
                                            .write_message = write_message,
                                            .end_ticket = end_ticket,
                                            .close = close_writer,
                                            .free = free_writer };
