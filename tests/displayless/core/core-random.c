/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies that were damaged at random: a good struct, or an error that says where. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-json.h"

static const char *const tokens[] = {
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  "\"",
  "\\",
  "\\u0000",
  "\\ud800",
  "\\udc00",
  "\\n",
  "null",
  "true",
  "0",
  "-",
  "-0",
  ".5",
  "1e9",
  "9223372036854775808",
  "\xff",
  "\xed\xa0\x80",
  "\xef\xbb\xbf",
  "\xe2\x80\xae",
  "\"id\":",
  "\"\":",
  "/",
  "~",
  "//",
  "/*",
  "{\"a\":[",
  "\"\"",
  " ",
  "\n",
  "\x01",
  "😀",
  "\\u202e",
};

static void
cut (GString *text, GRand *random)
{
  gsize at = g_rand_int_range (random, 0, text->len + 1);
  gsize length = g_rand_int_range (random, 1, 12);

  g_string_erase (text, at, MIN (text->len - at, length));
}

static void
damage (GString *text, GRand *random, const char *other)
{
  gsize at = text->len > 0 ? g_rand_int_range (random, 0, text->len) : 0;
  gsize from = g_rand_int_range (random, 0, strlen (other));
  gsize length = g_rand_int_range (random, 1, 60);

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      if (text->len > 0)
        text->str[at] ^= 1 << g_rand_int_range (random, 0, 8);
      return;
    case 1:
      cut (text, random);
      return;
    case 2:
      g_string_insert (text, at, tokens[g_rand_int_range (random, 0, G_N_ELEMENTS (tokens))]);
      return;
    case 3:
      g_string_insert_len (text, at, other + from, MIN (strlen (other) - from, length));
      return;
    default:
      g_string_insert_c (text, at, (char)g_rand_int_range (random, 0, 256));
    }
}

static void
check_error (const GError *error)
{
  const GPtrArray *fields = tkt_problem_get_fields (error);

  if (g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_BAD_REQUEST))
    {
      g_assert_nonnull (strstr (error->message, "(line "));
      return;
    }
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_INVALID);
  g_assert_nonnull (fields);
  g_assert_cmpuint (fields->len, >, 0);
  for (guint i = 0; i < fields->len; i++)
    {
      const TktFieldError *field = g_ptr_array_index (fields, i);

      g_assert_true (*field->pointer == '\0' || *field->pointer == '/');
      g_assert_cmpstr (field->detail, !=, "");
    }
}

/* What was taken is good: written, it is taken again and is the same. */
static void
check_value (const TktShape *shape, gpointer value, TktReadMode mode)
{
  g_autofree char *json = tkt_shape_to_json (shape, value);
  g_autoptr (GError) error = NULL;
  gpointer again = tkt_shape_read_bytes (shape, json, strlen (json), mode, &error);

  g_assert_no_error (error);
  g_assert_true (tkt_shape_equal (shape, value, again));
  tkt_shape_free (shape, again);
}

static void
check_body (const TktShape *shape, const char *body, gsize length)
{
  for (TktReadMode mode = TKT_READ_STRICT; mode <= TKT_READ_LENIENT; mode++)
    {
      g_autoptr (GError) error = NULL;
      gpointer value = tkt_shape_read_bytes (shape, body, length, mode, &error);

      g_assert_true ((value == NULL) == (error != NULL));
      if (value != NULL)
        check_value (shape, value, mode);
      else
        check_error (error);
      tkt_shape_free (shape, value);
    }
}

static void
test_bodies (void)
{
  g_autoptr (GRand) random = core_random_new ();
  guint taken = 0;

  for (guint round = 0; round < 5000; round++)
    {
      const CoreSample *sample = &core_samples[g_rand_int_range (random, 0, core_n_samples)];
      const CoreSample *other = &core_samples[g_rand_int_range (random, 0, core_n_samples)];
      g_autofree char *json = core_json (sample->json);
      g_autofree char *second = core_json (other->json);
      g_autoptr (GString) text = g_string_new (json);
      g_autofree char *exact = NULL;
      g_autoptr (JsonNode) root = NULL;

      for (int n = g_rand_int_range (random, 1, 5); n > 0; n--)
        damage (text, random, second);
      /* Its own block, so that a step over the end is seen. */
      exact = g_malloc (text->len + (text->len == 0));
      memcpy (exact, text->str, text->len);
      check_body (sample->shape, exact, text->len);
      root = tkt_json_parse (exact, text->len, NULL);
      taken += root != NULL;
    }
  /* Otherwise the shapes were never asked. */
  g_assert_cmpuint (taken, >, 100);
}

static void
test_pages_and_problems (void)
{
  g_autoptr (GRand) random = core_random_new ();

  for (guint round = 0; round < 3000; round++)
    {
      const CoreSample *sample = &core_samples[g_rand_int_range (random, 0, 6)];
      g_autofree char *marks = g_strdup_printf (
          "{'changes':[{'kind':'%s','%s':%s}],'cursor':'c','more':false,"
          "'code':'invalid','detail':'d','errors':[{'pointer':'/x','detail':'y'}]}",
          sample->shape->name,
          sample->shape->name,
          sample->json);
      g_autofree char *json = core_json (marks);
      g_autoptr (GString) text = g_string_new (json);
      g_autoptr (TktChangePage) page = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) problem = NULL;
      g_autofree char *exact = NULL;

      for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
        damage (text, random, json);
      exact = g_malloc (text->len + (text->len == 0));
      memcpy (exact, text->str, text->len);
      page = tkt_change_page_read (exact, text->len, &error);
      g_assert_true ((page == NULL) == (error != NULL));
      problem = tkt_problem_from_json (422, exact, text->len);
      g_assert_error (problem, TKT_PROBLEM, TKT_PROBLEM_INVALID);
    }
}

void
core_add_random_tests (void)
{
  g_test_add_func ("/core/random/damaged-bodies-are-good-or-say-where", test_bodies);
  g_test_add_func ("/core/random/damaged-pages-and-problems-do-no-harm", test_pages_and_problems);
}
