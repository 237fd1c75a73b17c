/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers to reads that a lane remembers while nothing is committed. */
#include "tkt-answers.h"

#include <string.h>

#include "tkt-time.h"

/* What a lane may remember, in bytes; then it begins again. */
#define MEMORY_MOST (8 * 1024 * 1024)

/* A session may end by time alone, which commits nothing. */
#define LIFE (5 * TKT_SECOND)

typedef struct
{
  GBytes *json;
  char *etag;
  char *next;
  char *account_id; /* whose it is, for the log */
  gint64 time;
} Remembered;

struct _TktAnswers
{
  GHashTable *table; /* key → Remembered */
  gint64 generation;
  gsize size;
};

static void
remembered_free (gpointer data)
{
  Remembered *remembered = data;

  g_bytes_unref (remembered->json);
  g_free (remembered->etag);
  g_free (remembered->next);
  g_free (remembered->account_id);
  g_free (remembered);
}

TktAnswers *
tkt_answers_new (void)
{
  TktAnswers *answers = g_new0 (TktAnswers, 1);

  answers->generation = -1;
  answers->table = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, remembered_free);
  return answers;
}

void
tkt_answers_free (TktAnswers *answers)
{
  g_hash_table_unref (answers->table);
  g_free (answers);
}

static void
forget (TktAnswers *answers)
{
  g_hash_table_remove_all (answers->table);
  answers->size = 0;
}

void
tkt_answers_set_generation (TktAnswers *answers, gint64 generation)
{
  if (answers->generation == generation)
    return;
  answers->generation = generation;
  forget (answers);
}

static GBytes *
key_of (const char *target, const TktCall *call)
{
  gsize length = strlen (target);
  guint8 *key = g_malloc (sizeof call->token_hash + length);

  memcpy (key, call->token_hash, sizeof call->token_hash);
  memcpy (key + sizeof call->token_hash, target, length);
  return g_bytes_new_take (key, sizeof call->token_hash + length);
}

gboolean
tkt_answers_find (TktAnswers *answers, const char *target, TktCall *call)
{
  g_autoptr (GBytes) key = key_of (target, call);
  Remembered *remembered = g_hash_table_lookup (answers->table, key);

  if (remembered == NULL || remembered->time + LIFE < tkt_time_now ()
      || remembered->time > tkt_time_now ())
    return FALSE;
  call->body_bytes = g_bytes_ref (remembered->json);
  call->etag = g_strdup (remembered->etag);
  call->next = g_strdup (remembered->next);
  call->account_id = g_strdup (remembered->account_id);
  return TRUE;
}

void
tkt_answers_add (TktAnswers *answers, const char *target, TktCall *call)
{
  Remembered *remembered;
  gsize size;

  if (call->route->anyone || call->body_bytes == NULL || answers->generation < 0)
    return;
  size = g_bytes_get_size (call->body_bytes) + 512;
  if (size > MEMORY_MOST / 16)
    return;
  if (answers->size + size > MEMORY_MOST)
    forget (answers);
  answers->size += size;
  remembered = g_new0 (Remembered, 1);
  remembered->json = g_bytes_ref (call->body_bytes);
  remembered->etag = g_strdup (call->etag);
  remembered->next = g_strdup (call->next);
  remembered->account_id = g_strdup (call->actor->account->id);
  remembered->time = tkt_time_now ();
  g_hash_table_replace (answers->table, key_of (target, call), remembered);
}
