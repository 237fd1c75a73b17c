/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: writes are undone alone, reads see one moment, threads don't meet. */
#include "store-fixture.h"

#include "tkt-problem.h"

static char *
title_of (TktStoreTx *tx, StoreFixture *f, const char *id, GError **error)
{
  g_autoptr (TktTicket) ticket = tkt_store_get_ticket (tx, f->home.organization, id, error);

  return ticket != NULL ? g_strdup (ticket->title) : NULL;
}

/* One write of the group test: puts a ticket, and fails afterwards where it is told to. */
typedef struct
{
  StoreFixture *f;
  guint index;
  gboolean fails;
  guint *n_waiting;
  char *id;
} GroupWrite;

static void
group_write_free (gpointer data)
{
  GroupWrite *write = data;

  g_free (write->id);
  g_free (write);
}

static gpointer
put_one (TktStoreTx *tx, gpointer data, GError **error)
{
  GroupWrite *write = data;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (write->f, tx, &write->f->home);

  g_assert_true (tkt_store_put_ticket (tx, write->f->home.organization, ticket, error));
  if (write->fails)
    {
      tkt_problem_set (error, TKT_PROBLEM_NOT_ALLOWED, "No");
      return NULL;
    }

  return g_strdup (ticket->id);
}

static gpointer
find_written (TktStoreTx *tx, gpointer data, GError **error)
{
  GroupWrite *write = data;
  g_autofree char *title = title_of (tx, write->f, write->id, error);

  g_assert_nonnull (title);

  return STORE_DONE;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree GroupWrite *write = user_data;

  g_assert_true (TKT_IS_STORE (source));
  write->id = tkt_store_write_finish (TKT_STORE (source), result, &error);
  if (write->fails)
    {
      g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_NOT_ALLOWED);
      g_assert_null (write->id);
    }
  else
    {
      /* What is answered is committed: any other connection sees it. */
      g_assert_no_error (error);
      tkt_store_read (TKT_STORE (source), find_written, write, &error);
      g_assert_no_error (error);
    }
  (*write->n_waiting)--;
  g_free (write->id);
}

static gpointer
count_group (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const TktTicketQuery query = { .limit = 1000 };
  g_autoptr (GPtrArray) all = tkt_store_list_tickets (tx, f->home.organization, &query, error);

  g_assert_cmpuint (all->len, ==, 150);
  /* What failed took neither its row nor its number: the next write had it. */
  g_assert_cmpint (((TktTicket *)all->pdata[0])->number, ==, 150);

  return STORE_DONE;
}

static void
group_commit (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  guint n_waiting = 200;

  for (guint i = 0; i < 200; i++)
    {
      GroupWrite *write = g_new0 (GroupWrite, 1);

      *write = (GroupWrite){ f, i, i % 4 == 3, &n_waiting };
      tkt_store_write_async (f->store, put_one, write, NULL, g_free, NULL, on_written, write);
    }
  while (n_waiting > 0)
    g_main_context_iteration (NULL, TRUE);
  store_fixture_read (f, count_group);
}

static void
on_cancelled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tkt_store_write_finish (TKT_STORE (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *)user_data = TRUE;
}

static void
cancelled_writes (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GroupWrite *write = g_new0 (GroupWrite, 1);
  gboolean done = FALSE;

  *write = (GroupWrite){ f };
  g_cancellable_cancel (cancellable);
  tkt_store_write_async (
      f->store, put_one, write, group_write_free, g_free, cancellable, on_cancelled, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static gpointer
put_then_fail (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);

  g_assert_true (tkt_store_put_ticket (tx, f->home.organization, ticket, error));
  tkt_problem_set (error, TKT_PROBLEM_INVALID, "Bad line");

  return NULL;
}

static gpointer
attempt_some (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autoptr (GError) refused = NULL;
  g_autofree char *id = NULL;
  GroupWrite good = { f };
  GroupWrite written = { f };

  id = tkt_store_attempt (tx, put_one, &good, error);
  g_assert_null (tkt_store_attempt (tx, put_then_fail, f, &refused));
  g_assert_error (refused, TKT_PROBLEM, TKT_PROBLEM_INVALID);
  written.id = id;
  find_written (tx, &written, error);
  g_assert_cmpint (tkt_store_next_ticket_number (tx, f->home.organization, error), ==, 2);

  return STORE_DONE;
}

static gpointer
count_attempts (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const TktTicketQuery query = { .status = -1, .limit = 10 };
  g_autoptr (GPtrArray) all = tkt_store_list_tickets (tx, f->home.organization, &query, error);

  g_assert_cmpuint (all->len, ==, 1);

  return STORE_DONE;
}

static void
attempts (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);

  store_fixture_write (f, attempt_some);
  store_fixture_reopen (f);
  store_fixture_read (f, count_attempts);
}

