/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict JSON: RFC 8259 to the letter, with the place of what is wrong. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-json.h"

/* Bytes that end where the heap's block ends, so that a step too far is seen. */
static JsonNode *
parse (const char *text, gsize length, GError **error)
{
  g_autofree char *bytes = g_malloc (length + (length == 0));

  memcpy (bytes, text, length);
  return tkt_json_parse (bytes, length, error);
}

static const char *const taken[] = {
  "null",
  "true",
  "false",
  "0",
  "-0",
  "10",
  "-1",
  "1.5",
  "-0.0",
  "1e9",
  "1E+2",
  "2.5e-3",
  "0e0",
  "9223372036854775807",
  "-9223372036854775808",
  "1e400",
  "\"\"",
  "\"a\"",
  "{}",
  "[]",
  "[[]]",
  "[{}]",
  "{\"\":1}",
  "{\"a\":1}",
  "{\"a\":{\"a\":{\"a\":1}}}",
  "[1,2,3]",
  "[null,true,\"x\",{},[]]",
  " \t\r\n[ \t\r\n1 , 2\n]\r\n",
  "{ \"a\" : 1 , \"b\" : 2 }",
  "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
  "\"\\ud83d\\ude00\"",
  "\"\\uD83D\\uDE00\"",
  "\"\x7f\"",
  "\"é漢😀\"",
  "\"\\uFFFF\"",
  "\"/*\"",
  "{\"a\":1,\"A\":2}",
  "{\"a\":1,\"b\":{\"a\":2}}",
  "[{\"a\":1},{\"a\":2}]",
};

static const char *const refused[] = {
  /* nothing, and more than one value */
  "",
  " ",
  "\n",
  "1 2",
  "{}{}",
  "[] []",
  "null,",
  "{},",
  "true false",
  "nulll",
  "\"a\" \"b\"",
  /* words */
  "nul",
  "True",
  "NULL",
  "none",
  "undefined",
  "NaN",
  "Infinity",
  "-Infinity",
  "a",
  "tru\\u0065",
  /* numbers */
  "-",
  "+1",
  "01",
  "-01",
  "00",
  "1.",
  ".5",
  "1.e1",
  "1e",
  "1e+",
  "1E-",
  "0x1",
  "1_000",
  "--1",
  "1-",
  "1,5",
  "9223372036854775808",
  "-9223372036854775809",
  "99999999999999999999999",
  "- 1",
  "1f",
  "\xd9\xa1" /* an Arabic digit */,
  /* strings */
  "\"",
  "\"a",
  "a\"",
  "'a'",
  "\"\\\"",
  "\"\\x41\"",
  "\"\\a\"",
  "\"\\0\"",
  "\"\\'\"",
  "\"\\u\"",
  "\"\\u12\"",
  "\"\\u123g\"",
  "\"\\U00000041\"",
  "\"\\u+041\"",
  "\"a\nb\"",
  "\"a\tb\"",
  "\"\x01\"",
  "\"\x1f\"",
  "\"\\",
  "\"\\u00",
  "`a`",
  "\"\\\n\"",
  /* surrogates */
  "\"\\ud83d\"",
  "\"\\ude00\"",
  "\"\\ude00\\ud83d\"",
  "\"\\ud83dx\"",
  "\"\\ud83d\\n\"",
  "\"\\ud83d\\u0041\"",
  "\"\\ud83d\\ud83d\"",
  "\"\\ud83d\\ue000\"",
  "\"\\ud83d\\udbff\"",
  "\"\\ud83d\\ud83d\\ude00\"",
  "\"\\ud83d\\ude0\"",
  "\"\\uD800",
  /* objects and arrays */
  "{",
  "}",
  "[",
  "]",
  "[1",
  "[1,",
  "[1,]",
  "[,1]",
  "[,]",
  "[1 2]",
  "[1,,2]",
  "[1}",
  "{]",
  "{\"a\"}",
  "{\"a\":}",
  "{\"a\":1",
  "{\"a\":1,",
  "{\"a\":1,}",
  "{,}",
  "{\"a\" 1}",
  "{\"a\":1 \"b\":2}",
  "{a:1}",
  "{'a':1}",
  "{1:1}",
  "{null:1}",
  "{\"a\":1;\"b\":2}",
  "{\"a\"::1}",
  "{\"a\":1:2}",
  "[\"a\":1]",
  "{\"a\":1]",
  "{\"a\",\"b\"}",
  /* one name twice in one object, however it is written */
  "{\"a\":1,\"a\":1}",
  "{\"a\":1,\"b\":2,\"a\":3}",
  "{\"a\":1,\"\\u0061\":2}",
  "[{\"a\":{\"b\":1,\"b\":1}}]",
  "{\"\":1,\"\":2}",
  "{\"/\":1,\"\\/\":2}",
  /* comments and other white space */
  "/**/1",
  "1//",
  "1 # x",
  "[1/*x*/]",
  "// x\n1",
  "\xef\xbb\xbf{}",
  "\xc2\xa0{}",
  "{}\xe2\x80\xa8",
  "\f1",
  "\v1",
  /* broken UTF-8 */
  "\"\xff\"",
  "\"\xc3\"",
  "\"\xc0\xaf\"",
  "\"\xed\xa0\x80\"",
  "\"\xf4\x90\x80\x80\"",
  "\xff",
  "{}\x80",
};

