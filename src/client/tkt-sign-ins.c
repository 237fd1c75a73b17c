/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts that are signed in on this computer. */
#include "tkt-sign-ins.h"

#include "tkt-keyring.h"
#include "tkt-sign-in-file.h"
#include "tkt-sign-ins-private.h"

G_DEFINE_FINAL_TYPE (TktSignIns, tkt_sign_ins, G_TYPE_OBJECT)

#define AT(name) G_STRUCT_OFFSET (TktSignIn, name)

static const TktMember sign_in_members[] = {
  { "account_id", TKT_MEMBER_ID, AT (account_id) },
  { "server", TKT_MEMBER_TEXT, AT (server), .text = TKT_TEXT_FREE },
  { "organization_name", TKT_MEMBER_TEXT, AT (organization_name), .text = TKT_TEXT_FREE },
  { "username", TKT_MEMBER_TEXT, AT (username), .text = TKT_TEXT_FREE },
  { "display_name", TKT_MEMBER_TEXT, AT (display_name), .text = TKT_TEXT_FREE },
};
const TktShape tkt_sign_in_shape = TKT_SHAPE (TktSignIn, "sign_in", sign_in_members);
TKT_DEFINE_SHAPED (TktSignIn, tkt_sign_in)

static void
tkt_sign_ins_finalize (GObject *object)
{
  TktSignIns *self = TKT_SIGN_INS (object);

  g_free (self->folder);
  g_hash_table_unref (self->tokens);
  g_ptr_array_unref (self->sign_ins);

  G_OBJECT_CLASS (tkt_sign_ins_parent_class)->finalize (object);
}

static void
tkt_sign_ins_class_init (TktSignInsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_sign_ins_finalize;
}

static void
tkt_sign_ins_init (TktSignIns *self)
{
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->sign_ins = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_sign_in_free);
}

TktSignIns *
tkt_sign_ins_new (const char *folder, gboolean keep_tokens)
{
  TktSignIns *self = g_object_new (TKT_TYPE_SIGN_INS, NULL);

  self->folder = folder != NULL ? g_strdup (folder)
                                : g_build_filename (g_get_user_data_dir (), "tickets", NULL);
  self->keep_tokens = keep_tokens;
  return self;
}

char *
tkt_sign_ins_get_account_folder (TktSignIns *self, const char *account_id)
{
  g_return_val_if_fail (TKT_IS_SIGN_INS (self), NULL);

  return g_build_filename (self->folder, account_id, NULL);
}

static char *
list_path (TktSignIns *self)
{
  return g_build_filename (self->folder, "accounts.json", NULL);
}

static gpointer
copy_sign_in (gconstpointer sign_in, gpointer unused)
{
  return tkt_sign_in_copy (sign_in);
}

static void
on_list_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktSignIns *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) sign_ins = tkt_sign_in_file_read_finish (result, &error);
  GPtrArray *copy;

  if (sign_ins == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_unref (self->sign_ins);
  self->sign_ins = g_steal_pointer (&sign_ins);
  self->loaded = TRUE;
  copy = g_ptr_array_copy (self->sign_ins, copy_sign_in, NULL);
  g_ptr_array_set_free_func (copy, (GDestroyNotify)tkt_sign_in_free);
  g_task_return_pointer (task, copy, (GDestroyNotify)g_ptr_array_unref);
}

void
tkt_sign_ins_load_async (TktSignIns *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *path = list_path (self);

  g_task_set_source_tag (task, tkt_sign_ins_load_async);
  tkt_sign_in_file_read_async (path, cancellable, on_list_read, task);
}

GPtrArray *
tkt_sign_ins_load_finish (TktSignIns *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GPtrArray *
tkt_sign_ins_load_sync (TktSignIns *self, GError **error)
{
  g_autofree char *path = list_path (self);

  return tkt_sign_in_file_read (path, error);
}

void
tkt_sign_ins_save_list_async (TktSignIns *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *path = list_path (self);

  tkt_sign_in_file_write_async (path, self->sign_ins, callback, user_data);
}

void
tkt_sign_ins_drop (TktSignIns *self, const char *account_id)
{
  for (guint i = 0; i < self->sign_ins->len; i++)
    {
      const TktSignIn *sign_in = g_ptr_array_index (self->sign_ins, i);

      if (g_str_equal (sign_in->account_id, account_id))
        {
          g_ptr_array_remove_index (self->sign_ins, i);
          return;
        }
    }
}

static void
on_token_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *token = tkt_keyring_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, token, g_free);
}

void
tkt_sign_ins_lookup_token_async (TktSignIns *self,
                                 const char *account_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *folder = tkt_sign_ins_get_account_folder (self, account_id);

  g_task_set_source_tag (task, tkt_sign_ins_lookup_token_async);
  if (self->keep_tokens)
    tkt_keyring_lookup_async (account_id, folder, cancellable, on_token_found, task);
  else
    {
      g_task_return_pointer (
          task, g_strdup (g_hash_table_lookup (self->tokens, account_id)), g_free);
      g_object_unref (task);
    }
}

char *
tkt_sign_ins_lookup_token_finish (TktSignIns *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
tkt_sign_ins_find_server (TktSignIns *self, const char *account_id)
{
  for (guint i = 0; i < self->sign_ins->len; i++)
    {
      const TktSignIn *sign_in = g_ptr_array_index (self->sign_ins, i);

      if (g_str_equal (sign_in->account_id, account_id))
        return sign_in->server;
    }
  return NULL;
}

static void
on_forgotten (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (tkt_sign_in_file_write_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_token_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (tkt_keyring_clear_finish (result, &error))
    tkt_sign_ins_save_list_async (g_task_get_source_object (task), on_forgotten, task);
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

void
tkt_sign_ins_forget_async (TktSignIns *self,
                           const char *account_id,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *folder = tkt_sign_ins_get_account_folder (self, account_id);

  g_task_set_source_tag (task, tkt_sign_ins_forget_async);
  tkt_sign_ins_drop (self, account_id);
  g_hash_table_remove (self->tokens, account_id);
  if (self->keep_tokens)
    tkt_keyring_clear_async (account_id, folder, on_token_cleared, task);
  else
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

gboolean
tkt_sign_ins_forget_finish (TktSignIns *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
