/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged outbox: what can be read of it is in the new one, and the damaged file is kept. */
#include "client-fixture.h"

#include <glib/gstdio.h>

#include "tkt-cache-private.h"
#include "tkt-db-files.h"
#include "tkt-outbox-rescue.h"
#include "tkt-uuid.h"

#define PAGE 4096
#define N_ENTRIES 150

/* What was in the outbox before it was damaged. */
typedef struct
{
  ClientFixture *client;
  GPtrArray *entries; /* of TktEntry, by number */
  char *wal;          /* as it was before the outbox was closed: all pages are in it */
  gsize wal_size;
} Rescue;

static char *
get_path (Rescue *self, const char *name)
{
  return g_build_filename (self->client->folder, name, NULL);
}

static TktDb *
open_folder (Rescue *self)
{
  g_autoptr (GError) error = NULL;
  TktDb *db = tkt_cache_open_writer (self->client->folder, &error);

  g_assert_no_error (error);
  return db;
}

static void
add_entry (TktDb *db, TktEntry *entry)
{
  g_autoptr (GError) error = NULL;

  tkt_outbox_add (db, entry, &error);
  g_assert_no_error (error);
}

static char *
read_file (Rescue *self, const char *name, gsize *size)
{
  g_autofree char *path = get_path (self, name);
  char *bytes;

  g_assert_true (g_file_get_contents (path, &bytes, size, NULL));
  return bytes;
}

static void
write_file (Rescue *self, const char *name, const char *bytes, gsize size)
{
  g_autofree char *path = get_path (self, name);

  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
}

/* Replies of several sizes to a few tickets, every tenth a long one, and a draft of each ticket. */
static void
fill (Rescue *self, guint n)
{
  g_autoptr (TktDb) db = open_folder (self);
  g_autoptr (GError) error = NULL;
  char *tickets[5];

  g_assert_true (tkt_db_begin_immediate (db, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (tickets); i++)
    tickets[i] = tkt_uuid_new ();
  for (guint i = 1; i <= n; i++)
    {
      TktEntry *entry
          = client_entry (self->client, TKT_ENTRY_REPLY, tickets[i % G_N_ELEMENTS (tickets)]);

      g_free (entry->body);
      entry->body = g_strnfill (i % 10 == 0 ? 9000 : 1 + i % 200, 'a' + i % 26);
      add_entry (db, entry);
      g_ptr_array_add (self->entries, entry);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tickets); i++)
    {
      g_autoptr (TktDraft) draft = tkt_draft_make (tickets[i], NULL, NULL, "Half a thought");

      g_assert_true (tkt_drafts_put (db, draft, NULL));
      g_free (tickets[i]);
    }
  tkt_db_commit (db, &error);
  g_assert_no_error (error);
  self->wal = read_file (self, "outbox.db-wal", &self->wal_size);
}

static Rescue *
rescue_new (guint n)
{
  Rescue *self = g_new0 (Rescue, 1);

  self->client = client_fixture_new ();
  tkt_cache_stop (self->client->cache);
  g_assert_true (tkt_db_files_remove (self->client->folder, "outbox.db", NULL));
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_entry_free);
  fill (self, n);
  return self;
}

static void
rescue_free (Rescue *self)
{
  g_free (self->wal);
  client_fixture_free (self->client);
  g_ptr_array_unref (self->entries);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rescue, rescue_free)

/* How many files of the folder have a name that begins so, and bytes in them. */
static guint
count_files (Rescue *self, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (self->client->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = get_path (self, name);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      n += g_str_has_prefix (name, prefix) && !g_str_has_suffix (name, "-shm") && info.st_size > 0;
    }
  return n;
}

/* What is in the outbox now was written, with its number and in its order; answers how much. */
static guint
assert_genuine (Rescue *self, TktDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = tkt_outbox_list (db, &error);
  gint64 before = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);

      g_assert_cmpint (entry->seq, >, before);
      g_assert_cmpint (entry->seq, <=, self->entries->len);
      before = entry->seq;
      g_assert_true (tkt_shape_equal (
          &tkt_entry_shape, entry, g_ptr_array_index (self->entries, entry->seq - 1)));
    }
  return entries->len;
}

