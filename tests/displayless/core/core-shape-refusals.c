/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes: every member that is wrong is named by its pointer, and nothing else is. */
#include "core-fixture.h"

#include <string.h>

/* Calls @func with the pointer of each member and element of @node, depth first. */
typedef void (*PlaceFunc) (const CoreSample *sample, const char *pointer, JsonNode *node);

static void
each_place (const CoreSample *sample, const char *pointer, JsonNode *node, PlaceFunc func)
{
  g_autoptr (GList) names = NULL;

  if (*pointer != '\0')
    func (sample, pointer, node);
  if (JSON_NODE_HOLDS_OBJECT (node))
    names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *place = g_strdup_printf ("%s/%s", pointer, (char *)l->data);

      each_place (
          sample, place, json_object_get_member (json_node_get_object (node), l->data), func);
    }
  for (guint i = 0;
       JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node));
       i++)
    {
      g_autofree char *place = g_strdup_printf ("%s/%u", pointer, i);

      each_place (sample, place, json_array_get_element (json_node_get_array (node), i), func);
    }
}

static JsonNode *
sample_node (const CoreSample *sample)
{
  g_autofree char *json = core_json (sample->json);

  return json_from_string (json, NULL);
}

static JsonNode *
step (JsonNode *node, const char *token)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_element (json_node_get_array (node), g_ascii_strtoull (token, NULL, 10));
  return json_object_get_member (json_node_get_object (node), token);
}

static void
replace_element (JsonArray *array, guint index, JsonNode *value)
{
  guint behind = json_array_get_length (array) - index - 1;

  json_array_remove_element (array, index);
  json_array_add_element (array, value);
  for (; behind > 0; behind--)
    {
      json_array_add_element (array, json_array_dup_element (array, index));
      json_array_remove_element (array, index);
    }
}

/* The sample with @replacement (JSON text, or NULL: nothing) at @pointer. */
static char *
with (const CoreSample *sample, const char *pointer, const char *replacement)
{
  g_autoptr (JsonNode) root = sample_node (sample);
  g_auto (GStrv) tokens = g_strsplit (pointer + 1, "/", -1);
  guint last = g_strv_length (tokens) - 1;
  JsonNode *node = root;
  JsonNode *value = replacement != NULL ? json_from_string (replacement, NULL) : NULL;

  for (guint i = 0; i < last; i++)
    node = step (node, tokens[i]);
  if (JSON_NODE_HOLDS_ARRAY (node))
    replace_element (json_node_get_array (node), g_ascii_strtoull (tokens[last], NULL, 10), value);
  else if (value == NULL)
    json_object_remove_member (json_node_get_object (node), tokens[last]);
  else
    json_object_set_member (json_node_get_object (node), tokens[last], value);
  return json_to_string (root, FALSE);
}

/* @json must be taken where @pointer is NULL, and else name it and nothing else. */
static void
check (const CoreSample *sample, TktReadMode mode, const char *json, const char *pointer)
{
  g_autoptr (GError) error = NULL;
  gpointer value = tkt_shape_read_bytes (sample->shape, json, strlen (json), mode, &error);

  if ((value != NULL) != (pointer == NULL))
    g_error ("%s of %s: %s",
             pointer != NULL ? pointer : "nothing",
             json,
             error != NULL ? error->message : "taken");
  if (pointer != NULL)
    {
      core_assert_field (error, pointer);
      g_assert_true (g_str_has_prefix (error->message, pointer));
    }
  tkt_shape_free (sample->shape, value);
}

static void
check_both (const CoreSample *sample, const char *json, const char *pointer)
{
  check (sample, TKT_READ_STRICT, json, pointer);
  check (sample, TKT_READ_LENIENT, json, pointer);
}

static gboolean
is_among (const char *pointers, const char *pointer)
{
  g_autofree char *word = g_strdup_printf (" %s ", pointer);

  return strstr (pointers, word) != NULL;
}

