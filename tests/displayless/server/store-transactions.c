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
  g_autoptr (TktStore) other = NULL;
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

  /* Of what another one commits, it is told a moment later. */
  other = kind->open (f->folder, FALSE, &error);
  while (tkt_store_get_generation (f->store, &error) != second)
    second = tkt_store_get_generation (f->store, &error);
  g_assert_nonnull (tkt_store_write_sync (other, put_only, f, &error));
  while (tkt_store_get_generation (f->store, &error) == second)
    g_thread_yield ();
  tkt_store_stop (other);
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

#define N_TICKETS 10
#define N_TEXTS 70

/* Many texts of several tickets at once. */
typedef struct
{
  StoreFixture *f;
  char *tickets[N_TICKETS];
  guint n_waiting;
} Texts;

typedef struct
{
  Texts *texts;
  guint index;
  char *id; /* of the message */
} TextWrite;

/* What becomes of a text: of others it stays. */
static gboolean
is_refused (guint index)
{
  return index % 7 == 3;
}

static gboolean
is_erased (guint index)
{
  return index % 7 == 5;
}

static char *
word_of (guint index)
{
  return g_strdup_printf ("word%03u", index);
}

static gpointer
put_tickets (TktStoreTx *tx, gpointer data, GError **error)
{
  Texts *texts = data;
  StoreFixture *f = texts->f;

  for (guint i = 0; i < N_TICKETS; i++)
    {
      g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);

      g_assert_true (tkt_store_put_ticket (tx, f->home.organization, ticket, error));
      texts->tickets[i] = g_steal_pointer (&ticket->id);
    }

  return STORE_DONE;
}

/* From the last ticket to the first, and over again. */
static gpointer
put_text (TktStoreTx *tx, gpointer data, GError **error)
{
  TextWrite *write = data;
  StoreFixture *f = write->texts->f;
  g_autofree char *word = word_of (write->index);
  const char *ticket_id = write->texts->tickets[N_TICKETS - 1 - write->index % N_TICKETS];
  g_autoptr (TktMessage) message
      = store_fixture_message (f, tx, &f->home, ticket_id, 1 + write->index / N_TICKETS, word);

  g_free (message->id);
  message->id = g_strdup (write->id);
  g_assert_true (tkt_store_insert_message (tx, f->home.organization, message, error));
  if (!is_refused (write->index))
    return STORE_DONE;
  tkt_problem_set (error, TKT_PROBLEM_NOT_ALLOWED, "No");

  return NULL;
}

static gpointer
erase_text (TktStoreTx *tx, gpointer data, GError **error)
{
  TextWrite *write = data;
  StoreFixture *f = write->texts->f;
  g_autoptr (TktMessage) message
      = tkt_store_get_message (tx, f->home.organization, write->id, error);

  g_assert_nonnull (message);
  g_free (message->body);
  message->body = g_strdup ("");
  message->deleted_by = g_strdup (f->home.author);
  message->deleted_at = message->sent_at;
  g_assert_true (tkt_store_erase_message (tx, f->home.organization, message, error));

  return STORE_DONE;
}

static void
text_write_free (gpointer data)
{
  TextWrite *write = data;

  g_free (write->id);
  g_free (write);
}

static void
on_text_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Texts *texts = user_data;
  g_autoptr (GError) error = NULL;

  if (tkt_store_write_finish (TKT_STORE (source), result, &error) == NULL)
    g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_NOT_ALLOWED);
  texts->n_waiting--;
}

static void
write_text (Texts *texts, TktStoreFunc func, guint index, const char *id)
{
  TextWrite *write = g_new0 (TextWrite, 1);

  *write = (TextWrite){ texts, index, g_strdup (id) };
  texts->n_waiting++;
  tkt_store_write_async (
      texts->f->store, func, write, text_write_free, NULL, NULL, on_text_written, texts);
}

static gpointer
find_texts (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;

  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_autofree char *word = word_of (i);
      const TktTicketQuery query = { .match = word, .limit = 2 };
      g_autoptr (GPtrArray) found
          = tkt_store_list_tickets (tx, f->home.organization, &query, error);

      g_assert_cmpuint (found->len, ==, is_refused (i) || is_erased (i) ? 0 : 1);
    }

  return STORE_DONE;
}

/* Writes that share a transaction share the index, too: it has what stays, and nothing else. */
static void
texts_in_any_order (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autoptr (GError) error = NULL;
  Texts texts = { .f = f };

  tkt_store_write_sync (f->store, put_tickets, &texts, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_autofree char *id = store_fixture_id (f);

      write_text (&texts, put_text, i, id);
      if (is_erased (i))
        write_text (&texts, erase_text, i, id);
    }
  while (texts.n_waiting > 0)
    g_main_context_iteration (NULL, TRUE);
  store_fixture_read (f, find_texts);
  store_fixture_reopen (f);
  store_fixture_read (f, find_texts);
  for (guint i = 0; i < N_TICKETS; i++)
    g_free (texts.tickets[i]);
}

const StoreTestEntry store_transaction_tests[] = {
  { "/transactions/group-commit", group_commit },
  { "/transactions/texts-in-any-order", texts_in_any_order },
  { "/transactions/cancelled-writes", cancelled_writes },
  { "/transactions/attempts", attempts },
  { "/transactions/snapshots", snapshots },
  { "/transactions/generations", generations },
  { "/transactions/reading-threads", reading_threads },
};
const guint n_store_transaction_tests = G_N_ELEMENTS (store_transaction_tests);
