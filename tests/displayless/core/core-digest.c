/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One hash over many rows, lists of them, and where two lists part. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-digest-list.h"

#define ID "0197c1f0-5b5e-7a3c-b1d2-00000000000%c"

/* Some rows in few letters: "P1:5:7 R1:6:2" is the publisher 1 with revision 5 and number 7, and
 * the read mark of ticket 1 with revision 6 and position 2. */
static gboolean
add_rows (TktDigest *digest, gpointer data, GError **error)
{
  g_auto (GStrv) words = g_strsplit (data, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], ":", 3);
      g_autofree char *id = g_strdup_printf (ID, parts[0][1]);
      gint64 revision = g_ascii_strtoll (parts[1], NULL, 10);
      gint64 content = g_ascii_strtoll (parts[2], NULL, 10);
      const TktPublisher publisher = { id, content, "Acme", TKT_PUBLISHER_ACTIVE, NULL, revision };
      const TktReadMark mark = { id, content, revision };

      if (!(parts[0][0] == 'P' ? tkt_digest_add (digest, TKT_CHANGE_PUBLISHER, &publisher, error)
                               : tkt_digest_add (digest, TKT_CHANGE_READ_MARK, &mark, error)))
        return FALSE;
    }
  return TRUE;
}

static char *
hash_of (const char *rows)
{
  g_autoptr (TktDigest) digest = tkt_digest_new (NULL, NULL);
  g_autoptr (GError) error = NULL;

  add_rows (digest, (gpointer)rows, &error);
  g_assert_no_error (error);
  return g_strdup (tkt_digest_get_hash (digest));
}

static char *
list_of (const char *rows)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (out);

  tkt_digest_list (add_rows, (gpointer)rows, out, &error);
  g_assert_no_error (error);
  return g_strdup_printf ("%.*s",
                          (int)g_memory_output_stream_get_data_size (memory),
                          (char *)g_memory_output_stream_get_data (memory));
}

/* NULL: no difference. */
static char *
explain (const char *rows, const char *list, GError **error)
{
  g_autoptr (GInputStream) in = g_memory_input_stream_new_from_data (list, -1, NULL);
  char *difference;
  gboolean done = tkt_digest_explain (add_rows, (gpointer)rows, in, "desk.txt", &difference, error);

  if (error != NULL)
    g_assert_cmpint (done, ==, *error == NULL);
  return difference;
}

