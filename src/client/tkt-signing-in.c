/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in: with a password, or with an invitation's code. */
#include <glib/gi18n-lib.h>

#include "tkt-api.h"
#include "tkt-keyring.h"
#include "tkt-people.h"
#include "tkt-sign-in-file.h"
#include "tkt-sign-ins-private.h"

/* Signing in, step by step: who is signed in already, the call, the token, the list. */
typedef struct
{
  TktApi *api;
  const char *path; /* of the call that signs in */
  char *request;    /* JSON, until it is sent */
  TktSignedIn *answer;
  TktSignIn *sign_in;
  gboolean in_file;
} SigningIn;

static void
signing_in_free (gpointer data)
{
  SigningIn *signing = data;

  g_clear_object (&signing->api);
  g_free (signing->request);
  tkt_signed_in_free (signing->answer);
  tkt_sign_in_free (signing->sign_in);
  g_free (signing);
}

static void
on_list_saved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SigningIn *signing = g_task_get_task_data (task);
  GError *error = NULL;

  if (tkt_sign_in_file_write_finish (result, &error))
    g_task_return_pointer (
        task, tkt_sign_in_copy (signing->sign_in), (GDestroyNotify)tkt_sign_in_free);
  else
    g_task_return_error (task, error);
}

static void
remember (GTask *task)
{
  TktSignIns *self = g_task_get_source_object (task);
  SigningIn *signing = g_task_get_task_data (task);

  tkt_sign_ins_drop (self, signing->sign_in->account_id);
  g_ptr_array_add (self->sign_ins, tkt_sign_in_copy (signing->sign_in));
  if (self->keep_tokens)
    tkt_sign_ins_save_list_async (self, on_list_saved, task);
  else
    {
      g_task_return_pointer (
          task, tkt_sign_in_copy (signing->sign_in), (GDestroyNotify)tkt_sign_in_free);
      g_object_unref (task);
    }
}

static void
on_token_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SigningIn *signing = g_task_get_task_data (task);
  GError *error = NULL;

  if (tkt_keyring_store_finish (result, &signing->in_file, &error))
    remember (task);
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

static void
keep_token (GTask *task)
{
  TktSignIns *self = g_task_get_source_object (task);
  SigningIn *signing = g_task_get_task_data (task);
  const char *account_id = signing->answer->account->id;
  g_autofree char *folder = tkt_sign_ins_get_account_folder (self, account_id);
  /* Translators: the name of an entry in the keyring: "Tickets: mchen at https://desk.example.net"
   */
  g_autofree char *label = g_strdup_printf (_ ("Tickets: %s at %s"),
                                            signing->answer->account->username,
                                            tkt_api_get_server (signing->api));

  if (self->keep_tokens)
    tkt_keyring_store_async (
        account_id, label, folder, signing->answer->token, on_token_stored, task);
  else
    {
      g_hash_table_insert (self->tokens, g_strdup (account_id), g_strdup (signing->answer->token));
      remember (task);
    }
}

static void
on_signed_in (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SigningIn *signing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tkt_api_call_finish (TKT_API (object), result, &error);

  if (bytes != NULL)
    signing->answer = tkt_shape_read_bytes (&tkt_signed_in_shape,
                                            g_bytes_get_data (bytes, NULL),
                                            g_bytes_get_size (bytes),
                                            TKT_READ_LENIENT,
                                            &error);
  if (signing->answer == NULL)
    {
      if (tkt_api_is_offline (error))
        g_task_return_new_error (task,
                                 error->domain,
                                 error->code,
                                 /* Translators: a server's address, and why. */
                                 _ ("%s can't be reached: %s"),
                                 tkt_api_get_server (signing->api),
                                 error->message);
      else
        g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  signing->sign_in = tkt_sign_in_new ();
  signing->sign_in->account_id = g_strdup (signing->answer->account->id);
  signing->sign_in->server = g_strdup (tkt_api_get_server (signing->api));
  signing->sign_in->organization_name = g_strdup (signing->answer->organization->name);
  signing->sign_in->username = g_strdup (signing->answer->account->username);
  signing->sign_in->display_name = g_strdup (signing->answer->account->display_name);
  keep_token (task);
}

static void
start_session (GTask *task)
{
  SigningIn *signing = g_task_get_task_data (task);

  tkt_api_call_async (signing->api,
                      "POST",
                      signing->path,
                      g_steal_pointer (&signing->request),
                      g_task_get_cancellable (task),
                      on_signed_in,
                      task);
}

static void
on_others_known (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) others = tkt_sign_ins_load_finish (TKT_SIGN_INS (object), result, &error);

  if (others != NULL)
    start_session (task);
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

/* @path answers TktSignedIn. Takes @request_taken. */
static void
sign_in_by (TktSignIns *self,
            const char *server,
            const char *path,
            char *request_taken,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SigningIn *signing = g_new0 (SigningIn, 1);
  GError *error = NULL;

  signing->path = path;
  signing->request = request_taken;
  g_task_set_source_tag (task, tkt_sign_ins_sign_in_async);
  g_task_set_task_data (task, signing, signing_in_free);
  signing->api = tkt_api_new (server, &error);
  if (signing->api == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  /* Who is signed in already must not be written over. */
  if (self->loaded || !self->keep_tokens)
    start_session (task);
  else
    tkt_sign_ins_load_async (self, cancellable, on_others_known, task);
}

void
tkt_sign_ins_sign_in_async (TktSignIns *self,
                            const char *server,
                            const char *organization,
                            const char *username,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  const TktNewSession request
      = { (char *)organization, (char *)username, (char *)password, (char *)g_get_host_name () };

  sign_in_by (self,
              server,
              "/v1/sessions",
              tkt_shape_to_json (&tkt_new_session_shape, &request),
              cancellable,
              callback,
              user_data);
}

void
tkt_sign_ins_accept_async (TktSignIns *self,
                           const char *server,
                           const char *code,
                           const char *password,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  const TktInvitationAcceptance request
      = { (char *)code, (char *)password, (char *)g_get_host_name () };

  sign_in_by (self,
              server,
              "/v1/invitations/accept",
              tkt_shape_to_json (&tkt_invitation_acceptance_shape, &request),
              cancellable,
              callback,
              user_data);
}

TktSignIn *
tkt_sign_ins_sign_in_finish (TktSignIns *self,
                             GAsyncResult *result,
                             gboolean *kept_in_file,
                             GError **error)
{
  SigningIn *signing;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  signing = g_task_get_task_data (G_TASK (result));
  if (kept_in_file != NULL)
    *kept_in_file = signing->in_file;
  return g_task_propagate_pointer (G_TASK (result), error);
}
