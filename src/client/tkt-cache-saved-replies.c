/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved replies as lists show them: cached rows with the outbox laid over. Replies of the cache
 * have its keys, those that wait to be added the negative numbers of their entries. */
#include "tkt-cache-private.h"

#include <string.h>

#include "tkt-row.h"
#include "tkt-saved-reply.h"

/* Key, name and whether it is shared of all that there are; what is done to a reply last, in the
 * order in which it goes out, is what it will be. */
static const char all_sql[]
    = "WITH last AS (SELECT ticket_id AS id, title, enabled, max (seq) FROM outbox.entry"
      "  WHERE kind IN (?1, ?2) GROUP BY ticket_id),"
      " gone AS (SELECT ticket_id AS id FROM outbox.entry WHERE kind = ?3 AND state <> ?4)"
      " SELECT key, ifnull (l.title, name), owner_id IS NULL OR ifnull (l.enabled, 0)"
      "  FROM saved_reply r LEFT JOIN last l ON l.id = r.id"
      "  WHERE deleted = 0 AND r.id NOT IN gone"
      " UNION ALL SELECT -seq, l.title, l.enabled"
      "  FROM outbox.entry e JOIN last l ON l.id = e.ticket_id"
      "  WHERE kind = ?1 AND e.ticket_id NOT IN gone"
      "  AND NOT EXISTS (SELECT 1 FROM saved_reply r WHERE r.id = e.ticket_id)";

typedef struct
{
  gint64 key;
  int rank; /* how well it fits what is looked for */
  char *folded;
  gboolean shared;
} Listed;

static void
listed_clear (gpointer data)
{
  g_free (((Listed *)data)->folded);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Listed *first = a, *second = b;
  int by_name = strcmp (first->folded, second->folded);

  if (first->rank != second->rank)
    return first->rank - second->rank;
  if (by_name != 0)
    return by_name;
  if (first->shared != second->shared)
    return first->shared ? 1 : -1;
  return first->key < second->key ? -1 : first->key > second->key;
}

static TktStatement *
prepare_all (TktDb *db, GError **error)
{
  TktStatement *statement = tkt_db_prepare (db, all_sql, error);

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_int (statement, 1, TKT_ENTRY_ADD_SAVED_REPLY);
  tkt_statement_bind_int (statement, 2, TKT_ENTRY_CHANGE_SAVED_REPLY);
  tkt_statement_bind_int (statement, 3, TKT_ENTRY_DELETE_SAVED_REPLY);
  tkt_statement_bind_int (statement, 4, TKT_ENTRY_REFUSED);
  return statement;
}

/* FALSE: what is looked for is not in the name. */
static gboolean
read_listed (TktStatement *statement, const char *typed, Listed *one)
{
  *one = (Listed){ .key = tkt_statement_get_int (statement, 0),
                   .folded = tkt_text_fold_name (tkt_statement_get_text (statement, 1)),
                   .shared = tkt_statement_get_int (statement, 2) != 0 };
  one->rank = tkt_saved_reply_rank (one->folded, typed);
  if (one->rank >= 0)
    return TRUE;
  listed_clear (one);
  return FALSE;
}

static GArray *
keys_of (const GArray *listed)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < listed->len; i++)
    g_array_append_val (keys, g_array_index (listed, Listed, i).key);
  return keys;
}

GArray *
tkt_cache_query_saved_replies (TktDb *db, gpointer data, guint limit, GError **error)
{
  const TktListParams *params = data;
  g_autofree char *typed = tkt_text_fold_name (params->words != NULL ? params->words : "");
  g_autoptr (TktStatement) statement = prepare_all (db, error);
  g_autoptr (GArray) listed = g_array_new (FALSE, FALSE, sizeof (Listed));
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  g_array_set_clear_func (listed, listed_clear);
  for (;;)
    {
      Listed one;

      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      if (read_listed (statement, typed, &one))
        g_array_append_val (listed, one);
    }
  g_array_sort (listed, compare);
  return keys_of (listed);
}

/* Lays what was done to it over @row, of which the last word counts. */
static void
overlay (TktSavedReplyRow *row, const GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);

      if (entry->kind != TKT_ENTRY_ADD_SAVED_REPLY && entry->kind != TKT_ENTRY_CHANGE_SAVED_REPLY)
        continue;
      g_free (row->reply->name);
      g_free (row->reply->body);
      g_free (row->refusal);
      row->reply->name = g_strdup (entry->title);
      row->reply->body = g_strdup (entry->body);
      if (entry->enabled)
        g_clear_pointer (&row->reply->owner_id, g_free);
      row->refusal = g_strdup (entry->detail);
      row->delivery = tkt_delivery_of_entry (entry);
      row->outbox_seq = entry->seq;
    }
}

/* A reply as its entry in the outbox will add it. */
static TktSavedReply *
reply_of_entry (const TktEntry *entry, const char *own_account_id)
{
  TktSavedReply *reply = tkt_saved_reply_new ();

  reply->id = g_strdup (entry->ticket_id);
  reply->owner_id = g_strdup (own_account_id);
  return reply;
}

gpointer
tkt_cache_load_saved_reply (TktDb *db, gpointer data, gint64 key, GError **error)
{
  const TktListParams *params = data;
  g_autoptr (TktSavedReplyRow) row = g_new0 (TktSavedReplyRow, 1);
  g_autoptr (GPtrArray) entries = NULL;

  if (key > 0)
    row->reply = tkt_cache_load_row (
        db, &tkt_saved_reply_shape, "saved_reply WHERE key = ?", key, NULL, error);
  else
    {
      g_autoptr (TktEntry) entry = tkt_cache_load_entry (db, -key, error);

      row->added = TRUE;
      row->reply = entry != NULL ? reply_of_entry (entry, params->own_account_id) : NULL;
    }
  if (row->reply == NULL)
    return NULL;
  entries = tkt_cache_list_entries (db, row->reply->id, error);
  if (entries == NULL)
    return NULL;
  overlay (row, entries);
  return g_steal_pointer (&row);
}
