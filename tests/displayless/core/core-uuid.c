/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ids: version 7 of RFC 9562, ascending whatever clock and threads do. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-time.h"
#include "tkt-uuid.h"

gint64 __wrap_tkt_time_now (void);
gint64 __real_tkt_time_now (void);

/* What tkt_time_now() answers, or 0 for the real clock; the linker puts it in the other's place. */
static gint64 clock_ms;

gint64
__wrap_tkt_time_now (void)
{
  return clock_ms != 0 ? clock_ms : __real_tkt_time_now ();
}

static void
run_clock (gpointer unused)
{
  clock_ms = 0;
}

/* Until the test ends. Ids of one process never fall back, so every test lives in days of its own.
 */
static gint64
stop_clock (void)
{
  static gint64 days;

  g_test_queue_destroy (run_clock, NULL);
  clock_ms = __real_tkt_time_now () + ++days * 10 * TKT_DAY;
  return clock_ms;
}

static gint64
get_time (const char *id)
{
  g_autofree char *hex = g_strdup_printf ("%.8s%.4s", id, id + 9);

  return g_ascii_strtoll (hex, NULL, 16);
}

static void
check_form (const char *id)
{
  g_assert_true (
      g_regex_match_simple ("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
                            id,
                            G_REGEX_DOLLAR_ENDONLY,
                            0));
  g_assert_true (tkt_uuid_is_valid (id));
}

static void
test_form (void)
{
  gint64 now = stop_clock ();

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *id = tkt_uuid_new ();

      check_form (id);
      g_assert_cmpint (get_time (id), ==, now);
      clock_ms = ++now;
    }
}

/* Of the 62 bits that are neither time, counter nor variant, none stands still. */
static void
test_random_bits (void)
{
  guint8 ones[TKT_UUID_BYTES] = { 0 };
  guint8 zeros[TKT_UUID_BYTES] = { 0 };

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *id = tkt_uuid_new ();
      guint8 bytes[TKT_UUID_BYTES];

      tkt_uuid_to_bytes (id, bytes);
      for (guint b = 0; b < TKT_UUID_BYTES; b++)
        {
          ones[b] |= bytes[b];
          zeros[b] |= ~bytes[b];
        }
    }
  g_assert_cmphex (ones[8] & zeros[8], ==, 0x3f);
  for (guint b = 9; b < TKT_UUID_BYTES; b++)
    g_assert_cmphex (ones[b] & zeros[b], ==, 0xff);
}

/* Makes @n ids; each must come after the one before, as text and as bytes. */
static void
check_ascending (guint n, char **last)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *before = g_steal_pointer (last);
      guint8 a[TKT_UUID_BYTES], b[TKT_UUID_BYTES];

      *last = tkt_uuid_new ();
      check_form (*last);
      g_assert_cmpint (strcmp (before, *last), <, 0);
      tkt_uuid_to_bytes (before, a);
      tkt_uuid_to_bytes (*last, b);
      g_assert_cmpint (memcmp (a, b, sizeof a), <, 0);
    }
}

/* More than the counter's 4,096 in one millisecond. */
static void
test_one_millisecond (void)
{
  gint64 now = stop_clock ();
  g_autofree char *last = tkt_uuid_new ();

  check_ascending (10000, &last);
  /* At least half of the counter's values were left in the first millisecond, all in the others. */
  g_assert_cmpint (get_time (last), ==, now + 2);
}

static void
test_clock_jumps (void)
{
  static const gint64 jumps[] = { -1, 1, -TKT_HOUR, -TKT_DAY, 2 * TKT_DAY, -TKT_SECOND };
  gint64 most = stop_clock ();
  g_autofree char *last = tkt_uuid_new ();

  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      clock_ms += jumps[i];
      most = MAX (most, clock_ms);
      check_ascending (100, &last);
      g_assert_cmpint (get_time (last), >=, most);
      g_assert_cmpint (get_time (last), <=, most + 1);
    }
}

#define N_THREADS 4
#define N_EACH 3000

static gpointer
make_many (gpointer unused)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_EACH; i++)
    g_ptr_array_add (ids, tkt_uuid_new ());
  return ids;
}