/* Ids, times and words of sets, told by how protocol.md names them. */
static gboolean
has_form (const char *pointer)
{
  static const char *const endings[] = { "/id", "_id", "_by", "_at", "/status", "role" };

  /* A request is known by whatever name it was given. */
  if (g_str_equal (pointer, "/request_id"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (pointer, endings[i]))
      return TRUE;
  return FALSE;
}

static void
try_wrong_types (const CoreSample *sample, const char *pointer, JsonNode *node)
{
  static const char *const others[]
      = { "7", "7.5", "7e0", "true", "\"?\"", "\"\"", "[]", "{}", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (JsonNode) other = json_from_string (others[i], NULL);
      gboolean null = JSON_NODE_HOLDS_NULL (other);
      gboolean same = JSON_NODE_TYPE (other) == JSON_NODE_TYPE (node)
                      && json_node_get_value_type (other) == json_node_get_value_type (node);
      g_autofree char *json = NULL;

      if (same && !(JSON_NODE_HOLDS_VALUE (other) && has_form (pointer)))
        continue;
      json = with (sample, pointer, others[i]);
      check_both (sample, json, null && is_among (sample->nullable, pointer) ? NULL : pointer);
    }
}

static void
test_wrong_types (gconstpointer data)
{
  g_autoptr (JsonNode) root = sample_node (data);

  each_place (data, "", root, try_wrong_types);
}

static void
try_missing (const CoreSample *sample, const char *pointer, JsonNode *node)
{
  g_autofree char *json = NULL;

  if (g_ascii_isdigit (strrchr (pointer, '/')[1]))
    return;
  json = with (sample, pointer, NULL);
  check_both (sample, json, is_among (sample->optional, pointer) ? NULL : pointer);
}

static void
test_missing (gconstpointer data)
{
  g_autoptr (JsonNode) root = sample_node (data);

  each_place (data, "", root, try_missing);
}

static void
try_unknown (const CoreSample *sample, const char *pointer, JsonNode *node)
{
  g_autofree char *place = g_strconcat (pointer, "/zebra", NULL);
  g_autofree char *json = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  json = with (sample, place, "{\"any\": [null]}");
  check (sample, TKT_READ_STRICT, json, place);
  check (sample, TKT_READ_LENIENT, json, NULL);
}

static void
test_unknown (gconstpointer data)
{
  const CoreSample *sample = data;
  g_autoptr (JsonNode) root = sample_node (sample);
  g_autofree char *escaped = with (sample, "/zebra", "1");
  g_autofree char *empty = g_strdup (escaped);
  g_auto (GStrv) parts = g_strsplit (escaped, "zebra", 2);
  g_autofree char *slashes = g_strjoinv ("a/b~c", parts);
  g_autofree char *nameless = g_strjoinv ("", parts);

  check (sample, TKT_READ_STRICT, escaped, "/zebra");
  check (sample, TKT_READ_STRICT, slashes, "/a~1b~0c");
  check (sample, TKT_READ_STRICT, nameless, "/");
  check (sample, TKT_READ_LENIENT, nameless, NULL);
  each_place (sample, "", root, try_unknown);
}

/* Every member wrong at once, and one too many: as many fields, in one answer. */
static void
test_all_wrong (gconstpointer data)
{
  const CoreSample *sample = data;
  g_autoptr (JsonNode) root = sample_node (sample);
  JsonObject *object = json_node_get_object (root);
  g_autoptr (GList) names = json_object_get_members (object);
  g_autoptr (GPtrArray) pointers = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_ptr_array_add (pointers, g_strconcat ("/", l->data, NULL));
      json_object_set_double_member (object, l->data, 0.5);
    }
  json_object_set_int_member (object, "zebra", 1);
  g_ptr_array_add (pointers, g_strdup ("/zebra"));
  g_ptr_array_add (pointers, NULL);
  json = json_to_string (root, FALSE);
  g_assert_null (
      tkt_shape_read_bytes (sample->shape, json, strlen (json), TKT_READ_STRICT, &error));
  core_assert_fields (error, (const char *const *)pointers->pdata);
}

