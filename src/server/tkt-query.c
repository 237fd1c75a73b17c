/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The query of an address: its parameters, and the same query for the next page. */
#include "tkt-query.h"

#include <glib/gi18n-lib.h>

#include "tkt-call.h"

static gboolean
is_known (const char *known, const char *name)
{
  g_auto (GStrv) names = g_strsplit (known != NULL ? known : "", " ", -1);

  return g_strv_contains ((const char *const *)names, name);
}

GHashTable *
tkt_query_read (const char *query, const char *known, GError **error)
{
  g_autoptr (GHashTable) params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) broken = NULL;
  GUriParamsIter iter;
  char *next_name, *next_value;

  g_uri_params_iter_init (&iter, query != NULL ? query : "", -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &next_name, &next_value, &broken))
    {
      g_autofree char *name = next_name;
      g_autofree char *value = next_value;

      if (!is_known (known, name))
        {
          tkt_call_set_bad_param (error, name, _ ("this call does not have it"));
          return NULL;
        }
      if (g_hash_table_contains (params, name))
        {
          tkt_call_set_bad_param (error, name, _ ("it stands there twice"));
          return NULL;
        }
      g_hash_table_insert (params, g_steal_pointer (&name), g_steal_pointer (&value));
    }
  if (broken == NULL)
    return g_steal_pointer (&params);
  tkt_problem_set (
      error, TKT_PROBLEM_BAD_REQUEST, _ ("The query can't be read: %s"), broken->message);

  return NULL;
}

char *
tkt_query_link_next (const char *path, const char *query, const char *cursor)
{
  g_autoptr (GString) link = g_string_new (NULL);
  GUriParamsIter iter;
  char *next_name, *next_value;

  g_string_printf (link, "<%s?cursor=%s", path, cursor);
  g_uri_params_iter_init (&iter, query != NULL ? query : "", -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &next_name, &next_value, NULL))
    {
      g_autofree char *name = next_name;
      g_autofree char *value = next_value;
      g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

      if (!g_str_equal (name, "cursor"))
        g_string_append_printf (link, "&%s=%s", name, escaped);
    }
  g_string_append (link, ">; rel=\"next\"");

  return g_string_free (g_steal_pointer (&link), FALSE);
}
