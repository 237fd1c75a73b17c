/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What protocol.md says of every answer, whatever was called. */
#include "api-contract.h"

#include <string.h>

#include "tkt-text.h"

/* The code table of protocol.md ("Errors"). */
static const struct
{
  guint status;
  const char *codes;
  const char *header; /* that must be there */
} kinds[] = {
  { 400, "bad-request", NULL },
  { 401, "signed-out bad-credentials", "WWW-Authenticate" },
  { 403, "support-disabled not-allowed not-yours publisher-blocked", NULL },
  { 404, "not-found", NULL },
  { 405, "method-not-allowed", "Allow" },
  { 406, "not-acceptable", NULL },
  { 409, "ticket-closed id-taken username-taken name-taken wrong-offset last-admin", NULL },
  { 410, "cursor-gone", NULL },
  { 411, "length-required", NULL },
  { 412, "changed-meanwhile", NULL },
  { 413, "too-large", NULL },
  { 414, "uri-too-long", NULL },
  { 415, "unsupported-media-type", NULL },
  { 416, "range-not-satisfiable", "Content-Range" },
  { 422, "invalid", NULL },
  { 429, "slow-down", "Retry-After" },
  { 431, "headers-too-large", NULL },
  { 500, "internal", NULL },
  { 503, "unavailable", "Retry-After" },
};

static const char *
get_header (const ApiAnswer *answer, const char *name)
{
  return soup_message_headers_get_one (answer->headers, name);
}

static void
check_status (const ApiAnswer *answer, const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_auto (GStrv) codes = g_strsplit (kinds[i].codes, " ", -1);

      if (kinds[i].status != answer->status)
        continue;
      g_assert_true (g_strv_contains ((const char *const *)codes, code));
      if (kinds[i].header != NULL)
        g_assert_nonnull (get_header (answer, kinds[i].header));
      return;
    }
  g_error ("status %u is in no table: %s", answer->status, answer->text);
}

/* RFC 9457's members and ours, and nothing else. */
static char *
check_problem (const ApiAnswer *answer)
{
  JsonObject *problem = json_node_get_object (answer->json);
  gboolean invalid = answer->status == 422;
  const char *code = api_string (answer, "code");
  g_autofree char *type = g_strconcat ("/problems/", code, NULL);
  g_autoptr (GString) said = g_string_new (NULL);
  JsonArray *errors;

  g_assert_cmpstr (get_header (answer, "Content-Type"), ==, "application/problem+json");
  check_status (answer, code);
  g_assert_cmpstr (api_string (answer, "type"), ==, type);
  g_assert_cmpint (api_integer (answer, "status"), ==, answer->status);
  g_assert_false (tkt_text_is_blank (api_string (answer, "title")));
  g_assert_false (tkt_text_is_blank (api_string (answer, "detail")));
  g_assert_cmpuint (json_object_get_size (problem), ==, invalid ? 6 : 5);
  g_string_printf (said, "%u", answer->status);
  if (!invalid)
    {
      g_string_append_printf (said, " %s", code);
      return g_string_free (g_steal_pointer (&said), FALSE);
    }

  errors = json_object_get_array_member (problem, "errors");
  for (guint i = 0; i < json_array_get_length (errors); i++)
    {
      JsonObject *error = json_array_get_object_element (errors, i);
      const char *pointer = json_object_get_string_member (error, "pointer");

      g_assert_cmpuint (json_object_get_size (error), ==, 2);
      g_assert_false (tkt_text_is_blank (json_object_get_string_member (error, "detail")));
      g_string_append_printf (said, " %s", *pointer != '\0' ? pointer : "\"\"");
    }
  return g_string_free (g_steal_pointer (&said), FALSE);
}

/* What a browser does with a file that somebody uploaded is not left to chance. */
static void
check_file (const ApiAnswer *answer)
{
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT, answer->length);

  g_assert_true (
      g_str_has_prefix (get_header (answer, "Content-Disposition"), "attachment; filename*="));
  g_assert_cmpstr (get_header (answer, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_cmpstr (get_header (answer, "Content-Security-Policy"), ==, API_CONTENT_POLICY);
  g_assert_cmpstr (get_header (answer, "Accept-Ranges"), ==, "bytes");
  g_assert_cmpstr (get_header (answer, "Content-Length"), ==, length);
}

char *
api_contract_check (const ApiAnswer *answer, const char *method)
{
  const char *id = get_header (answer, "X-Request-Id");

  g_assert_nonnull (id);
  g_assert_cmpuint (strlen (id), >=, 16);
  if (g_str_equal (method, "HEAD"))
    {
      g_assert_cmpuint (answer->length, ==, 0);
      return g_strdup_printf ("%u", answer->status);
    }
  if (answer->status >= 400)
    return check_problem (answer);
  if (get_header (answer, "Content-Disposition") != NULL)
    check_file (answer);
  else if (answer->length > 0)
    g_assert_cmpstr (get_header (answer, "Content-Type"), ==, "application/json");
  else
    g_assert_true (answer->status == 204 || answer->status == 304);

  return g_strdup_printf ("%u", answer->status);
}
