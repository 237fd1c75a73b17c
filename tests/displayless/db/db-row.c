/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shaped structs as rows: there and back, and as JSON. */
#include "db-fixture.h"

#include "tkt-row.h"
#include "tkt-rows.h"
#include "tkt-uuid.h"

/* All that a member can be, beside what real rows have. */
typedef struct
{
  char *id;
  char *word;    /* optional */
  gint64 number; /* optional */
  char *note;    /* optional and nullable */
  gint64 at;     /* nullable */
  gboolean flag;
  TktTicket *ticket; /* optional */
  GPtrArray *parts;
  char *last;
} Odd;

static const TktMember odd_members[] = {
  { "id", TKT_MEMBER_ID, G_STRUCT_OFFSET (Odd, id) },
  { "word", TKT_MEMBER_TEXT, G_STRUCT_OFFSET (Odd, word), TKT_MEMBER_OPTIONAL },
  { "number", TKT_MEMBER_INTEGER, G_STRUCT_OFFSET (Odd, number), TKT_MEMBER_OPTIONAL },
  { "note",
    TKT_MEMBER_TEXT,
    G_STRUCT_OFFSET (Odd, note),
    TKT_MEMBER_OPTIONAL | TKT_MEMBER_NULLABLE },
  { "at", TKT_MEMBER_TIME, G_STRUCT_OFFSET (Odd, at), TKT_MEMBER_NULLABLE },
  { "flag", TKT_MEMBER_BOOLEAN, G_STRUCT_OFFSET (Odd, flag) },
  { "ticket",
    TKT_MEMBER_OBJECT,
    G_STRUCT_OFFSET (Odd, ticket),
    TKT_MEMBER_OPTIONAL,
    .shape = &tkt_ticket_shape },
  { "parts", TKT_MEMBER_ARRAY, G_STRUCT_OFFSET (Odd, parts), .shape = &tkt_attachment_shape },
  { "last", TKT_MEMBER_TEXT, G_STRUCT_OFFSET (Odd, last) },
};
static const TktShape odd_shape = TKT_SHAPE (Odd, "odd", odd_members);

static const TktShape *const shapes[] = { &tkt_organization_shape,
                                          &tkt_account_shape,
                                          &tkt_publisher_shape,
                                          &tkt_ticket_shape,
                                          &tkt_message_shape,
                                          &tkt_read_mark_shape,
                                          &odd_shape };

static char *
random_text (void)
{
  static const char *const pieces[] = { "a", "\"",   "\\", "\n",           "\t",   "é",   "漢",
                                        "😀", "\x7f", "'",  "\xe2\x80\x8f", "</b>", "\x01" };
  GString *text = g_string_new (NULL);

  for (gint n = g_test_rand_int_range (0, 40); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static gpointer random_value (const TktShape *shape);

static void
fill_member (const TktMember *member, gpointer value)
{
  gboolean empty
      = (member->flags & (TKT_MEMBER_NULLABLE | TKT_MEMBER_OPTIONAL)) != 0 && g_test_rand_bit ();
  guint n_words = 0;

  if (empty)
    return;
  switch (member->type)
    {
    case TKT_MEMBER_ID:
      G_STRUCT_MEMBER (char *, value, member->offset) = tkt_uuid_new ();
      return;
    case TKT_MEMBER_TEXT:
      G_STRUCT_MEMBER (char *, value, member->offset) = random_text ();
      return;
    case TKT_MEMBER_INTEGER:
      G_STRUCT_MEMBER (gint64, value, member->offset)
          = (gint64)g_test_rand_int () * g_test_rand_int_range (-9, 9);
      return;
    case TKT_MEMBER_TIME:
      G_STRUCT_MEMBER (gint64, value, member->offset)
          = g_test_rand_int_range (0, G_MAXINT32) * G_GINT64_CONSTANT (1001);
      return;
    case TKT_MEMBER_BOOLEAN:
      G_STRUCT_MEMBER (gboolean, value, member->offset) = g_test_rand_bit ();
      return;
    case TKT_MEMBER_ENUM:
      n_words = g_strv_length ((char **)member->set->words);
      G_STRUCT_MEMBER (int, value, member->offset) = g_test_rand_int_range (0, n_words);
      return;
    case TKT_MEMBER_ARRAY:
      for (gint n = g_test_rand_int_range (0, 3); n > 0; n--)
        g_ptr_array_add (G_STRUCT_MEMBER (GPtrArray *, value, member->offset),
                         random_value (member->shape));
      return;
    case TKT_MEMBER_OBJECT:
      return;
    }
}

static gpointer
random_value (const TktShape *shape)
{
  gpointer value = tkt_shape_new (shape);

  for (guint i = 0; i < shape->n_members; i++)
    fill_member (&shape->members[i], value);
  return value;
}

static void
make_table (TktDb *db, const TktShape *shape)
{
  g_autofree char *sql = g_strdup_printf (
      "CREATE TABLE shape_%s (%s, extra_a, extra_b)", shape->name, tkt_row_columns (shape, NULL));

  db_exec (db, sql);
}

static void
insert (TktDb *db, const TktShape *shape, gconstpointer value)
{
  g_autofree char *table = g_strdup_printf ("shape_%s", shape->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, tkt_row_insert_sql (shape, table, "extra_a, extra_b"), &error);
  int next;

  g_assert_no_error (error);
  next = tkt_row_bind (shape, statement, 1, value);
  g_assert_cmpint (next, ==, (int)tkt_row_n_columns (shape) + 1);
  tkt_statement_bind_int (statement, next, 11);
  tkt_statement_bind_int (statement, next + 1, 12);
  g_assert_true (tkt_statement_run (statement, &error));
}

static void
check_back (TktDb *db, const TktShape *shape, gpointer value)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT extra_b, %s FROM shape_%s AS t ORDER BY t.rowid DESC LIMIT 1",
                         tkt_row_columns (shape, "t."),
                         shape->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, &error);
  g_autoptr (GString) json = g_string_new ("[");
  g_autofree char *expected = tkt_shape_to_json (shape, value);
  gboolean has_row;
  gpointer read;

  g_assert_no_error (error);
  g_assert_true (tkt_statement_step (statement, &has_row, &error) && has_row);
  g_assert_cmpint (tkt_statement_get_int (statement, 0), ==, 12);
  read = tkt_row_read (shape, statement, 1);
  g_assert_true (tkt_shape_equal (shape, read, value));
  tkt_row_write_json (shape, statement, 1, json);
  g_assert_cmpstr (json->str + 1, ==, expected);
  tkt_shape_free (shape, read);
}

