/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks the desktop whether the program may run without a window. */
#include "tkt-background.h"

#include <glib/gi18n.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

/* What Response says first. */
enum
{
  DONE,
  CANCELLED,
  ENDED,
};

typedef struct
{
  GDBusConnection *bus;
  guint subscription;
  GSource *cancelled; /* while only the signal can end it; or NULL */
} Asking;

/* Both hold the task, and so do not outlive what they wait for by themselves. */
static void
stop_listening (Asking *asking)
{
  if (asking->cancelled != NULL)
    g_source_destroy (asking->cancelled);
  g_clear_pointer (&asking->cancelled, g_source_unref);
  if (asking->subscription != 0)
    g_dbus_connection_signal_unsubscribe (asking->bus, asking->subscription);
  asking->subscription = 0;
}

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_clear_object (&asking->bus);
  g_free (asking);
}

static void
on_response (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Asking *asking = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  gboolean allowed = FALSE;
  guint response;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &allowed);
  stop_listening (asking);
  if (response == ENDED)
    g_task_return_new_error (
        task, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The desktop has not answered the question."));
  else
    g_task_return_int (
        task, response == DONE && allowed ? TKT_BACKGROUND_ALLOWED : TKT_BACKGROUND_REFUSED);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  stop_listening (g_task_get_task_data (task));
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* The person may take any time to answer, and whoever asked may be gone by then. */
static void
listen_for_end (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  asking->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_callback (
      asking->cancelled, G_SOURCE_FUNC (on_cancelled), g_object_ref (task), g_object_unref);
  g_source_attach (asking->cancelled, g_task_get_context (task));
}

static gboolean
is_no_portal (const GError *error)
{
  static const GDBusError codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_UNKNOWN_METHOD,  G_DBUS_ERROR_UNKNOWN_INTERFACE,
    G_DBUS_ERROR_UNKNOWN_OBJECT,  G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

/* What it answers comes by the signal; here only that it does not. */
static void
on_asked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) request
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  /* The signal may have come before what the call answers. */
  if (asking->subscription == 0)
    {
      g_clear_error (&error);
      return;
    }
  if (request != NULL)
    {
      listen_for_end (task);
      return;
    }
  stop_listening (asking);
  if (!is_no_portal (error))
    {
      g_dbus_error_strip_remote_error (error);
      g_task_return_error (task, error);
      return;
    }
  g_error_free (error);
  g_task_return_int (task, TKT_BACKGROUND_UNASKED);
}

/* Where the portal will answer: told by the caller's name, so that no answer is missed. */
static char *
request_path (GDBusConnection *bus, const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

static void
on_bus (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  g_autofree char *token = g_strdup_printf ("tickets%u", g_random_int ());
  g_autofree char *path = NULL;
  GVariantDict options;
  g_autoptr (GError) error = NULL;

  asking->bus = g_bus_get_finish (result, &error);
  if (asking->bus == NULL)
    {
      g_task_return_int (task, TKT_BACKGROUND_UNASKED);
      return;
    }
  path = request_path (asking->bus, token);
  asking->subscription = g_dbus_connection_signal_subscribe (asking->bus,
                                                             PORTAL,
                                                             "org.freedesktop.portal.Request",
                                                             "Response",
                                                             path,
                                                             NULL,
                                                             G_DBUS_SIGNAL_FLAGS_NONE,
                                                             on_response,
                                                             g_object_ref (task),
                                                             g_object_unref);
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_dict_insert (&options, "reason", "s", _ ("Notify you of new messages"));
  g_variant_dict_insert (&options, "autostart", "b", FALSE);
  g_dbus_connection_call (asking->bus,
                          PORTAL,
                          PORTAL_PATH,
                          "org.freedesktop.portal.Background",
                          "RequestBackground",
                          g_variant_new ("(s@a{sv})", "", g_variant_dict_end (&options)),
                          G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          g_task_get_cancellable (task),
                          on_asked,
                          g_object_ref (task));
}

void
tkt_background_ask_async (GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tkt_background_ask_async);
  g_task_set_task_data (task, g_new0 (Asking, 1), asking_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus, task);
}

gboolean
tkt_background_ask_finish (GAsyncResult *result, TktBackgroundAnswer *answer, GError **error)
{
  gssize value = g_task_propagate_int (G_TASK (result), error);

  *answer = value;
  return value >= 0;
}
