/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of src/core share. */
#include "core-fixture.h"

GRand *
core_random_new (void)
{
  const char *given = g_getenv ("TEST_SEED");
  guint32 seed
      = given != NULL ? (guint32)g_ascii_strtoull (given, NULL, 10) : (guint32)g_test_rand_int ();

  g_test_message ("TEST_SEED=%u", seed);
  return g_rand_new_with_seed (seed);
}

char *
core_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

char *
core_repeat (const char *unit, guint n)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (out, unit);
  return g_string_free (out, FALSE);
}

static gboolean
names_pointer (const GPtrArray *fields, const char *pointer)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const TktFieldError *field = g_ptr_array_index (fields, i);

      if (g_str_equal (field->pointer, pointer))
        {
          g_assert_cmpstr (field->detail, !=, "");
          return TRUE;
        }
    }
  return FALSE;
}

void
core_assert_fields (const GError *error, const char *const *pointers)
{
  const GPtrArray *fields;
  guint n = 0;

  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_INVALID);
  fields = tkt_problem_get_fields (error);
  g_assert_nonnull (fields);
  for (; pointers[n] != NULL; n++)
    if (!names_pointer (fields, pointers[n]))
      g_error ("%s is not named: %s", pointers[n], error->message);
  g_assert_cmpuint (fields->len, ==, n);
}

void
core_assert_field (const GError *error, const char *pointer)
{
  const char *const pointers[] = { pointer, NULL };

  core_assert_fields (error, pointers);
}
