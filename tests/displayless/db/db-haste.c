/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who goes first of those that read. */
#include "worker-fixture.h"

#include "test-await.h"

/* A read that takes for ever, but for the last of @n_runs. */
typedef struct
{
  WorkerFixture *worker;
  gint n_begun; /* atomic */
  gint n_runs;
  GString *order; /* in which answers came */
} Long;

static gpointer
run_long (TktDb *db, gpointer data, GError **error)
{
  Long *self = data;

  if (g_atomic_int_add (&self->n_begun, 1) + 1 < self->n_runs)
    tkt_db_exec (
        db,
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count (*) FROM n",
        error);
  return NULL;
}

static gpointer
run_nothing (TktDb *db, gpointer data, GError **error)
{
  return NULL;
}

static void
on_long (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Long *self = user_data;
  g_autoptr (GError) error = NULL;

  tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_assert_no_error (error);
  g_string_append (self->order, error == NULL ? "long " : "cancelled ");
}

static void
on_at_once (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_string_append (((Long *)user_data)->order, "at-once ");
}

static void
on_in_turn (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_string_append (((Long *)user_data)->order, "in-turn ");
}

static void
ask (Long *self, TktDbHaste haste)
{
  tkt_db_worker_read_async (self->worker->worker,
                            haste,
                            run_nothing,
                            NULL,
                            NULL,
                            NULL,
                            NULL,
                            haste == TKT_DB_AT_ONCE ? on_at_once : on_in_turn,
                            self);
}

static void
ask_long (Long *self, TktDbHaste haste, GCancellable *cancellable)
{
  tkt_db_worker_read_async (
      self->worker->worker, haste, run_long, self, NULL, NULL, cancellable, on_long, self);
}

/* The worker tells nobody that it has begun. */
static void
await_begun (Long *self, int n)
{
  while (g_atomic_int_get (&self->n_begun) < n)
    g_thread_yield ();
}

static void
await_order (Long *self, const char *order)
{
  test_await (self->order->len >= strlen (order));
  g_assert_cmpstr (self->order->str, ==, order);
  g_string_free (self->order, TRUE);
}

static void
test_at_once (void)
{
  g_autoptr (WorkerFixture) worker = worker_fixture_new ();
  Long self = { worker, 0, 1, g_string_new (NULL) };

  g_mutex_lock (&worker->gate);
  tkt_db_worker_read_async (
      worker->worker, TKT_DB_IN_TURN, worker_wait_at_gate, worker, NULL, NULL, NULL, NULL, NULL);
  ask_long (&self, TKT_DB_AT_LENGTH, NULL);
  ask (&self, TKT_DB_IN_TURN);
  ask (&self, TKT_DB_AT_ONCE);
  g_mutex_unlock (&worker->gate);
  await_order (&self, "at-once long in-turn ");
}

/* It is broken off, run again, and still comes before what was asked after it. */
static void
test_makes_way (void)
{
  g_autoptr (WorkerFixture) worker = worker_fixture_new ();
  Long self = { worker, 0, 3, g_string_new (NULL) };

  ask_long (&self, TKT_DB_AT_LENGTH, NULL);
  ask (&self, TKT_DB_IN_TURN);
  for (int run = 1; run < self.n_runs; run++)
    {
      await_begun (&self, run);
      ask (&self, TKT_DB_AT_ONCE);
    }
  await_order (&self, "at-once at-once long in-turn ");
  g_assert_cmpint (self.n_begun, ==, 3);
}

/* Who makes way again and again does come to an end. */
static void
test_not_for_ever (void)
{
  g_autoptr (WorkerFixture) worker = worker_fixture_new ();
  Long self = { worker, 0, 9, g_string_new (NULL) };

  ask_long (&self, TKT_DB_AT_LENGTH, NULL);
  for (int run = 1; run < self.n_runs; run++)
    {
      await_begun (&self, run);
      ask (&self, TKT_DB_AT_ONCE);
    }
  test_await (g_str_has_suffix (self.order->str, "long "));
  g_string_free (self.order, TRUE);
}

static void
test_cancelled (void)
{
  static const TktDbHaste hastes[] = { TKT_DB_IN_TURN, TKT_DB_AT_ONCE, TKT_DB_AT_LENGTH };

  for (guint i = 0; i < G_N_ELEMENTS (hastes); i++)
    {
      g_autoptr (WorkerFixture) worker = worker_fixture_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Long self = { worker, 0, G_MAXINT, g_string_new (NULL) };

      ask_long (&self, hastes[i], cancellable);
      ask (&self, TKT_DB_IN_TURN);
      await_begun (&self, 1);
      g_cancellable_cancel (cancellable);
      /* GTask tells of what was cancelled a turn of the loop later. */
      test_await (strstr (self.order->str, "cancelled ") && strstr (self.order->str, "in-turn "));
      g_string_free (self.order, TRUE);
    }
}

void
db_add_haste_tests (void)
{
  g_test_add_func ("/db/haste/at-once", test_at_once);
  g_test_add_func ("/db/haste/makes-way", test_makes_way);
  g_test_add_func ("/db/haste/not-for-ever", test_not_for_ever);
  g_test_add_func ("/db/haste/cancelled", test_cancelled);
}
