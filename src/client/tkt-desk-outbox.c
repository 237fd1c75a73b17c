/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: what is done with what waits already, and with what is being typed. */
#include <glib/gi18n-lib.h>

#include "tkt-desk-private.h"
#include "tkt-disk-error.h"

void
tkt_desk_retry_entry_async (TktDesk *self,
                            gint64 outbox_seq,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = tkt_desk_task_new (
      self, tkt_desk_retry_entry_async, g_strdup (self->sign_in->account_id), callback, user_data);

  tkt_cache_set_entry_state_async (
      self->cache, outbox_seq, TKT_ENTRY_WAITING, 0, FALSE, NULL, tkt_desk_on_kept, task);
}

void
tkt_desk_take_back_async (TktDesk *self,
                          gint64 outbox_seq,
                          TktTakeBack how,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = tkt_desk_task_new (
      self, tkt_desk_take_back_async, g_strdup (self->sign_in->account_id), callback, user_data);

  tkt_cache_take_back_async (self->cache, outbox_seq, NULL, how, tkt_desk_on_kept, task);
}

void
tkt_desk_undo_async (TktDesk *self,
                     const char *id,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = tkt_desk_task_new (self, tkt_desk_undo_async, g_strdup (id), callback, user_data);

  tkt_cache_take_back_async (self->cache, 0, id, TKT_TAKE_BACK_UNDO, tkt_desk_on_kept, task);
}

void
tkt_desk_release_async (TktDesk *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = tkt_desk_task_new (
      self, tkt_desk_release_async, g_strdup (self->sign_in->account_id), callback, user_data);

  tkt_cache_release_async (self->cache, tkt_desk_on_kept, task);
}

/* A line each, of what there is. */
static void
append_recovered (GString *words, const TktRescue *rescue)
{
  if (rescue->n_entries == 0 && rescue->n_drafts == 0)
    g_string_append (words, _ ("Nothing in it could be recovered.\n"));
  if (rescue->n_entries > 0)
    /* Translators: an entry is a reply, a new ticket, a closing and the like. */
    g_string_append_printf (words,
                            g_dngettext (GETTEXT_PACKAGE,
                                         "%d entry that waited to be sent was recovered.\n",
                                         "%d entries that waited to be sent were recovered.\n",
                                         (gulong)rescue->n_entries),
                            (int)rescue->n_entries);
  if (rescue->n_drafts > 0)
    g_string_append_printf (words,
                            g_dngettext (GETTEXT_PACKAGE,
                                         "%d draft was recovered.\n",
                                         "%d drafts were recovered.\n",
                                         (gulong)rescue->n_drafts),
                            (int)rescue->n_drafts);
}

char *
tkt_desk_dup_rescued (TktDesk *self)
{
  const TktRescue *rescue;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GString) words = NULL;

  g_return_val_if_fail (TKT_IS_DESK (self), NULL);

  if (self->state == NULL || self->state->rescue == NULL)
    return NULL;
  rescue = self->state->rescue;
  folder = tkt_sign_ins_get_account_folder (self->sign_ins, self->sign_in->account_id);
  path = g_build_filename (folder, rescue->kept, NULL);
  shown = g_filename_display_name (path);
  words = g_string_new (_ ("A file with what you had not sent was damaged."));
  g_string_append_c (words, '\n');
  append_recovered (words, rescue);
  /* Translators: a file's name. */
  g_string_append_printf (words, _ ("The damaged file is kept as %s."), shown);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
tkt_desk_rescue_told_async (TktDesk *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = tkt_desk_task_new (
      self, tkt_desk_rescue_told_async, g_strdup (self->sign_in->account_id), callback, user_data);

  tkt_cache_forget_rescue_async (self->cache, tkt_desk_on_kept, task);
}

static void
on_draft_saved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean kept = tkt_cache_write_finish (TKT_CACHE (object), result, &error);
  g_autoptr (GTask) task = tkt_desk_keeping_end (user_data, kept);

  if (kept)
    tkt_desk_task_return_id (task);
  else
    g_task_return_error (task, tkt_disk_error_explain (error));
}

void
tkt_desk_save_draft_async (TktDesk *self,
                           const TktDraft *draft,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = tkt_desk_task_new (
      self, tkt_desk_save_draft_async, g_strdup (self->sign_in->account_id), callback, user_data);

  tkt_cache_put_draft_async (
      self->cache, draft, on_draft_saved, tkt_desk_keeping_new (task, draft->attachments));
}

static void
on_draft_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  TktDraft *draft = tkt_cache_find_draft_finish (TKT_CACHE (object), result, &error);

  if (error != NULL)
    g_task_return_error (task, tkt_disk_error_explain (error));
  else
    g_task_return_pointer (task, draft, (GDestroyNotify)tkt_draft_free);
}

void
tkt_desk_find_draft_async (TktDesk *self,
                           const char *ticket_id,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tkt_desk_find_draft_async);
  tkt_cache_find_draft_async (self->cache, ticket_id, on_draft_found, task);
}

void
tkt_desk_find_note_draft_async (TktDesk *self,
                                const char *ticket_id,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tkt_desk_find_note_draft_async);
  tkt_cache_find_note_draft_async (self->cache, ticket_id, on_draft_found, task);
}

TktDraft *
tkt_desk_find_draft_finish (TktDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