/* Opens the damaged outbox, and looks at what became of it. */
static guint
assert_rescued (Rescue *self)
{
  g_autoptr (TktDb) db = open_folder (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (TktRescue) rescue = tkt_outbox_find_rescue (db, &error);
  guint n = assert_genuine (self, db);

  g_assert_no_error (error);
  g_assert_nonnull (rescue);
  g_assert_cmpint (rescue->n_entries, ==, n);
  g_assert_cmpint (rescue->n_drafts, ==, tkt_drafts_count (db, NULL));
  g_assert_cmpuint (count_files (self, rescue->kept), >=, 1);
  g_assert_cmpuint (count_files (self, "outbox.db.re"), ==, 0);
  return n;
}

/* Each page of the file in turn is something else: what was on the others is still there. A leaf
 * has fewer than ninety rows; all of them hang on two pages, the schema's and the table's root. */
static void
test_each_page (void)
{
  g_autoptr (Rescue) self = rescue_new (N_ENTRIES);
  g_autofree char *whole = NULL;
  gsize size;
  guint n_poor = 0, n_full = 0;

  whole = read_file (self, "outbox.db", &size);
  for (gsize page = 0; page < size / PAGE; page++)
    {
      g_autofree char *bytes = g_memdup2 (whole, size);
      guint n;

      for (guint i = 0; i < PAGE; i++)
        bytes[page * PAGE + i] = g_test_rand_int_range (0, 256);
      write_file (self, "outbox.db", bytes, size);
      n = assert_rescued (self);
      n_full += n == N_ENTRIES;
      n_poor += n < N_ENTRIES - 90;
    }
  g_test_message (
      "%u of %" G_GSIZE_FORMAT " pages cost nothing, %u a lot", n_full, size / PAGE, n_poor);
  g_assert_cmpuint (n_full, >, 0);
  g_assert_cmpuint (n_poor, <=, 2);
  /* No older one was overwritten. */
  g_assert_cmpuint (count_files (self, "outbox.db.damaged-"), ==, size / PAGE);
}

/* Several at once, the same in each run of a seed. */
static void
test_some_pages (void)
{
  g_autoptr (Rescue) self = rescue_new (N_ENTRIES);
  g_autofree char *whole = NULL;
  gsize size;
  guint n = 0;

  whole = read_file (self, "outbox.db", &size);
  for (guint round = 0; round < 10; round++)
    {
      g_autofree char *bytes = g_memdup2 (whole, size);

      for (guint i = 0; i < 3; i++)
        memset (bytes + PAGE * g_test_rand_int_range (10, size / PAGE), 0xa5, PAGE);
      write_file (self, "outbox.db", bytes, size);
      n = assert_rescued (self);
      g_assert_cmpuint (n, <, N_ENTRIES);
      g_assert_cmpuint (n, >, N_ENTRIES / 10);
    }
}

static void
test_cut (void)
{
  g_autoptr (Rescue) self = rescue_new (N_ENTRIES);
  g_autofree char *bytes = NULL;
  gsize size;

  bytes = read_file (self, "outbox.db", &size);
  write_file (self, "outbox.db", bytes, size / 2 + 100);
  g_assert_cmpuint (assert_rescued (self), >, 0);
}

static void
test_no_database (void)
{
  g_autoptr (Rescue) self = rescue_new (10);
  g_autofree char *bytes = g_strnfill (20000, 'x');

  write_file (self, "outbox.db", bytes, 20000);
  g_assert_cmpuint (assert_rescued (self), ==, 0);
}

/* The WAL of a program that was killed, kept while its file is lost. */
static void
test_only_wal (void)
{
  g_autoptr (Rescue) self = rescue_new (10);

  write_file (self, "outbox.db", "", 0);
  write_file (self, "outbox.db-wal", self->wal, self->wal_size);
  g_assert_cmpuint (assert_rescued (self), ==, 10);
  g_assert_cmpuint (count_files (self, "outbox.db.damaged-"), ==, 1);
}

/* The checksum of a WAL (the SQLite file format, section 4.1), over numbers of big ends. */
static void
sum (const guint8 *bytes, gsize size, guint32 sums[2])
{
  for (gsize at = 0; at < size; at += 8)
    {
      guint32 numbers[2];

      memcpy (numbers, bytes + at, sizeof numbers);
      sums[0] += GUINT32_FROM_BE (numbers[0]) + sums[1];
      sums[1] += GUINT32_FROM_BE (numbers[1]) + sums[0];
    }
}

static void
append_numbers (GByteArray *bytes, const guint32 *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint32 number = GUINT32_TO_BE (numbers[i]);

      g_byte_array_append (bytes, (const guint8 *)&number, sizeof number);
    }
}

