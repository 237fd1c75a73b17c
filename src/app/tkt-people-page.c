/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of an organization. */
#include "tkt-people-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tkt-account-window.h"
#include "tkt-asked-list.h"
#include "tkt-confirm.h"
#include "tkt-invitation-window.h"
#include "tkt-words.h"

struct _TktPeoplePage
{
  AdwPreferencesPage parent_instance;

  TktDesk *desk;
  TktAccounts *accounts;

  TktAskedList *list;
};

G_DEFINE_FINAL_TYPE (TktPeoplePage, tkt_people_page, ADW_TYPE_PREFERENCES_PAGE)

static void
fetch (gpointer owner,
       const char *cursor,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  TktPeoplePage *self = owner;

  tkt_desk_ask_accounts_async (self->desk, cancellable, callback, user_data);
}

/* Each word is part of the name or the username. */
static gboolean
is_searched (TktPeoplePage *self, const TktAccount *account)
{
  g_autofree char *text = g_strconcat (account->display_name, " ", account->username, NULL);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *words = g_utf8_casefold (tkt_asked_list_get_words (self->list), -1);
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (folded, parts[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static GtkWidget *
make_menu (const TktAccount *account)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: %s is a person's name. */
  g_autofree char *name = g_strdup_printf (_ ("Menu of %s"), account->display_name);

  add_item (menu, _ ("Edit"), "people.edit", account->id);
  if (account->disabled)
    add_item (menu, _ ("Enable"), "people.enable", account->id);
  else
    {
      add_item (menu, _ ("New Code"), "people.invite", account->id);
      add_item (menu, _ ("Disable"), "people.disable", account->id);
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static GtkWidget *
make_row (gpointer owner, gconstpointer data)
{
  TktPeoplePage *self = owner;
  const TktAccount *account = data;
  GtkWidget *row;
  const char *role = tkt_words_role (account->role);
  g_autofree char *subtitle
      = account->disabled
            /* Translators: a username, a role. */
            ? g_strdup_printf (_ ("%s · %s · Disabled"), account->username, role)
            : g_strdup_printf ("%s · %s", account->username, role);

  if (!is_searched (self, account))
    return NULL;
  row = tkt_asked_list_row_new (account->display_name, subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_menu (account));
  tkt_asked_list_row_open (row, "people.edit", account->id);
  return row;
}

static GtkWindow *
get_window (TktPeoplePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? GTK_WINDOW (root) : NULL;
}

/* Something has changed, or should have: what is shown is asked for again. */
static void
reload (TktPeoplePage *self)
{
  tkt_asked_list_reload (self->list);
  tkt_accounts_reload (self->accounts);
}

static void
on_invited (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktPeoplePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktInvitation) invitation = NULL;
  gpointer row = NULL;

  if (!tkt_desk_change_finish (TKT_DESK (object), result, &row, &error))
    {
      tkt_asked_list_tell (GTK_WIDGET (self), error->message);
      return;
    }
  invitation = row;
  /* Closed meanwhile: nobody has seen the code, and a new one can be made. */
  if (get_window (self) != NULL)
    gtk_window_present (GTK_WINDOW (tkt_invitation_window_new (get_window (self), invitation)));
}

/* A question about one account. */
typedef struct
{
  TktPeoplePage *page;
  char *account_id;
} Question;

static Question *
question_new (TktPeoplePage *self, GVariant *parameter)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ g_object_ref (self), g_variant_dup_string (parameter, NULL) };
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->page);
  g_free (question->account_id);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
on_invite_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  TktPeoplePage *self = question->page;

  if (tkt_confirm_finish (GTK_WIDGET (object), result) && self->desk != NULL)
    tkt_desk_invite_async (self->desk, question->account_id, on_invited, g_object_ref (self));
}

static void
on_invite (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_confirm_async (widget,
                     _ ("Make a New Code?"),
                     _ ("The person's password stops working and they are signed out everywhere. "
                        "With the code they choose a new password."),
                     _ ("Make Code"),
                     on_invite_answered,
                     question_new (TKT_PEOPLE_PAGE (widget), parameter));
}

static void
on_changed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktPeoplePage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tkt_desk_change_finish (TKT_DESK (object), result, NULL, &error))
    tkt_asked_list_tell (GTK_WIDGET (self), error->message);
  if (self->desk != NULL)
    reload (self);
}

static void
set_disabled (TktPeoplePage *self, const char *account_id, gboolean disabled)
{
  const TktAccountPatch change = { .disabled = disabled, .disabled_given = TRUE };

  if (self->desk != NULL)
    tkt_desk_change_account_async (
        self->desk, account_id, &change, on_changed, g_object_ref (self));
}

static void
on_disable_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;

  if (tkt_confirm_finish (GTK_WIDGET (object), result))
    set_disabled (question->page, question->account_id, TRUE);
}

static void
on_disable (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_confirm_async (widget,
                     _ ("Disable This Account?"),
                     _ ("The person is signed out everywhere and can't sign in any more. What they "
                        "wrote stays."),
                     _ ("Disable"),
                     on_disable_answered,
                     question_new (TKT_PEOPLE_PAGE (widget), parameter));
}

static void
on_enable (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_disabled (TKT_PEOPLE_PAGE (widget), g_variant_get_string (parameter, NULL), FALSE);
}

static void
on_added (TktPeoplePage *self, const TktAccount *account)
{
  reload (self);
  tkt_desk_invite_async (self->desk, account->id, on_invited, g_object_ref (self));
}

/* @account: (nullable): NULL adds one. */
static void
open_window (TktPeoplePage *self, const TktAccount *account, GCallback on_saved)
{
  TktAccountWindow *window = tkt_account_window_new (get_window (self), self->desk, account);

  g_signal_connect_object (window, "saved", on_saved, self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_add (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_window (TKT_PEOPLE_PAGE (widget), NULL, G_CALLBACK (on_added));
}

static gboolean
is_account (gconstpointer account, gconstpointer id)
{
  return g_str_equal (((const TktAccount *)account)->id, id);
}

static void
on_edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktPeoplePage *self = TKT_PEOPLE_PAGE (widget);
  const TktAccount *account
      = tkt_asked_list_find (self->list, is_account, g_variant_get_string (parameter, NULL));

  if (account != NULL)
    open_window (self, account, G_CALLBACK (reload));
}

static void
tkt_people_page_dispose (GObject *object)
{
  TktPeoplePage *self = TKT_PEOPLE_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tkt_people_page_parent_class)->dispose (object);
}

static void
tkt_people_page_class_init (TktPeoplePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_people_page_dispose;

  g_type_ensure (TKT_TYPE_ASKED_LIST);
  gtk_widget_class_install_action (widget_class, "people.add", NULL, on_add);
  gtk_widget_class_install_action (widget_class, "people.disable", "s", on_disable);
  gtk_widget_class_install_action (widget_class, "people.edit", "s", on_edit);
  gtk_widget_class_install_action (widget_class, "people.enable", "s", on_enable);
  gtk_widget_class_install_action (widget_class, "people.invite", "s", on_invite);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-people-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TktPeoplePage, list);
}

static void
tkt_people_page_init (TktPeoplePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_people_page_set_up (TktPeoplePage *self, TktDesk *desk, TktAccounts *accounts)
{
  g_return_if_fail (TKT_IS_PEOPLE_PAGE (self));

  self->desk = g_object_ref (desk);
  self->accounts = g_object_ref (accounts);
  tkt_asked_list_set_up (
      self->list, desk, self, fetch, make_row, _ ("People"), _ ("Nobody has this name."));
}
