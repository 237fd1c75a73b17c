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
  TktAccounts *accounts; /* whom the second row offers, behind "Anybody" */

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

  if (person > 0)
    filter.account_id
        = ((TktAccount *)g_ptr_array_index (tkt_accounts_get_all (self->accounts), person - 1))->id;
  tkt_desk_ask_audit_async (self->desk, &filter, cursor, cancellable, callback, user_data);
}

static const char *
find_name (TktAuditPage *self, const TktListedAuditEntry *listed)
{
  const TktAuditEntry *entry = &listed->entry;
  const TktAccount *account = tkt_accounts_find (self->accounts, entry->account_id);

  if (entry->account_id == NULL)
    return entry->request_id == NULL ? _ ("Command line") : _ ("Unknown name");
  return account != NULL ? account->display_name : listed->account_username;
}

static GtkWidget *
make_row (gpointer owner, gconstpointer data)
{
  const TktListedAuditEntry *listed = data;
  g_autofree char *deed = tkt_words_audit_deed (listed);
  g_autofree char *details = tkt_words_audit_details (listed, find_name (owner, listed));

  return tkt_asked_list_row_new (deed, details);
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
  GPtrArray *accounts = tkt_accounts_get_all (self->accounts);

  gtk_string_list_append (names, _ ("Anybody"));
  for (guint i = 0; i < accounts->len; i++)
    gtk_string_list_append (names, ((TktAccount *)g_ptr_array_index (accounts, i))->display_name);
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
on_accounts_changed (TktAuditPage *self)
{
  offer_people (self);
  tkt_asked_list_reload (self->list);
}

static void
tkt_audit_page_dispose (GObject *object)
{
  TktAuditPage *self = TKT_AUDIT_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tkt_audit_page_parent_class)->dispose (object);
}

static void
tkt_audit_page_class_init (TktAuditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_audit_page_dispose;

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
  gtk_widget_init_template (GTK_WIDGET (self));
  offer_kinds (self);
}

void
tkt_audit_page_set_up (TktAuditPage *self, TktDesk *desk, TktAccounts *accounts)
{
  g_return_if_fail (TKT_IS_AUDIT_PAGE (self));

  self->accounts = g_object_ref (accounts);
  offer_people (self);
  self->desk = g_object_ref (desk);
  tkt_asked_list_set_up (
      self->list, desk, self, fetch, make_row, _ ("Entries"), _ ("Nothing like that was done."));
  g_signal_connect_object (
      accounts, "changed", G_CALLBACK (on_accounts_changed), self, G_CONNECT_SWAPPED);
}