static void
test_round_trip (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      make_table (fixture->db, shapes[i]);
      for (int round = 0; round < 200; round++)
        {
          gpointer value = random_value (shapes[i]);

          insert (fixture->db, shapes[i], value);
          check_back (fixture->db, shapes[i], value);
          tkt_shape_free (shapes[i], value);
        }
    }
}

/* What a damaged file may hold in place of ids and words is read, and nothing falls over. */
static void
test_nonsense (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  const TktShape *shape = &tkt_account_shape;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (fixture->db, "SELECT x'01', NULL, 5, 99, 'no id', -7, 'x'", &error);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *expected = NULL;
  g_autoptr (TktAccount) account = NULL;
  gboolean has_row;

  g_assert_true (tkt_statement_step (statement, &has_row, &error) && has_row);
  account = tkt_row_read (shape, statement, 0);
  g_assert_null (account->id);
  g_assert_cmpint (account->role, ==, TKT_ROLE_PUBLISHER);
  tkt_row_write_json (shape, statement, 0, json);
  g_assert_cmpstr (json->str,
                   ==,
                   "{\"id\":\"\",\"username\":\"\",\"display_name\":\"5\",\"role\":\"publisher\","
                   "\"publisher_id\":\"\",\"disabled\":true,\"revision\":0}");
}

static void
test_texts (void)
{
  g_assert_cmpstr (
      tkt_row_columns (&tkt_read_mark_shape, NULL), ==, "ticket_id, position, revision");
  g_assert_cmpstr (
      tkt_row_columns (&tkt_read_mark_shape, "r."), ==, "r.ticket_id, r.position, r.revision");
  g_assert_true (tkt_row_columns (&tkt_read_mark_shape, "r.")
                 == tkt_row_columns (&tkt_read_mark_shape, "r."));
  g_assert_nonnull (strstr (tkt_row_columns (&tkt_message_shape, NULL), ", attachments, "));
  g_assert_cmpstr (tkt_row_insert_sql (&tkt_read_mark_shape, "mark", NULL),
                   ==,
                   "INSERT INTO mark (ticket_id, position, revision) VALUES (?, ?, ?)");
  g_assert_cmpstr (tkt_row_insert_sql (&tkt_read_mark_shape, "mark", "a, b"),
                   ==,
                   "INSERT INTO mark (ticket_id, position, revision, a, b) VALUES (?, ?, ?, ?, ?)");
}

/* A value that its member can't have: tkt_row_read() would make something of it. */
static void
test_sound (void)
{
  static const struct
  {
    const char *column;
    const char *value;
    gboolean sound;
  } cases[] = {
    { "ticket_id", "zeroblob (16)", TRUE },
    { "ticket_id", "zeroblob (15)", FALSE },
    { "ticket_id", "'sixteen letters.'", FALSE },
    { "ticket_id", "NULL", FALSE },
    { "written_at", "NULL", TRUE },
    { "written_at", "'x'", FALSE },
    { "written_at", "1.5", FALSE },
    { "body", "''", TRUE },
    { "body", "NULL", FALSE },
    { "body", "7", FALSE },
    { "body", "CAST (x'c3' AS TEXT)", FALSE },
    { "body", "CAST (x'610062' AS TEXT)", FALSE },
    { "attachments", "NULL", TRUE },
    { "attachments", "'[]'", TRUE },
    { "attachments", "'[{}]'", FALSE },
    { "attachments", "'['", FALSE },
    { "attachments", "7", FALSE },
    { "author_role", "2", TRUE },
    { "author_role", "3", FALSE },
    { "author_role", "-1", FALSE },
  };
  g_autoptr (DbFixture) self = db_fixture_new ();
  TktDb *db = self->db;
  g_autoptr (TktMessage) message = random_value (&tkt_message_shape);

  make_table (db, &tkt_message_shape);
  insert (db, &tkt_message_shape, message);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *columns = g_strdup (tkt_row_columns (&tkt_message_shape, NULL));
      g_auto (GStrv) around = g_strsplit (columns, cases[i].column, 2);
      g_autofree char *sql = g_strdup_printf (
          "SELECT %s%s%s FROM shape_message", around[0], cases[i].value, around[1]);
      g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, NULL);
      gboolean has_row;

      g_test_message ("%s: %s", cases[i].column, cases[i].value);
      g_assert_true (tkt_statement_step (statement, &has_row, NULL) && has_row);
      g_assert_true (tkt_row_is_sound (&tkt_message_shape, statement, 0) == cases[i].sound);
    }
}

void
db_add_row_tests (void)
{
  g_test_add_func ("/db/row/round-trip", test_round_trip);
  g_test_add_func ("/db/row/nonsense", test_nonsense);
  g_test_add_func ("/db/row/sound", test_sound);
  g_test_add_func ("/db/row/texts", test_texts);
}
