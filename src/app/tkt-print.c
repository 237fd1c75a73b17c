/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints tickets with GTK's own dialog and preview. */
#include "tkt-print.h"

#include <glib/gi18n.h>

#include "tkt-paper.h"
#include "tkt-time.h"

/* One printing, from its beginning until GTK lets go of it. */
typedef struct
{
  GtkWindow *parent;
  GPtrArray *threads; /* of TktHistoryThread; NULL until they have been read */
  gboolean has_notes; /* one of them */
  gboolean with_notes;
  GPtrArray *printed; /* likewise; NULL until it is known whether notes are wanted */
  GPtrArray *papers;  /* of TktPaper, one for each; NULL until the printer is known */
  guint n_complete;   /* of them */
} Printing;

static void
printing_free (Printing *self)
{
  g_object_unref (self->parent);
  g_clear_pointer (&self->papers, g_ptr_array_unref);
  g_clear_pointer (&self->printed, g_ptr_array_unref);
  g_clear_pointer (&self->threads, g_ptr_array_unref);
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

static gboolean
have_notes (GPtrArray *threads)
{
  for (guint i = 0; i < threads->len; i++)
    {
      const TktHistoryThread *thread = g_ptr_array_index (threads, i);

      for (guint j = 0; j < thread->messages->len; j++)
        {
          const TktHistoryMessage *message = g_ptr_array_index (thread->messages, j);

          if (message->row->note)
            return TRUE;
        }
    }
  return FALSE;
}

/* Some portals have no place for a page of ours: nobody was asked then, and none is printed. */
static GtkWidget *
on_create_custom_widget (GtkPrintOperation *operation, gpointer user_data)
{
  GtkWidget *button = gtk_check_button_new_with_label (_ ("Include internal notes"));

  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 12);
  gtk_widget_set_margin_start (button, 12);
  return button;
}

static void
on_custom_widget_apply (GtkPrintOperation *operation, GtkWidget *button, gpointer user_data)
{
  Printing *self = user_data;

  self->with_notes = gtk_check_button_get_active (GTK_CHECK_BUTTON (button));
}

static GPtrArray *
without_notes (GPtrArray *threads)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_history_thread_free);

  for (guint i = 0; i < threads->len; i++)
    g_ptr_array_add (copies,
                     tkt_history_thread_copy_without_notes (g_ptr_array_index (threads, i)));
  return copies;
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  Printing *self = user_data;

  g_clear_pointer (&self->papers, g_ptr_array_unref);
  g_clear_pointer (&self->printed, g_ptr_array_unref);
  self->printed = self->with_notes || !self->has_notes ? g_ptr_array_ref (self->threads)
                                                       : without_notes (self->threads);
  self->papers = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_paper_free);
  self->n_complete = 0;
  for (guint i = 0; i < self->printed->len; i++)
    {
      PangoContext *fonts = gtk_print_context_create_pango_context (context);

      g_ptr_array_add (self->papers,
                       tkt_paper_new (fonts,
                                      g_ptr_array_index (self->printed, i),
                                      gtk_print_context_get_width (context),
                                      gtk_print_context_get_height (context),
                                      tkt_time_now (),
                                      gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL));
      g_object_unref (fonts);
    }
}

/* A page at a time, between everything else. */
static gboolean
on_paginate (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  Printing *self = user_data;
  guint n_pages = 0;

  if (!tkt_paper_find_page (g_ptr_array_index (self->papers, self->n_complete)))
    self->n_complete++;
  if (self->n_complete < self->papers->len)
    return FALSE;
  for (guint i = 0; i < self->papers->len; i++)
    n_pages += tkt_paper_get_n_pages (g_ptr_array_index (self->papers, i));
  gtk_print_operation_set_n_pages (operation, (int)n_pages);
  return TRUE;
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  Printing *self = user_data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  guint rest = (guint)page;

  for (guint i = 0; i < self->papers->len; i++)
    {
      TktPaper *paper = g_ptr_array_index (self->papers, i);
      const guint n_pages = tkt_paper_get_n_pages (paper);

      if (rest < n_pages)
        {
          tkt_paper_draw_page (paper, cr, rest);
          return;
        }
      rest -= n_pages;
    }
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
  const TktHistoryThread *first;

  self->threads = tkt_desk_read_threads_finish (TKT_DESK (object), result, &error);
  if (self->threads == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tell (self, error);
      return;
    }
  first = g_ptr_array_index (self->threads, 0);
  operation = gtk_print_operation_new ();
  gtk_print_operation_set_job_name (operation,
                                    self->threads->len > 1 ? _ ("Support Tickets")
                                                           : first->ticket->row->ticket->title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  self->has_notes = have_notes (self->threads);
  if (self->has_notes)
    {
      gtk_print_operation_set_custom_tab_label (operation, _ ("Internal Notes"));
      g_signal_connect (
          operation, "create-custom-widget", G_CALLBACK (on_create_custom_widget), self);
      g_signal_connect (
          operation, "custom-widget-apply", G_CALLBACK (on_custom_widget_apply), self);
    }
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), self);
  g_signal_connect (operation, "paginate", G_CALLBACK (on_paginate), self);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), self);
  /* The operation has it from now on. */
  g_signal_connect_data (
      operation, "done", G_CALLBACK (on_done), g_steal_pointer (&self), free_printing, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

void
tkt_print_tickets (GtkWindow *parent, TktDesk *desk, TktHistoryChoice *choice_taken)
{
  Printing *self = g_new0 (Printing, 1);

  self->parent = g_object_ref (parent);
  choice_taken->notes = TRUE;
  tkt_desk_read_threads_async (desk, choice_taken, NULL, on_read, self);
}
