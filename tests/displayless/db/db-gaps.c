/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was deleted is not in the file (rule 13), however its rows were moved before. */
#include "db-fixture.h"

#include <string.h>

#include "tkt-db-vfs.h"

#define N_ROWS 3000
#define SIZE_MOST 2000

/* Eight bytes that stand nowhere else. */
static char *
make_word (guint id)
{
  return g_strdup_printf ("<%06u>", id);
}

static void
empty_log (DbFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  tkt_db_checkpoint (fixture->db, &error);
  g_assert_no_error (error);
  tkt_db_forget_pages (fixture->db);
}

/* In a random order, so that pages split in the middle and rows move. */
static void
fill (DbFixture *fixture)
{
  guint ids[N_ROWS];

  for (guint i = 0; i < N_ROWS; i++)
    ids[i] = i;
  for (guint i = N_ROWS - 1; i > 0; i--)
    {
      guint j = g_test_rand_int_range (0, i + 1);
      guint id = ids[i];

      ids[i] = ids[j];
      ids[j] = id;
    }
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *word = make_word (ids[i]);
      g_autofree char *sql = g_strdup_printf (
          "INSERT INTO words VALUES (%u, replace (hex (zeroblob (%u)), '00', '%s'))",
          ids[i],
          (guint)g_test_rand_int_range (1, SIZE_MOST / (int)strlen (word)),
          word);

      db_exec (fixture->db, sql);
    }
}

static void
test_deleted (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autofree char *bytes = NULL;
  gsize size;

  db_exec (fixture->db, "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT); BEGIN");
  fill (fixture);
  db_exec (fixture->db, "COMMIT");
  empty_log (fixture);
  /* Every other one at once, then more in turns, which join pages. */
  db_exec (fixture->db, "DELETE FROM words WHERE id % 2 = 0");
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM words WHERE id %% 100 = %u", 2 * i + 1);

      db_exec (fixture->db, sql);
      empty_log (fixture);
    }
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *word = make_word (i);
      gboolean deleted = i % 2 == 0 || i % 100 < 40;

      if ((memmem (bytes, size, word, strlen (word)) == NULL) != deleted)
        g_error ("row %u", i);
    }
  g_assert_cmpint (
      db_get_number (fixture->db,
                     "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
      ==,
      1);
}

/* Pages of 512 bytes: header, list of rows, gap, rows. */
static void
test_pages (void)
{
  static const struct
  {
    guint8 kind;
    gboolean first;
    guint n_rows, rows_at;
    guint begin, end; /* of what is emptied; 0 and 0: nothing */
  } cases[] = {
    { 0x0d, FALSE, 3, 400, 14, 400 },  { 0x0d, TRUE, 3, 400, 114, 400 },
    { 0x0a, FALSE, 0, 512, 8, 512 },   { 0x05, FALSE, 10, 300, 32, 300 },
    { 0x02, FALSE, 10, 300, 32, 300 }, { 0x0d, FALSE, 3, 14, 0, 0 },
    { 0x0d, FALSE, 3, 513, 0, 0 },     { 0x0d, FALSE, 300, 400, 0, 0 },
    { 0x0d, FALSE, 65535, 400, 0, 0 }, { 0x0d, FALSE, 3, 0, 0, 0 }, /* 65536 */
    { 0x00, FALSE, 3, 400, 0, 0 },     { 0x01, FALSE, 3, 400, 0, 0 },
    { 0xff, FALSE, 3, 400, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 page[512];
      guint8 *header = page + (cases[i].first ? 100 : 0);

      memset (page, 'x', sizeof page);
      header[0] = cases[i].kind;
      header[3] = cases[i].n_rows >> 8;
      header[4] = cases[i].n_rows & 0xff;
      header[5] = cases[i].rows_at >> 8;
      header[6] = cases[i].rows_at & 0xff;
      g_test_message ("case %u", i);
      g_assert_true (tkt_db_vfs_clear_gap (page, sizeof page, cases[i].first)
                     == (cases[i].end > 0));
      for (guint at = header - page + 8; at < sizeof page; at++)
        g_assert_true ((page[at] == 0) == (at >= cases[i].begin && at < cases[i].end));
      g_assert_false (tkt_db_vfs_clear_gap (page, sizeof page, cases[i].first));
    }
}

void
db_add_gap_tests (void)
{
  g_test_add_func ("/db/rule-13/deleted-bytes-are-nowhere", test_deleted);
  g_test_add_func ("/db/gaps/pages", test_pages);
}
