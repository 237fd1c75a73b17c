/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a session's token is kept. */
#include "tkt-keyring.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <string.h>

static const SecretSchema schema = { "org.example.Tickets",
                                     SECRET_SCHEMA_NONE,
                                     { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
                                       { NULL, SECRET_SCHEMA_ATTRIBUTE_STRING } } };

typedef struct
{
  char *account_id;
  char *path; /* of the file */
  char *token;
  gboolean in_file;
} Keeping;

static void
keeping_free (gpointer data)
{
  Keeping *keeping = data;

  g_free (keeping->account_id);
  g_free (keeping->path);
  g_free (keeping->token);
  g_free (keeping);
}

static GTask *
keeping_task (const char *account_id,
              const char *folder,
              const char *token,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->account_id = g_strdup (account_id);
  keeping->path = g_build_filename (folder, "token", NULL);
  keeping->token = g_strdup (token);
  g_task_set_source_tag (task, keeping_task);
  g_task_set_task_data (task, keeping, keeping_free);
  return task;
}

static void
write_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keeping *keeping = data;
  g_autofree char *folder = g_path_get_dirname (keeping->path);
  GError *error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int reason = errno;

      g_task_return_new_error (task,
                               G_FILE_ERROR,
                               g_file_error_from_errno (reason),
                               "%s: %s",
                               folder,
                               g_strerror (reason));
      return;
    }
  keeping->in_file = TRUE;
  if (g_file_set_contents_full (keeping->path,
                                keeping->token,
                                -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600,
                                &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    {
      /* No keyring, or a locked one that was not opened: the session must outlive the program all
       * the same. */
      g_info ("The keyring takes no token: %s", error->message);
      g_task_run_in_thread (task, write_file);
    }
}

void
tkt_keyring_store_async (const char *account_id,
                         const char *label,
                         const char *folder,
                         const char *token,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = keeping_task (account_id, folder, token, NULL, callback, user_data);

  secret_password_store (&schema,
                         SECRET_COLLECTION_DEFAULT,
                         label,
                         token,
                         NULL,
                         on_stored,
                         task,
                         "account",
                         account_id,
                         NULL);
}

gboolean
tkt_keyring_store_finish (GAsyncResult *result, gboolean *in_file, GError **error)
{
  Keeping *keeping = g_task_get_task_data (G_TASK (result));

  if (in_file != NULL)
    *in_file = keeping->in_file;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
read_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keeping *keeping = data;
  GError *error = NULL;
  char *token = NULL;

  if (g_file_get_contents (keeping->path, &token, NULL, &error))
    g_task_return_pointer (task, g_strstrip (token), g_free);
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_error_free (error);
      g_task_return_pointer (task, NULL, NULL);
    }
  else
    g_task_return_error (task, error);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *token = secret_password_lookup_finish (result, &error);

  if (token != NULL)
    {
      g_task_return_pointer (task, g_strdup (token), g_free);
      secret_password_free (token);
    }
  else
    g_task_run_in_thread (task, read_file);
}

void
tkt_keyring_lookup_async (const char *account_id,
                          const char *folder,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = keeping_task (account_id, folder, NULL, cancellable, callback, user_data);

  secret_password_lookup (&schema, cancellable, on_looked_up, task, "account", account_id, NULL);
}

char *
tkt_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
remove_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keeping *keeping = data;

  if (g_unlink (keeping->path) == 0 || errno == ENOENT)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task,
                             G_FILE_ERROR,
                             g_file_error_from_errno (errno),
                             "%s: %s",
                             keeping->path,
                             g_strerror (errno));
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_info ("The keyring forgets no token: %s", error->message);
  g_task_run_in_thread (task, remove_file);
}

void
tkt_keyring_clear_async (const char *account_id,
                         const char *folder,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = keeping_task (account_id, folder, NULL, NULL, callback, user_data);

  secret_password_clear (&schema, NULL, on_cleared, task, "account", account_id, NULL);
}

gboolean
tkt_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
