/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gets the bytes of erased messages, of their attachments and of uploads that no message has taken
 * out of the index and the files (rule 13), in steps between writes. */
#pragma once

#include "tkt-db-worker.h"
#include "tkt-store.h"

G_BEGIN_DECLS

typedef struct _TktSqliteEraser TktSqliteEraser;

/* @writer must outlive it. */
TktSqliteEraser *tkt_sqlite_eraser_new (const char *path, TktDbWorker *writer);

/* Only after the writer was stopped. */
void tkt_sqlite_eraser_free (TktSqliteEraser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktSqliteEraser, tkt_sqlite_eraser_free)

/* On the writer's thread: the database was opened, may have something left to do, and from now on
 * is looked at every hour for uploads that no message has taken. */
void tkt_sqlite_eraser_start (TktSqliteEraser *self);

/* On the writer's thread: something was erased. Returns at once; what it starts runs when the
 * writer has nothing else to do. */
void tkt_sqlite_eraser_wake (TktSqliteEraser *self);

/* On the writer's thread: something is written, so there may be room again for what failed. */
void tkt_sqlite_eraser_retry (TktSqliteEraser *self);

/* From any thread: no new steps, and nobody waits any longer. */
void tkt_sqlite_eraser_stop (TktSqliteEraser *self);

/* From any thread but the writer's: waits until there is nothing left to do, or it failed. */
gboolean tkt_sqlite_eraser_wait (TktSqliteEraser *self, GError **error);

/* All of it at once, by a connection whose journal keeps nothing: neither eraser nor writer.
 * Outside a transaction. */
gboolean tkt_sqlite_erase_all (TktDb *db, GError **error);

G_END_DECLS
