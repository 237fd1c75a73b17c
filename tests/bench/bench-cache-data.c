/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk's cache of any size, the same each time for the same numbers. */
#include "bench-cache-data.h"

#include <sqlite3.h>

#include "bench-figures.h"
#include "tkt-cache-private.h"
#include "tkt-generate-text.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

#define SEED 1
#define BEGINNING (G_GINT64_CONSTANT (1730000000) * TKT_SECOND)
#define PERIOD (730 * TKT_DAY)
#define MANAGERS 10
#define TICKETS_OF_A_PUBLISHER 50
#define OPEN_SHARE 20
#define ORGANIZATION "01929d6c-5c00-7000-8000-000000000001"
#define ROWS_OF_A_TRANSACTION 50000

typedef struct
{
  TktDb *db;
  TktCacheIndex *index;
  GRand *random;
  GPtrArray *managers; /* of char *: ids */
  GPtrArray *publishers;
  gint64 revision;
} Filler;

static void
put (Filler *self, TktChangeKind kind, gpointer row_taken)
{
  g_autoptr (TktChange) change = tkt_change_new (kind, row_taken);
  g_autoptr (GError) error = NULL;

  if (self->db == NULL)
    return;
  tkt_cache_apply_change (self->db, self->index, change, &error);
  g_assert_no_error (error);
  if (self->revision % ROWS_OF_A_TRANSACTION == 0
      && tkt_cache_index_flush (self->index, self->db, &error))
    tkt_db_exec (self->db, "COMMIT; BEGIN", &error);
  g_assert_no_error (error);
}

static void
put_organization (Filler *self)
{
  TktOrganization *organization = tkt_organization_new ();

  organization->id = g_strdup (ORGANIZATION);
  organization->slug = g_strdup ("generated");
  organization->name = g_strdup ("Generated Partner Network");
  organization->support_tickets_enabled = TRUE;
  organization->revision = ++self->revision;
  put (self, TKT_CHANGE_ORGANIZATION, organization);
}

/* All of the ticket has been read, so that it opens at its end. */
static void
put_read_mark (Filler *self, const char *ticket_id, gint64 position)
{
  TktReadMark *mark = tkt_read_mark_new ();

  mark->ticket_id = g_strdup (ticket_id);
  mark->position = position;
  mark->revision = ++self->revision;
  put (self, TKT_CHANGE_READ_MARK, mark);
}

static void
put_people (Filler *self, guint n_publishers)
{
  for (guint i = 0; i < MANAGERS; i++)
    {
      TktAccount *account = tkt_account_new ();

      account->id = tkt_uuid_new_from (BEGINNING, self->random);
      account->username = g_strdup_printf ("manager%u", i + 1);
      account->display_name = tkt_generate_person_name (i);
      account->role = TKT_ROLE_ACCOUNT_MANAGER;
      account->revision = ++self->revision;
      g_ptr_array_add (self->managers, g_strdup (account->id));
      put (self, TKT_CHANGE_ACCOUNT, account);
    }
  for (guint i = 0; i < n_publishers; i++)
    {
      TktPublisher *publisher = tkt_publisher_new ();

      publisher->id = tkt_uuid_new_from (BEGINNING, self->random);
      publisher->number = i + 1;
      publisher->name = tkt_generate_publisher_name (i);
      publisher->account_manager_id = g_strdup (self->managers->pdata[i % MANAGERS]);
      publisher->revision = ++self->revision;
      g_ptr_array_add (self->publishers, g_strdup (publisher->id));
      put (self, TKT_CHANGE_PUBLISHER, publisher);
    }
}

static void
put_message (Filler *self,
             const char *ticket_id,
             gint64 position,
             gint64 time,
             const TktLanguage *language)
{
  TktMessage *message = tkt_message_new ();
  guint author = position % MANAGERS;

  message->id = tkt_uuid_new_from (time, self->random);
  message->ticket_id = g_strdup (ticket_id);
  message->position = position;
  message->author_id = g_strdup (self->managers->pdata[author]);
  message->author_username = g_strdup_printf ("manager%u", author + 1);
  message->author_name = tkt_generate_person_name (author);
  message->author_role = TKT_ROLE_ACCOUNT_MANAGER;
  message->body = tkt_generate_message (language, message->author_name, self->random);
  message->sent_at = time;
  message->revision = ++self->revision;
  put (self, TKT_CHANGE_MESSAGE, message);
}