static gpointer
put_only (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);

  return GINT_TO_POINTER (tkt_store_put_ticket (tx, f->home.organization, ticket, error));
}

static gpointer
read_while_writing (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const TktTicketQuery query = { .limit = 10 };
  gint64 revision = tkt_store_get_revision (tx, f->home.organization, error);
  g_autoptr (GPtrArray) before = tkt_store_list_tickets (tx, f->home.organization, &query, error);
  g_autoptr (GPtrArray) after = NULL;

  store_fixture_write (f, put_only);
  after = tkt_store_list_tickets (tx, f->home.organization, &query, error);
  g_assert_cmpuint (after->len, ==, before->len);
  g_assert_cmpint (tkt_store_get_revision (tx, f->home.organization, error), ==, revision);

  return STORE_DONE;
}

static gpointer
see_both (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const TktTicketQuery query = { .limit = 10 };
  g_autoptr (GPtrArray) all = tkt_store_list_tickets (tx, f->home.organization, &query, error);

  g_assert_cmpuint (all->len, ==, 2);

  return STORE_DONE;
}

static void
snapshots (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);

  store_fixture_write (f, put_only);
  store_fixture_read (f, read_while_writing);
  store_fixture_read (f, see_both);
}

/* Revision and number of the newest ticket are written together, so every snapshot has both. */
static gpointer
compare_counters (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const TktTicketQuery query = { .sort = TKT_SORT_NUMBER, .limit = 1 };
  g_autoptr (GPtrArray) newest = tkt_store_list_tickets (tx, f->home.organization, &query, error);
  gint64 revision = tkt_store_get_revision (tx, f->home.organization, error);

  if (newest->len == 1)
    g_assert_cmpint (((TktTicket *)newest->pdata[0])->revision, ==, revision);

  return STORE_DONE;
}

static void
generations (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autoptr (GError) error = NULL;
  gint64 first = tkt_store_get_generation (f->store, &error);
  gint64 second;

  g_assert_no_error (error);
  g_assert_cmpint (tkt_store_get_generation (f->store, &error), ==, first);
  store_fixture_read (f, compare_counters);
  g_assert_cmpint (tkt_store_get_generation (f->store, &error), ==, first);
  store_fixture_write (f, put_only);
  second = tkt_store_get_generation (f->store, &error);
  g_assert_cmpint (second, !=, first);
  g_assert_no_error (error);
}

#define N_READERS 4

typedef struct
{
  StoreFixture *f;
  int done;
} Readers;

static gpointer
read_until_done (gpointer data)
{
  Readers *readers = data;

  do
    store_fixture_read (readers->f, compare_counters);
  while (!g_atomic_int_get (&readers->done));

  return NULL;
}

static void
reading_threads (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  Readers readers = { f, FALSE };
  GThread *threads[N_READERS];

  for (guint i = 0; i < N_READERS; i++)
    threads[i] = g_thread_new ("reader", read_until_done, &readers);
  for (guint i = 0; i < 100; i++)
    store_fixture_write (f, put_only);
  g_atomic_int_set (&readers.done, TRUE);
  for (guint i = 0; i < N_READERS; i++)
    g_thread_join (threads[i]);
}

const StoreTestEntry store_transaction_tests[] = {
  { "/transactions/group-commit", group_commit },
  { "/transactions/cancelled-writes", cancelled_writes },
  { "/transactions/attempts", attempts },
  { "/transactions/snapshots", snapshots },
  { "/transactions/generations", generations },
  { "/transactions/reading-threads", reading_threads },
};
const guint n_store_transaction_tests = G_N_ELEMENTS (store_transaction_tests);
