/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database without a name: all that SQLite does with one that has, and nothing in the folder. */
#include "db-fixture.h"

#include <fcntl.h>
#include <unistd.h>

#include "tkt-db-loan.h"

#define N_ROWS 2000

typedef struct
{
  DbFixture *fixture;
  char *name;
  int fd;
} Loan;

static Loan *
loan_new (void)
{
  Loan *self = g_new0 (Loan, 1);

  self->fixture = db_fixture_new ();
  self->name = g_build_filename (self->fixture->folder, "lent", NULL);
  self->fd = open (self->fixture->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  g_assert_cmpint (self->fd, >=, 0);
  tkt_db_lend (self->name, self->fd);

  return self;
}

static void
loan_free (Loan *self)
{
  tkt_db_take_back (self->name);
  close (self->fd);
  db_fixture_free (self->fixture);
  g_free (self->name);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loan, loan_free)

static void
assert_unnamed (Loan *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_prefix (name, "lent"));
}

static void
test_vacuum_into (void)
{
  g_autoptr (Loan) self = loan_new ();
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s'", self->name);
  g_autoptr (TktDb) copy = NULL;

  for (guint i = 0; i < N_ROWS; i++)
    db_exec (self->fixture->db, "INSERT INTO note (text) VALUES (hex (randomblob (100)))");
  db_exec (self->fixture->db, sql);
  assert_unnamed (self);
  copy = db_fixture_open (self->name, TKT_DB_READ);
  g_assert_cmpint (db_get_number (copy, "SELECT count (*) FROM note"), ==, N_ROWS);
  g_assert_cmpint (db_get_number (copy,
                                  "SELECT count (*) FROM pragma_integrity_check"
                                  " WHERE integrity_check = 'ok'"),
                   ==,
                   1);
}

/* In the midst of a transaction, which is then undone, there is no journal that has a name. */
static void
test_write (void)
{
  g_autoptr (Loan) self = loan_new ();
  g_autoptr (TktDb) db = db_fixture_open (self->name, TKT_DB_WRITE);
  g_autoptr (TktDb) again = NULL;
  g_autoptr (GError) error = NULL;

  tkt_db_migrate (db, "main", DB_FIXTURE_ID, db_fixture_steps, 1, &error);
  g_assert_no_error (error);
  db_exec (db, "INSERT INTO note (text) VALUES ('first')");
  db_exec (db, "PRAGMA cache_size = 5");
  tkt_db_begin_immediate (db, &error);
  for (guint i = 0; i < N_ROWS; i++)
    db_exec (db, "INSERT INTO note (text) VALUES (hex (randomblob (100)))");
  assert_unnamed (self);
  tkt_db_rollback (db);
  g_assert_cmpint (db_get_number (db, "SELECT count (*) FROM note"), ==, 1);
  again = db_fixture_open (self->name, TKT_DB_READ);
  g_assert_cmpint (db_get_number (again, "SELECT count (*) FROM note"), ==, 1);
  assert_unnamed (self);
}

static void
test_taken_back (void)
{
  g_autoptr (Loan) self = loan_new ();
  g_autoptr (GError) error = NULL;

  tkt_db_take_back (self->name);
  g_assert_null (tkt_db_open (self->name, TKT_DB_READ, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
  tkt_db_lend (self->name, self->fd);
}

void
db_add_loan_tests (void)
{
  g_test_add_func ("/db/loan/rule-13/vacuum-into", test_vacuum_into);
  g_test_add_func ("/db/loan/rule-13/write", test_write);
  g_test_add_func ("/db/loan/taken-back", test_taken_back);
}
