/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a ticket was found: a line of the message that has what was looked for. The text indexes hold
 * no texts, so that it is looked for in the messages themselves, of one ticket and not too many. */
#include "tkt-cache-private.h"
#include "tkt-search-marks.h"
#include "tkt-search-query.h"

typedef struct
{
  char *ticket_id;
  char *words; /* as they were typed */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->ticket_id);
  g_free (wanted->words);
  g_free (wanted);
}

/* A deletion that waits has happened, for whoever looks. */
#define THERE                                                                                      \
  " WHERE ticket_id = ?1 AND deleted_at IS NULL AND NOT EXISTS"                                    \
  " (SELECT 1 FROM outbox.entry e"                                                                 \
  "  WHERE e.kind IN (3, 8) AND e.state <> 2 AND e.message_id = t.id)"

/* In the order in which they are read, notes at the end. */
static const char texts[]
    = "SELECT * FROM (SELECT body FROM message t" THERE " ORDER BY position LIMIT 200)"
      " UNION ALL"
      " SELECT * FROM (SELECT body FROM note t" THERE " ORDER BY place LIMIT 200)";

/* (transfer full) (nullable): of @text, where it has all that is looked for. */
static char *
take_line (const TktSearchMarks *marks, const char *text)
{
  g_autoptr (GArray) spans = NULL;

  if (!tkt_search_marks_fit (marks, text))
    return NULL;
  spans = tkt_search_marks_find (marks, text);
  return tkt_search_excerpt_new (text, g_array_index (spans, TktSearchSpan, 0).start);
}

static gpointer
find_excerpt (TktDb *db, gpointer data, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (TktSearchQuery) query = tkt_search_query_new_here (wanted->words);
  g_autoptr (TktSearchMarks) marks = tkt_search_marks_new (query->words);
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, texts, error);
  g_autofree char *opening = NULL;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_id (statement, 1, wanted->ticket_id);
  for (;;)
    {
      const char *text;
      char *line;

      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&opening);
      text = tkt_statement_get_text (statement, 0);
      line = take_line (marks, text);
      if (line != NULL)
        return line;
      if (opening == NULL)
        opening = tkt_search_excerpt_new (text, 0);
    }
}

void
tkt_cache_find_excerpt_async (TktCache *self,
                              const char *ticket_id,
                              const char *words,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Wanted *wanted = g_new (Wanted, 1);

  *wanted = (Wanted){ g_strdup (ticket_id), g_strdup (words) };
  tkt_cache_read_async (self,
                        TKT_CACHE_READS,
                        find_excerpt,
                        wanted,
                        wanted_free,
                        g_free,
                        cancellable,
                        callback,
                        user_data);
}

char *
tkt_cache_find_excerpt_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
