/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems: protocol.md's table, RFC 9457 out and in, and answers that are none. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-json.h"

static const struct
{
  TktProblemCode code;
  guint status;
  const char *word;
} codes[] = {
  { TKT_PROBLEM_BAD_REQUEST, 400, "bad-request" },
  { TKT_PROBLEM_SIGNED_OUT, 401, "signed-out" },
  { TKT_PROBLEM_BAD_CREDENTIALS, 401, "bad-credentials" },
  { TKT_PROBLEM_SUPPORT_DISABLED, 403, "support-disabled" },
  { TKT_PROBLEM_NOT_ALLOWED, 403, "not-allowed" },
  { TKT_PROBLEM_NOT_YOURS, 403, "not-yours" },
  { TKT_PROBLEM_PUBLISHER_BLOCKED, 403, "publisher-blocked" },
  { TKT_PROBLEM_NOT_FOUND, 404, "not-found" },
  { TKT_PROBLEM_METHOD_NOT_ALLOWED, 405, "method-not-allowed" },
  { TKT_PROBLEM_NOT_ACCEPTABLE, 406, "not-acceptable" },
  { TKT_PROBLEM_LENGTH_REQUIRED, 411, "length-required" },
  { TKT_PROBLEM_URI_TOO_LONG, 414, "uri-too-long" },
  { TKT_PROBLEM_HEADERS_TOO_LARGE, 431, "headers-too-large" },
  { TKT_PROBLEM_TICKET_CLOSED, 409, "ticket-closed" },
  { TKT_PROBLEM_ID_TAKEN, 409, "id-taken" },
  { TKT_PROBLEM_USERNAME_TAKEN, 409, "username-taken" },
  { TKT_PROBLEM_NAME_TAKEN, 409, "name-taken" },
  { TKT_PROBLEM_WRONG_OFFSET, 409, "wrong-offset" },
  { TKT_PROBLEM_LAST_ADMIN, 409, "last-admin" },
  { TKT_PROBLEM_CURSOR_GONE, 410, "cursor-gone" },
  { TKT_PROBLEM_CHANGED_MEANWHILE, 412, "changed-meanwhile" },
  { TKT_PROBLEM_TOO_LARGE, 413, "too-large" },
  { TKT_PROBLEM_UNSUPPORTED_MEDIA_TYPE, 415, "unsupported-media-type" },
  { TKT_PROBLEM_RANGE_NOT_SATISFIABLE, 416, "range-not-satisfiable" },
  { TKT_PROBLEM_INVALID, 422, "invalid" },
  { TKT_PROBLEM_SLOW_DOWN, 429, "slow-down" },
  { TKT_PROBLEM_INTERNAL, 500, "internal" },
  { TKT_PROBLEM_UNAVAILABLE, 503, "unavailable" },
};

static void
test_table (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (codes), ==, TKT_N_PROBLEMS);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_assert_cmpuint (tkt_problem_code_to_status (codes[i].code), ==, codes[i].status);
      g_assert_cmpstr (tkt_problem_code_to_word (codes[i].code), ==, codes[i].word);
      g_assert_cmpstr (tkt_problem_code_to_title (codes[i].code), !=, "");
    }
}

static const char *
get_string (JsonNode *node, const char *member)
{
  return json_object_get_string_member (json_node_get_object (node), member);
}

/* Out: the members of RFC 9457 and no others. */
static void
test_out (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) problem = tkt_problem_new (codes[i].code, "It is “%s”: 1 \"\\\n", "so");
      g_autofree char *type = g_strconcat ("/problems/", codes[i].word, NULL);
      gsize length;
      g_autofree char *json = tkt_problem_to_json (problem, &length);
      g_autoptr (JsonNode) root = tkt_json_parse (json, length, NULL);

      g_assert_cmpuint (length, ==, strlen (json));
      g_assert_nonnull (root);
      g_assert_cmpuint (json_object_get_size (json_node_get_object (root)), ==, 5);
      g_assert_cmpstr (get_string (root, "type"), ==, type);
      g_assert_cmpstr (get_string (root, "title"), ==, tkt_problem_code_to_title (codes[i].code));
      g_assert_cmpint (
          json_object_get_int_member (json_node_get_object (root), "status"), ==, codes[i].status);
      g_assert_cmpstr (get_string (root, "detail"), ==, "It is “so”: 1 \"\\\n");
      g_assert_cmpstr (get_string (root, "code"), ==, codes[i].word);
    }
}

