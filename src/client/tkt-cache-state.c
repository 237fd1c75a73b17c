/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desk needs to know before it draws anything, read in one go. */
#include "tkt-cache-private.h"
#include "tkt-outbox-rescue.h"

void
tkt_cache_state_free (TktCacheState *state)
{
  if (state == NULL)
    return;
  tkt_account_free (state->account);
  tkt_organization_free (state->organization);
  g_free (state->cursor);
  tkt_rescue_free (state->rescue);
  g_free (state);
}

/* A setting that waits in the outbox shows at once (rule 19). */
static gboolean
overlay_organization (TktDb *db, TktOrganization *organization, GError **error)
{
  gint64 waiting;

  if (!tkt_cache_query_number (db,
                               "SELECT 1 + enabled FROM outbox.entry"
                               " WHERE kind = 6 AND state <> 2 ORDER BY seq DESC LIMIT 1",
                               NULL,
                               &waiting,
                               error))
    return FALSE;
  if (organization != NULL && waiting != 0)
    organization->support_tickets_enabled = waiting == 2;
  return TRUE;
}

static gboolean
load_people (TktDb *db, const char *own_account_id, TktCacheState *state, GError **error)
{
  GError *failed = NULL;
  gint64 blocked = 0;

  state->account = tkt_cache_load_row (
      db, &tkt_account_shape, "account WHERE id = ?", 0, own_account_id, &failed);
  if (failed == NULL)
    state->organization = tkt_cache_load_row (
        db, &tkt_organization_shape, "organization LIMIT 1", 0, NULL, &failed);
  if (failed == NULL)
    overlay_organization (db, state->organization, &failed);
  if (failed == NULL && state->account != NULL && state->account->publisher_id != NULL)
    tkt_cache_query_number (db,
                            "SELECT status = 3 FROM publisher WHERE id = ?",
                            state->account->publisher_id,
                            &blocked,
                            &failed);
  state->publisher_blocked = blocked != 0;
  if (failed != NULL)
    g_propagate_error (error, failed);
  return failed == NULL;
}

gpointer
tkt_cache_load_state (TktDb *db, gpointer own_account_id, GError **error)
{
  g_autoptr (TktCacheState) state = g_new0 (TktCacheState, 1);
  GError *failed = NULL;
  gint64 complete;

  if (!load_people (db, own_account_id, state, error)
      || !tkt_cache_get_number (db, "synced_at", &state->synced_at, error)
      || !tkt_cache_get_number (db, "complete", &complete, error)
      || !tkt_cache_query_number (
          db, "SELECT max(number) FROM ticket", NULL, &state->max_number, error)
      || (!complete
          && !tkt_cache_query_number (
              db, "SELECT count(*) FROM ticket", NULL, &state->n_tickets, error)))
    return NULL;
  state->complete = complete != 0;
  state->cursor = tkt_cache_get_value (db, "cursor", &failed);
  if (failed == NULL)
    state->open_tickets = tkt_cache_count_open (db, NULL, &failed);
  if (failed == NULL)
    state->n_waiting = tkt_outbox_count (db, &failed);
  if (failed == NULL)
    state->rescue = tkt_outbox_find_rescue (db, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  return g_steal_pointer (&state);
}

gboolean
tkt_cache_is_hidden (TktDb *db, const char *own_account_id, gboolean *hidden, GError **error)
{
  gint64 found;

  if (!tkt_cache_query_number (db,
                               "SELECT 1 FROM account WHERE id = ? AND role = 0 AND EXISTS"
                               " (SELECT 1 FROM organization WHERE NOT support_tickets_enabled)",
                               own_account_id,
                               &found,
                               error))
    return FALSE;
  *hidden = found != 0;
  return TRUE;
}