static void
test_threads (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GThread *threads[N_THREADS];

  stop_clock ();
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("ids", make_many, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autoptr (GPtrArray) ids = g_thread_join (threads[i]);

      for (guint j = 0; j < ids->len; j++)
        {
          g_assert_true (j == 0 || strcmp (ids->pdata[j - 1], ids->pdata[j]) < 0);
          /* Its time and counter, without the random rest, are its own. */
          g_assert_true (g_hash_table_add (seen, g_strndup (ids->pdata[j], 18)));
        }
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, N_THREADS * N_EACH);
}

static void
test_given_clock (void)
{
  static const gint64 times[] = { 0, 1, 1795428930123, G_GINT64_CONSTANT (253402300799999) };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GRand) one = g_rand_new_with_seed (7);
      g_autoptr (GRand) same = g_rand_new_with_seed (7);
      g_autofree char *a = tkt_uuid_new_from (times[i], one);
      g_autofree char *b = tkt_uuid_new_from (times[i], same);
      g_autofree char *c = tkt_uuid_new_from (times[i], same);

      check_form (a);
      g_assert_cmpint (get_time (a), ==, times[i]);
      g_assert_cmpstr (a, ==, b);
      g_assert_cmpstr (a, !=, c);
    }
}

static void
test_bytes (void)
{
  g_autoptr (GRand) random = core_random_new ();

  for (guint i = 0; i < 1000; i++)
    {
      guint8 bytes[TKT_UUID_BYTES], read[TKT_UUID_BYTES];
      char text[TKT_UUID_LENGTH + 1];
      g_autofree char *plain = g_malloc0 (2 * TKT_UUID_BYTES + 1);
      g_auto (GStrv) parts = NULL;
      g_autofree char *joined = NULL;

      for (guint b = 0; b < TKT_UUID_BYTES; b++)
        {
          bytes[b] = g_rand_int (random);
          g_snprintf (plain + 2 * b, 3, "%02x", bytes[b]);
        }
      tkt_uuid_write (bytes, text);
      g_assert_true (tkt_uuid_is_valid (text));
      parts = g_strsplit (text, "-", -1);
      joined = g_strjoinv ("", parts);
      g_assert_cmpstr (joined, ==, plain);
      tkt_uuid_to_bytes (text, read);
      g_assert_cmpmem (read, sizeof read, bytes, sizeof bytes);
    }
}

static void
test_refused (void)
{
  static const char id[] = "0197c1f0-5b5e-7a3c-b1d2-0123456789ab";
  static const char *const others[] = {
    "",
    "0",
    "null",
    "{0197c1f0-5b5e-7a3c-b1d2-0123456789ab}",
    "urn:uuid:0197c1f0-5b5e-7a3c-b1d2-0123456789ab",
    "0197c1f05b5e7a3cb1d20123456789ab",
    "0197c1f0-5b5e-7a3c-b1d2-0123456789ab ",
    " 0197c1f0-5b5e-7a3c-b1d2-0123456789ab",
    "0197c1f0-5b5e-7a3c-b1d2-0123456789abc",
    "0197c1f05-b5e-7a3c-b1d2-0123456789ab",
    "0197c1f0-5b5e-7a3c-b1d2-0123456789ab\n",
    "0197c1f0–5b5e-7a3c-b1d2-0123456789",
  };

  g_assert_true (tkt_uuid_is_valid (id));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (tkt_uuid_is_valid (others[i]));
  /* Each of its characters may be a digit or a to f where one stands, and nothing else. */
  for (guint i = 0; i < TKT_UUID_LENGTH; i++)
    for (guint c = 0; c < 256; c++)
      {
        char text[sizeof id];
        gboolean digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');

        memcpy (text, id, sizeof id);
        text[i] = (char)c;
        g_assert_cmpint (tkt_uuid_is_valid (text), ==, id[i] == '-' ? c == '-' : digit);
      }
}

void
core_add_uuid_tests (void)
{
  g_test_add_func ("/core/uuid/version-variant-and-time", test_form);
  g_test_add_func ("/core/uuid/random-bits-are-random", test_random_bits);
  g_test_add_func ("/core/uuid/ascend-within-a-millisecond", test_one_millisecond);
  g_test_add_func ("/core/uuid/ascend-when-the-clock-jumps", test_clock_jumps);
  g_test_add_func ("/core/uuid/ascend-and-differ-across-threads", test_threads);
  g_test_add_func ("/core/uuid/given-clock-and-seed-give-the-same", test_given_clock);
  g_test_add_func ("/core/uuid/bytes-and-text-are-one", test_bytes);
  g_test_add_func ("/core/uuid/other-forms-are-refused", test_refused);
}
