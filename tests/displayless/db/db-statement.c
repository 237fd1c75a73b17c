/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prepared statements: lent, given back, and what they carry. */
#include "db-fixture.h"

#include "tkt-uuid.h"

static guint
count_compiled (TktDb *db, const char *sql)
{
  guint n = 0;

  for (sqlite3_stmt *statement = sqlite3_next_stmt (tkt_db_get_handle (db), NULL);
       statement != NULL;
       statement = sqlite3_next_stmt (tkt_db_get_handle (db), statement))
    n += g_str_equal (sqlite3_sql (statement), sql);
  return n;
}

static TktStatement *
prepare (TktDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  TktStatement *statement = tkt_db_prepare (db, sql, &error);

  g_assert_no_error (error);
  return statement;
}

static gboolean
step (TktStatement *statement)
{
  g_autoptr (GError) error = NULL;
  gboolean has_row;

  tkt_statement_step (statement, &has_row, &error);
  g_assert_no_error (error);
  return has_row;
}

static void
test_reuse (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  const char *sql = "SELECT ?";

  for (int i = 0; i < 5; i++)
    {
      g_autoptr (TktStatement) statement = prepare (fixture->db, sql);

      /* What was bound before has been forgotten. */
      g_assert_true (step (statement));
      g_assert_true (tkt_statement_is_null (statement, 0));
      tkt_statement_reset (statement);
      tkt_statement_bind_int (statement, 1, i);
      g_assert_true (step (statement));
      g_assert_cmpint (tkt_statement_get_int (statement, 0), ==, i);
    }
  g_assert_cmpuint (count_compiled (fixture->db, sql), ==, 1);
}

static void
test_twice_at_a_time (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  const char *sql = "SELECT ? UNION ALL SELECT 9";

  for (int round = 0; round < 3; round++)
    {
      g_autoptr (TktStatement) a = prepare (fixture->db, sql);
      g_autoptr (TktStatement) b = prepare (fixture->db, sql);

      tkt_statement_bind_int (a, 1, 1);
      tkt_statement_bind_int (b, 1, 2);
      g_assert_true (step (a));
      g_assert_true (step (b));
      g_assert_cmpint (tkt_statement_get_int (a, 0), ==, 1);
      g_assert_cmpint (tkt_statement_get_int (b, 0), ==, 2);
      g_assert_true (step (a));
      g_assert_false (step (a));
      g_assert_true (step (b));
    }
  g_assert_cmpuint (count_compiled (fixture->db, sql), ==, 2);
}

static void
test_numbers (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  const gint64 numbers[] = { 0, 1, -1, G_MAXINT64, G_MININT64, G_MAXINT32 + G_GINT64_CONSTANT (1) };
  g_autoptr (TktStatement) statement = prepare (fixture->db, "SELECT ?");

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      tkt_statement_reset (statement);
      tkt_statement_bind_int (statement, 1, numbers[i]);
      g_assert_true (step (statement));
      g_assert_cmpint (tkt_statement_get_int (statement, 0), ==, numbers[i]);
    }
}

static void
test_texts (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  const char *const texts[] = { "", "'; DROP TABLE note; --", "ünï 😀 مرحبا", "a\r\nb\tc", NULL };
  g_autoptr (TktStatement) statement = prepare (fixture->db, "SELECT ?");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *bound = g_strdup (texts[i]);

      tkt_statement_reset (statement);
      tkt_statement_bind_text (statement, 1, bound);
      if (bound != NULL)
        memset (bound, '#', strlen (bound));
      g_assert_true (step (statement));
      g_assert_cmpstr (tkt_statement_get_text (statement, 0), ==, texts[i]);
      g_assert_cmpint (tkt_statement_is_null (statement, 0), ==, texts[i] == NULL);
    }
}

static void
test_bytes (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  const guint8 bytes[] = { 0, 1, 0, 255, 0 };
  g_autoptr (TktStatement) statement = prepare (fixture->db, "SELECT ?, typeof (?1)");
  const void *read;
  gsize size;

  tkt_statement_bind_blob (statement, 1, bytes, sizeof bytes);
  g_assert_true (step (statement));
  read = tkt_statement_get_blob (statement, 0, &size);
  g_assert_cmpmem (read, size, bytes, sizeof bytes);
  g_assert_cmpstr (tkt_statement_get_text (statement, 1), ==, "blob");
}

static void
test_ids (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autofree char *id = tkt_uuid_new ();
  g_autofree char *read = NULL;
  g_autoptr (TktStatement) statement = prepare (fixture->db, "SELECT ?1, length (?1), ?2, x'0102'");

  tkt_statement_bind_id (statement, 1, id);
  tkt_statement_bind_id (statement, 2, NULL);
  g_assert_true (step (statement));
  read = tkt_statement_dup_id (statement, 0);
  g_assert_cmpstr (read, ==, id);
  g_assert_cmpint (tkt_statement_get_int (statement, 1), ==, 16);
  g_assert_true (tkt_statement_is_null (statement, 2));
  g_assert_null (tkt_statement_dup_id (statement, 2));
  g_assert_null (tkt_statement_dup_id (statement, 3));
}

/* After an error the same statement serves again. */
static void
test_after_error (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (TktStatement) statement
          = prepare (fixture->db, "INSERT INTO note (text) VALUES (?)");
      g_autoptr (GError) error = NULL;

      tkt_statement_bind_text (statement, 1, "once");
      g_assert_true (tkt_statement_run (statement, &error) == (i == 0));
      g_assert_true (error == NULL
                     || g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_CONSTRAINT));
      tkt_statement_reset (statement);
      tkt_statement_bind_text (statement, 1, NULL);
      g_clear_error (&error);
      g_assert_true (tkt_statement_run (statement, &error));
    }
}

void
db_add_statement_tests (void)
{
  g_test_add_func ("/db/statement/reuse", test_reuse);
  g_test_add_func ("/db/statement/twice-at-a-time", test_twice_at_a_time);
  g_test_add_func ("/db/statement/numbers", test_numbers);
  g_test_add_func ("/db/statement/texts", test_texts);
  g_test_add_func ("/db/statement/bytes", test_bytes);
  g_test_add_func ("/db/statement/ids", test_ids);
  g_test_add_func ("/db/statement/after-error", test_after_error);
}
