/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real server inside the desk's process. */
#include "tkt-embedded.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "tkt-demo-network.h"
#include "tkt-server.h"
#include "tkt-sqlite-store.h"
#include "tkt-store-calls.h"
#include "tkt-time.h"

struct _TktEmbedded
{
  GObject parent_instance;

  char *folder;
  TktStore *store;
  TktServer *server;
  TktDemoNetwork *network;
  char *password;
};

G_DEFINE_FINAL_TYPE (TktEmbedded, tkt_embedded, G_TYPE_OBJECT)

static void
tkt_embedded_finalize (GObject *object)
{
  TktEmbedded *self = TKT_EMBEDDED (object);

  tkt_embedded_stop (self);
  g_clear_pointer (&self->network, tkt_demo_network_free);
  g_free (self->password);

  G_OBJECT_CLASS (tkt_embedded_parent_class)->finalize (object);
}

static void
tkt_embedded_class_init (TktEmbeddedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_embedded_finalize;
}

static void
tkt_embedded_init (TktEmbedded *self)
{
}

static gboolean
start (TktEmbedded *self, GError **error)
{
  const TktServerOptions options = { .lanes = 2, .strength = TKT_PASSWORD_QUICK };
  g_autofree char *path = NULL;
  g_autofree char *hash = NULL;

  self->folder = g_dir_make_tmp ("tickets-demo-XXXXXX", error);
  if (self->folder == NULL)
    return FALSE;
  path = g_build_filename (self->folder, "tickets.db", NULL);
  self->password = tkt_password_generate ();
  hash = tkt_password_hash (self->password, options.strength, error);
  if (hash == NULL)
    return FALSE;
  self->store = tkt_sqlite_store_new (path, TRUE, error);
  if (self->store == NULL)
    return FALSE;
  self->network = tkt_demo_network_fill (self->store, hash, tkt_time_now (), error);
  if (self->network == NULL)
    return FALSE;
  self->server = tkt_server_new (self->store, &options, error);
  return self->server != NULL;
}

static void
start_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (TktEmbedded) self = g_object_new (TKT_TYPE_EMBEDDED, NULL);
  GError *error = NULL;

  if (start (self, &error))
    g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
  else
    g_task_return_error (task, error);
}

void
tkt_embedded_start_async (GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tkt_embedded_start_async);
  g_task_run_in_thread (task, start_in_thread);
}

TktEmbedded *
tkt_embedded_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
tkt_embedded_get_uri (TktEmbedded *self)
{
  g_return_val_if_fail (TKT_IS_EMBEDDED (self), NULL);

  return tkt_server_get_uri (self->server);
}

const char *
tkt_embedded_get_manager (TktEmbedded *self)
{
  g_return_val_if_fail (TKT_IS_EMBEDDED (self), NULL);

  return self->network->manager;
}

const char *
tkt_embedded_get_partner (TktEmbedded *self)
{
  g_return_val_if_fail (TKT_IS_EMBEDDED (self), NULL);

  return self->network->partner;
}

const char *
tkt_embedded_get_password (TktEmbedded *self)
{
  g_return_val_if_fail (TKT_IS_EMBEDDED (self), NULL);

  return self->password;
}

/* Files only: a database makes no folders. */
static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0)
        g_warning ("%s can't be removed: %s", path, g_strerror (errno));
    }
  if (g_rmdir (folder) != 0)
    g_warning ("%s can't be removed: %s", folder, g_strerror (errno));
}

void
tkt_embedded_stop (TktEmbedded *self)
{
  g_return_if_fail (TKT_IS_EMBEDDED (self));

  if (self->server != NULL)
    tkt_server_stop (self->server);
  if (self->store != NULL)
    tkt_store_stop (self->store);
  g_clear_object (&self->server);
  g_clear_object (&self->store);
  if (self->folder != NULL)
    remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
}