static void
test_out_with_fields (void)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *json = NULL;
  g_autofree char *expected = core_json (
      "{'type':'/problems/invalid','title':'Something in the request is not right','status':422,"
      "'detail':'No: 5','code':'invalid','errors':[{'pointer':'/a~1b','detail':'No: 5'},"
      "{'pointer':'','detail':'\\'\\n'}]}");

  tkt_problem_set_invalid (&problem, "/a~1b", "No: %d", 5);
  tkt_problem_add_field (problem, "", "\"\n");
  json = tkt_problem_to_json (problem, NULL);
  g_assert_cmpstr (json, ==, expected);
}

static void
test_there_and_back (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    for (guint n = 0; n < 3; n++)
      {
        g_autoptr (GError) problem = tkt_problem_new (codes[i].code, "Détail %u", n);
        static const char *const pointers[] = { "/title", "/message/body", NULL };
        g_autofree char *json = NULL;
        g_autoptr (GError) back = NULL;
        const GPtrArray *fields;
        gsize length;

        for (guint f = 0; f < n; f++)
          tkt_problem_add_field (problem, pointers[f], "No.");
        json = tkt_problem_to_json (problem, &length);
        back = tkt_problem_from_json (codes[i].status, json, length);
        g_assert_error (back, TKT_PROBLEM, (int)codes[i].code);
        g_assert_cmpstr (back->message, ==, problem->message);
        fields = tkt_problem_get_fields (back);
        g_assert_cmpuint (fields != NULL ? fields->len : 0, ==, n);
        for (guint f = 0; f < n; f++)
          g_assert_cmpstr (((TktFieldError *)fields->pdata[f])->pointer, ==, pointers[f]);
        g_assert_cmpuint (tkt_problem_get_retry_after (back), ==, 0);
      }
}

/* Bodies that are no problem documents, or not of the answer's status. */
static const char *const garbage[] = {
  "",
  " ",
  "<html><h1>502 Bad Gateway</h1></html>",
  "OK",
  "null",
  "[]",
  "7",
  "\"ticket-closed\"",
  "{}",
  "{'code':7}",
  "{'code':null}",
  "{'code':['ticket-closed']}",
  "{'code':'no-such-code'}",
  "{'code':'','detail':null}",
  "{'code':{},'detail':[],'errors':{}}",
  "{'errors':[null,7,{},[]]}",
  "{'errors':[{'pointer':1,'detail':'x'}]}",
  "{'code':'not-found'",
  "{'code':'x','code':'y'}",
  "{'detail':'\\u0000'}",
  "\xff\xfe\x01",
  "{'code':'slow-down','status':429,",
};

static const struct
{
  guint status;
  TktProblemCode code;
} meanings[] = {
  { 400, TKT_PROBLEM_BAD_REQUEST },
  { 401, TKT_PROBLEM_SIGNED_OUT },
  { 402, TKT_PROBLEM_BAD_REQUEST },
  { 403, TKT_PROBLEM_NOT_ALLOWED },
  { 404, TKT_PROBLEM_NOT_FOUND },
  { 405, TKT_PROBLEM_METHOD_NOT_ALLOWED },
  { 406, TKT_PROBLEM_NOT_ACCEPTABLE },
  { 408, TKT_PROBLEM_UNAVAILABLE }, /* a proxy gave up waiting: the same may be sent again */
  { 409, TKT_PROBLEM_ID_TAKEN },
  { 410, TKT_PROBLEM_CURSOR_GONE },
  { 411, TKT_PROBLEM_LENGTH_REQUIRED },
  { 412, TKT_PROBLEM_CHANGED_MEANWHILE },
  { 413, TKT_PROBLEM_TOO_LARGE },
  { 414, TKT_PROBLEM_URI_TOO_LONG },
  { 415, TKT_PROBLEM_UNSUPPORTED_MEDIA_TYPE },
  { 416, TKT_PROBLEM_RANGE_NOT_SATISFIABLE },
  { 418, TKT_PROBLEM_BAD_REQUEST },
  { 422, TKT_PROBLEM_INVALID },
  { 425, TKT_PROBLEM_UNAVAILABLE }, /* too early: likewise */
  { 429, TKT_PROBLEM_SLOW_DOWN },
  { 431, TKT_PROBLEM_HEADERS_TOO_LARGE },
  { 500, TKT_PROBLEM_INTERNAL },
  { 501, TKT_PROBLEM_INTERNAL },
  { 502, TKT_PROBLEM_UNAVAILABLE },
  { 503, TKT_PROBLEM_UNAVAILABLE },
  { 504, TKT_PROBLEM_UNAVAILABLE },
  { 599, TKT_PROBLEM_INTERNAL },
  { 302, TKT_PROBLEM_INTERNAL },
};

