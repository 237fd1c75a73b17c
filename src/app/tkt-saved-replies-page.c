/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts that staff keep. */
#include "tkt-saved-replies-page.h"

#include <glib/gi18n.h>

#include "tkt-asked-list.h"
#include "tkt-saved-reply-window.h"
#include "tkt-saved-reply.h"
#include "tkt-words.h"

struct _TktSavedRepliesPage
{
  AdwPreferencesPage parent_instance;

  TktDesk *desk;
  TktRowModel *model;

  AdwPreferencesGroup *group;
  GtkListBox *list_box;
  GtkWidget *empty_group;
  AdwStatusPage *empty_page;
};

G_DEFINE_FINAL_TYPE (TktSavedRepliesPage, tkt_saved_replies_page, ADW_TYPE_PREFERENCES_PAGE)

/* Under this name a row of the list knows its item. */
#define ITEM "tkt-item"

/* (nullable): the row with the reply @id, which the parameter of an action names. */
static const TktSavedReplyRow *
find_row (TktSavedRepliesPage *self, GVariant *parameter)
{
  const char *id = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++)
    {
      g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), i);
      const TktSavedReplyRow *row = tkt_row_item_get_row (item);

      if (row != NULL && g_str_equal (row->reply->id, id))
        return row;
    }
  return NULL;
}

static void
open_window (TktSavedRepliesPage *self, const TktSavedReplyRow *row)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (
      GTK_WINDOW (tkt_saved_reply_window_new (parent, self->desk, self->model, row)));
}

static void
on_add (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_window (TKT_SAVED_REPLIES_PAGE (widget), NULL);
}

static void
on_change (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktSavedRepliesPage *self = TKT_SAVED_REPLIES_PAGE (widget);
  const TktSavedReplyRow *row = find_row (self, parameter);

  if (row != NULL)
    open_window (self, row);
}

static void
on_undone (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSavedRepliesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id == NULL)
    tkt_asked_list_tell (GTK_WIDGET (self), error->message);
}

static void
on_undo_clicked (AdwToast *toast, gpointer user_data)
{
  TktSavedRepliesPage *self = user_data;

  if (self->desk != NULL)
    tkt_desk_undo_async (self->desk,
                         g_variant_get_string (adw_toast_get_action_target_value (toast), NULL),
                         on_undone,
                         g_object_ref (self));
}

/* Nothing to undo where nothing is held. */
static void
offer_undo (TktSavedRepliesPage *self, const char *id)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_WINDOW);
  gboolean replies;
  guint seconds = self->desk != NULL ? tkt_desk_get_hold (self->desk, &replies) : 0;
  AdwToast *toast;

  if (window == NULL || seconds == 0)
    return;
  toast = adw_toast_new (_ ("The saved reply is deleted in a moment"));
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, seconds);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  /* Which reply it is about; no action of the page reaches the window's toasts. */
  adw_toast_set_action_target (toast, "s", id);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked), self, 0);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), toast);
}

static void
on_deleted (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSavedRepliesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id == NULL)
    tkt_asked_list_tell (GTK_WIDGET (self), error->message);
  else
    offer_undo (self, id);
}

static void
on_delete (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktSavedRepliesPage *self = TKT_SAVED_REPLIES_PAGE (widget);
  const TktSavedReplyRow *row = find_row (self, parameter);

  if (row != NULL)
    tkt_desk_delete_saved_reply_async (self->desk, row, on_deleted, g_object_ref (self));
}

static GtkWidget *
make_delete_button (void)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Delete"));
  gtk_widget_add_css_class (button, "flat");
  return button;
}

/* The parts of a list's row. */
typedef struct
{
  AdwActionRow *row;
  GtkLabel *whose;
  GtkWidget *button;
} Parts;

