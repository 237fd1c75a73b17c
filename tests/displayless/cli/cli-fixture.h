/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terminal at which tickets-server is run, in a folder of its own. */
#pragma once

#include <gio/gio.h>

#include "test-folder.h"

G_BEGIN_DECLS

/* tkt-cli.h's, as --help tells them. */
#define CLI_DONE 0
#define CLI_FAILED 1
#define CLI_USAGE 2
#define CLI_REFUSED 3

/* The last run's outcome stays until the next. */
typedef struct
{
  TestFolder *folder;
  char *database;
  int status;
  char *out;
  char *err;
} Cli;

Cli *cli_new (void);
/* With a database that has an organization "main" and its admin "admin". */
Cli *cli_new_with_database (void);
void cli_free (Cli *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cli, cli_free)

/* Runs `tickets-server LINE`, without a terminal, and returns its exit status. $D in the line is
 * the database, $F the folder. */
int cli_run (Cli *self, const char *line);

/* The same with standard input and standard output (or NULL) from and to files. */
int cli_run_between (Cli *self, const char *line, const char *in, const char *out);

/* The same over the fixture's database. */
int cli_run_on (Cli *self, const char *line);

#define cli_assert(self, expected, line)                                                           \
  g_assert_cmpint (cli_run_on ((self), (line)), ==, (expected))

/* Writes a file into the folder. */
void cli_write (Cli *self, const char *name, const char *text);

void cli_add_config_tests (void);
void cli_add_usage_tests (void);
void cli_add_work_tests (void);

G_END_DECLS
