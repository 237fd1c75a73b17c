/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of src/db stand on: a database in a folder of its own. */
#pragma once

#include "test-folder.h"
#include "tkt-db-private.h"
#include "tkt-statement.h"

G_BEGIN_DECLS

typedef struct
{
  TestFolder *folder;
  char *path;
  TktDb *db; /* durable, with a table note (id INTEGER PRIMARY KEY, text) */
} DbFixture;

DbFixture *db_fixture_new (void);
void db_fixture_free (DbFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DbFixture, db_fixture_free)

#define DB_FIXTURE_ID 0x6e6f7465
extern const char *const db_fixture_steps[];

/* Each must do well. */
TktDb *db_fixture_open (const char *path, TktDbFlags flags);
void db_exec (TktDb *db, const char *sql);
gint64 db_get_number (TktDb *db, const char *sql);

/* @sql must fail with @code, and the message must name the file. */
void db_assert_fails (TktDb *db, const char *sql, TktDbError code);

void db_add_batch_tests (void);
void db_add_haste_tests (void);
void db_add_connection_tests (void);
void db_add_file_tests (void);
void db_add_gap_tests (void);
void db_add_loan_tests (void);
void db_add_migration_tests (void);
void db_add_row_tests (void);
void db_add_statement_tests (void);
void db_add_worker_tests (void);
void db_add_thread_tests (void);

G_END_DECLS