/* A committed WAL that makes page 2, the root of the entries, nothing but zeros. */
static GByteArray *
make_foreign_wal (guint32 n_pages)
{
  static const guint8 zeros[PAGE];
  const guint32 header[] = { 0x377f0683, 3007000, PAGE, 0, 1, 2 };
  const guint32 frame[] = { 2, n_pages, 1, 2 };
  GByteArray *wal = g_byte_array_new ();
  guint32 sums[2] = { 0 };

  append_numbers (wal, header, G_N_ELEMENTS (header));
  sum (wal->data, wal->len, sums);
  append_numbers (wal, sums, 2);
  append_numbers (wal, frame, G_N_ELEMENTS (frame));
  sum (wal->data + 32, 8, sums);
  sum (zeros, PAGE, sums);
  append_numbers (wal, sums, 2);
  g_byte_array_append (wal, zeros, PAGE);
  return wal;
}

/* A WAL that is not the file's makes nonsense of it; without it the file is whole. */
static void
test_foreign_wal (void)
{
  g_autoptr (Rescue) self = rescue_new (10);
  g_autofree char *bytes = NULL;
  g_autoptr (GByteArray) wal = NULL;
  gsize size;

  bytes = read_file (self, "outbox.db", &size);
  wal = make_foreign_wal (size / PAGE);
  write_file (self, "outbox.db-wal", (const char *)wal->data, wal->len);
  g_assert_cmpuint (assert_rescued (self), ==, 10);
  g_assert_cmpuint (count_files (self, "outbox.db.damaged-"), ==, 2);
}

/* A row that reads, but is not what a desk writes, is left out: none is made up of it. */
static void
test_nonsense (void)
{
  static const char *const damages[] = {
    "kind = 9",          "kind = 'x'",         "state = 7",
    "ticket_id = x'01'", "ticket_id = NULL",   "message_id = 'sixteen letters.'",
    "body = NULL",       "body = x'c3'",       "body = CAST (x'610062' AS TEXT)",
    "body = ' '",        "body = char (8238)", "title = 'A reply has none'",
    "written_at = -1",   "enabled = 2",        "position = 'x'",
  };
  g_autoptr (Rescue) self = rescue_new (G_N_ELEMENTS (damages) + 1);
  g_autoptr (TktDb) db = open_folder (self);
  g_autofree char *bytes = NULL;
  gsize size;
  guint n_left = 0;

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("UPDATE outbox.entry SET %s WHERE seq = %u", damages[i], i + 2);

      g_assert_true (tkt_db_exec (db, sql, NULL));
    }
  tkt_db_close (g_steal_pointer (&db));
  /* And a page that makes the whole be looked through: the index of tickets. */
  bytes = read_file (self, "outbox.db", &size);
  memset (bytes + PAGE * 3, 0, PAGE);
  write_file (self, "outbox.db", bytes, size);
  n_left = assert_rescued (self);
  g_assert_cmpuint (n_left, ==, 1);
}

/* The program may end at any moment: what is in the folder then is what the next start finds. */
static void
test_cut_short (void)
{
  g_autoptr (Rescue) self = rescue_new (20);
  static const char *const moves[][2] = {
    { "outbox.db", "outbox.db.recovered-20261125-141500" },
    { "damaged", "outbox.db" },
    { "wal", "outbox.db-wal" },
    { "garbage", "outbox.db.rescue" },
    { "garbage", "outbox.db.rescue-wal" },
    { "garbage", "outbox.db.rescue-from-wal" },
  };
  g_autofree char *damaged = NULL;
  gsize size;

  /* All of it is there: the new file, the damaged one that it replaces, and what is left of an
   * attempt before; and once more where the damaged one is out of the way already. */
  for (int moved = 0; moved < 3; moved++)
    {
      g_autoptr (TktDb) db = NULL;
      guint first = moved == 0 ? 1 : 2;

      if (moved < 2)
        {
          g_autofree char *from = get_path (self, moves[0][0]);
          g_autofree char *to = get_path (self, moves[0][1]);

          g_assert_cmpint (g_rename (from, to), ==, 0);
          for (guint i = first; i < G_N_ELEMENTS (moves); i++)
            write_file (self, moves[i][1], moves[i][0], -1);
        }
      db = open_folder (self);
      g_assert_cmpuint (assert_genuine (self, db), ==, 20);
      g_assert_cmpuint (count_files (self, "outbox.db.recovered"), ==, 0);
    }
  damaged = read_file (self, "outbox.db.damaged-20261125-141500", &size);
  g_assert_cmpstr (damaged, ==, "damaged");
}

