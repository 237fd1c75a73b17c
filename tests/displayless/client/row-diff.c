/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From one order of keys to the next: right always, and small where little moved. */
#include "client-fixture.h"

#include "tkt-row-diff.h"

static GArray *
make_keys (guint n)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);

  for (gint64 i = 0; i < n; i++)
    g_array_append_val (keys, i);
  return keys;
}

static void
move (GArray *keys, guint from, guint to)
{
  gint64 key = g_array_index (keys, gint64, from);

  g_array_remove_index (keys, from);
  g_array_insert_val (keys, to, key);
}

/* Applies the splices and checks that @after comes out; answers how many they are. */
static guint
check (const GArray *before, const GArray *after)
{
  g_autoptr (GArray) splices = tkt_row_diff (before, after);
  g_autoptr (GArray) keys = g_array_copy ((GArray *)before);
  guint end = 0;

  for (guint i = 0; i < splices->len; i++)
    {
      const TktSplice *splice = &g_array_index (splices, TktSplice, i);

      g_assert_true (i == 0 || splice->position > end);
      g_assert_cmpuint (splice->removed + splice->added, >, 0);
      end = splice->position + splice->added;
      if (splice->removed > 0)
        g_array_remove_range (keys, splice->position, splice->removed);
      g_assert_cmpuint (end, <=, after->len);
      g_array_insert_vals (
          keys, splice->position, &g_array_index (after, gint64, splice->position), splice->added);
    }
  g_assert_cmpmem (
      keys->data, keys->len * sizeof (gint64), after->data, after->len * sizeof (gint64));
  return splices->len;
}

static void
test_nothing (void)
{
  g_autoptr (GArray) none = make_keys (0);
  g_autoptr (GArray) some = make_keys (5);

  g_assert_cmpuint (check (none, none), ==, 0);
  g_assert_cmpuint (check (some, some), ==, 0);
  g_assert_cmpuint (check (none, some), ==, 1);
  g_assert_cmpuint (check (some, none), ==, 1);
}

/* A reply moves its ticket to the top of a list however long: those between are not touched. */
static void
test_one_moves (void)
{
  const guint n = 1000000;
  g_autoptr (GArray) before = make_keys (n);
  g_autoptr (GArray) up = make_keys (n);
  g_autoptr (GArray) down = make_keys (n);

  move (up, n - 5, 0);
  move (down, 3, n - 2);
  g_assert_cmpuint (check (before, up), ==, 2);
  g_assert_cmpuint (check (before, down), ==, 2);
}

static void
test_few_change (void)
{
  g_autoptr (GArray) before = make_keys (10000);
  g_autoptr (GArray) after = make_keys (10000);
  gint64 fresh = 77777;

  move (after, 9000, 0);
  move (after, 5000, 0);
  g_array_remove_index (after, 7000);
  g_array_insert_val (after, 300, fresh);
  g_assert_cmpuint (check (before, after), ==, 5);
}

static void
test_all_change (void)
{
  g_autoptr (GArray) before = make_keys (3000);
  g_autoptr (GArray) after = make_keys (3000);

  for (guint i = 0; i < after->len; i++)
    g_array_index (after, gint64, i) = 2999 - i;
  g_assert_cmpuint (check (before, after), <=, 64);
}

static void
test_random (void)
{
  for (int round = 0; round < 300; round++)
    {
      g_autoptr (GArray) before = make_keys (g_test_rand_int_range (0, 400));
      g_autoptr (GArray) after = g_array_copy (before);

      for (int n = g_test_rand_int_range (0, 60); n > 0; n--)
        {
          gint64 fresh = 1000 + n;
          guint end = after->len;

          if (end > 0 && g_test_rand_bit ())
            move (after, g_test_rand_int_range (0, end), g_test_rand_int_range (0, end));
          else if (end > 0 && g_test_rand_bit ())
            g_array_remove_index (after, g_test_rand_int_range (0, end));
          else
            g_array_insert_val (after, g_test_rand_int_range (0, end + 1), fresh);
        }
      g_assert_cmpuint (check (before, after), <=, 64);
    }
}

void
client_add_diff_tests (void)
{
  g_test_add_func ("/client/diff/nothing", test_nothing);
  g_test_add_func ("/client/diff/one-moves", test_one_moves);
  g_test_add_func ("/client/diff/few-change", test_few_change);
  g_test_add_func ("/client/diff/all-change", test_all_change);
  g_test_add_func ("/client/diff/random", test_random);
}
