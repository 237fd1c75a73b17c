/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail, by what was done, by whom and when. */
#include "tkt-audit-page.h"

#include <glib/gi18n.h>

#include "tkt-asked-list.h"
#include "tkt-time.h"
#include "tkt-words-audit.h"

struct _TktAuditPage
{
  AdwPreferencesPage parent_instance;

  TktDesk *desk;
  GCancellable *cancellable; /* of the names */
  GPtrArray *accounts;       /* of TktAccount: whom the second row offers, behind "Anybody" */

  AdwComboRow *kind_row;
  AdwComboRow *person_row;
  AdwComboRow *period_row;
  TktAskedList *list;
};

G_DEFINE_FINAL_TYPE (TktAuditPage, tkt_audit_page, ADW_TYPE_PREFERENCES_PAGE)

static gint64
get_since (TktAuditPage *self)
{
  /* In the order of the row's items; 0: any time. */
  static const int days[] = { 0, 1, 7, 30 };
  guint selected = adw_combo_row_get_selected (self->period_row);

  return selected > 0 && selected < G_N_ELEMENTS (days) ? tkt_time_now () - days[selected] * TKT_DAY
                                                        : 0;
}

static void
fetch (gpointer owner,
       const char *cursor,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  TktAuditPage *self = owner;
  guint person = adw_combo_row_get_selected (self->person_row);
  TktAuditFilter filter
      = { .kind = (int)adw_combo_row_get_selected (self->kind_row) - 1, .since = get_since (self) };

  if (person > 0 && person <= self->accounts->len)
    filter.account_id = ((TktAccount *)g_ptr_array_index (self->accounts, person - 1))->id;
  tkt_desk_ask_audit_async (self->desk, &filter, cursor, cancellable, callback, user_data);
}

static const char *
find_name (TktAuditPage *self, const TktAuditEntry *entry)
{
  if (entry->account_id == NULL)
    return entry->request_id == NULL ? _ ("Command line") : _ ("Unknown name");
  for (guint i = 0; i < self->accounts->len; i++)
    {
      const TktAccount *account = g_ptr_array_index (self->accounts, i);

      if (g_str_equal (account->id, entry->account_id))
        return account->display_name;
    }
  return entry->account_id;
}

static GtkWidget *
make_row (gpointer owner, gconstpointer data)
{
  const TktAuditEntry *entry = data;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *details = tkt_words_audit_details (entry, find_name (owner, entry));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), tkt_words_audit_kind (entry->kind));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), details);
  return row;
}

static void
on_filtered (TktAuditPage *self)
{
  if (self->desk != NULL)
    tkt_asked_list_reload (self->list);
}

static void
offer_people (TktAuditPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("Anybody"));
  for (guint i = 0; i < self->accounts->len; i++)
    gtk_string_list_append (names,
                            ((TktAccount *)g_ptr_array_index (self->accounts, i))->display_name);
  adw_combo_row_set_model (self->person_row, G_LIST_MODEL (names));
}

static void
offer_kinds (TktAuditPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("Anything"));
  for (guint kind = 0; tkt_audit_kind_enum.words[kind] != NULL; kind++)
    gtk_string_list_append (names, tkt_words_audit_kind (kind));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (names));
}

static void
on_accounts (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktAuditPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPage) page = tkt_desk_ask_finish (TKT_DESK (object), result, &error);

  /* Without the names the list says why, for it can't be had either; they come with it. */
  if (page == NULL || self->desk == NULL)
    return;
  g_ptr_array_unref (self->accounts);
  self->accounts = g_ptr_array_ref (page->rows);
  offer_people (self);
  tkt_asked_list_reload (self->list);
}

static void
ask_names (TktAuditPage *self)
{
  if (self->accounts->len == 0 && tkt_desk_get_network (self->desk) == TKT_NETWORK_ONLINE)
    tkt_desk_ask_accounts_async (self->desk, self->cancellable, on_accounts, g_object_ref (self));
}

static void
tkt_audit_page_unrealize (GtkWidget *widget)
{
  g_cancellable_cancel (TKT_AUDIT_PAGE (widget)->cancellable);

  GTK_WIDGET_CLASS (tkt_audit_page_parent_class)->unrealize (widget);
}

static void
tkt_audit_page_dispose (GObject *object)
{
  TktAuditPage *self = TKT_AUDIT_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);

  G_OBJECT_CLASS (tkt_audit_page_parent_class)->dispose (object);
}

static void
tkt_audit_page_class_init (TktAuditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_audit_page_dispose;
  widget_class->unrealize = tkt_audit_page_unrealize;

  g_type_ensure (TKT_TYPE_ASKED_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-audit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TktAuditPage, kind_row);
  gtk_widget_class_bind_template_child (widget_class, TktAuditPage, person_row);
  gtk_widget_class_bind_template_child (widget_class, TktAuditPage, period_row);
  gtk_widget_class_bind_template_child (widget_class, TktAuditPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_filtered);
}

static void
tkt_audit_page_init (TktAuditPage *self)
{
  self->accounts = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  offer_kinds (self);
  offer_people (self);
}

void
tkt_audit_page_set_desk (TktAuditPage *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_AUDIT_PAGE (self));

  g_set_object (&self->desk, desk);
  tkt_asked_list_set_up (
      self->list, desk, self, fetch, make_row, _ ("Audit"), _ ("Nothing like that was done."));
  g_signal_connect_object (
      desk, "notify::network", G_CALLBACK (ask_names), self, G_CONNECT_SWAPPED);
  ask_names (self);
}
