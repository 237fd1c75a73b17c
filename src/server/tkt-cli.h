/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the subcommands of tickets-server share: options, the store, errors and exit codes. */
#pragma once

#include <gio/gio.h>

#include "tkt-configuration.h"
#include "tkt-service.h"

G_BEGIN_DECLS

/* Scripts rely on these; every --help tells them. */
typedef enum
{
  TKT_CLI_DONE = 0,
  TKT_CLI_FAILED = 1, /* a disk, a lock, a damaged file: trying again may help */
  TKT_CLI_USAGE = 2,  /* the command line, or the configuration */
  TKT_CLI_REFUSED
  = 3, /* what was asked breaks a rule, is there already, or names what is not there */
} TktCliStatus;

/* A subcommand, or one of a group of them. argv[0] is the last word of its name. */
typedef struct
{
  const char *name;    /* "add" */
  const char *summary; /* one line for the list of commands */
  TktCliStatus (*run) (int argc, char **argv);
} TktCliCommand;

/* Runs the command that argv[1] names; @program is how the list introduces itself ("tickets-server
 * account").
 * @commands end with a NULL name. */
TktCliStatus
tkt_cli_dispatch (const TktCliCommand *commands, const char *program, int argc, char **argv);

/* One run of a subcommand. */
typedef struct
{
  char *name;         /* "account add" */
  TktConfig *config;  /* where the database is, and of a command that serves all the rest */
  char *organization; /* --organization: a slug, or NULL */
  GStrv arguments;    /* what is left of the command line */
  TktStore *store;    /* after tkt_cli_open_store() */
} TktCli;

void tkt_cli_free (TktCli *cli);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCli, tkt_cli_free)

typedef struct
{
  const char *name;      /* "account add" */
  const char *arguments; /* "USERNAME", as the help shows them; or NULL */
  guint least, most;     /* how many */
  const char *summary;   /* what it does, for the help */
  const char *details;   /* more of it, or NULL */
  gboolean configures;   /* every key of the configuration is one of its options */
} TktCliSyntax;

/**
 * tkt_cli_parse:
 * @entries: (nullable): the subcommand's own options
 *
 * Takes the options, with --config, --database and --organization, that all have, and what the
 * configuration's file says beyond them. Answers --help itself.
 *
 * Returns: (transfer full) (nullable): NULL with a %G_OPTION_ERROR or a %TKT_CONFIG_ERROR
 */
TktCli *tkt_cli_parse (const TktCliSyntax *syntax,
                       const GOptionEntry *entries,
                       int argc,
                       char **argv,
                       GError **error);

/* Opens the database, or (@create) makes it. */
gboolean tkt_cli_open_store (TktCli *cli, gboolean create, GError **error);

/**
 * tkt_cli_find_organization:
 *
 * Returns: (transfer full) (nullable): the one that --organization names, or the only one there is;
 * NULL with an error that tells how to say which
 */
TktOrganization *tkt_cli_find_organization (TktCli *cli, TktStoreTx *tx, GError **error);

/* The same as who acts on it: an admin without an account. */
TktActor *tkt_cli_load_operator (TktCli *cli, TktStoreTx *tx, GError **error);

/* (transfer full) (nullable): by what a person types; NULL with %TKT_PROBLEM_NOT_FOUND. @publisher
 * is a number or a name. */
TktAccount *
tkt_cli_find_account (TktStoreTx *tx, const TktActor *actor, const char *username, GError **error);
TktPublisher *tkt_cli_find_publisher (TktStoreTx *tx,
                                      const TktActor *actor,
                                      const char *publisher,
                                      GError **error);

/* (transfer full) (nullable): @text as it is stored (tkt_text_clean()); @option is where it was
 * given. */
char *tkt_cli_clean (TktTextKind kind, const char *option, const char *text, GError **error);

/* (transfer full): "1 ticket with 2 messages". */
char *tkt_cli_count (guint64 n_tickets, guint64 n_messages);

/* Prints @error, if any, and says what the program exits with. @name is the subcommand's. */
TktCliStatus tkt_cli_end (const char *name, const GError *error);

/* What is wrong, for a person: for each wrong field "POINTER: DETAIL", else the message. */
char *tkt_cli_describe (const GError *error);

/* The groups and single subcommands, one file each. */
extern const TktCliCommand tkt_cli_account_commands[];
extern const TktCliCommand tkt_cli_publisher_commands[];
extern const TktCliCommand tkt_cli_organization_commands[];
TktCliStatus tkt_cli_run_audit (int argc, char **argv);
TktCliStatus tkt_cli_run_check_config (int argc, char **argv);
TktCliStatus tkt_cli_run_digest (int argc, char **argv);
TktCliStatus tkt_cli_run_import (int argc, char **argv);
TktCliStatus tkt_cli_run_export (int argc, char **argv);
TktCliStatus tkt_cli_run_generate (int argc, char **argv);
TktCliStatus tkt_cli_run_init (int argc, char **argv);
TktCliStatus tkt_cli_run_serve (int argc, char **argv);
TktCliStatus tkt_cli_run_doctor (int argc, char **argv);
TktCliStatus tkt_cli_run_backup (int argc, char **argv);
TktCliStatus tkt_cli_run_restore (int argc, char **argv);
TktCliStatus tkt_cli_run_vacuum (int argc, char **argv);
TktCliStatus tkt_cli_run_verify (int argc, char **argv);

G_END_DECLS
