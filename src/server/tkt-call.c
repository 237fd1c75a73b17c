/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call and its answer. */
#include "tkt-call.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "tkt-db.h"
#include "tkt-text.h"
#include "tkt-uuid.h"

TktCall *
tkt_call_new (void)
{
  TktCall *call = g_new0 (TktCall, 1);

  call->if_match = -1;
  call->status = 200;
  return call;
}

void
tkt_call_free (TktCall *call)
{
  if (call == NULL)
    return;
  g_free (call->request_id);
  g_free (call->address);
  g_free (call->id);
  g_free (call->range);
  g_clear_pointer (&call->query, g_hash_table_unref);
  if (call->body != NULL)
    tkt_shape_free (call->route->shape, call->body);
  tkt_actor_free (call->actor);
  g_clear_object (&call->store);
  g_free (call->password_hash);
  g_free (call->organization_id);
  g_free (call->account_id);
  tkt_upload_request_free (call->upload);
  tkt_upload_free (call->file);
  if (call->json != NULL)
    g_string_free (call->json, TRUE);
  g_free (call->next);
  g_clear_pointer (&call->body_bytes, g_bytes_unref);
  g_clear_pointer (&call->packed_bytes, g_bytes_unref);
  g_free (call->etag);
  g_free (call);
}

void
tkt_call_tell_origin (const TktCall *call, TktActor *actor)
{
  actor->request_id = call->request_id;
  actor->address = call->address;
}

gboolean
tkt_call_answer_row (TktCall *call,
                     guint status,
                     const TktShape *shape,
                     gconstpointer row,
                     gint64 revision)
{
  call->status = status;
  call->revision = revision;
  /* A write may be run twice (tkt-db-worker.h): what it says at last counts. */
  if (call->json != NULL)
    g_string_free (call->json, TRUE);
  call->json = g_string_sized_new (512);
  tkt_shape_write (shape, row, call->json);
  return TRUE;
}

const char *
tkt_call_get_param (TktCall *call, const char *name)
{
  return call->query != NULL ? g_hash_table_lookup (call->query, name) : NULL;
}

void
tkt_call_set_bad_param (GError **error, const char *name, const char *detail)
{
  tkt_problem_set (
      error,
      TKT_PROBLEM_BAD_REQUEST,
      /* Translators: a parameter's name, and what is wrong: "a number from 1 to 50 is expected". */
      _ ("The parameter “%s” is wrong: %s"),
      name,
      detail);
}

guint
tkt_call_get_limit (TktCall *call, guint most, GError **error)
{
  const char *text = tkt_call_get_param (call, "limit");
  guint64 limit;

  if (text == NULL)
    return 50;
  if (g_ascii_string_to_unsigned (text, 10, 1, most, &limit, NULL))
    return limit;
  {
    g_autofree char *detail = g_strdup_printf (_ ("a number from 1 to %u is expected"), most);

    tkt_call_set_bad_param (error, "limit", detail);
  }
  return 0;
}

gboolean
tkt_call_read_word (TktCall *call, const char *name, const TktEnum *set, int *value, GError **error)
{
  const char *word = tkt_call_get_param (call, name);
  g_autofree char *words = NULL;
  g_autofree char *detail = NULL;

  if (word == NULL || tkt_enum_from_word (set, word, value))
    return TRUE;
  words = tkt_text_list_join (set->words);
  detail = g_strdup_printf (_ ("one of %s is expected"), words);
  tkt_call_set_bad_param (error, name, detail);
  return FALSE;
}

gboolean
tkt_call_read_id (TktCall *call, const char *name, const char **id, GError **error)
{
  const char *text = tkt_call_get_param (call, name);

  if (text == NULL || tkt_uuid_is_valid (text))
    {
      *id = text;
      return TRUE;
    }
  tkt_call_set_bad_param (error, name, _ ("an id is expected"));
  return FALSE;
}

gboolean
tkt_call_answer_list (TktCall *call, GString *items_taken, char *next_taken)
{
  call->next = next_taken;
  call->json = items_taken;
  g_string_prepend (call->json, "{\"items\":");
  if (next_taken != NULL)
    g_string_append_printf (call->json, ",\"next\":\"%s\"}", next_taken);
  else
    g_string_append (call->json, ",\"next\":null}");
  return TRUE;
}

char *
tkt_call_make_etag (GBytes *body)
{
  guint8 hash[8];
  char hex[2 * sizeof hash + 1];

  crypto_generichash (
      hash, sizeof hash, g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL, 0);

  return g_strdup_printf ("W/\"%s\"", sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}

void
tkt_call_finish_answer (TktCall *call)
{
  if (call->json != NULL)
    call->body_bytes = g_string_free_to_bytes (g_steal_pointer (&call->json));
  /* None, or one from memory or made before. */
  if (call->body_bytes == NULL || call->etag != NULL)
    return;
  if (call->revision != 0)
    call->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", call->revision);
  else
    call->etag = tkt_call_make_etag (call->body_bytes);
}

GError *
tkt_call_describe_failure (const char *request_id, const GError *error)
{
  gboolean passing = g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_BUSY)
                     || g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_FULL);
  GError *problem;

  if (error->domain == TKT_PROBLEM)
    return g_error_copy (error);
  g_warning ("%s: %s", request_id, error->message);
  if (!passing)
    return tkt_problem_new (TKT_PROBLEM_INTERNAL,
                            _ ("The server failed. Its log has the reason under %s."),
                            request_id);
  problem = tkt_problem_new (TKT_PROBLEM_UNAVAILABLE,
                             _ ("The server can't do this at the moment. Try again shortly."));
  tkt_problem_set_retry_after (problem, 5);
  return problem;
}
