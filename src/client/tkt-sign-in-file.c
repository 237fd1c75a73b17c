/* SPDX-License-Identifier: GPL-3.0-or-later */
/* accounts.json: who is signed in on this computer. */
#include "tkt-sign-in-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "tkt-json.h"
#include "tkt-problem.h"

static GPtrArray *
sign_ins_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_sign_in_free);
}

static GPtrArray *
parse (const char *path, const char *text, gsize length, GError **error)
{
  g_autoptr (GPtrArray) sign_ins = sign_ins_new ();
  g_autoptr (JsonNode) root = tkt_json_parse (text, length, error);
  JsonArray *array;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      tkt_problem_set (error, TKT_PROBLEM_INVALID, _ ("%s is not a list of accounts."), path);
      return NULL;
    }
  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      TktSignIn *sign_in = tkt_shape_read (
          &tkt_sign_in_shape, json_array_get_element (array, i), NULL, TKT_READ_LENIENT, error);

      if (sign_in == NULL)
        return NULL;
      g_ptr_array_add (sign_ins, sign_in);
    }
  return g_steal_pointer (&sign_ins);
}

GPtrArray *
tkt_sign_in_file_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) failed = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, &failed))
    return parse (path, text, length, error);
  /* Nobody has signed in yet. */
  if (g_error_matches (failed, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return sign_ins_new ();
  g_propagate_error (error, g_steal_pointer (&failed));
  return NULL;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *sign_ins = tkt_sign_in_file_read (path, &error);

  if (sign_ins == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, sign_ins, (GDestroyNotify)g_ptr_array_unref);
}

void
tkt_sign_in_file_read_async (const char *path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tkt_sign_in_file_read_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

GPtrArray *
tkt_sign_in_file_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What is written, and where. */
typedef struct
{
  char *path;
  char *text;
  guint number; /* in order of the calls */
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_free (listing->path);
  g_free (listing->text);
  g_free (listing);
}

static gboolean
write_listing (const Listing *listing, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (listing->path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int reason = errno;

      g_set_error (error,
                   G_FILE_ERROR,
                   g_file_error_from_errno (reason),
                   "%s: %s",
                   folder,
                   g_strerror (reason));
      return FALSE;
    }
  return g_file_set_contents_full (listing->path,
                                   listing->text,
                                   -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600,
                                   error);
}

/* Threads may come to it in another order than that of the calls: what is older than what a file
 * has already is not written any more. */
static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static GMutex lock;
  static GHashTable *written; /* (locked) path → number */
  const Listing *listing = data;
  GError *error = NULL;

  g_mutex_lock (&lock);
  if (written == NULL)
    written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (listing->number > GPOINTER_TO_UINT (g_hash_table_lookup (written, listing->path))
      && write_listing (listing, &error))
    g_hash_table_replace (written, g_strdup (listing->path), GUINT_TO_POINTER (listing->number));
  g_mutex_unlock (&lock);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
tkt_sign_in_file_write_async (const char *path,
                              const GPtrArray *sign_ins,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  static guint n_calls;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GString) text = g_string_new ("[");
  Listing *listing = g_new (Listing, 1);

  for (guint i = 0; i < sign_ins->len; i++)
    {
      g_string_append (text, i > 0 ? ",\n " : "\n ");
      tkt_shape_write (&tkt_sign_in_shape, g_ptr_array_index (sign_ins, i), text);
    }
  g_string_append (text, "\n]\n");
  listing->path = g_strdup (path);
  listing->text = g_string_free (g_steal_pointer (&text), FALSE);
  listing->number = ++n_calls;
  g_task_set_source_tag (task, tkt_sign_in_file_write_async);
  g_task_set_task_data (task, listing, listing_free);
  g_task_run_in_thread (task, write_in_thread);
}

gboolean
tkt_sign_in_file_write_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