/* A newer program's outbox is left to it. */
static void
test_newer (void)
{
  g_autoptr (Rescue) self = rescue_new (20);
  g_autoptr (TktDb) db = open_folder (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size, size_after;

  g_assert_true (tkt_db_exec (db, "PRAGMA outbox.user_version = 99", NULL));
  tkt_db_close (g_steal_pointer (&db));
  before = read_file (self, "outbox.db", &size);
  memset (before + PAGE * 3, 0, PAGE);
  write_file (self, "outbox.db", before, size);
  g_assert_null (tkt_cache_open_writer (self->client->folder, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_NEWER);
  after = read_file (self, "outbox.db", &size_after);
  g_assert_cmpmem (before, size, after, size_after);
  g_assert_cmpuint (count_files (self, "outbox.db.damaged-"), ==, 0);
}

/* What a program leaves that is killed while it makes its first outbox: a page, and a journal that
 * says how to undo it. */
static void
test_half_made (void)
{
  g_autoptr (Rescue) self = rescue_new (0);
  g_autoptr (TktDb) db = NULL;
  g_autofree char *path = get_path (self, "outbox.db");
  g_autofree char *page = NULL;
  g_autofree char *journal = NULL;
  gsize page_size, journal_size;

  g_assert_true (tkt_db_files_remove (self->client->folder, "outbox.db", NULL));
  write_file (self, "outbox.db", "", 0);
  db = tkt_db_open (path, TKT_DB_WRITE, NULL);
  /* The pages go to the file when there is no room for them, before the commit. */
  g_assert_true (tkt_db_exec (db, "PRAGMA cache_size = 1; BEGIN IMMEDIATE", NULL));
  g_assert_true (tkt_db_exec (db, "CREATE TABLE late (b)", NULL));
  for (guint i = 0; i < 8; i++)
    g_assert_true (tkt_db_exec (db, "INSERT INTO late VALUES (randomblob (9000))", NULL));
  page = read_file (self, "outbox.db", &page_size);
  journal = read_file (self, "outbox.db-journal", &journal_size);
  g_assert_cmpuint (journal_size, >, 0);
  tkt_db_close (g_steal_pointer (&db));
  write_file (self, "outbox.db", page, page_size);
  write_file (self, "outbox.db-journal", journal, journal_size);

  db = open_folder (self);
  g_assert_false (tkt_db_exec (db, "SELECT * FROM outbox.late", NULL));
  g_assert_true (tkt_db_exec (db, "SELECT * FROM outbox.entry", NULL));
  g_assert_cmpuint (count_files (self, "outbox.db.damaged-"), ==, 0);
  g_assert_cmpuint (count_files (self, "outbox.db-journal"), ==, 0);
}

void
client_add_rescue_tests (void)
{
  g_test_add_func ("/client/rescue/each-page", test_each_page);
  g_test_add_func ("/client/rescue/some-pages", test_some_pages);
  g_test_add_func ("/client/rescue/cut", test_cut);
  g_test_add_func ("/client/rescue/no-database", test_no_database);
  g_test_add_func ("/client/rescue/only-wal", test_only_wal);
  g_test_add_func ("/client/rescue/foreign-wal", test_foreign_wal);
  g_test_add_func ("/client/rescue/nonsense", test_nonsense);
  g_test_add_func ("/client/rescue/cut-short", test_cut_short);
  g_test_add_func ("/client/rescue/newer", test_newer);
  g_test_add_func ("/client/rescue/half-made", test_half_made);
}
