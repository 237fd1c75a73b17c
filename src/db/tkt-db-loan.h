/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database that is no file of any name: one that is open already. */
#pragma once

#include <sqlite3.h>

#include "tkt-db.h"

G_BEGIN_DECLS

/**
 * tkt_db_lend:
 * @name: an absolute path, which no file needs to have
 * @fd: open for reading and writing, for as long as it is lent
 *
 * From now on tkt_db_open(), ATTACH and VACUUM INTO take @name for the file that is open as @fd, in
 * this process alone: no lock keeps others off, nothing is synced, there is no write-ahead log, and
 * the journal has no name either.
 */
void tkt_db_lend (const char *name, int fd);

/* Nobody has it open as a database. */
void tkt_db_take_back (const char *name);

/* For the VFS. Opens what is lent under @name; FALSE: nothing is. */
gboolean tkt_db_loan_open (const char *name, sqlite3_file *file);
/* As large as a sqlite3_file must be for that. */
extern const int tkt_db_loan_size;
/* Whether @name is what SQLite would call the journal of something lent. */
gboolean tkt_db_loan_is_journal (const char *name);

G_END_DECLS
