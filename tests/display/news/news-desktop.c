/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop that shows notifications, by either of the two protocols that GNotification speaks. */
#include "news-desktop.h"

#define PROGRAM "org.example.Tickets"
#define PROGRAM_PATH "/org/example/Tickets"

struct _NewsDesktop
{
  GDBusConnection *bus;
  gboolean gtk;
  guint name;
  guint object;
  GPtrArray *notices; /* of NewsNotice */
  guint n_sent;
};

static const char gtk_xml[]
    = "<node><interface name='org.gtk.Notifications'>"
      "<method name='AddNotification'><arg type='s' direction='in'/>"
      "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/></method>"
      "<method name='RemoveNotification'><arg type='s' direction='in'/>"
      "<arg type='s' direction='in'/></method>"
      "</interface></node>";

static const char freedesktop_xml[]
    = "<node><interface name='org.freedesktop.Notifications'>"
      "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>"
      "<arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
      "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
      "</interface></node>";

static void
notice_free (gpointer data)
{
  NewsNotice *notice = data;

  g_free (notice->id);
  g_free (notice->title);
  g_free (notice->body);
  g_free (notice->action);
  g_clear_pointer (&notice->target, g_variant_unref);
  g_free (notice);
}

static void
remove_notice (NewsDesktop *self, const char *id)
{
  for (guint i = 0; i < self->notices->len; i++)
    if (g_str_equal (news_desktop_get (self, i)->id, id))
      {
        g_ptr_array_remove_index (self->notices, i);
        return;
      }
}

/* In place of the one with the same id. */
static void
show (NewsDesktop *self, NewsNotice *notice)
{
  remove_notice (self, notice->id);
  g_ptr_array_add (self->notices, notice);
  self->n_sent++;
}

static void
add_by_gtk (NewsDesktop *self, GVariant *parameters)
{
  NewsNotice *notice = g_new0 (NewsNotice, 1);
  const char *program;
  g_autoptr (GVariant) details = NULL;

  g_variant_get (parameters, "(&ss@a{sv})", &program, &notice->id, &details);
  g_assert_cmpstr (program, ==, PROGRAM);
  g_variant_lookup (details, "title", "s", &notice->title);
  g_variant_lookup (details, "body", "s", &notice->body);
  g_variant_lookup (details, "default-action", "s", &notice->action);
  notice->target = g_variant_lookup_value (details, "default-action-target", NULL);
  show (self, notice);
}

static guint
add_by_freedesktop (NewsDesktop *self, GVariant *parameters)
{
  NewsNotice *notice = g_new0 (NewsNotice, 1);
  guint replaces;

  g_variant_get_child (parameters, 1, "u", &replaces);
  g_variant_get_child (parameters, 3, "s", &notice->title);
  g_variant_get_child (parameters, 4, "s", &notice->body);
  if (replaces == 0)
    replaces = self->n_sent + 1;
  notice->id = g_strdup_printf ("%u", replaces);
  show (self, notice);
  return replaces;
}

static void
emit_closed (NewsDesktop *self, guint id)
{
  g_dbus_connection_emit_signal (self->bus,
                                 NULL,
                                 "/org/freedesktop/Notifications",
                                 "org.freedesktop.Notifications",
                                 "NotificationClosed",
                                 g_variant_new ("(uu)", id, 2),
                                 NULL);
}

static void
close_by_freedesktop (NewsDesktop *self, GVariant *parameters)
{
  g_autofree char *id = NULL;
  guint number;

  g_variant_get (parameters, "(u)", &number);
  id = g_strdup_printf ("%u", number);
  remove_notice (self, id);
  emit_closed (self, number);
}

static void
on_call (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  NewsDesktop *self = user_data;
  GVariant *answer = NULL;

  if (g_str_equal (method, "AddNotification"))
    add_by_gtk (self, parameters);
  else if (g_str_equal (method, "Notify"))
    answer = g_variant_new ("(u)", add_by_freedesktop (self, parameters));
  else if (g_str_equal (method, "CloseNotification"))
    close_by_freedesktop (self, parameters);
  else
    {
      const char *program, *id;

      g_variant_get (parameters, "(&s&s)", &program, &id);
      g_assert_cmpstr (program, ==, PROGRAM);
      remove_notice (self, id);
    }
  g_dbus_method_invocation_return_value (invocation, answer);
}

NewsDesktop *
news_desktop_new (gboolean gtk)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  NewsDesktop *self = g_new0 (NewsDesktop, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autoptr (GVariant) owned = NULL;

  self->gtk = gtk;
  self->notices = g_ptr_array_new_with_free_func (notice_free);
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  node = g_dbus_node_info_new_for_xml (gtk ? gtk_xml : freedesktop_xml, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (self->bus,
                                                    gtk ? "/org/gtk/Notifications"
                                                        : "/org/freedesktop/Notifications",
                                                    node->interfaces[0],
                                                    &vtable,
                                                    self,
                                                    NULL,
                                                    &error);
  g_assert_no_error (error);
  /* The program asks once which of the two there is, so it has to be there before. */
  owned = g_dbus_connection_call_sync (self->bus,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", node->interfaces[0]->name, 0),
                                       G_VARIANT_TYPE ("(u)"),
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       &error);
  g_assert_no_error (error);
  return self;
}

void
news_desktop_free (NewsDesktop *self)
{
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_object_unref (self->bus);
  g_ptr_array_unref (self->notices);
  g_free (self);
}

const NewsNotice *
news_desktop_get (NewsDesktop *self, guint position)
{
  return position < self->notices->len ? g_ptr_array_index (self->notices, position) : NULL;
}

guint
news_desktop_count (NewsDesktop *self)
{
  return self->notices->len;
}

guint
news_desktop_count_sent (NewsDesktop *self)
{
  return self->n_sent;
}

void
news_desktop_activate (NewsDesktop *self, const char *action, GVariant *target)
{
  g_auto (GVariantBuilder) targets = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  g_assert_true (g_str_has_prefix (action, "app."));
  if (target != NULL)
    g_variant_builder_add (&targets, "v", target);
  g_dbus_connection_call (self->bus,
                          PROGRAM,
                          PROGRAM_PATH,
                          "org.freedesktop.Application",
                          "ActivateAction",
                          g_variant_new ("(sava{sv})", action + 4, &targets, NULL),
                          NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          NULL,
                          NULL,
                          NULL);
}

/* By the one protocol the desktop knows the action; by the other, the program does. */
void
news_desktop_click (NewsDesktop *self, guint position)
{
  g_autofree char *id = g_strdup (news_desktop_get (self, position)->id);

  if (self->gtk)
    {
      const NewsNotice *notice = news_desktop_get (self, position);

      news_desktop_activate (self, notice->action, notice->target);
      remove_notice (self, id);
      return;
    }
  g_dbus_connection_emit_signal (
      self->bus,
      NULL,
      "/org/freedesktop/Notifications",
      "org.freedesktop.Notifications",
      "ActionInvoked",
      g_variant_new ("(us)", (guint)g_ascii_strtoull (id, NULL, 10), "default"),
      NULL);
  remove_notice (self, id);
  emit_closed (self, g_ascii_strtoull (id, NULL, 10));
}
