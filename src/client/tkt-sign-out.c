/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing out: the session on the server, the token, the cache; the outbox only where nothing is
 * lost by it. */
#include "tkt-api.h"
#include "tkt-cache-private.h"
#include "tkt-db-files.h"
#include "tkt-files.h"
#include "tkt-keyring.h"
#include "tkt-sign-ins-private.h"

typedef struct
{
  char *account_id;
  char *folder;
  gboolean discard_outbox;
  TktApi *api;
} SigningOut;

static void
signing_out_free (gpointer data)
{
  SigningOut *signing = data;

  g_free (signing->account_id);
  g_free (signing->folder);
  g_clear_object (&signing->api);
  g_free (signing);
}

static gboolean
is_outbox_empty (const char *folder, gboolean *empty, GError **error)
{
  g_autoptr (TktDb) db = tkt_cache_open_writer (folder, error);
  gint64 n_entries = db != NULL ? tkt_outbox_count (db, error) : -1;
  gint64 n_drafts = n_entries >= 0 ? tkt_drafts_count (db, error) : -1;

  *empty = n_entries == 0 && n_drafts == 0;
  return n_drafts >= 0;
}

static void
remove_databases (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SigningOut *signing = data;
  GError *error = NULL;
  gboolean empty = FALSE;

  /* A damaged outbox of before may hold words that nothing else does. */
  if ((!signing->discard_outbox && !is_outbox_empty (signing->folder, &empty, &error))
      || !tkt_db_files_remove_all (signing->folder, "cache.db", &error)
      || (empty && !tkt_db_files_remove (signing->folder, "outbox.db", &error))
      || (signing->discard_outbox
          && !tkt_db_files_remove_all (signing->folder, "outbox.db", &error))
      || !tkt_files_remove_all (signing->folder, empty || signing->discard_outbox, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_forgotten (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (tkt_sign_ins_forget_finish (TKT_SIGN_INS (object), result, &error))
    g_task_run_in_thread (task, remove_databases);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_session_ended (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SigningOut *signing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tkt_api_call_finish (TKT_API (object), result, &error);

  /* A server that can't be reached ends the session by itself after thirty days without use. */
  if (bytes == NULL)
    g_info ("The session could not be ended on the server: %s", error->message);
  tkt_sign_ins_forget_async (
      g_task_get_source_object (task), signing->account_id, on_forgotten, task);
}

static void
on_token_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SigningOut *signing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = tkt_sign_ins_lookup_token_finish (TKT_SIGN_INS (object), result, &error);

  if (signing->api == NULL || token == NULL)
    {
      tkt_sign_ins_forget_async (TKT_SIGN_INS (object), signing->account_id, on_forgotten, task);
      return;
    }
  tkt_api_set_token (signing->api, token);
  tkt_api_call_async (signing->api,
                      "DELETE",
                      "/v1/sessions/current",
                      NULL,
                      g_task_get_cancellable (task),
                      on_session_ended,
                      task);
}

void
tkt_sign_ins_sign_out_async (TktSignIns *self,
                             const char *account_id,
                             gboolean discard_outbox,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SigningOut *signing = g_new0 (SigningOut, 1);
  const char *server = tkt_sign_ins_find_server (self, account_id);

  signing->account_id = g_strdup (account_id);
  signing->folder = tkt_sign_ins_get_account_folder (self, account_id);
  signing->discard_outbox = discard_outbox;
  signing->api = server != NULL ? tkt_api_new (server, NULL) : NULL;
  g_task_set_source_tag (task, tkt_sign_ins_sign_out_async);
  g_task_set_task_data (task, signing, signing_out_free);
  tkt_sign_ins_lookup_token_async (self, account_id, cancellable, on_token_found, task);
}

gboolean
tkt_sign_ins_sign_out_finish (TktSignIns *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
