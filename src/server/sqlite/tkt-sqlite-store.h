/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store on SQLite: one file, one writer thread, a reading connection for each thread that
 * reads. */
#pragma once

#include "tkt-store.h"

G_BEGIN_DECLS

#define TKT_TYPE_SQLITE_STORE (tkt_sqlite_store_get_type ())
G_DECLARE_FINAL_TYPE (TktSqliteStore, tkt_sqlite_store, TKT, SQLITE_STORE, TktStore)

/**
 * tkt_sqlite_store_new:
 * @path: the database file; its -wal and -shm stand beside it
 * @create: make it where it is missing; else %TKT_DB_ERROR_MISSING
 *
 * Opens and migrates before it returns, so that a program that has a store has one that works.
 */
TktStore *tkt_sqlite_store_new (const char *path, gboolean create, GError **error);

G_END_DECLS
