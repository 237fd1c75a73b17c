/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds tickets in an account's cache without its desk. */
#include "tkt-finder.h"

#include "tkt-cache-private.h"
#include "tkt-search.h"

/* What is looked for: words, or ids. */
typedef struct
{
  char *folder;
  TktListParams params;
  guint most;
  char **ticket_ids;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->folder);
  g_strfreev (search->ticket_ids);
  tkt_list_params_clear (&search->params);
  g_free (search);
}

static gboolean
append_ticket (TktDb *db, Search *search, gint64 key, GPtrArray *rows, GError **error)
{
  GError *failed = NULL;
  TktTicketRow *row = tkt_cache_load_ticket (db, &search->params, key, &failed);

  if (row != NULL)
    g_ptr_array_add (rows, row);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, failed);
  return FALSE;
}

static gboolean
append_keys (TktDb *db, Search *search, const GArray *keys, GPtrArray *rows, GError **error)
{
  if (keys == NULL)
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (!append_ticket (db, search, g_array_index (keys, gint64, i), rows, error))
      return FALSE;
  return TRUE;
}

static gboolean
append_ids (TktDb *db, Search *search, GPtrArray *rows, GError **error)
{
  for (char **id = search->ticket_ids; *id != NULL; id++)
    {
      g_autoptr (GArray) keys = NULL;

      g_free (search->params.ticket_id);
      search->params.ticket_id = g_strdup (*id);
      keys = tkt_cache_query_ticket (db, &search->params, 1, error);
      if (!append_keys (db, search, keys, rows, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_words (const char *words)
{
  g_autofree char *match = tkt_search_to_match (words);

  return match != NULL || tkt_search_ticket_number (words) > 0;
}

static gboolean
append_found (TktDb *db, Search *search, GPtrArray *rows, GError **error)
{
  g_autoptr (GArray) keys = NULL;
  gboolean hidden;

  if (!tkt_cache_is_hidden (db, search->params.own_account_id, &hidden, error))
    return FALSE;
  if (hidden)
    return TRUE;
  if (search->ticket_ids != NULL)
    return append_ids (db, search, rows, error);
  /* The list shows all for what is not a word; here it is nothing to look for. */
  if (!has_words (search->params.filter->words))
    return TRUE;
  keys = tkt_cache_query_tickets (db, &search->params, search->most, error);
  /* What else came along is not wanted. */
  if (keys != NULL && keys->len > search->most)
    g_array_set_size (keys, search->most);
  return append_keys (db, search, keys, rows, error);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_ticket_row_free);
  g_autoptr (TktDb) db = tkt_cache_open_beside (search->folder, &error);
  gboolean done = db != NULL && tkt_db_begin (db, &error);

  if (done)
    {
      done = append_found (db, search, rows, &error);
      tkt_db_rollback (db);
    }
  /* Nothing was fetched yet. */
  if (g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING))
    {
      g_clear_error (&error);
      done = TRUE;
    }
  if (done)
    g_task_return_pointer (task, g_steal_pointer (&rows), (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
start (Search *search_taken,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, search_taken, search_free);
  g_task_run_in_thread (task, run);
}

static Search *
search_new (const char *folder, const char *account_id)
{
  Search *search = g_new0 (Search, 1);

  search->folder = g_strdup (folder);
  search->params.own_account_id = g_strdup (account_id);
  return search;
}

void
tkt_finder_search_async (const char *folder,
                         const char *account_id,
                         const char *words,
                         guint most,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Search *search = search_new (folder, account_id);

  search->params.filter = tkt_ticket_filter_new ();
  search->params.filter->status = TKT_SHOW_ALL;
  search->params.filter->words = g_strdup (words);
  search->most = most;
  start (search, tkt_finder_search_async, cancellable, callback, user_data);
}

void
tkt_finder_load_async (const char *folder,
                       const char *account_id,
                       const char *const *ticket_ids,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Search *search = search_new (folder, account_id);

  search->ticket_ids = g_strdupv ((char **)ticket_ids);
  start (search, tkt_finder_load_async, cancellable, callback, user_data);
}

GPtrArray *
tkt_finder_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
