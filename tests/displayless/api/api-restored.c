/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup that was put back, and then written past what was lost: which cursors go on, and which
 * begin anew. */
#include "api-reader.h"

#include "tkt-cursor.h"
#include "tkt-db.h"
#include "tkt-sqlite-store.h"
#include "tkt-statement.h"

static const char *const readers[] = { "mara", "ada" };
static const guint limits[] = { 5, 40 };

/* Where a reader once stood. */
typedef struct
{
  ApiReader *copy;
  gboolean lost; /* it read something since what the backup has, or might have */
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  api_reader_free (place->copy);
  g_free (place);
}

static ApiReader *
copy_reader (ApiReader *self)
{
  ApiReader *copy = api_reader_new (self->api, self->who);
  GHashTableIter iter;
  gpointer key, row;

  copy->cursor = self->cursor;
  copy->n_snapshots = self->n_snapshots;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &row))
    g_hash_table_insert (copy->rows, g_strdup (key), json_node_ref (row));

  return copy;
}

/* Reads on to the end and notes every place on the way. */
static void
note_way (GPtrArray *places, ApiReader *reader, guint limit, gboolean lost)
{
  gboolean more = TRUE;

  while (more)
    {
      Place *place = g_new (Place, 1);

      more = api_reader_read_page (reader, limit);
      *place = (Place){ copy_reader (reader), lost };
      g_ptr_array_add (places, place);
    }
}

/* Every place of new snapshots with pages of any size. */
static void
note_snapshots (Api *api, GPtrArray *places, gboolean lost)
{
  for (guint r = 0; r < G_N_ELEMENTS (readers); r++)
    for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
      {
        g_autoptr (ApiReader) reader = api_reader_new (api, readers[r]);

        note_way (places, reader, limits[i], lost);
      }
}

static gpointer
get_revision (TktStoreTx *tx, gpointer data, GError **error)
{
  const TestServer *server = data;
  gint64 revision = tkt_store_get_revision (tx, server->organization, error);

  return g_memdup2 (&revision, sizeof revision);
}

static gint64
revision_now (Api *api)
{
  g_autofree gint64 *revision
      = tkt_store_read (api->server->store, get_revision, api->server, NULL);

  return *revision;
}

static void
write_some (Api *api, const char *word, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const char *ticket = api_open (api, i % 2 == 0 ? "ada" : "bob", word);

      api_reply (api, "mara", ticket, word);
    }
}

/* What was there before and is touched again. */
static void
touch_all (Api *api, const char *who, const char *word)
{
  g_autoptr (JsonArray) tickets = api_walk (api, who, "/v1/tickets?status=open", 100);

  for (guint i = 0; i < json_array_get_length (tickets); i += 3)
    api_reply (api,
               who,
               json_object_get_string_member (json_array_get_object_element (tickets, i), "id"),
               word);
}

static void
restart (Api *api, void (*meanwhile) (TestServer *server))
{
  test_server_stop (api->server);
  if (meanwhile != NULL)
    meanwhile (api->server);
  test_server_start (api->server);
}

/* Each place leads to what there is now: by going on, or where it is of what is lost by beginning
 * anew. */
static void
check_places (Api *api, GPtrArray *places)
{
  g_autoptr (GHashTable) whole
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)api_reader_free);
  guint n_gone = 0;

  for (guint r = 0; r < G_N_ELEMENTS (readers); r++)
    {
      ApiReader *reader = api_reader_new (api, readers[r]);

      api_reader_drain (reader, 1000);
      api_reader_assert_current (reader);
      g_hash_table_insert (whole, (char *)readers[r], reader);
    }
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = g_ptr_array_index (places, i);
      g_autoptr (ApiReader) reader = copy_reader (place->copy);

      api_reader_drain (reader, 1000);
      g_assert_cmpuint (reader->n_snapshots, ==, place->lost ? 2 : 1);
      api_reader_assert_equal (reader, g_hash_table_lookup (whole, reader->who));
      n_gone += place->lost;
    }
  g_test_message ("%u of %u gone", n_gone, places->len);
  g_assert_cmpuint (n_gone, >, 0);
  g_assert_cmpuint (n_gone, <, places->len);
}

/* From every place that was noted before: more of them. */
static void
note_ways_on (GPtrArray *places, guint n_before, gboolean lost)
{
  for (guint i = 0; i < n_before; i++)
    {
      g_autoptr (ApiReader) reader = copy_reader (((Place *)g_ptr_array_index (places, i))->copy);

      note_way (places, reader, limits[i % G_N_ELEMENTS (limits)], lost);
    }
}

static void
test_restored (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (place_free);
  guint n_before;
  gint64 kept;

  /* Who signs in after the backup is not signed in after it was put back. */
  api_token (api, "mara");
  api_token (api, "ada");
  api_token (api, "bob");
  api_token (api, "alma");
  write_some (api, "First", 3);
  note_snapshots (api, places, FALSE);
  n_before = places->len;
  write_some (api, "Second", 3);
  touch_all (api, "mara", "Again");
  kept = revision_now (api);
  restart (api, test_server_back_up);
  note_ways_on (places, n_before, FALSE);

  /* What will be lost: new tickets, and others changed, met from every place before. */
  write_some (api, "Lost", 3);
  touch_all (api, "mara", "Lost");
  note_ways_on (places, n_before, TRUE);
  note_snapshots (api, places, TRUE);

  /* Twice put back: the second time there are places of two lives that ended. */
  for (guint round = 0; round < 2; round++)
    {
      gint64 lost = revision_now (api);

      restart (api, test_server_restore);
      g_assert_cmpint (revision_now (api), ==, kept);
      check_places (api, places);
      touch_all (api, "mara", "Instead");
      while (revision_now (api) <= lost + 20)
        write_some (api, "Instead", 2);
      check_places (api, places);
      note_snapshots (api, places, TRUE);
    }
}