static void
show_row (TktRowItem *item, Parts *parts)
{
  const TktSavedReplyRow *row = tkt_row_item_get_row (item);
  g_autofree char *summary = NULL;
  g_autofree char *delivery = NULL;
  g_autofree char *label = NULL;

  if (row == NULL)
    return;
  summary = tkt_saved_reply_summarize (row->reply->body);
  delivery = tkt_words_delivery (row->delivery, row->refusal);
  /* Translators: %s is a saved reply's name. */
  label = g_strdup_printf (_ ("Delete %s"), row->reply->name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (parts->row), row->reply->name);
  adw_action_row_set_subtitle (parts->row, *delivery != '\0' ? delivery : summary);
  gtk_label_set_label (parts->whose, tkt_words_saved_reply_whose (row->reply));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (parts->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  tkt_asked_list_row_open (GTK_WIDGET (parts->row), "saved-replies.change", row->reply->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (parts->button), "s", row->reply->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (parts->button), "saved-replies.delete");
}

static void
on_row_changed (TktRowItem *item, GParamSpec *pspec, gpointer parts)
{
  show_row (item, parts);
}

static void
parts_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

/* While the list shows it the row follows its item, and keeps it. */
static void
let_go (gpointer data)
{
  TktRowItem *item = data;

  g_signal_handlers_disconnect_matched (
      item, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, on_row_changed, NULL);
  g_object_unref (item);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  Parts *parts = g_new (Parts, 1);
  GtkWidget *row = tkt_asked_list_row_new ("", "");

  *parts = (Parts){ ADW_ACTION_ROW (row), GTK_LABEL (gtk_label_new ("")), make_delete_button () };
  adw_action_row_set_title_lines (parts->row, 1);
  adw_action_row_set_subtitle_lines (parts->row, 2);
  gtk_widget_add_css_class (GTK_WIDGET (parts->whose), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (parts->whose), "caption");
  adw_action_row_add_suffix (parts->row, GTK_WIDGET (parts->whose));
  adw_action_row_add_suffix (parts->row, parts->button);
  g_signal_connect_data (item, "notify::row", G_CALLBACK (on_row_changed), parts, parts_free, 0);
  g_object_set_data_full (G_OBJECT (row), ITEM, g_object_ref (item), let_go);
  show_row (item, parts);
  return row;
}

/* The list is empty only once it is known to be. */
static void
show_list (TktSavedRepliesPage *self)
{
  gboolean empty = !tkt_row_model_get_loading (self->model)
                   && g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->group), !empty);
  gtk_widget_set_visible (self->empty_group, empty);
}

static void
show_permissions (TktSavedRepliesPage *self)
{
  static const char *const actions[]
      = { "saved-replies.add", "saved-replies.change", "saved-replies.delete" };
  const char *purpose = _ (
      "Save the texts that you write again and again, for yourself or for the whole staff. In a "
      "reply, “/” and the name inserts them.");
  TktProblemCode problem;
  gboolean may = tkt_desk_may (self->desk, TKT_ACTION_WRITE_SAVED_REPLY, NULL, NULL, &problem)
                 != TKT_VERDICT_NO;
  g_autoptr (GError) reason
      = may ? NULL : tkt_rules_problem (TKT_ACTION_WRITE_SAVED_REPLY, problem);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], may);
  adw_preferences_group_set_description (
      self->group,
      may ? _ ("In a reply type “/” and the name, or press Ctrl+I.") : reason->message);
  adw_status_page_set_description (self->empty_page, may ? purpose : reason->message);
}

static void
tkt_saved_replies_page_dispose (GObject *object)
{
  TktSavedRepliesPage *self = TKT_SAVED_REPLIES_PAGE (object);

  /* libadwaita 1.2 never lets go of the group, nor that of the list. */
  if (self->model != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->model, self);
      gtk_list_box_bind_model (self->list_box, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->model);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (tkt_saved_replies_page_parent_class)->dispose (object);
}

static void
tkt_saved_replies_page_class_init (TktSavedRepliesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_saved_replies_page_dispose;

  gtk_widget_class_install_action (widget_class, "saved-replies.add", NULL, on_add);
  gtk_widget_class_install_action (widget_class, "saved-replies.change", "s", on_change);
  gtk_widget_class_install_action (widget_class, "saved-replies.delete", "s", on_delete);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-saved-replies-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TktSavedRepliesPage, group);
  gtk_widget_class_bind_template_child (widget_class, TktSavedRepliesPage, list_box);
  gtk_widget_class_bind_template_child (widget_class, TktSavedRepliesPage, empty_group);
  gtk_widget_class_bind_template_child (widget_class, TktSavedRepliesPage, empty_page);
}

static void
tkt_saved_replies_page_init (TktSavedRepliesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_saved_replies_page_set_desk (TktSavedRepliesPage *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_SAVED_REPLIES_PAGE (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  self->model = tkt_desk_list_saved_replies (desk, NULL);
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (self->model), make_row, NULL, NULL);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (show_list), self);
  g_signal_connect_swapped (self->model, "notify::loading", G_CALLBACK (show_list), self);
  g_signal_connect_swapped (desk, "notify::organization", G_CALLBACK (show_permissions), self);
  show_list (self);
  show_permissions (self);
}
