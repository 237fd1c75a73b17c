/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of database workers stand on: one with a table note (text). */
#pragma once

#include "db-fixture.h"
#include "tkt-db-worker.h"

G_BEGIN_DECLS

typedef struct
{
  DbFixture *files;
  TktDbWorker *worker;
  gint n_commits;
  gint fail_commits; /* the next COMMIT is refused */
  GMutex gate;       /* while it is locked, the worker stands in the first write */
} WorkerFixture;

WorkerFixture *worker_fixture_new (void);
void worker_fixture_free (WorkerFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkerFixture, worker_fixture_free)

/* The worker's TktDbOpenFunc: counts commits. */
TktDb *worker_fixture_open (gpointer fixture, GError **error);

/* A read that stands at the gate; @data: the fixture. */
gpointer worker_wait_at_gate (TktDb *db, gpointer data, GError **error);

/* Adds the text @data and answers with it; the other one fails then. */
gpointer worker_add_note (TktDb *db, gpointer data, GError **error);
gpointer worker_add_note_and_fail (TktDb *db, gpointer data, GError **error);

/* Queues a write of @text; @result has its end. */
void
worker_write_note (WorkerFixture *self, TktDbFunc func, const char *text, GAsyncResult **result);

/* Queues the writes of @funcs, with the texts "note 0", "note 1" and so on, so that they make one
 * transaction, and waits for all. */
void
worker_write_group (WorkerFixture *self, const TktDbFunc *funcs, guint n, GAsyncResult **results);

/* How many notes there are. */
int worker_get_count (WorkerFixture *self);

void worker_assert_done (WorkerFixture *self, GAsyncResult *result_taken, const char *text);
void
worker_assert_failed (WorkerFixture *self, GAsyncResult *result_taken, GQuark domain, int code);

G_END_DECLS
