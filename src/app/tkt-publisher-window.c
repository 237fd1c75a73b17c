/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds or changes a publisher. */
#include "tkt-publisher-window.h"

#include <glib/gi18n.h>

#include "tkt-desk-ask.h"
#include "tkt-form.h"
#include "tkt-uuid.h"
#include "tkt-words.h"

struct _TktPublisherWindow
{
  AdwWindow parent_instance;

  TktDesk *desk;
  TktAccounts *accounts;
  TktPublisher *publisher; /* as it was; NULL: a new one */
  char *id;                /* of a new one: asking twice adds one */
  GStrv manager_ids;       /* of those on offer, behind "Nobody" */

  TktForm *form;
  AdwEntryRow *name_row;
  AdwEntryRow *number_row;
  AdwComboRow *status_row;
  AdwComboRow *manager_row;
};

enum
{
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktPublisherWindow, tkt_publisher_window, ADW_TYPE_WINDOW)

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* NULL: nobody. */
static const char *
get_manager (TktPublisherWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->manager_row);

  return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? self->manager_ids[selected - 1]
                                                               : NULL;
}

/* 0: the next free one. FALSE: it is none. */
static gboolean
read_number (TktPublisherWindow *self, gint64 *number)
{
  g_autofree char *text = g_strstrip (g_strdup (get_text (self->number_row)));
  guint64 value = 0;
  gboolean is_number
      = *text == '\0' || g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &value, NULL);

  *number = (gint64)value;
  return is_number;
}

static const char *
get_old_manager (TktPublisherWindow *self)
{
  return self->publisher != NULL ? self->publisher->account_manager_id : NULL;
}

/* What differs from the publisher; everything else may have been changed by others meanwhile.
 * FALSE: nothing. */
static gboolean
read_change (TktPublisherWindow *self, TktPublisherPatch *change)
{
  *change = (TktPublisherPatch){ .status = adw_combo_row_get_selected (self->status_row),
                                 .account_manager_id = (char *)get_manager (self) };
  if (!g_str_equal (get_text (self->name_row), self->publisher->name))
    change->name = (char *)get_text (self->name_row);
  change->status_given = change->status != self->publisher->status;
  /* Nobody is on offer before the server has said who there is. */
  change->account_manager_given
      = self->manager_ids != NULL
        && g_strcmp0 (change->account_manager_id, get_old_manager (self)) != 0;
  return change->name != NULL || change->status_given || change->account_manager_given;
}

static void
show_state (TktPublisherWindow *self)
{
  gboolean moves = self->publisher != NULL && self->manager_ids != NULL
                   && g_strcmp0 (get_manager (self), get_old_manager (self)) != 0;
  TktPublisherPatch change;
  gint64 number;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->manager_row),
                               moves ? _ ("Open tickets move, too") : "");
  tkt_form_set_ready (self->form,
                      *get_text (self->name_row) != '\0' && read_number (self, &number)
                          && (self->publisher == NULL || read_change (self, &change)));
}

static gboolean
is_on_offer (TktPublisherWindow *self, const TktAccount *account)
{
  return g_strcmp0 (account->id, get_old_manager (self)) == 0
         || (tkt_role_is_staff (account->role) && !account->disabled);
}

/* Who there is to choose from, with whom it is, or was chosen before. */
static void
offer_managers (TktPublisherWindow *self)
{
  GPtrArray *accounts = tkt_accounts_get_all (self->accounts);
  g_autofree char *chosen
      = g_strdup (self->manager_ids != NULL ? get_manager (self) : get_old_manager (self));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  guint selected = 0;

  gtk_string_list_append (names, C_ ("account manager", "Nobody"));
  for (guint i = 0; i < accounts->len; i++)
    {
      const TktAccount *account = g_ptr_array_index (accounts, i);

      if (!is_on_offer (self, account))
        continue;
      if (g_strcmp0 (account->id, chosen) == 0)
        selected = g_list_model_get_n_items (G_LIST_MODEL (names));
      gtk_string_list_append (names, account->display_name);
      g_strv_builder_add (ids, account->id);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->manager_row), accounts->len > 0);
  if (accounts->len > 0)
    {
      g_strfreev (self->manager_ids);
      self->manager_ids = g_strv_builder_end (ids);
    }
  adw_combo_row_set_model (self->manager_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->manager_row, selected);
  show_state (self);
}