static void
test_no_object (gconstpointer data)
{
  static const char *const others[] = { "null", "[]", "[{}]", "1", "\"{}\"", "true" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    check_both (data, others[i], "");
}

/* What a request may not say, in members whose type is right. */
static const struct
{
  const TktShape *shape;
  const char *member; /* a format of @text */
  const char *unit;
  guint n;
  const char *pointer; /* NULL: taken */
} bad_texts[] = {
  { &tkt_new_ticket_shape, "{'title':'%s','message':{'body':'x'}}", "t", 200, NULL },
  { &tkt_new_ticket_shape, "{'title':'%s','message':{'body':'x'}}", "t", 201, "/title" },
  { &tkt_new_ticket_shape, "{'title':'%s','message':{'body':'x'}}", "漢", 201, "/title" },
  { &tkt_new_ticket_shape, "{'title':'%s','message':{'body':'x'}}", " ", 5, "/title" },
  { &tkt_new_ticket_shape, "{'title':'a%sb','message':{'body':'x'}}", "\\n", 1, "/title" },
  { &tkt_new_ticket_shape, "{'title':'a%sb','message':{'body':'x'}}", "\\u202e", 1, "/title" },
  { &tkt_new_ticket_shape, "{'title':'t','message':{'body':'%s'}}", "😀", 32768, NULL },
  { &tkt_new_ticket_shape, "{'title':'t','message':{'body':'%s'}}", "😀", 32769, "/message/body" },
  { &tkt_new_ticket_shape, "{'title':'t','message':{'body':'%s'}}", "\\u200b", 3, "/message/body" },
  { &tkt_new_ticket_shape,
    "{'title':'t','message':{'body':'a%s'}}",
    "\\u0000",
    1,
    "/message/body" },
  { &tkt_new_ticket_shape,
    "{'title':'t','message':{'body':'a%s'}}",
    "\\u001b",
    1,
    "/message/body" },
  { &tkt_new_message_shape, "{'body':'a%sb'}", "\\r", 1, "/body" },
  { &tkt_new_message_shape, "{'body':'a%sb'}", "\\u202e", 1, NULL },
  { &tkt_new_message_shape,
    "{'body':'b','written_at':'%s'}",
    "2026-02-30T00:00:00Z",
    1,
    "/written_at" },
  { &tkt_new_message_shape,
    "{'body':'b','attachments':[{'id':'%s'}]}",
    "x",
    1,
    "/attachments/0/id" },
  { &tkt_password_change_shape, "{'current':'c','new':'%s'}", "p", 11, "/new" },
  { &tkt_password_change_shape, "{'current':'c','new':'%s'}", "p", 257, "/new" },
  { &tkt_password_change_shape, "{'current':'','new':'%s'}", "p", 256, NULL },
  { &tkt_new_session_shape, "{'username':'%s','password':''}", "x", 4097, "/username" },
  { &tkt_new_session_shape, "{'username':'%s','password':''}", "Nobody Here!", 1, NULL },
  { &tkt_new_read_mark_shape, "{'position':%s}", "0", 1, "/position" },
  { &tkt_new_read_mark_shape, "{'position':%s}", "-1", 1, "/position" },
  { &tkt_new_read_mark_shape, "{'position':%s}", "2147483647", 1, NULL },
  { &tkt_new_read_mark_shape, "{'position':%s}", "2147483648", 1, "/position" },
  { &tkt_new_publisher_shape, "{'name':'n','number':%s}", "0", 1, "/number" },
  { &tkt_new_publisher_shape, "{'name':'%s'}", "n", 201, "/name" },
  { &tkt_publisher_patch_shape, "{'name':'%s'}", "\\t", 1, "/name" },
  { &tkt_account_patch_shape, "{'display_name':'%s'}", "\\u2066", 1, "/display_name" },
  { &tkt_account_patch_shape, "{'role':'%s'}", "Admin", 1, "/role" },
  { &tkt_ticket_patch_shape, "{'status':'%s'}", "reopened", 1, "/status" },
  { &tkt_organization_patch_shape, "{'name':'%s'}", "", 1, "/name" },
};

static void
test_bad_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_texts); i++)
    {
      const CoreSample sample = { .shape = bad_texts[i].shape };
      g_autofree char *text = core_repeat (bad_texts[i].unit, bad_texts[i].n);
      g_auto (GStrv) around = g_strsplit (bad_texts[i].member, "%s", 2);
      g_autofree char *marks = g_strjoin (text, around[0], around[1], NULL);
      g_autofree char *json = core_json (marks);
      g_autoptr (GError) error = NULL;
      gpointer value
          = tkt_shape_read_bytes (sample.shape, json, strlen (json), TKT_READ_STRICT, &error);

      g_test_message ("%u: %s × %u", i, bad_texts[i].unit, bad_texts[i].n);
      if (bad_texts[i].pointer != NULL)
        core_assert_field (error, bad_texts[i].pointer);
      else
        g_assert_no_error (error);
      tkt_shape_free (sample.shape, value);
    }
}

