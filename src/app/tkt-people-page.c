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

  GtkSearchEntry *search_entry;
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
  g_autofree char *words
      = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (folded, parts[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
add_button (GtkWidget *row, const char *label, const char *name, const char *action, const char *id)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_row (gpointer owner, gconstpointer data)
{
  const TktAccount *account = data;
  GtkWidget *row;
  const char *role = tkt_words_role (account->role);
  g_autofree char *subtitle
      = account->disabled
            /* Translators: a username, a role. */
            ? g_strdup_printf (_ ("%s · %s · Disabled"), account->username, role)
            : g_strdup_printf ("%s · %s", account->username, role);
  /* Translators: %s is a person's name. */
  g_autofree char *code = g_strdup_printf (_ ("New code for %s"), account->display_name);
  g_autofree char *disable = g_strdup_printf (_ ("Disable %s"), account->display_name);
  g_autofree char *enable = g_strdup_printf (_ ("Enable %s"), account->display_name);

  if (!is_searched (owner, account))
    return NULL;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), account->display_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (account->disabled)
    add_button (row, _ ("Enable"), enable, "people.enable", account->id);
  else
    {
      add_button (row, _ ("New Code"), code, "people.invite", account->id);
      add_button (row, _ ("Disable"), disable, "people.disable", account->id);
    }
  return row;
}

static void
on_search_changed (TktPeoplePage *self)
{
  if (self->desk != NULL)
    tkt_asked_list_reload (self->list);
}

static GtkWindow *
get_window (TktPeoplePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? GTK_WINDOW (root) : NULL;
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
  tkt_asked_list_reload (self->list);
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
  tkt_asked_list_reload (self->list);
  tkt_desk_invite_async (self->desk, account->id, on_invited, g_object_ref (self));
}

static void
on_add (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktPeoplePage *self = TKT_PEOPLE_PAGE (widget);
  TktAccountWindow *window = tkt_account_window_new (get_window (self), self->desk);

  g_signal_connect_object (window, "added", G_CALLBACK (on_added), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
tkt_people_page_dispose (GObject *object)
{
  g_clear_object (&TKT_PEOPLE_PAGE (object)->desk);

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
  gtk_widget_class_install_action (widget_class, "people.enable", "s", on_enable);
  gtk_widget_class_install_action (widget_class, "people.invite", "s", on_invite);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-people-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TktPeoplePage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TktPeoplePage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
}

static void
tkt_people_page_init (TktPeoplePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_people_page_set_desk (TktPeoplePage *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_PEOPLE_PAGE (self));

  g_set_object (&self->desk, desk);
  tkt_asked_list_set_up (
      self->list, desk, self, fetch, make_row, _ ("People"), _ ("Nobody has this name."));
}