static void
test_taken (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = parse (taken[i], strlen (taken[i]), &error);

      g_test_message ("text %u", i);
      g_assert_no_error (error);
      g_assert_nonnull (root);
    }
}

static void
check_refused (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  if (parse (text, length, &error) != NULL)
    g_error ("“%s” is taken", text);
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_BAD_REQUEST);
  g_assert_true (g_regex_match_simple (
      ": .+ \\(line [1-9][0-9]*, column [1-9][0-9]*\\)\\.$", error->message, 0, 0));
  g_assert_null (parse (text, length, NULL));
}

static void
test_refused (void)
{
  static const char with_nul[] = "{}\0";
  static const char in_string[] = "\"a\0b\"";

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    check_refused (refused[i], strlen (refused[i]));
  check_refused (with_nul, sizeof with_nul - 1);
  check_refused (in_string, sizeof in_string - 1);
}

/* A body that was cut is never a body. */
static void
test_prefixes (void)
{
  static const char whole[]
      = "{\"a\": [1, -2.5e+3, true, null], \"b\\n\": \"\\ud83d\\ude00 é\", \"\": {}}";
  g_autoptr (JsonNode) root = parse (whole, sizeof whole - 1, NULL);

  g_assert_nonnull (root);
  for (gsize length = 0; length < sizeof whole - 1; length++)
    check_refused (whole, length);
}

static char *
nest (guint depth, const char *open, const char *close)
{
  g_autofree char *opening = core_repeat (open, depth);
  g_autofree char *closing = core_repeat (close, depth);

  return g_strconcat (opening, "1", closing, NULL);
}

