/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call and its answer. */
#include "tkt-call.h"

#include <glib/gi18n-lib.h>

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
  g_clear_pointer (&call->query, g_hash_table_unref);
  if (call->body != NULL)
    tkt_shape_free (call->route->shape, call->body);
  tkt_actor_free (call->actor);
  g_clear_object (&call->store);
  g_free (call->password_hash);
  g_free (call->organization_id);
  g_free (call->account_id);
  if (call->json != NULL)
    g_string_free (call->json, TRUE);
  g_free (call->next);
  g_clear_pointer (&call->body_bytes, g_bytes_unref);
  g_free (call->etag);
  g_free (call);
}

gboolean
tkt_call_answer_row (TktCall *call, guint status, const TktShape *shape, gconstpointer row, gint64 revision)
{
  call->status = status;
  call->revision = revision;
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
  tkt_problem_set (error, TKT_PROBLEM_BAD_REQUEST, _ ("The parameter “%s” is wrong: %s"), name,
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