/* A page of changes that is none is the server's failure, and is never half taken. */
static void
test_bad_pages (void)
{
  static const struct
  {
    const char *json;
    const char *pointer; /* NULL: the page as a whole is wrong */
  } pages[] = {
    { "{}", NULL },
    { "[]", NULL },
    { "null", NULL },
    { "{'changes':[],'cursor':'c'}", NULL },
    { "{'changes':[],'more':false}", NULL },
    { "{'cursor':'c','more':false}", NULL },
    { "{'changes':{},'cursor':'c','more':false}", NULL },
    { "{'changes':[],'cursor':7,'more':false}", NULL },
    { "{'changes':[],'cursor':null,'more':false}", NULL },
    { "{'changes':[],'cursor':'c','more':'no'}", NULL },
    { "{'changes':[],'cursor':'c','more':null}", NULL },
    { "{'changes':[null],'cursor':'c','more':false}", NULL },
    { "{'changes':[[]],'cursor':'c','more':false}", NULL },
    { "{'changes':[{}],'cursor':'c','more':false}", NULL },
    { "{'changes':[{'kind':null}],'cursor':'c','more':false}", NULL },
    { "{'changes':[{'kind':{}}],'cursor':'c','more':false}", NULL },
    { "{'changes':[{'kind':'ticket'}],'cursor':'c','more':false}", NULL },
    { "{'changes':[{'kind':'new'},{'kind':'read_mark','read_mark':null}],'cursor':'c','more':true}",
      "/changes/1/read_mark" },
    { "{'changes':[{'kind':'read_mark','read_mark':{'ticket_id':"
      "'0197c1f0-5b5e-7a3c-b1d2-000000000001','position':1}}],'cursor':'c','more':true}",
      "/changes/0/read_mark/revision" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *json = core_json (pages[i].json);
      g_autoptr (GError) error = NULL;

      g_assert_null (tkt_change_page_read (json, strlen (json), &error));
      if (pages[i].pointer != NULL)
        core_assert_field (error, pages[i].pointer);
      else
        g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_INTERNAL);
    }
}

void
core_add_shape_refusal_tests (void)
{
  core_add_for_samples ("wrong-type-is-named", test_wrong_types);
  core_add_for_samples ("missing-is-named", test_missing);
  core_add_for_samples ("unknown-is-named-or-ignored", test_unknown);
  core_add_for_samples ("everything-wrong-is-named", test_all_wrong);
  core_add_for_samples ("is-an-object", test_no_object);
  g_test_add_func ("/core/shape/bad-texts-are-named", test_bad_texts);
  g_test_add_func ("/core/shape/bad-pages-are-refused-whole", test_bad_pages);
}