static void
test_depth (void)
{
  static const struct
  {
    const char *open, *close;
  } pairs[] = { { "[", "]" }, { "{\"a\":", "}" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *deepest = nest (TKT_JSON_DEPTH_MAX, pairs[i].open, pairs[i].close);
      g_autofree char *deeper = nest (TKT_JSON_DEPTH_MAX + 1, pairs[i].open, pairs[i].close);
      g_autofree char *endless = core_repeat (pairs[i].open, 200000);
      g_autofree char *wide = core_repeat ("[[]],", 5000);
      g_autofree char *siblings = g_strconcat ("[", wide, "1]", NULL);
      g_autoptr (JsonNode) root = parse (deepest, strlen (deepest), NULL);
      g_autoptr (JsonNode) many = parse (siblings, strlen (siblings), NULL);

      g_assert_nonnull (root);
      g_assert_nonnull (many);
      check_refused (deeper, strlen (deeper));
      check_refused (endless, strlen (endless));
    }
}

/* Names that meet in a hash table make it slow, and here they are few enough to do no harm. */
static void
test_members (void)
{
  for (guint n = TKT_JSON_MEMBERS_MAX; n <= TKT_JSON_MEMBERS_MAX + 1; n++)
    {
      g_autoptr (GString) json = g_string_new ("[");
      g_autoptr (JsonNode) root = NULL;

      /* Many objects may each have as many. */
      for (guint object = 0; object < 3; object++)
        {
          g_string_append (json, object > 0 ? ",{" : "{");
          for (guint i = 0; i < n; i++)
            g_string_append_printf (json, "%s\"%u\":0", i > 0 ? "," : "", i);
          g_string_append_c (json, '}');
        }
      g_string_append_c (json, ']');
      root = parse (json->str, json->len, NULL);
      g_assert_cmpint (root != NULL, ==, n == TKT_JSON_MEMBERS_MAX);
    }
}

static void
test_place (void)
{
  static const struct
  {
    const char *text;
    const char *place;
  } places[] = {
    { "", "(line 1, column 1)" },
    { "nope", "(line 1, column 1)" },
    { "{\"a\":1,}", "(line 1, column 8)" },
    { "{\n  \"a\": 1,\n  \"b\" 2\n}", "(line 3, column 7)" },
    { "{}\r\n\r\nx", "(line 3, column 1)" },
    { "[\"\xff\"]", "(line 1, column 3)" },
    { "[1,\n2,\n", "(line 3, column 1)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (places[i].text, strlen (places[i].text), &error));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, places[i].place));
    }
}

/* Texts come out as RFC 8259 section 7 says, not as another parser would like them. */
static void
test_strings (void)
{
  static const struct
  {
    const char *json;
    const char *text;
  } strings[] = {
    { "\"\"", "" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
    { "\"\\u0001\\u001F\\u007f\"", "\x01\x1f\x7f" },
    { "\"\\u00e9\\u00E9é\"", "ééé" },
    { "\"\\u6F22\\ud83d\\ude00\"", "漢😀" },
    { "\"\\uD800\\uDC00\\udbff\\udfff\"", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf" },
    { "\"\\uffff\\ufffe\\ufeff\"", "\xef\xbf\xbf\xef\xbf\xbe\xef\xbb\xbf" },
    { "\"\\u2028\\\\u0041\"", "\xe2\x80\xa8\\u0041" },
    { "\"<b>&amp;'#//*\"", "<b>&amp;'#//*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = parse (strings[i].json, strlen (strings[i].json), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (json_node_get_string (root), ==, strings[i].text);
    }
}

static void
test_integers (void)
{
  static const gint64 integers[]
      = { 0, 1, -1, 9, 10, G_MAXINT32, G_MAXUINT32, G_MAXINT64, G_MININT64, G_MININT64 + 1, -1000 };

  for (guint i = 0; i < G_N_ELEMENTS (integers); i++)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, integers[i]);
      g_autoptr (JsonNode) root = parse (text, strlen (text), NULL);

      g_assert_nonnull (root);
      g_assert_true (json_node_get_value_type (root) == G_TYPE_INT64);
      g_assert_cmpint (json_node_get_int (root), ==, integers[i]);
    }
}

/* \u0000 is JSON, so its string is named; a C string can't hold it, so it is refused. */
static void
test_nul (void)
{
  static const struct
  {
    const char *json;
    const char *pointer;
  } nuls[] = {
    { "'\\u0000'", "" },
    { "{'title':'a\\u0000b'}", "/title" },
    { "{'a':{'b':['x','\\u0000']}}", "/a/b/1" },
    { "{'a/b~c':'\\u0000'}", "/a~1b~0c" },
    { "{'':'\\u0000'}", "/" },
    { "{'a':{'x\\u0000y':1}}", "/a" }, /* a name: its object */
    { "{'a':{'x':1,'x\\u0000':2}}", "/a" },
    { "[['\\u0000'],'\\u0000']", "/0/0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (nuls); i++)
    {
      g_autofree char *json = core_json (nuls[i].json);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", json);
      g_assert_null (parse (json, strlen (json), &error));
      core_assert_field (error, nuls[i].pointer);
    }
}

void
core_add_json_tests (void)
{
  g_test_add_func ("/core/json/taken", test_taken);
  g_test_add_func ("/core/json/refused", test_refused);
  g_test_add_func ("/core/json/what-is-cut-is-refused", test_prefixes);
  g_test_add_func ("/core/json/depth", test_depth);
  g_test_add_func ("/core/json/members-of-an-object-are-bounded", test_members);
  g_test_add_func ("/core/json/line-and-column", test_place);
  g_test_add_func ("/core/json/strings-come-out-whole", test_strings);
  g_test_add_func ("/core/json/integers-come-out-whole", test_integers);
  g_test_add_func ("/core/json/nul-is-named", test_nul);
}