/* Desks and servers of different versions compare theirs: what it is never changes. */
static void
test_definition (void)
{
  g_autofree char *list = list_of ("P1:5:7 R1:6:2");
  g_autofree char *hash = hash_of ("P1:5:7 R1:6:2");
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, list, -1);
  g_autofree char *publisher = core_json (
      "{'id':'0197c1f0-5b5e-7a3c-b1d2-000000000001','number':7,'name':'Acme','status':'active'"
      ",'account_manager_id':null,'revision':5}");
  g_autofree char *mark = core_json (
      "{'ticket_id':'0197c1f0-5b5e-7a3c-b1d2-000000000001','position':2,'revision':6}");
  g_autofree char *publisher_sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, publisher, -1);
  g_autofree char *mark_sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, mark, -1);
  g_autofree char *expected
      = g_strdup_printf ("publisher 0197c1f0-5b5e-7a3c-b1d2-000000000001 5 %s\n"
                         "read_mark 0197c1f0-5b5e-7a3c-b1d2-000000000001 6 %s\n",
                         publisher_sum,
                         mark_sum);
  g_autofree char *nothing = hash_of ("");

  g_assert_cmpstr (list, ==, expected);
  g_assert_cmpstr (hash, ==, sum);
  g_assert_cmpstr (nothing, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* Of each two sides that differ the hashes do, and the first difference is named with what each
 * has. */
static void
test_differences (void)
{
#define FIRST(word) "The first difference is the " word " 0197c1f0-5b5e-7a3c-b1d2-00000000000"
  static const struct
  {
    const char *here, *there;
    const char *first, *has_here, *has_there;
  } cases[] = {
    { "P1:5:7 P2:6:7", "P1:5:7 P2:6:8", FIRST ("publisher") "2.", "revision 6, ", "revision 6, " },
    { "P1:5:7 P2:6:7", "P1:5:7 P2:4:7", FIRST ("publisher") "2.", "revision 6, ", "revision 4, " },
    { "P1:4:7 P2:6:7", "P1:5:7 P2:6:9", FIRST ("publisher") "1.", "revision 4, ", "revision 5, " },
    { "P1:5:7 P2:6:7", "P2:6:7", FIRST ("publisher") "1.", "revision 5, ", "not there" },
    { "P1:5:7 P2:6:7", "P1:5:7", FIRST ("publisher") "2.", "revision 6, ", "not there" },
    { "P2:6:7", "P1:5:7 P2:6:7", FIRST ("publisher") "1.", "not there", "revision 5, " },
    { "P1:5:7", "P1:5:7 P2:6:7", FIRST ("publisher") "2.", "not there", "revision 6, " },
    { "P1:5:7 R1:6:1", "P1:5:7 P9:6:1", FIRST ("publisher") "9.", "not there", "revision 6, " },
    { "R1:6:1", "P9:6:1", FIRST ("publisher") "9.", "not there", "revision 6, " },
    { "P1:5:7", "R1:5:7", FIRST ("publisher") "1.", "revision 5, ", "not there" },
    { "", "R1:5:7", FIRST ("read_mark") "1.", "not there", "revision 5, " },
    { "R1:5:7", "", FIRST ("read_mark") "1.", "revision 5, ", "not there" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *here = hash_of (cases[i].here);
      g_autofree char *there = hash_of (cases[i].there);
      g_autofree char *list = list_of (cases[i].there);
      g_autoptr (GError) error = NULL;
      g_autofree char *difference = explain (cases[i].here, list, &error);
      g_auto (GStrv) lines = NULL;
      g_autofree char *line_here = g_strconcat ("Here: ", cases[i].has_here, NULL);
      g_autofree char *line_there = g_strconcat ("desk.txt: ", cases[i].has_there, NULL);

      g_assert_no_error (error);
      g_assert_cmpstr (here, !=, there);
      g_assert_nonnull (difference);
      lines = g_strsplit (difference, "\n", -1);
      g_assert_cmpuint (g_strv_length (lines), ==, 3);
      g_assert_cmpstr (lines[0], ==, cases[i].first);
      g_assert_true (g_str_has_prefix (lines[1], line_here));
      g_assert_true (g_str_has_prefix (lines[2], line_there));
    }
}

static void
test_same (void)
{
  static const char *const sides[] = { "", "P1:5:7", "P1:5:7 P2:6:7 R1:6:2 Ra:8:1" };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autofree char *list = list_of (sides[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *difference = explain (sides[i], list, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (difference, ==, NULL);
    }
}

/* A file that is no list, or that somebody has cut or sorted, is no difference to name. */
static void
test_no_list (void)
{
  g_autofree char *whole = list_of ("P1:5:7 P2:6:7");
  g_autofree char *cut = g_strndup (whole, strlen (whole) - 9);
  g_autofree char *second = g_strdup (strchr (whole, '\n') + 1);
  g_autofree char *turned = g_strconcat (second, whole, NULL);
  g_autofree char *twice = g_strconcat (whole, second, NULL);
  g_autofree char *capital = g_ascii_strup (whole, -1);
  g_autofree char *more = g_strconcat (second, " ", NULL);
  const struct
  {
    const char *list, *said;
  } cases[] = {
    { "hello", "Line 1 " }, { "\n", "Line 1 " },    { cut, "Line 2 " },  { turned, "Line 2 " },
    { twice, "Line 3 " },   { capital, "Line 1 " }, { more, "Line 2 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      /* Whatever comes first here is there, as far as the list is one. */
      g_autofree char *difference
          = explain (cases[i].list == turned || cases[i].list == more ? "P2:6:7" : "P1:5:7 P2:6:7",
                     cases[i].list,
                     &error);

      g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_INVALID);
      g_assert_true (g_str_has_prefix (error->message, cases[i].said));
      g_assert_cmpstr (difference, ==, NULL);
    }
}

static gboolean
fail (TktDigest *digest, gpointer data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, data);
  return FALSE;
}

static gboolean
add_without_id (TktDigest *digest, gpointer data, GError **error)
{
  const TktReadMark mark = { NULL, 1, 1 };

  return tkt_digest_add (digest, TKT_CHANGE_READ_MARK, &mark, error);
}

/* A side that can't be read, or written to, has no digest. */
static void
test_failing (void)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new (g_malloc (9), 9, NULL, g_free);
  g_autoptr (GOutputStream) other = g_memory_output_stream_new_resizable ();
  g_autoptr (GInputStream) in = g_memory_input_stream_new ();
  g_autoptr (GError) full = NULL;
  g_autoptr (GError) failed = NULL;
  g_autoptr (GError) damaged = NULL;
  char *difference;

  g_assert_false (tkt_digest_list (add_rows, "P1:5:7", out, &full));
  g_assert_error (full, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_false (tkt_digest_explain (fail, "Ouch", in, "desk.txt", &difference, &failed));
  g_assert_error (failed, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_false (tkt_digest_list (add_without_id, NULL, other, &damaged));
  g_assert_error (damaged, TKT_PROBLEM, TKT_PROBLEM_INTERNAL);
}

static gboolean
count_kind (TktDigest *digest, TktChangeKind kind, gpointer n_kinds, GError **error)
{
  g_assert_cmpuint (kind, ==, *(guint *)n_kinds);
  (*(guint *)n_kinds)++;
  return TRUE;
}

/* While the feature is off, a publisher's account may see no more than itself. */
static void
test_off (void)
{
  TktOrganization organization = { "0197c1f0-5b5e-7a3c-b1d2-000000000001", "lark", "Lark" };
  TktAccount account = { "0197c1f0-5b5e-7a3c-b1d2-000000000002", "ada", "Ada" };

  for (guint role = TKT_ROLE_PUBLISHER; role <= TKT_ROLE_ADMIN; role++)
    for (guint enabled = 0; enabled < 2; enabled++)
      {
        g_autoptr (TktDigest) expected = tkt_digest_new (NULL, NULL);
        g_autoptr (TktDigest) digest = tkt_digest_new (NULL, NULL);
        g_autoptr (GError) error = NULL;
        gboolean sees = role != TKT_ROLE_PUBLISHER || enabled;
        guint n_kinds = 0;

        account.role = role;
        organization.support_tickets_enabled = enabled;
        tkt_digest_add_view (digest, &organization, &account, count_kind, &n_kinds, &error);
        g_assert_no_error (error);
        if (!sees)
          {
            tkt_digest_add (expected, TKT_CHANGE_ORGANIZATION, &organization, &error);
            tkt_digest_add (expected, TKT_CHANGE_ACCOUNT, &account, &error);
          }
        g_assert_cmpuint (n_kinds, ==, sees ? TKT_N_CHANGE_KINDS : 0);
        g_assert_cmpstr (tkt_digest_get_hash (digest), ==, tkt_digest_get_hash (expected));
      }
}

void
core_add_digest_tests (void)
{
  g_test_add_func ("/core/digest/definition", test_definition);
  g_test_add_func ("/core/digest/differences-are-named", test_differences);
  g_test_add_func ("/core/digest/same", test_same);
  g_test_add_func ("/core/digest/no-list", test_no_list);
  g_test_add_func ("/core/digest/failing", test_failing);
  g_test_add_func ("/core/digest/rule-2/off", test_off);
}
