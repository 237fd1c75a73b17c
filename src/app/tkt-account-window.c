/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds an account. */
#include "tkt-account-window.h"

#include <glib/gi18n.h>

#include "tkt-desk-ask.h"
#include "tkt-publisher-chooser.h"
#include "tkt-uuid.h"
#include "tkt-words.h"

struct _TktAccountWindow
{
  AdwWindow parent_instance;

  TktDesk *desk;
  char *id; /* of the account: asking twice adds one */
  gboolean busy;

  AdwEntryRow *name_row;
  AdwEntryRow *username_row;
  AdwComboRow *role_row;
  GtkWidget *publisher_row;
  TktPublisherChooser *publisher_chooser;
  GtkLabel *error_label;
};

enum
{
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktAccountWindow, tkt_account_window, ADW_TYPE_WINDOW)

static TktRole
get_role (TktAccountWindow *self)
{
  return adw_combo_row_get_selected (self->role_row);
}

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
show_state (TktAccountWindow *self)
{
  gboolean publisher = get_role (self) == TKT_ROLE_PUBLISHER;

  gtk_widget_set_visible (self->publisher_row, publisher);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self),
      "account.add",
      !self->busy && *get_text (self->name_row) != '\0' && *get_text (self->username_row) != '\0'
          && (!publisher
              || tkt_publisher_chooser_get_publisher_id (self->publisher_chooser) != NULL));
}

static void
on_added (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktAccountWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account = NULL;
  gpointer row = NULL;

  self->busy = FALSE;
  if (tkt_desk_change_finish (TKT_DESK (object), result, &row, &error))
    {
      account = row;
      g_signal_emit (self, signals[ADDED], 0, account);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_label (self->error_label, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  show_state (self);
}

static void
on_add (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktAccountWindow *self = TKT_ACCOUNT_WINDOW (widget);
  TktRole role = get_role (self);
  const TktNewAccount account = {
    .id = self->id,
    .username = (char *)get_text (self->username_row),
    .display_name = (char *)get_text (self->name_row),
    .role = role,
    .publisher_id = role == TKT_ROLE_PUBLISHER
                        ? (char *)tkt_publisher_chooser_get_publisher_id (self->publisher_chooser)
                        : NULL,
  };

  self->busy = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  show_state (self);
  tkt_desk_add_account_async (self->desk, &account, on_added, g_object_ref (self));
}

static void
tkt_account_window_dispose (GObject *object)
{
  TktAccountWindow *self = TKT_ACCOUNT_WINDOW (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (tkt_account_window_parent_class)->dispose (object);
}

static void
tkt_account_window_class_init (TktAccountWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_account_window_dispose;

  signals[ADDED] = g_signal_new ("added",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 tkt_account_get_type ());

  g_type_ensure (TKT_TYPE_PUBLISHER_CHOOSER);
  gtk_widget_class_install_action (widget_class, "account.add", NULL, on_add);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-account-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, username_row);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, role_row);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, publisher_row);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, publisher_chooser);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, error_label);
  gtk_widget_class_bind_template_callback (widget_class, show_state);
}

/* In the order of TktRole. */
static void
fill_roles (TktAccountWindow *self)
{
  g_autoptr (GtkStringList) roles = gtk_string_list_new (NULL);

  for (TktRole role = TKT_ROLE_PUBLISHER; role <= TKT_ROLE_ADMIN; role++)
    gtk_string_list_append (roles, tkt_words_role (role));
  adw_combo_row_set_model (self->role_row, G_LIST_MODEL (roles));
}

/* An entry row's title names the row; assistive technology looks at the text inside it. */
static void
name_entry (AdwEntryRow *row)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (row))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                  -1);
}

static void
tkt_account_window_init (TktAccountWindow *self)
{
  self->id = tkt_uuid_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  name_entry (self->name_row);
  name_entry (self->username_row);
  fill_roles (self);
  show_state (self);
}

TktAccountWindow *
tkt_account_window_new (GtkWindow *parent, TktDesk *desk)
{
  TktAccountWindow *self = g_object_new (TKT_TYPE_ACCOUNT_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  tkt_publisher_chooser_set_desk (self->publisher_chooser, desk);
  return self;
}
