/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which attachments the cache and the outbox know. */
#include "tkt-cache-private.h"

void
tkt_cache_files_free (TktCacheFiles *files)
{
  g_hash_table_unref (files->own);
  g_hash_table_unref (files->seen);
  g_free (files);
}

/* The ids in the one column of @sql's rows, which is an array of attachments. */
static gboolean
add_ids (TktDb *db, const char *sql, GHashTable *ids, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  while (statement != NULL && tkt_statement_step (statement, &has_row, error))
    {
      GPtrArray *attachments;
      const char *json;
      gsize size;

      if (!has_row)
        return TRUE;
      json = tkt_statement_get_blob (statement, 0, &size);
      attachments
          = tkt_shape_read_array_bytes (&tkt_attachment_shape, json, size, TKT_READ_LENIENT, error);
      if (attachments == NULL)
        return FALSE;
      for (guint i = 0; i < attachments->len; i++)
        g_hash_table_add (ids,
                          g_strdup (((TktAttachment *)g_ptr_array_index (attachments, i))->id));
      tkt_shape_free_array (&tkt_attachment_shape, attachments);
    }
  return FALSE;
}

static gpointer
list_files (TktDb *db, gpointer unused, GError **error)
{
  g_autoptr (TktCacheFiles) files = g_new0 (TktCacheFiles, 1);

  files->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  files->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return add_ids (db,
                  "SELECT attachments FROM outbox.entry WHERE attachments IS NOT NULL UNION ALL"
                  " SELECT attachments FROM outbox.draft WHERE attachments IS NOT NULL",
                  files->own,
                  error)
                 && add_ids (db,
                             "SELECT attachments FROM message INDEXED BY message_with_attachments"
                             " WHERE attachments IS NOT NULL",
                             files->seen,
                             error)
             ? g_steal_pointer (&files)
             : NULL;
}

/* After all writes, so that what was put into a draft is in it. */
void
tkt_cache_list_files_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data)
{
  tkt_cache_read_async (self,
                        TKT_CACHE_READS_WRITTEN,
                        list_files,
                        NULL,
                        NULL,
                        (GDestroyNotify)tkt_cache_files_free,
                        NULL,
                        callback,
                        user_data);
}

TktCacheFiles *
tkt_cache_list_files_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
