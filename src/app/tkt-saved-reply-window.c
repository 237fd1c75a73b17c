/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds or changes a saved reply. */
#include "tkt-saved-reply-window.h"

#include <glib/gi18n.h>

#include "tkt-form.h"
#include "tkt-row-model.h"
#include "tkt-text.h"

struct _TktSavedReplyWindow
{
  AdwWindow parent_instance;

  TktDesk *desk;
  TktSavedReplyRow *row; /* as it was; NULL: a new one */
  TktRowModel *others;   /* whose names are taken */

  TktForm *form;
  AdwEntryRow *name_row;
  AdwActionRow *shared_row;
  GtkSwitch *shared;
  GtkTextView *body_view;
};

G_DEFINE_FINAL_TYPE (TktSavedReplyWindow, tkt_saved_reply_window, ADW_TYPE_WINDOW)

static const char *
get_name (TktSavedReplyWindow *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->name_row));
}

static char *
get_body (TktSavedReplyWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->body_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
show_state (TktSavedReplyWindow *self)
{
  g_autofree char *body = get_body (self);

  tkt_form_set_ready (self->form,
                      !tkt_text_is_blank (get_name (self)) && !tkt_text_is_blank (body));
}

/* What the server would refuse, as far as it is known here. (nullable) */
static GError *
find_taken (TktSavedReplyWindow *self)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (get_name (self)));
  g_autofree char *folded = tkt_text_fold_name (trimmed);
  gboolean shared = gtk_switch_get_active (self->shared);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->others)); i++)
    {
      g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->others), i);
      const TktSavedReplyRow *other = tkt_row_item_get_row (item);
      g_autofree char *name = other != NULL ? tkt_text_fold_name (other->reply->name) : NULL;

      if (other != NULL && g_str_equal (name, folded) && (other->reply->owner_id == NULL) == shared
          && (self->row == NULL || !g_str_equal (other->reply->id, self->row->reply->id)))
        return tkt_problem_new (TKT_PROBLEM_NAME_TAKEN,
                                _ ("There is a saved reply “%s” already. Choose another name."),
                                other->reply->name);
    }
  return NULL;
}

static void
on_saved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSavedReplyWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  tkt_form_end (self->form, error);
}

static void
on_save (TktSavedReplyWindow *self)
{
  g_autofree char *body = get_body (self);
  g_autoptr (GError) taken = find_taken (self);
  gboolean shared = gtk_switch_get_active (self->shared);

  if (taken != NULL)
    tkt_form_end (self->form, taken);
  else if (self->row == NULL)
    tkt_desk_add_saved_reply_async (
        self->desk, get_name (self), body, shared, on_saved, g_object_ref (self));
  else
    tkt_desk_change_saved_reply_async (
        self->desk, self->row, get_name (self), body, shared, on_saved, g_object_ref (self));
}

static void
tkt_saved_reply_window_dispose (GObject *object)
{
  TktSavedReplyWindow *self = TKT_SAVED_REPLY_WINDOW (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->others);
  g_clear_pointer (&self->row, tkt_saved_reply_row_free);

  G_OBJECT_CLASS (tkt_saved_reply_window_parent_class)->dispose (object);
}

static void
tkt_saved_reply_window_class_init (TktSavedReplyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_saved_reply_window_dispose;

  g_type_ensure (TKT_TYPE_FORM);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-saved-reply-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TktSavedReplyWindow, form);
  gtk_widget_class_bind_template_child (widget_class, TktSavedReplyWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, TktSavedReplyWindow, shared_row);
  gtk_widget_class_bind_template_child (widget_class, TktSavedReplyWindow, shared);
  gtk_widget_class_bind_template_child (widget_class, TktSavedReplyWindow, body_view);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, show_state);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
}

static void
tkt_saved_reply_window_init (TktSavedReplyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_form_name_entry (self->name_row);
}

static void
show_reply (TktSavedReplyWindow *self)
{
  const TktSavedReply *reply = self->row->reply;
  gboolean shared = reply->owner_id == NULL;

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), reply->name);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->body_view), reply->body, -1);
  gtk_switch_set_active (self->shared, shared);
  /* It is the team's. One that has never been at the server is nobody's yet. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->shared_row), !shared || self->row->added);
  if (shared && !self->row->added)
    adw_action_row_set_subtitle (self->shared_row, _ ("What is shared stays shared"));
}

TktSavedReplyWindow *
tkt_saved_reply_window_new (GtkWindow *parent,
                            TktDesk *desk,
                            TktRowModel *others,
                            const TktSavedReplyRow *row)
{
  TktSavedReplyWindow *self
      = g_object_new (TKT_TYPE_SAVED_REPLY_WINDOW,
                      "transient-for",
                      parent,
                      "title",
                      row != NULL ? _ ("Change Saved Reply") : _ ("New Saved Reply"),
                      NULL);

  self->desk = g_object_ref (desk);
  self->others = g_object_ref (others);
  g_object_set (self->form, "save-label", row != NULL ? _ ("Save") : _ ("Add"), NULL);
  if (row != NULL)
    {
      self->row = tkt_saved_reply_row_copy (row);
      show_reply (self);
    }
  show_state (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return self;
}