/* Answers the ticket's id. (transfer full) */
static char *
put_ticket (Filler *self, guint number, guint n_tickets, guint n_messages)
{
  const TktLanguage *language = tkt_generate_pick_language (self->random);
  guint publisher = g_rand_int_range (self->random, 0, self->publishers->len);
  TktTicket *ticket = tkt_ticket_new ();
  char *id;

  ticket->opened_at = BEGINNING + PERIOD / (n_tickets + 1) * number;
  ticket->id = id = tkt_uuid_new_from (ticket->opened_at, self->random);
  ticket->number = number;
  ticket->title = tkt_generate_title (language, self->random);
  ticket->publisher_id = g_strdup (self->publishers->pdata[publisher]);
  ticket->assignee_id = g_strdup (self->managers->pdata[publisher % MANAGERS]);
  ticket->opened_by = g_strdup (self->managers->pdata[1]);
  ticket->last_message_at = ticket->opened_at + g_rand_int_range (self->random, 0, TKT_DAY);
  ticket->updated_at = ticket->last_message_at;
  ticket->reply_count = MAX (n_messages, 1) - 1;
  if (g_rand_int_range (self->random, 0, OPEN_SHARE) > 0)
    {
      ticket->status = TKT_TICKET_CLOSED;
      ticket->closed_at = ticket->last_message_at;
      ticket->closed_by = g_strdup (ticket->assignee_id);
    }
  ticket->revision = ++self->revision;
  id = g_strdup (id);
  for (guint i = 1; i <= n_messages; i++)
    put_message (self, id, i, ticket->opened_at + i, language);
  put (self, TKT_CHANGE_TICKET, ticket);
  return id;
}

/* Without a database it only says what is in it. */
static void
fill (BenchCacheData *data, TktDb *db, const BenchCacheSize *size)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (GPtrArray) managers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) publishers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TktCacheIndex) index = tkt_cache_index_new ();
  g_autoptr (GError) error = NULL;
  Filler self = { db, index, random, managers, publishers, 0 };

  put_organization (&self);
  put_people (&self, size->n_tickets / TICKETS_OF_A_PUBLISHER + 1);
  data->account_id = g_strdup (managers->pdata[0]);
  data->publisher_id = g_strdup (publishers->pdata[0]);
  data->long_ticket
      = put_ticket (&self, 0, size->n_tickets, db != NULL ? MAX (size->long_thread, 1) : 1);
  put_read_mark (&self, data->long_ticket, MAX (size->long_thread, 1));
  for (guint i = 1; db != NULL && i <= size->n_tickets; i++)
    g_free (put_ticket (&self, i, size->n_tickets, size->n_messages));
  if (db != NULL)
    tkt_cache_index_flush (index, db, &error);
  g_assert_no_error (error);
}

static void
fill_file (BenchCacheData *data, const BenchCacheSize *size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_cache_open_writer (data->folder, &error);

  g_assert_no_error (error);
  /* What is measured is not this. */
  tkt_db_exec (db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN", &error);
  g_assert_no_error (error);
  fill (data, db, size);
  tkt_cache_set_number (db, "complete", 1, &error);
  g_assert_no_error (error);
  tkt_db_commit (db, &error);
  g_assert_no_error (error);
}

BenchCacheData *
bench_cache_data_new (const char *folder, const BenchCacheSize *size)
{
  BenchCacheData *data = g_new0 (BenchCacheData, 1);
  g_autofree char *path = NULL;

  if (folder == NULL)
    data->own = test_folder_new ();
  data->folder = g_strdup (folder != NULL ? folder : data->own);
  path = g_build_filename (data->folder, "cache.db", NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    fill (data, NULL, size);
  else
    fill_file (data, size);
  return data;
}

void
bench_cache_data_free (BenchCacheData *data)
{
  g_clear_pointer (&data->own, test_folder_free);
  g_free (data->folder);
  g_free (data->account_id);
  g_free (data->publisher_id);
  g_free (data->long_ticket);
  g_free (data);
}

double
bench_cache_data_query (BenchCacheData *data, const char *sql, const char *text)
{
  g_autofree char *path = g_build_filename (data->folder, "cache.db", NULL);
  sqlite3 *db;
  sqlite3_stmt *statement;
  double best = G_MAXDOUBLE;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
      || sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("SQLite: %s", sqlite3_errmsg (db));
  /* The first reads the pages. */
  for (guint i = 0; i < 3; i++)
    {
      double begin = bench_now ();

      if (text != NULL)
        sqlite3_bind_text (statement, 1, text, -1, SQLITE_STATIC);
      while (sqlite3_step (statement) == SQLITE_ROW)
        sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
      best = MIN (best, (bench_now () - begin) * 1000);
    }
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return best;
}
