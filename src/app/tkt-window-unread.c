/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is unread: how much, the way through it, and an end to all of it. */
#include <glib/gi18n.h>

#include "tkt-confirm.h"
#include "tkt-window-private.h"
#include "tkt-tip.h"
#include "tkt-words.h"

/* So many at once are asked about first: it can't be undone. */
#define MANY 10

guint
tkt_window_get_unread (TktWindow *self)
{
  const TktOrganization *organization
      = self->desk != NULL ? tkt_desk_get_organization (self->desk) : NULL;

  g_return_val_if_fail (TKT_IS_WINDOW (self), 0);

  /* Rule 2: while the feature is off, publisher accounts see nothing of it. */
  if (self->unread == NULL || organization == NULL
      || (!organization->support_tickets_enabled && !tkt_desk_is_staff (self->desk)))
    return 0;
  return tkt_unread_get_count (self->unread);
}

/* libadwaita shows a number and tells nobody of what. */
static void
describe_tabs (GtkWidget *widget, const char *const *words, guint *n)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwViewSwitcherButton"))
    {
      const char *description = *n < 2 ? words[*n] : "";

      tkt_tip_set (widget, *description != '\0' ? description : NULL);
      ++*n;
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    describe_tabs (child, words, n);
}

void
tkt_window_describe_tabs (TktWindow *self)
{
  guint open = tkt_desk_get_open_tickets (self->desk);
  guint unread = tkt_window_get_unread (self);
  g_autofree char *open_words = tkt_words_open_tickets (open);
  g_autofree char *unread_words = tkt_words_unread_tickets (unread);
  /* In the order of their pages. */
  const char *const words[] = { open > 0 ? open_words : "", unread > 0 ? unread_words : "" };
  guint in_title = 0, in_bar = 0;

  describe_tabs (GTK_WIDGET (self->switcher_title), words, &in_title);
  describe_tabs (GTK_WIDGET (self->switcher_bar), words, &in_bar);
}

void
tkt_window_show_unread (TktWindow *self)
{
  const TktAccount *account = tkt_desk_get_account (self->desk);
  guint unread = tkt_window_get_unread (self);
  g_autofree char *subtitle = tkt_words_account (account->display_name, unread);

  adw_view_switcher_title_set_subtitle (self->switcher_title, subtitle);
  adw_view_stack_page_set_badge_number (self->tickets_view, unread);
  tkt_ticket_list_set_unread (self->ticket_list, unread);
  tkt_window_describe_tabs (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.mark-all-read", unread > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.mark-selected-read", unread > 0);
  g_object_notify (G_OBJECT (self), "unread");
}

void
tkt_window_count_unread (TktWindow *self)
{
  self->unread = tkt_unread_new (self->desk);
  g_signal_connect_swapped (
      self->unread, "notify::count", G_CALLBACK (tkt_window_show_unread), self);
}

static void
on_marked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id == NULL)
    tkt_window_toast (self, error->message);
}

static void
mark_all (TktWindow *self)
{
  if (self->desk != NULL)
    tkt_desk_mark_all_read_async (self->desk, NULL, on_marked, g_object_ref (self));
}

static void
on_mark_selected_read (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  if (tkt_ticket_list_get_several (self->ticket_list) > 0)
    tkt_desk_mark_all_read_async (
        self->desk, tkt_ticket_list_pick (self->ticket_list), on_marked, g_object_ref (self));
}

static void
on_confirmed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  if (tkt_confirm_finish (GTK_WIDGET (object), result))
    mark_all (TKT_WINDOW (object));
}

static void
on_mark_all_read (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);
  guint unread = tkt_window_get_unread (self);
  g_autofree char *body = NULL;

  if (unread < MANY)
    {
      mark_all (self);
      return;
    }
  body = g_strdup_printf (ngettext ("%'u ticket has messages that you have not read. This can't be "
                                    "undone.",
                                    "%'u tickets have messages that you have not read. This can't "
                                    "be undone.",
                                    unread),
                          unread);
  tkt_confirm_async (
      widget, _ ("Mark All as Read?"), body, _ ("Mark All as Read"), on_confirmed, NULL);
}

static void
on_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *ticket_id = NULL;
  gint64 key;

  tkt_desk_find_unread_finish (TKT_DESK (object), result, &ticket_id, &key, &error);
  /* The window has been closed meanwhile. */
  if (self->desk == NULL)
    return;
  if (error != NULL)
    tkt_window_toast (self, error->message);
  else if (ticket_id == NULL)
    tkt_window_toast (self, _ ("Nothing here is unread"));
  else
    tkt_ticket_list_choose (self->ticket_list, ticket_id, key);
}

/* One key reads through everything: down to the end of a conversation, and on to the next. */
static void
on_read_on (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  if (!tkt_window_shows_tickets (self)
      || (gtk_widget_get_mapped (GTK_WIDGET (self->conversation))
          && tkt_conversation_read_on (self->conversation)))
    return;
  tkt_desk_find_unread_async (self->desk,
                              tkt_ticket_list_get_filter (self->ticket_list),
                              tkt_conversation_get_ticket_id (self->conversation),
                              on_found,
                              g_object_ref (self));
}

void
tkt_window_install_unread (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.mark-all-read", NULL, on_mark_all_read);
  gtk_widget_class_install_action (
      widget_class, "win.mark-selected-read", NULL, on_mark_selected_read);
  gtk_widget_class_install_action (widget_class, "win.read-on", NULL, on_read_on);
}
