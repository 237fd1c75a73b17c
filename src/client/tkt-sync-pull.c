/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pull: from GET /v1/changes into the cache, page by page, whenever there is something. */
#include "tkt-backoff.h"
#include "tkt-sync-private.h"
#include "tkt-time.h"

#define PAGE_LIMIT 500

static void pull_page (TktSync *self);

static gboolean
on_pull_timer (gpointer data)
{
  TktSync *self = data;

  self->pull_timer = 0;
  tkt_sync_pull (self);
  return G_SOURCE_REMOVE;
}

/* The end of a round: when to begin the next. */
static void
pull_ended (TktSync *self, gint64 delay)
{
  gboolean again = self->pull_again;

  self->pulling = FALSE;
  self->pull_again = FALSE;
  if (tkt_sync_is_active (self))
    tkt_sync_set_timer (self, &self->pull_timer, again ? 0 : delay, on_pull_timer);
}

static void
pull_failed (TktSync *self, const GError *error)
{
  guint retry_after = error->domain == TKT_PROBLEM ? tkt_problem_get_retry_after (error) : 0;

  if (self->cancellable == NULL)
    return;
  g_info ("Changes could not be fetched: %s", error->message);
  tkt_sync_note_failure (self, error);
  self->pull_again = FALSE;
  pull_ended (self, tkt_backoff (++self->pull_failures, retry_after));
}

static void
on_me_applied (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tkt_cache_write_finish (TKT_CACHE (object), result, &error))
    {
      pull_failed (self, error);
      return;
    }
  self->pull_failures = 0;
  pull_ended (self, tkt_sync_get_interval (self));
}

static void
on_me (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tkt_api_call_finish (TKT_API (object), result, &error);
  g_autoptr (TktMe) me = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  if (bytes != NULL)
    me = tkt_shape_read_bytes (&tkt_me_shape,
                               g_bytes_get_data (bytes, NULL),
                               g_bytes_get_size (bytes),
                               TKT_READ_LENIENT,
                               &error);
  if (me == NULL || self->cancellable == NULL)
    {
      if (me == NULL)
        pull_failed (self, error);
      return;
    }
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_change_free);
  g_ptr_array_add (changes, tkt_change_new (TKT_CHANGE_ACCOUNT, g_steal_pointer (&me->account)));
  g_ptr_array_add (changes,
                   tkt_change_new (TKT_CHANGE_ORGANIZATION, g_steal_pointer (&me->organization)));
  tkt_cache_apply_rows_async (
      self->cache, g_steal_pointer (&changes), 0, on_me_applied, g_object_ref (self));
}

/* Rule 2: while the feature is off a publisher's account gets no changes, but it may ask about
 * itself. */
static void
ask_about_me (TktSync *self)
{
  tkt_api_call_async (
      self->api, "GET", "/v1/me", NULL, self->cancellable, on_me, g_object_ref (self));
}

static void
on_snapshot_begun (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tkt_cache_write_finish (TKT_CACHE (object), result, &error))
    {
      pull_failed (self, error);
      return;
    }
  /* Only now: without a cursor the cache would take the new snapshot for a part of the old. */
  g_clear_pointer (&self->cursor, g_free);
  if (self->cancellable != NULL)
    pull_page (self);
}

static void
on_page_applied (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *cursor = NULL;
  gboolean more;

  if (!tkt_cache_apply_page_finish (TKT_CACHE (object), result, &cursor, &more, &error))
    {
      pull_failed (self, error);
      return;
    }
  g_free (self->cursor);
  self->cursor = g_steal_pointer (&cursor);
  self->pull_failures = 0;
  if (self->cancellable == NULL)
    return;
  if (more)
    {
      pull_page (self);
      return;
    }
  tkt_sync_set_synced_at (self, tkt_time_now ());
  pull_ended (self, tkt_sync_get_interval (self));
  /* What came may have been in the way of something that waits. */
  tkt_sync_push (self);
}

static void
on_page (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tkt_api_call_finish (TKT_API (object), result, &error);

  if (self->cancellable == NULL)
    return;
  if (bytes != NULL)
    {
      tkt_sync_note_success (self);
      /* What was answered until now may have gone out of sight before the snapshot began to look.
       */
      if (self->beginning)
        self->n_views++;
      self->beginning = FALSE;
      tkt_cache_apply_page_async (self->cache, bytes, on_page_applied, g_object_ref (self));
    }
  else if (g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_CURSOR_GONE))
    {
      self->beginning = TRUE;
      self->n_views++;
      tkt_cache_begin_snapshot_async (self->cache, on_snapshot_begun, g_object_ref (self));
    }
  else if (g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_SUPPORT_DISABLED))
    {
      tkt_sync_note_success (self);
      ask_about_me (self);
    }
  else
    pull_failed (self, error);
}

static void
pull_page (TktSync *self)
{
  g_autofree char *path
      = self->cursor != NULL
            ? g_strdup_printf ("/v1/changes?limit=%d&cursor=%s", PAGE_LIMIT, self->cursor)
            : g_strdup_printf ("/v1/changes?limit=%d", PAGE_LIMIT);

  tkt_api_call_async (
      self->api, "GET", path, NULL, self->cancellable, on_page, g_object_ref (self));
}

void
tkt_sync_pull (TktSync *self)
{
  g_return_if_fail (TKT_IS_SYNC (self));

  if (!tkt_sync_is_active (self))
    return;
  self->pull_again = self->pulling;
  if (self->pulling)
    return;
  self->pulling = TRUE;
  g_clear_handle_id (&self->pull_timer, g_source_remove);
  pull_page (self);
}