static void
on_saved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktPublisherWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPublisher) publisher = NULL;
  gpointer row = NULL;

  if (tkt_desk_change_finish (TKT_DESK (object), result, &row, &error))
    {
      publisher = row;
      g_signal_emit (self, signals[SAVED], 0, publisher);
    }
  tkt_form_end (self->form, error);
}

static void
on_save (TktPublisherWindow *self)
{
  TktNewPublisher publisher = {
    .id = self->id,
    .name = (char *)get_text (self->name_row),
    .status = adw_combo_row_get_selected (self->status_row),
    .status_given = TRUE,
    .account_manager_id = (char *)get_manager (self),
  };
  TktPublisherPatch change;

  if (self->publisher == NULL && read_number (self, &publisher.number))
    tkt_desk_add_publisher_async (self->desk, &publisher, on_saved, g_object_ref (self));
  else if (self->publisher != NULL && read_change (self, &change))
    tkt_desk_change_publisher_async (
        self->desk, self->publisher->id, &change, on_saved, g_object_ref (self));
}

static void
tkt_publisher_window_dispose (GObject *object)
{
  TktPublisherWindow *self = TKT_PUBLISHER_WINDOW (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->publisher, tkt_publisher_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->manager_ids, g_strfreev);

  G_OBJECT_CLASS (tkt_publisher_window_parent_class)->dispose (object);
}

static void
tkt_publisher_window_class_init (TktPublisherWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_publisher_window_dispose;

  signals[SAVED] = g_signal_new ("saved",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 tkt_publisher_get_type ());

  g_type_ensure (TKT_TYPE_FORM);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-publisher-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TktPublisherWindow, form);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherWindow, number_row);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherWindow, status_row);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherWindow, manager_row);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, show_state);
}

/* In the order of TktPublisherStatus. */
static void
fill_statuses (TktPublisherWindow *self)
{
  g_autoptr (GtkStringList) statuses = gtk_string_list_new (NULL);

  for (guint status = 0; tkt_publisher_status_enum.words[status] != NULL; status++)
    gtk_string_list_append (statuses, tkt_words_publisher_status (status));
  adw_combo_row_set_model (self->status_row, G_LIST_MODEL (statuses));
}

static void
tkt_publisher_window_init (TktPublisherWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_form_name_entry (self->name_row);
  tkt_form_name_entry (self->number_row);
}

static void
show_publisher (TktPublisherWindow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), self->publisher->name);
  /* People quote it: it stays. */
  gtk_widget_set_visible (GTK_WIDGET (self->number_row), FALSE);
  adw_combo_row_set_selected (self->status_row, self->publisher->status);
}

TktPublisherWindow *
tkt_publisher_window_new (GtkWindow *parent,
                          TktDesk *desk,
                          TktAccounts *accounts,
                          const TktPublisher *publisher)
{
  TktPublisherWindow *self
      = g_object_new (TKT_TYPE_PUBLISHER_WINDOW,
                      "transient-for",
                      parent,
                      "title",
                      publisher != NULL ? publisher->name : _ ("Add Publisher"),
                      NULL);

  self->desk = g_object_ref (desk);
  self->accounts = g_object_ref (accounts);
  g_object_set (self->form, "save-label", publisher != NULL ? _ ("Save") : _ ("Add"), NULL);
  if (publisher != NULL)
    self->publisher = tkt_publisher_copy (publisher);
  else
    self->id = tkt_uuid_new ();
  fill_statuses (self);
  if (publisher != NULL)
    show_publisher (self);
  offer_managers (self);
  g_signal_connect_object (
      accounts, "changed", G_CALLBACK (offer_managers), self, G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return self;
}
