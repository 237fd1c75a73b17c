/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds or changes an account. */
#include "tkt-account-window.h"

#include <glib/gi18n.h>

#include "tkt-desk-ask.h"
#include "tkt-form.h"
#include "tkt-publisher-chooser.h"
#include "tkt-uuid.h"
#include "tkt-words.h"

struct _TktAccountWindow
{
  AdwWindow parent_instance;

  TktDesk *desk;
  TktAccount *account; /* as it was; NULL: a new one */
  char *id;            /* of a new one: asking twice adds one */

  TktForm *form;
  AdwEntryRow *name_row;
  AdwEntryRow *username_row;
  AdwComboRow *role_row;
  GtkWidget *publisher_row;
  TktPublisherChooser *publisher_chooser;
};

enum
{
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktAccountWindow, tkt_account_window, ADW_TYPE_WINDOW)

static TktRole
get_role (TktAccountWindow *self)
{
  return adw_combo_row_get_selected (self->role_row);
}

/* NULL for staff. */
static const char *
get_publisher (TktAccountWindow *self)
{
  return get_role (self) == TKT_ROLE_PUBLISHER
             ? tkt_publisher_chooser_get_publisher_id (self->publisher_chooser)
             : NULL;
}

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* What differs from the account; everything else may have been changed by others meanwhile. FALSE:
 * nothing. */
static gboolean
read_change (TktAccountWindow *self, TktAccountPatch *change)
{
  const TktAccount *account = self->account;
  const char *publisher_id = get_publisher (self);

  *change = (TktAccountPatch){ .role = get_role (self) };
  if (!g_str_equal (get_text (self->name_row), account->display_name))
    change->display_name = (char *)get_text (self->name_row);
  change->role_given = change->role != account->role;
  /* With a role of the staff's the publisher goes by itself. */
  if (publisher_id != NULL && g_strcmp0 (publisher_id, account->publisher_id) != 0)
    {
      change->publisher_id = (char *)publisher_id;
      change->publisher_given = TRUE;
    }
  return change->display_name != NULL || change->role_given || change->publisher_given;
}

static void
show_state (TktAccountWindow *self)
{
  gboolean publisher = get_role (self) == TKT_ROLE_PUBLISHER;
  gboolean leaves = publisher && self->account != NULL && self->account->role != TKT_ROLE_PUBLISHER;
  TktAccountPatch change;

  gtk_widget_set_visible (self->publisher_row, publisher);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->role_row),
                               leaves ? _ ("Publishers and open tickets of this person will have "
                                           "no account manager")
                                      : "");
  tkt_form_set_ready (self->form,
                      *get_text (self->name_row) != '\0' && *get_text (self->username_row) != '\0'
                          && (!publisher || get_publisher (self) != NULL)
                          && (self->account == NULL || read_change (self, &change)));
}

static void
on_saved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktAccountWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account = NULL;
  gpointer row = NULL;

  if (tkt_desk_change_finish (TKT_DESK (object), result, &row, &error))
    {
      account = row;
      g_signal_emit (self, signals[SAVED], 0, account);
    }
  tkt_form_end (self->form, error);
}

static void
on_save (TktAccountWindow *self)
{
  const TktNewAccount account = {
    .id = self->id,
    .username = (char *)get_text (self->username_row),
    .display_name = (char *)get_text (self->name_row),
    .role = get_role (self),
    .publisher_id = (char *)get_publisher (self),
  };
  TktAccountPatch change;

  if (self->account == NULL)
    tkt_desk_add_account_async (self->desk, &account, on_saved, g_object_ref (self));
  else if (read_change (self, &change))
    tkt_desk_change_account_async (
        self->desk, self->account->id, &change, on_saved, g_object_ref (self));
}

static void
tkt_account_window_dispose (GObject *object)
{
  TktAccountWindow *self = TKT_ACCOUNT_WINDOW (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->account, tkt_account_free);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (tkt_account_window_parent_class)->dispose (object);
}

static void
tkt_account_window_class_init (TktAccountWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_account_window_dispose;

  signals[SAVED] = g_signal_new ("saved",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 tkt_account_get_type ());

  g_type_ensure (TKT_TYPE_FORM);
  g_type_ensure (TKT_TYPE_PUBLISHER_CHOOSER);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-account-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, form);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, username_row);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, role_row);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, publisher_row);
  gtk_widget_class_bind_template_child (widget_class, TktAccountWindow, publisher_chooser);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
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

static void
tkt_account_window_init (TktAccountWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_form_name_entry (self->name_row);
  tkt_form_name_entry (self->username_row);
  fill_roles (self);
}

static void
show_account (TktAccountWindow *self)
{
  const TktAccount *account = self->account;

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), account->display_name);
  gtk_editable_set_text (GTK_EDITABLE (self->username_row), account->username);
  /* It stands below what the person wrote: it never changes. */
  gtk_widget_set_visible (GTK_WIDGET (self->username_row), FALSE);
  adw_combo_row_set_selected (self->role_row, account->role);
  tkt_publisher_chooser_set_publisher (self->publisher_chooser, account->publisher_id, NULL);
}

TktAccountWindow *
tkt_account_window_new (GtkWindow *parent, TktDesk *desk, const TktAccount *account)
{
  TktAccountWindow *self = g_object_new (TKT_TYPE_ACCOUNT_WINDOW,
                                         "transient-for",
                                         parent,
                                         "title",
                                         account != NULL ? account->username : _ ("Add Account"),
                                         NULL);

  self->desk = g_object_ref (desk);
  g_object_set (self->form, "save-label", account != NULL ? _ ("Save") : _ ("Add"), NULL);
  tkt_publisher_chooser_set_desk (self->publisher_chooser, desk);
  if (account != NULL)
    {
      self->account = tkt_account_copy (account);
      show_account (self);
    }
  else
    self->id = tkt_uuid_new ();
  show_state (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return self;
}
