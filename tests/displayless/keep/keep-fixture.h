/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database with tickets, and an operator who keeps it. */
#pragma once

#include "cli-fixture.h"

G_BEGIN_DECLS

/* A terminal with a database of some tickets, closed, open and with deleted messages: always the
 * same ones. It is made once and copied. */
Cli *keep_new (void);

/* Runs SQL on a database as no command would: without its checks. */
void keep_run_sql (const char *path, const char *sql);

/* The first column of the first row. (transfer full) */
char *keep_ask_sql (const char *path, const char *sql);

/* A file of the folder. (transfer full) */
char *keep_path (Cli *self, const char *name);

/* The bytes of @name of the folder; NULL: there is none. */
GBytes *keep_read (Cli *self, const char *name);

/* Whether @needle stands anywhere in the file. */
gboolean keep_file_contains (const char *path, const char *needle);

/* `tickets-server verify` finds nothing in the file. */
void keep_assert_whole (Cli *self, const char *path);

/* What the admin of the organization may see, as one hash. (transfer full) */
char *keep_digest (Cli *self, const char *path);

/* How many names in the folder have @part in them. */
guint keep_count_files (const char *folder, const char *part);

/* Another version of the program than this one wrote it, or so it says. */
void keep_set_version (const char *path, int version);

void keep_add_verify_tests (void);
void keep_add_backup_tests (void);
void keep_add_restore_tests (void);
void keep_add_vacuum_tests (void);
void keep_add_server_tests (void);
void keep_add_doctor_tests (void);

G_END_DECLS
