/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document has the calls that the route table has, as it has them, and no other. */
#include <string.h>

#include "api-fixture.h"
#include "contract-document.h"
#include "contract-names.h"
#include "tkt-call.h"

static const char *const methods[]
    = { "get", "head", "post", "put", "patch", "delete", "options", NULL };

/* In the words of protocol.md's column "who". */
static const char *
least_role (const TktRoute *route)
{
  if (route->anyone)
    return "anyone";
  if (route->action == TKT_ACTION_ADMINISTER)
    return "admin";
  return route->action == TKT_ACTION_SEE_PUBLISHERS ? "staff" : "account";
}

/* The operation of @method at @path; NULL where the document has none. */
static JsonObject *
find_operation (ContractDocument *document, const char *method, const char *path)
{
  g_autofree char *lower = g_ascii_strdown (method, -1);
  g_autofree char *place = g_strdup_printf ("paths %s %s", path, lower);
  JsonNode *node = contract_document_find (document, place);

  return node != NULL ? json_node_get_object (node) : NULL;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

static char *
join_sorted (GPtrArray *words)
{
  g_ptr_array_sort (words, compare_texts);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **)words->pdata);
}

/* The names of an operation's parameters of one place, "query", in alphabetical order. */
static char *
list_parameters (ContractDocument *document, JsonObject *operation, const char *in)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  JsonArray *all = json_object_has_member (operation, "parameters")
                       ? json_object_get_array_member (operation, "parameters")
                       : NULL;

  for (guint i = 0; all != NULL && i < json_array_get_length (all); i++)
    {
      JsonObject *parameter = json_node_get_object (
          contract_document_follow (document, json_array_get_element (all, i)));

      if (g_str_equal (json_object_get_string_member (parameter, "in"), in))
        g_ptr_array_add (names, (char *)json_object_get_string_member (parameter, "name"));
    }
  return join_sorted (names);
}

