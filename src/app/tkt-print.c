/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints a ticket with GTK's own dialog and preview. */
#include "tkt-print.h"

#include <glib/gi18n.h>

#include "tkt-desk-history.h"
#include "tkt-paper.h"
#include "tkt-time.h"

/* One printing, from its beginning until GTK lets go of it. */
typedef struct
{
  GtkWindow *parent;
  TktHistoryThread *thread; /* NULL until it has been read */
  TktPaper *paper;          /* NULL until the printer is known */
} Printing;

static void
printing_free (Printing *self)
{
  g_object_unref (self->parent);
  g_clear_pointer (&self->paper, tkt_paper_free);
  g_clear_pointer (&self->thread, tkt_history_thread_free);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Printing, printing_free)

static void
tell (Printing *self, const GError *error)
{
  /* Translators: a sentence that says why. */
  g_autofree char *words = g_strdup_printf (_ ("Not printed: %s"), error->message);

  gtk_widget_activate_action (GTK_WIDGET (self->parent), "win.toast", "s", words);
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  Printing *self = user_data;
  PangoContext *fonts = gtk_print_context_create_pango_context (context);

  g_clear_pointer (&self->paper, tkt_paper_free);
  self->paper = tkt_paper_new (fonts,
                               self->thread,
                               gtk_print_context_get_width (context),
                               gtk_print_context_get_height (context),
                               tkt_time_now (),
                               gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL);
  g_object_unref (fonts);
}

/* A page at a time, between everything else. */
static gboolean
on_paginate (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  Printing *self = user_data;

  if (tkt_paper_find_page (self->paper))
    return FALSE;
  gtk_print_operation_set_n_pages (operation, (int)tkt_paper_get_n_pages (self->paper));
  return TRUE;
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  Printing *self = user_data;

  tkt_paper_draw_page (self->paper, gtk_print_context_get_cairo_context (context), (guint)page);
}

static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  tell (user_data, error);
}

static void
free_printing (gpointer printing, GClosure *closure)
{
  printing_free (printing);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Printing) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  GtkWindow *parent = self->parent;

  self->thread = tkt_desk_read_thread_finish (TKT_DESK (object), result, &error);
  if (self->thread == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tell (self, error);
      return;
    }
  operation = gtk_print_operation_new ();
  gtk_print_operation_set_job_name (operation, self->thread->ticket->row->ticket->title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), self);
  g_signal_connect (operation, "paginate", G_CALLBACK (on_paginate), self);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), self);
  /* The operation has it from now on. */
  g_signal_connect_data (
      operation, "done", G_CALLBACK (on_done), g_steal_pointer (&self), free_printing, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

void
tkt_print_ticket (GtkWindow *parent, TktDesk *desk, const char *ticket_id)
{
  Printing *self = g_new0 (Printing, 1);

  self->parent = g_object_ref (parent);
  tkt_desk_read_thread_async (desk, ticket_id, NULL, on_read, self);
}
