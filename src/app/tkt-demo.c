/* SPDX-License-Identifier: GPL-3.0-or-later */
/* **Try the Demo**: an embedded server with two people signed in to it. */
#include "tkt-demo.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "tkt-embedded.h"

struct _TktDemo
{
  GObject parent_instance;

  TktEmbedded *server;
  char *folder; /* of the desks' databases */
  TktSignIns *sign_ins;
  TktSignIn *manager;
  TktSignIn *partner;
};

G_DEFINE_FINAL_TYPE (TktDemo, tkt_demo, G_TYPE_OBJECT)

/* Folders of accounts, with databases in them. Their desks have been stopped. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_DIR) ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  if (g_remove (path) != 0)
    g_warning ("%s can't be removed: %s", path, g_strerror (errno));
}

static void
tkt_demo_finalize (GObject *object)
{
  TktDemo *self = TKT_DEMO (object);

  g_clear_object (&self->server);
  g_clear_object (&self->sign_ins);
  if (self->folder != NULL)
    remove_tree (self->folder);
  g_free (self->folder);
  tkt_sign_in_free (self->manager);
  tkt_sign_in_free (self->partner);

  G_OBJECT_CLASS (tkt_demo_parent_class)->finalize (object);
}

static void
tkt_demo_class_init (TktDemoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_demo_finalize;
}

static void
tkt_demo_init (TktDemo *self)
{
}

static void on_signed_in (GObject *object, GAsyncResult *result, gpointer user_data);

static void
sign_in (TktDemo *self, const char *username, GTask *task)
{
  tkt_sign_ins_sign_in_async (self->sign_ins,
                              tkt_embedded_get_uri (self->server),
                              NULL,
                              username,
                              tkt_embedded_get_password (self->server),
                              g_task_get_cancellable (task),
                              on_signed_in,
                              task);
}

/* First the account manager, then the publisher. */
static void
on_signed_in (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktDemo *self = g_task_get_task_data (task);
  GError *error = NULL;
  TktSignIn *signed_in = tkt_sign_ins_sign_in_finish (TKT_SIGN_INS (object), result, NULL, &error);

  if (signed_in == NULL)
    g_task_return_error (task, error);
  else if (self->manager == NULL)
    {
      self->manager = signed_in;
      sign_in (self, tkt_embedded_get_partner (self->server), g_steal_pointer (&task));
    }
  else
    {
      self->partner = signed_in;
      g_task_return_pointer (task, g_object_ref (self), g_object_unref);
    }
}

static void
on_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktDemo *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->server = tkt_embedded_start_finish (result, &error);
  if (self->server == NULL)
    g_task_return_error (task, error);
  else
    sign_in (self, tkt_embedded_get_manager (self->server), g_steal_pointer (&task));
}

void
tkt_demo_start_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (TktDemo) self = g_object_new (TKT_TYPE_DEMO, NULL);
  GError *error = NULL;

  g_task_set_source_tag (task, tkt_demo_start_async);
  self->folder = g_dir_make_tmp ("tickets-desk-XXXXXX", &error);
  if (self->folder == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->sign_ins = tkt_sign_ins_new (self->folder, FALSE);
  g_task_set_task_data (task, g_steal_pointer (&self), g_object_unref);
  tkt_embedded_start_async (cancellable, on_started, g_steal_pointer (&task));
}

TktDemo *
tkt_demo_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

TktSignIns *
tkt_demo_get_sign_ins (TktDemo *self)
{
  g_return_val_if_fail (TKT_IS_DEMO (self), NULL);

  return self->sign_ins;
}

const TktSignIn *
tkt_demo_get_manager (TktDemo *self)
{
  g_return_val_if_fail (TKT_IS_DEMO (self), NULL);

  return self->manager;
}

const TktSignIn *
tkt_demo_get_partner (TktDemo *self)
{
  g_return_val_if_fail (TKT_IS_DEMO (self), NULL);

  return self->partner;
}