static char *
list_params (const TktRoute *route)
{
  g_auto (GStrv) words = g_strsplit (route->params != NULL ? route->params : "", " ", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (char **word = words; *word != NULL; word++)
    g_ptr_array_add (names, *word);
  return join_sorted (names);
}

static void
check_who (JsonObject *operation, const TktRoute *route)
{
  g_autofree char *role = contract_document_member (operation, "x-least-role");
  g_autofree char *security = contract_document_member (operation, "security");

  g_assert_cmpstr (role, ==, least_role (route));
  g_assert_cmpstr (security, ==, route->anyone ? "[]" : "");
}

static void
check_body (JsonObject *operation, const TktRoute *route)
{
  JsonObject *content;

  if (route->shape == NULL && !route->upload)
    {
      g_assert_false (json_object_has_member (operation, "requestBody"));
      return;
    }
  content = json_object_get_object_member (operation, "requestBody");
  g_assert_true (json_object_get_boolean_member (content, "required"));
  if (route->upload)
    {
      /* Whatever the client says of it: the server sees by itself what it is. */
      g_assert_true (
          json_object_has_member (json_object_get_object_member (content, "content"), "*/*"));
      return;
    }
  content = json_object_get_object_member (json_object_get_object_member (content, "content"),
                                           "application/json");
  g_assert_cmpstr (contract_document_name_of (json_object_get_member (content, "schema")),
                   ==,
                   contract_name_of_shape (route->shape));
}

static void
check_operation (ContractDocument *document, const TktRoute *route, const char *method)
{
  JsonObject *operation = find_operation (document, method, route->path);
  g_autofree char *query = NULL;
  g_autofree char *params = list_params (route);
  g_autofree char *block = g_strdup_printf ("paths %s parameters", route->path);

  g_test_message ("%s %s", method, route->path);
  g_assert_nonnull (operation);
  query = list_parameters (document, operation, "query");
  g_assert_cmpstr (query, ==, params);
  check_who (operation, route);
  check_body (operation, route);
  g_assert_cmpint (
      contract_document_find (document, block) != NULL, ==, strstr (route->path, "{id}") != NULL);
}

static void
test_routes_are_documented (void)
{
  g_autoptr (ContractDocument) document = contract_document_new ();

  for (guint i = 0; i < tkt_n_routes; i++)
    {
      const TktRoute *route = &tkt_routes[i];

      check_operation (document, route, route->method);
      if (g_str_equal (route->method, "GET"))
        check_operation (document, route, "HEAD");
      g_assert_nonnull (find_operation (document, "OPTIONS", route->path));
    }
}

static gboolean
is_route (const char *method, const char *path)
{
  gboolean head = g_str_equal (method, "head"), options = g_str_equal (method, "options");

  for (guint i = 0; i < tkt_n_routes; i++)
    if (g_str_equal (tkt_routes[i].path, path)
        && (options || g_ascii_strcasecmp (tkt_routes[i].method, head ? "get" : method) == 0))
      return TRUE;
  return FALSE;
}

static void
test_nothing_else_is (void)
{
  g_autoptr (ContractDocument) document = contract_document_new ();
  g_autoptr (GList) paths
      = json_object_get_members (contract_document_get_object (document, "paths"));

  for (GList *p = paths; p != NULL; p = p->next)
    {
      g_autofree char *place = g_strconcat ("paths ", p->data, NULL);
      g_autoptr (GList) members
          = json_object_get_members (contract_document_get_object (document, place));

      for (GList *m = members; m != NULL; m = m->next)
        {
          if (g_str_equal (m->data, "parameters"))
            continue;
          g_test_message ("%s %s", (char *)m->data, (char *)p->data);
          g_assert_true (g_strv_contains (methods, m->data));
          g_assert_true (is_route (m->data, p->data));
        }
    }
}

/* The methods of an address in the order that the server tells them. */
static char *
methods_of (ContractDocument *document, const char *path)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; methods[i] != NULL; i++)
    {
      g_autofree char *upper = g_ascii_strup (methods[i], -1);

      if (find_operation (document, methods[i], path) != NULL)
        g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", upper);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* OPTIONS tells what the document has, and HEAD is answered where GET is. */
static void
test_server_tells_the_same (void)
{
  g_autoptr (ContractDocument) document = contract_document_new ();
  g_autoptr (GList) paths
      = json_object_get_members (contract_document_get_object (document, "paths"));
  g_autoptr (Api) api = api_new ();

  for (GList *p = paths; p != NULL; p = p->next)
    {
      g_autoptr (GString) path = g_string_new (p->data);
      g_autofree char *expected = methods_of (document, p->data);
      ApiAnswer *answer;

      g_string_replace (path, "{id}", API_MISSING, 0);
      answer = api_expect (api, "204", NULL, NULL, "OPTIONS %s", path->str);
      g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Allow"), ==, expected);
      if (strstr (expected, "HEAD") != NULL)
        g_assert_cmpuint (api_call (api, NULL, NULL, "HEAD %s", path->str)->status,
                          ==,
                          api_call (api, NULL, NULL, "GET %s", path->str)->status);
    }
}

/* What is served is the document itself, to anybody, compressed and with a tag. */
static void
test_is_served (void)
{
  g_autoptr (ContractDocument) document = contract_document_new ();
  g_autoptr (Api) api = api_new ();
  ApiAnswer *answer = api_expect (api, "200", NULL, NULL, "GET /v1/openapi.json");
  const char *tag = soup_message_headers_get_one (answer->headers, "ETag");
  ApiAnswer *packed = api_send (api, NULL, "Accept-Encoding: gzip", NULL, "GET /v1/openapi.json");

  g_assert_cmpstr (answer->text, ==, contract_document_get_text (document));
  g_assert_cmpstr (soup_message_headers_get_one (packed->headers, "Content-Encoding"), ==, "gzip");
  g_assert_cmpuint (packed->length, <, answer->length / 5);
  g_assert_cmpstr (
      api_send (api, NULL, api_text (api, "If-None-Match: %s", tag), NULL, "GET /v1/openapi.json")
          ->said,
      ==,
      "304");
}

/* Every status of an operation is explained, and no code stands under another's status. */
static void
test_problems (void)
{
  g_autoptr (ContractDocument) document = contract_document_new ();
  JsonArray *codes = json_node_get_array (
      contract_document_find (document, "components schemas Problem properties code enum"));
  JsonObject *responses = contract_document_get_object (document, "components responses");
  JsonObject *examples = contract_document_get_object (document, "components examples");

  g_assert_cmpuint (json_array_get_length (codes), ==, TKT_N_PROBLEMS);
  g_assert_nonnull (responses);
  for (guint i = 0; i < TKT_N_PROBLEMS; i++)
    {
      const char *word = tkt_problem_code_to_word (i);
      gboolean found = FALSE;
      JsonObject *value;

      for (guint c = 0; c < TKT_N_PROBLEMS; c++)
        found |= g_str_equal (json_array_get_string_element (codes, c), word);
      g_test_message ("%s", word);
      g_assert_true (found);
      /* It belongs to no operation: it says that there is none. */
      if (i == TKT_PROBLEM_METHOD_NOT_ALLOWED)
        continue;
      value
          = json_object_get_object_member (json_object_get_object_member (examples, word), "value");
      g_assert_cmpstr (json_object_get_string_member (value, "code"), ==, word);
      g_assert_cmpint (
          json_object_get_int_member (value, "status"), ==, tkt_problem_code_to_status (i));
    }
}

void
contract_add_route_tests (void)
{
  g_test_add_func ("/contract/routes/every-call-is-documented", test_routes_are_documented);
  g_test_add_func ("/contract/routes/nothing-else-is", test_nothing_else_is);
  g_test_add_func ("/contract/routes/the-server-tells-the-same", test_server_tells_the_same);
  g_test_add_func ("/contract/routes/the-document-is-served", test_is_served);
  g_test_add_func ("/contract/problems", test_problems);
}
