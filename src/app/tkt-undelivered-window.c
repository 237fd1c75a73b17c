/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of everything that is not delivered. */
#include "tkt-undelivered-window.h"

#include <glib/gi18n.h>

#include "tkt-cell-place.h"
#include "tkt-tab-stop.h"
#include "tkt-undelivered-cell.h"

struct _TktUndeliveredWindow
{
  AdwWindow parent_instance;

  TktDesk *desk;
  TktRowModel *model;

  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  GtkListView *list_view;
  GtkNoSelection *selection;
};

enum
{
  SHOW_TICKET,
  EDIT_REPLY,
  NEW_TICKET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktUndeliveredWindow, tkt_undelivered_window, ADW_TYPE_WINDOW)

static void
show_state (TktUndeliveredWindow *self)
{
  if (tkt_row_model_get_loading (self->model))
    return;
  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0 ? "list" : "empty");
}

static void
toast (TktUndeliveredWindow *self, const char *words)
{
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (markup));
}

/* The row of the entry that an action is about; rows that are shown are in memory. */
static const TktUndeliveredRow *
get_row (TktUndeliveredWindow *self, GVariant *seq)
{
  guint position = tkt_row_model_find (self->model, g_variant_get_int64 (seq));
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  return item != NULL ? tkt_row_item_get_row (item) : NULL;
}

static void
show_ticket (TktUndeliveredWindow *self, const TktUndeliveredRow *row)
{
  /* It closes before it says why. */
  g_autoptr (TktUndeliveredWindow) alive = g_object_ref (self);
  g_autofree char *ticket_id = NULL;

  if (row == NULL || row->ticket == NULL)
    return;
  ticket_id = g_strdup (row->ticket->id);
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[SHOW_TICKET], 0, ticket_id);
}

static void
on_activate (TktUndeliveredWindow *self, guint position)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    show_ticket (self, tkt_row_item_get_row (item));
}

static void
on_show (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktUndeliveredWindow *self = TKT_UNDELIVERED_WINDOW (widget);

  show_ticket (self, get_row (self, parameter));
}

static void
on_copy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktUndeliveredWindow *self = TKT_UNDELIVERED_WINDOW (widget);
  const TktUndeliveredRow *row = get_row (self, parameter);

  if (row == NULL || row->entry->body == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), row->entry->body);
  toast (self, _ ("Message copied"));
}

static void
on_done (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktUndeliveredWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id == NULL)
    toast (self, error->message);
}

static void
on_retry (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktUndeliveredWindow *self = TKT_UNDELIVERED_WINDOW (widget);

  tkt_desk_retry_entry_async (
      self->desk, g_variant_get_int64 (parameter), on_done, g_object_ref (self));
}

static void
on_discard (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktUndeliveredWindow *self = TKT_UNDELIVERED_WINDOW (widget);

  tkt_desk_take_back_async (self->desk,
                            g_variant_get_int64 (parameter),
                            TKT_TAKE_BACK_DISCARD,
                            on_done,
                            g_object_ref (self));
}

static void
on_made_new (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktUndeliveredWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id == NULL)
    {
      toast (self, error->message);
      return;
    }
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[NEW_TICKET], 0);
}

static void
on_as_new_ticket (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktUndeliveredWindow *self = TKT_UNDELIVERED_WINDOW (widget);

  tkt_desk_take_back_async (self->desk,
                            g_variant_get_int64 (parameter),
                            TKT_TAKE_BACK_AS_NEW_TICKET,
                            on_made_new,
                            g_object_ref (self));
}

static gboolean
is_written_in_ticket (const TktEntry *entry)
{
  return entry->kind == TKT_ENTRY_REPLY || entry->kind == TKT_ENTRY_WRITE_NOTE;
}

/* A reply or note is written in its ticket, everything else with words where tickets are opened. */
static void
on_edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (TktUndeliveredWindow) self = g_object_ref (TKT_UNDELIVERED_WINDOW (widget));
  const TktUndeliveredRow *row = get_row (self, parameter);
  g_autofree char *ticket_id = NULL;
  gboolean note;

  if (row == NULL)
    return;
  if (!is_written_in_ticket (row->entry))
    {
      on_as_new_ticket (widget, action, parameter);
      return;
    }
  ticket_id = g_strdup (row->entry->ticket_id);
  note = row->entry->kind == TKT_ENTRY_WRITE_NOTE;
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (
      self, signals[EDIT_REPLY], 0, ticket_id, (gint64)g_variant_get_int64 (parameter), note);
}

/* A held reply's words go back to its composer; what has none is just not done. */
static void
on_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktUndeliveredWindow *self = TKT_UNDELIVERED_WINDOW (widget);
  const TktUndeliveredRow *row = get_row (self, parameter);

  if (row != NULL && is_written_in_ticket (row->entry))
    on_edit (widget, action, parameter);
  else
    tkt_desk_take_back_async (self->desk,
                              g_variant_get_int64 (parameter),
                              TKT_TAKE_BACK_UNDO,
                              on_done,
                              g_object_ref (self));
}

static void
tkt_undelivered_window_dispose (GObject *object)
{
  TktUndeliveredWindow *self = TKT_UNDELIVERED_WINDOW (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (tkt_undelivered_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "undelivered.as-new-ticket", on_as_new_ticket },
    { "undelivered.copy", on_copy },
    { "undelivered.discard", on_discard },
    { "undelivered.edit", on_edit },
    { "undelivered.retry", on_retry },
    { "undelivered.show", on_show },
    { "undelivered.undo", on_undo },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, "x", actions[i].activate);
}

static guint
signal_new (const char *name, guint n_parameters, GType first, GType second, GType third)
{
  return g_signal_new (name,
                       TKT_TYPE_UNDELIVERED_WINDOW,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_parameters,
                       first,
                       second,
                       third);
}

static void
tkt_undelivered_window_class_init (TktUndeliveredWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_undelivered_window_dispose;

  signals[SHOW_TICKET] = signal_new ("show-ticket", 1, G_TYPE_STRING, G_TYPE_NONE, G_TYPE_NONE);
  signals[EDIT_REPLY] = signal_new ("edit-reply", 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_BOOLEAN);
  signals[NEW_TICKET] = signal_new ("new-ticket", 0, G_TYPE_NONE, G_TYPE_NONE, G_TYPE_NONE);

  install_actions (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (TKT_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-undelivered-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredWindow, list_view);
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredWindow, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
tkt_undelivered_window_init (TktUndeliveredWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_cell_place_fill_list (self->list_view, TKT_TYPE_UNDELIVERED_CELL, NULL);
}

TktUndeliveredWindow *
tkt_undelivered_window_new (GtkWindow *parent, TktDesk *desk)
{
  TktUndeliveredWindow *self
      = g_object_new (TKT_TYPE_UNDELIVERED_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  self->model = tkt_desk_list_undelivered (desk);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (show_state), self);
  g_signal_connect_swapped (self->model, "notify::loading", G_CALLBACK (show_state), self);
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  show_state (self);
  return self;
}
