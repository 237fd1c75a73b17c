/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target without libFuzzer: all of the corpus, then what comes of changing it at
 * random. TICKETS_FUZZ_SECONDS is for how long; TEST_SEED draws the same again. */
#include <stdlib.h>
#include <string.h>

#include "fuzz-target.h"

#define SIZE_MOST 4096

static GPtrArray *
read_corpus (void)
{
  g_autofree char *folder = g_strdup (g_test_get_dir (G_TEST_DIST));
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  GPtrArray *corpus = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *text;
      gsize size;

      g_file_get_contents (path, &text, &size, &error);
      g_assert_no_error (error);
      g_ptr_array_add (corpus, g_bytes_new_take (text, size));
    }
  g_assert_cmpuint (corpus->len, >, 0);
  return corpus;
}

/* A copy of exactly its size, so that a byte read past it is seen. */
static void
run_one (const guint8 *data, gsize size)
{
  guint8 *copy = g_malloc (MAX (size, 1));

  memcpy (copy, data, size);
  LLVMFuzzerTestOneInput (copy, size);
  g_free (copy);
}

static void
test_corpus (void)
{
  g_autoptr (GPtrArray) corpus = read_corpus ();

  for (guint i = 0; i < corpus->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (corpus, i), &size);

      run_one (data, size);
    }
}

/* A piece of another one. */
static void
splice (GRand *rand, GByteArray *input, GPtrArray *corpus)
{
  gsize size;
  const guint8 *other = g_bytes_get_data (
      g_ptr_array_index (corpus, g_rand_int_range (rand, 0, corpus->len)), &size);
  guint from = size > 0 ? g_rand_int_range (rand, 0, size) : 0;
  guint n = size > 0 ? g_rand_int_range (rand, 0, size - from + 1) : 0;

  g_byte_array_append (input, other + from, n);
}

static void
mutate (GRand *rand, GByteArray *input, GPtrArray *corpus)
{
  static const char *const words[] = { "\"",
                                       "\\",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       "null",
                                       "%00",
                                       "\xff",
                                       "\xe2\x80\xae",
                                       "9223372036854775807",
                                       "-1",
                                       "\\ud800",
                                       "&",
                                       "=",
                                       "?" };
  guint at = input->len > 0 ? g_rand_int_range (rand, 0, input->len) : 0;
  const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      if (input->len > 0)
        input->data[at] ^= 1 << g_rand_int_range (rand, 0, 8);
      return;
    case 1:
      g_byte_array_remove_range (
          input, at, input->len > 0 ? g_rand_int_range (rand, 0, input->len - at + 1) : 0);
      return;
    case 2:
      splice (rand, input, corpus);
      return;
    case 3:
      if (input->len >= strlen (word))
        memcpy (input->data + MIN (at, input->len - strlen (word)), word, strlen (word));
      return;
    default:
      g_byte_array_append (input, (const guint8 *)word, strlen (word));
    }
}

static void
test_mutations (void)
{
  const char *seconds = g_getenv ("TICKETS_FUZZ_SECONDS"), *said = g_getenv ("TEST_SEED");
  guint32 seed = said != NULL ? g_ascii_strtoull (said, NULL, 10) : g_random_int ();
  gint64 end
      = g_get_monotonic_time () + (seconds != NULL ? atoi (seconds) : 5) * G_TIME_SPAN_SECOND;
  g_autoptr (GPtrArray) corpus = read_corpus ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint64 n = 0;

  g_test_message ("TEST_SEED=%u", seed);
  for (; g_get_monotonic_time () < end; n++)
    {
      GBytes *base = g_ptr_array_index (corpus, g_rand_int_range (rand, 0, corpus->len));
      g_autoptr (GByteArray) input = g_byte_array_new ();
      gsize size;
      const guint8 *data = g_bytes_get_data (base, &size);

      g_byte_array_append (input, data, size);
      for (int i = g_rand_int_range (rand, 1, 6); i > 0; i--)
        mutate (rand, input, corpus);
      run_one (input->data, MIN (input->len, SIZE_MOST));
    }
  g_test_message ("%" G_GUINT64_FORMAT " executions", n);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fuzz/corpus", test_corpus);
  g_test_add_func ("/fuzz/mutations", test_mutations);

  return g_test_run ();
}