static void
test_garbage (void)
{
  for (guint m = 0; m < G_N_ELEMENTS (meanings); m++)
    for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
      {
        g_autofree char *json = core_json (garbage[i]);
        gsize length = strlen (json);
        g_autofree char *bytes = g_memdup2 (json, length);
        g_autoptr (GError) problem
            = tkt_problem_from_json (meanings[m].status, bytes != NULL ? bytes : "", length);

        g_test_message ("status %u, body %u", meanings[m].status, i);
        g_assert_error (problem, TKT_PROBLEM, (int)meanings[m].code);
        g_assert_cmpstr (problem->message, !=, "");
        g_assert_null (tkt_problem_get_fields (problem));
      }
}

/* A word of another status does not change what the status means. */
static void
test_word_of_another_status (void)
{
  for (guint m = 0; m < G_N_ELEMENTS (meanings); m++)
    for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
      {
        g_autofree char *json
            = g_strdup_printf ("{\"code\":\"%s\",\"detail\":\"d\"}", codes[i].word);
        g_autoptr (GError) problem
            = tkt_problem_from_json (meanings[m].status, json, strlen (json));
        gboolean fits = codes[i].status == meanings[m].status;

        g_assert_error (problem, TKT_PROBLEM, (int)(fits ? codes[i].code : meanings[m].code));
        g_assert_cmpstr (problem->message, ==, "d");
      }
}

static void
test_delay (void)
{
  g_autoptr (GError) problem = tkt_problem_new (TKT_PROBLEM_SLOW_DOWN, "Slowly");
  g_autoptr (GError) copy = NULL;

  g_assert_cmpuint (tkt_problem_get_retry_after (problem), ==, 0);
  tkt_problem_set_retry_after (problem, 600);
  tkt_problem_add_field (problem, "/x", "No.");
  copy = g_error_copy (problem);
  g_clear_error (&problem);
  g_assert_cmpuint (tkt_problem_get_retry_after (copy), ==, 600);
  g_assert_cmpuint (tkt_problem_get_fields (copy)->len, ==, 1);
}

static void
test_nowhere (void)
{
  tkt_problem_set (NULL, TKT_PROBLEM_INTERNAL, "Nobody %s", "listens");
  tkt_problem_set_invalid (NULL, "/x", "Nobody %s", "listens");
}

void
core_add_problem_tests (void)
{
  g_test_add_func ("/core/problem/codes-are-the-protocols", test_table);
  g_test_add_func ("/core/problem/out", test_out);
  g_test_add_func ("/core/problem/out-with-fields", test_out_with_fields);
  g_test_add_func ("/core/problem/there-and-back", test_there_and_back);
  g_test_add_func ("/core/problem/garbage-keeps-the-meaning-of-the-status", test_garbage);
  g_test_add_func ("/core/problem/word-of-another-status", test_word_of_another_status);
  g_test_add_func ("/core/problem/delay-and-fields-are-copied", test_delay);
  g_test_add_func ("/core/problem/nobody-needs-to-listen", test_nowhere);
}
