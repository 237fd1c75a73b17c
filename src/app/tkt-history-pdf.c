/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the history as a PDF, ticket after ticket. */
#include "tkt-history-pdf.h"

#include <cairo-pdf.h>
#include <gtk/gtk.h>

#include "tkt-paper.h"
#include "tkt-words-history.h"

/* Two centimetres, in points. */
#define EDGE 56.7

typedef struct
{
  const TktHistoryPlace *place;
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context;
  double width;
  double height;
  GPtrArray *messages; /* of the ticket */
  guint n_pages;
  GError *error; /* what the stream said */
} Writer;

static cairo_status_t
write_bytes (void *data, const unsigned char *bytes, unsigned int length)
{
  Writer *self = data;

  return self->error == NULL
                 && g_output_stream_write_all (
                     self->place->out, bytes, length, NULL, self->place->cancellable, &self->error)
             ? CAIRO_STATUS_SUCCESS
             : CAIRO_STATUS_WRITE_ERROR;
}

static gboolean
check (Writer *self, GError **error)
{
  const cairo_status_t status = cairo_surface_status (self->surface);

  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else if (status != CAIRO_STATUS_SUCCESS)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  else
    return TRUE;
  return FALSE;
}

/* Fonts of its own: a font map belongs to one thread. */
static PangoContext *
make_context (void)
{
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (fonts);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 72);
  return context;
}

static gpointer
open_writer (const TktHistoryPlace *place, GError **error)
{
  Writer *self = g_new0 (Writer, 1);
  GtkPaperSize *paper = gtk_paper_size_new (NULL);

  self->place = place;
  self->width = gtk_paper_size_get_width (paper, GTK_UNIT_POINTS);
  self->height = gtk_paper_size_get_height (paper, GTK_UNIT_POINTS);
  gtk_paper_size_free (paper);
  self->context = make_context ();
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_history_message_free);
  self->surface
      = cairo_pdf_surface_create_for_stream (write_bytes, self, self->width, self->height);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, place->title);
  self->cr = cairo_create (self->surface);
  cairo_translate (self->cr, EDGE, EDGE);
  return self;
}

static gboolean
write_message (gpointer writer,
               const TktHistoryTicket *ticket,
               const TktHistoryMessage *message,
               GError **error)
{
  Writer *self = writer;

  g_ptr_array_add (self->messages, tkt_history_message_copy (message));
  return TRUE;
}

/* So that a reader finds it in the outline. */
static void
add_outline (Writer *self, const TktHistoryTicket *ticket)
{
  g_autofree char *heading = tkt_words_history_heading (ticket);
  g_autofree char *link = g_strdup_printf ("page=%u", self->n_pages + 1);

  cairo_pdf_surface_add_outline (self->surface, CAIRO_PDF_OUTLINE_ROOT, heading, link, 0);
}

static gboolean
end_ticket (gpointer writer, const TktHistoryTicket *ticket, GError **error)
{
  Writer *self = writer;
  const TktHistoryThread thread = { (TktHistoryTicket *)ticket, self->messages };
  g_autoptr (TktPaper) paper = tkt_paper_new (self->context,
                                              &thread,
                                              self->width - 2 * EDGE,
                                              self->height - 2 * EDGE,
                                              self->place->now,
                                              gtk_get_locale_direction () == GTK_TEXT_DIR_RTL);

  while (tkt_paper_find_page (paper))
    if (g_cancellable_set_error_if_cancelled (self->place->cancellable, error))
      return FALSE;
  add_outline (self, ticket);
  for (guint i = 0; i < tkt_paper_get_n_pages (paper); i++)
    {
      tkt_paper_draw_page (paper, self->cr, i);
      cairo_show_page (self->cr);
      self->n_pages++;
      if (g_cancellable_set_error_if_cancelled (self->place->cancellable, error)
          || !check (self, error))
        return FALSE;
    }
  g_ptr_array_set_size (self->messages, 0);
  return TRUE;
}

static gboolean
close_writer (gpointer writer, GError **error)
{
  Writer *self = writer;

  cairo_surface_finish (self->surface);
  return check (self, error);
}

static void
free_writer (gpointer writer)
{
  Writer *self = writer;

  cairo_destroy (self->cr);
  cairo_surface_destroy (self->surface);
  g_object_unref (self->context);
  g_ptr_array_unref (self->messages);
  g_clear_error (&self->error);
  g_free (self);
}

const TktHistoryFormat tkt_history_pdf = { .open = open_writer,
                                           .write_message = write_message,
                                           .end_ticket = end_ticket,
                                           .close = close_writer,
                                           .free = free_writer };
