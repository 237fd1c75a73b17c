/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON that is written: strings, numbers, times and RFC 6901 pointers. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-json.h"
#include "tkt-time.h"

static void
test_strings (void)
{
  static const struct
  {
    const char *text;
    const char *json;
  } strings[] = {
    { "", "\"\"" },
    { "a/b", "\"a/b\"" },
    { "\"\\", "\"\\\"\\\\\"" },
    { "\n\t\r\b\f", "\"\\n\\t\\u000d\\u0008\\u000c\"" },
    { "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
    { "é漢😀\xe2\x80\xa8</script>", "\"é漢😀\xe2\x80\xa8</script>\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr (GString) out = g_string_new ("x:");

      tkt_json_append_string (out, strings[i].text);
      g_assert_true (g_str_has_prefix (out->str, "x:"));
      g_assert_cmpstr (out->str + 2, ==, strings[i].json);
    }
}

static void
check_same_again (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;

  tkt_json_append_string (out, text);
  root = tkt_json_parse (out->str, out->len, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_node_get_string (root), ==, text);
}

static void
test_random_strings (void)
{
  g_autoptr (GRand) random = core_random_new ();

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (int n = g_rand_int_range (random, 0, 40); n > 0; n--)
        {
          static const int limits[] = { 0x80, 0x800, 0x3000, 0x110000 };
          gunichar c = g_rand_int_range (random, 1, limits[g_rand_int_range (random, 0, 4)]);

          g_string_append_unichar (text, g_unichar_validate (c) ? c : '"');
        }
      check_same_again (text->str);
    }
}

static void
test_integers (void)
{
  static const gint64 integers[]
      = { 0, 1, -1, 9, 10, 99, 100, -10, G_MAXINT32, G_MAXINT64, G_MININT64, G_MININT64 + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (integers); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, integers[i]);

      tkt_json_append_integer (out, integers[i]);
      g_assert_cmpstr (out->str, ==, expected);
    }
}

static void
test_times (void)
{
  g_autoptr (GString) out = g_string_new ("[");

  tkt_json_append_time (out, G_GINT64_CONSTANT (1795428930123));
  g_assert_cmpstr (out->str, ==, "[\"2026-11-23T10:15:30.123Z\"");
}

/* The examples of RFC 6901 section 5, and deeper. */
static void
test_pointers (void)
{
  static const struct
  {
    const char *tokens[4];
    const char *pointer;
  } pointers[] = {
    { { NULL }, "" },
    { { "foo", NULL }, "/foo" },
    { { "foo", "0", NULL }, "/foo/0" },
    { { "", NULL }, "/" },
    { { "a/b", NULL }, "/a~1b" },
    { { "m~n", NULL }, "/m~0n" },
    { { "~1", NULL }, "/~01" },
    { { "c%d", "e^f", "k\"l", NULL }, "/c%d/e^f/k\"l" },
    { { "/", "~", " ", NULL }, "/~1/~0/ " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pointers); i++)
    {
      TktJsonPlace places[4];
      const TktJsonPlace *place = NULL;
      g_autofree char *pointer = NULL;

      for (guint t = 0; pointers[i].tokens[t] != NULL; t++)
        {
          places[t] = (TktJsonPlace){ place, pointers[i].tokens[t] };
          place = &places[t];
        }
      pointer = tkt_json_place_to_pointer (place);
      g_assert_cmpstr (pointer, ==, pointers[i].pointer);
    }
}

void
core_add_json_write_tests (void)
{
  g_test_add_func ("/core/json/write/strings", test_strings);
  g_test_add_func ("/core/json/write/random-strings-come-back", test_random_strings);
  g_test_add_func ("/core/json/write/integers", test_integers);
  g_test_add_func ("/core/json/write/times", test_times);
  g_test_add_func ("/core/json/write/pointers-are-escaped", test_pointers);
}
