/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar below the tickets, while they are exported. */
#include "tkt-export-bar.h"

#include <glib/gi18n.h>

#include "tkt-words-history.h"

struct _TktExportBar
{
  GtkWidget parent_instance;

  GCancellable *cancellable; /* of what is under way; NULL: nothing is */
  GFile *target;
  TktTransfer *progress;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkProgressBar *progress_bar;
};

G_DEFINE_FINAL_TYPE (TktExportBar, tkt_export_bar, GTK_TYPE_WIDGET)

static void
on_cancel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_export_bar_cancel (TKT_EXPORT_BAR (widget));
}

static void
on_progress (TktExportBar *self)
{
  gtk_progress_bar_set_fraction (self->progress_bar, tkt_transfer_get_fraction (self->progress));
}

static void
tkt_export_bar_dispose (GObject *object)
{
  TktExportBar *self = TKT_EXPORT_BAR (object);

  tkt_export_bar_cancel (self);
  if (self->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->revealer)));
  g_clear_object (&self->cancellable);
  g_clear_object (&self->target);
  g_clear_object (&self->progress);

  G_OBJECT_CLASS (tkt_export_bar_parent_class)->dispose (object);
}

static void
tkt_export_bar_class_init (TktExportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_export_bar_dispose;

  gtk_widget_class_install_action (widget_class, "export.cancel", NULL, on_cancel);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-export-bar.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktExportBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, TktExportBar, label);
  gtk_widget_class_bind_template_child (widget_class, TktExportBar, progress_bar);
}

static void
tkt_export_bar_init (TktExportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
tell (TktExportBar *self, const char *words)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", words);
}

static void
on_exported (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktExportBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  TktHistoryFigures figures;
  const gboolean exported = tkt_desk_export_finish (TKT_DESK (object), result, &figures, &error);

  /* The window has gone. */
  if (self->revealer == NULL)
    return;
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  g_clear_object (&self->cancellable);
  g_signal_handlers_disconnect_by_data (self->progress, self);
  g_clear_object (&self->progress);
  if (exported)
    {
      g_autofree char *uri = g_file_get_uri (self->target);

      words = tkt_words_history_figures (&figures);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.exported", "(ss)", words, uri);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, _ ("Export cancelled. No file was left."));
  else
    {
      /* Translators: a sentence that says why, from the system. */
      words = g_strdup_printf (_ ("Not exported: %s"), error->message);
      tell (self, words);
    }
  g_clear_object (&self->target);
}

gboolean
tkt_export_bar_start (TktExportBar *self,
                      TktDesk *desk,
                      TktHistoryChoice *choice_taken,
                      const TktHistoryFormat *format,
                      const char *title,
                      GFile *target)
{
  g_autofree char *name = g_file_get_basename (target);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *words = NULL;
  g_autoptr (TktHistoryChoice) choice = choice_taken;

  g_return_val_if_fail (TKT_IS_EXPORT_BAR (self), FALSE);

  if (self->cancellable != NULL)
    {
      tell (self, _ ("Another export is under way. Wait until it is done, or cancel it."));
      return FALSE;
    }
  self->cancellable = g_cancellable_new ();
  self->target = g_object_ref (target);
  self->progress = tkt_transfer_new ();
  g_signal_connect_swapped (self->progress, "notify::fraction", G_CALLBACK (on_progress), self);
  /* Translators: a file's name. */
  words = g_strdup_printf (_ ("Exporting “%s”"), shown);
  gtk_label_set_label (self->label, words);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  tkt_desk_export_async (desk,
                         g_steal_pointer (&choice),
                         format,
                         title,
                         target,
                         self->progress,
                         self->cancellable,
                         on_exported,
                         g_object_ref (self));
  return TRUE;
}

void
tkt_export_bar_cancel (TktExportBar *self)
{
  g_return_if_fail (TKT_IS_EXPORT_BAR (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}