/* A server that stops and starts, and a command line that writes meanwhile, takes no cursor away:
 * neither one that keeps up nor one that stays behind. */
static void
test_restarts (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (ApiReader) quick = api_reader_new (api, "mara");
  g_autoptr (ApiReader) slow = api_reader_new (api, "ada");

  write_some (api, "First", 3);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (TktStore) other = NULL;
      g_autoptr (GError) error = NULL;
      TktStore *own = api->server->store;

      other = tkt_sqlite_store_new (api->server->database, FALSE, &error);
      g_assert_no_error (error);
      for (guint turn = 0; turn < 4; turn++)
        {
          api_reader_read_page (slow, 2);
          api_reader_drain (quick, 100);
          write_some (api, "By the server", 1);
          api->server->store = other;
          test_server_set_support_tickets (api->server, FALSE);
          test_server_set_support_tickets (api->server, TRUE);
          api->server->store = own;
        }
      tkt_store_stop (other);
      restart (api, NULL);
    }
  api_reader_drain (quick, 100);
  api_reader_drain (slow, 2);
  api_reader_assert_current (quick);
  api_reader_assert_current (slow);
  g_assert_cmpuint (quick->n_snapshots, ==, 1);
  g_assert_cmpuint (slow->n_snapshots, ==, 1);
}

static char *
get_feed_id (TktDb *db)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, "SELECT feed_id FROM meta", NULL);
  gboolean has_row;

  g_assert_true (tkt_statement_step (statement, &has_row, NULL));

  return tkt_statement_dup_id (statement, 0);
}

/* Makes the database what the first version of the program had: it knew no incarnations, and
 * nothing of what came after them. */
static char *
make_old (TestServer *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_db_open (server->database, TKT_DB_WRITE, &error);

  g_assert_no_error (error);
  tkt_db_exec (db,
               "DROP TABLE note_search; DROP TABLE note;"
               "DROP TABLE saved_reply; DROP TABLE invitation; DROP TABLE attachment_erased; DROP "
               "TABLE attachment_piece;"
               "DROP TABLE attachment; ALTER TABLE message DROP COLUMN attachments;"
               "DROP TABLE audit; DROP INDEX session_id; DROP INDEX session_account;"
               "ALTER TABLE session DROP COLUMN id; ALTER TABLE session DROP COLUMN address;"
               "ALTER TABLE session DROP COLUMN last_used_at;"
               "CREATE INDEX session_account ON session (account_id);"
               "DROP TABLE incarnation; ALTER TABLE counter DROP COLUMN writer;"
               "PRAGMA user_version = 1",
               &error);
  g_assert_no_error (error);

  return get_feed_id (db);
}

/* As the first version gave it: the feed's id, and no highest revision. */
static const char *
make_old_cursor (Api *api, const char *text, const char *feed_id)
{
  g_autofree char *old = NULL;
  g_autoptr (GError) error = NULL;
  TktCursor cursor;

  tkt_cursor_from_text (text, 'f', &cursor, &error);
  g_assert_no_error (error);
  g_strlcpy (cursor.word, feed_id, sizeof cursor.word);
  cursor.numbers[4] = 0;
  old = tkt_cursor_to_text (&cursor);

  return api_text (api, "%s", old);
}

/* Cursors of the version before go on, and know a backup of then that was put back. */
static void
test_old_cursors (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (ApiReader) early = api_reader_new (api, "mara");
  g_autoptr (ApiReader) late = api_reader_new (api, "ada");
  g_autoptr (ApiReader) again = NULL;
  g_autofree char *feed_id = NULL;

  write_some (api, "First", 5);
  api_reader_read_page (early, 5);
  api_reader_drain (late, 100);
  test_server_stop (api->server);
  feed_id = make_old (api->server);
  test_server_back_up (api->server);
  test_server_start (api->server);
  early->cursor = make_old_cursor (api, early->cursor, feed_id);
  late->cursor = make_old_cursor (api, late->cursor, feed_id);
  again = copy_reader (late);
  write_some (api, "Second", 2);
  api_reader_drain (early, 5);
  api_reader_drain (late, 5);
  api_reader_assert_current (early);
  api_reader_assert_current (late);
  g_assert_cmpuint (early->n_snapshots, ==, 1);
  g_assert_cmpuint (late->n_snapshots, ==, 1);

  restart (api, test_server_restore);
  write_some (api, "Instead", 4);
  api_reader_drain (again, 100);
  api_reader_drain (late, 100);
  api_reader_assert_equal (again, late);
  g_assert_cmpuint (again->n_snapshots, ==, 1);
  g_assert_cmpuint (late->n_snapshots, ==, 2);
}

void
api_add_restored_tests (void)
{
  g_test_add_func ("/api/changes/restored", test_restored);
  g_test_add_func ("/api/changes/restarts", test_restarts);
  g_test_add_func ("/api/changes/old-cursors", test_old_cursors);
}
