/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a subcommand gets a password from: never from the command line, which others can read. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Filled by the options, of which at most one may be given. Without any it is asked for on the
 * terminal. */
typedef struct
{
  int fd;     /* --password-fd, or -1 */
  char *file; /* --password-file */
  gboolean make;
} TktCliPassword;

#define TKT_CLI_PASSWORD_INIT                                                                      \
  {                                                                                                \
    .fd = -1                                                                                       \
  }

void tkt_cli_password_clear (TktCliPassword *password);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TktCliPassword, tkt_cli_password_clear)

#define TKT_CLI_PASSWORD_FILE_ENTRY(password)                                                      \
  {                                                                                                \
    "password-file", 0, 0, G_OPTION_ARG_FILENAME, &(password).file,                                \
        N_ ("Read the password from the first line of FILE"), N_ ("FILE")                          \
  }

#define TKT_CLI_PASSWORD_ENTRIES(password)                                                         \
  TKT_CLI_PASSWORD_FILE_ENTRY (password),                                                          \
      { "password-fd",                                                                             \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_INT,                                                                          \
        &(password).fd,                                                                            \
        N_ ("Read the password from the open file descriptor N"),                                  \
        N_ ("N") },                                                                                \
  {                                                                                                \
    "make-password", 0, 0, G_OPTION_ARG_NONE, &(password).make,                                    \
        N_ ("Make a random password and print it, once"), NULL                                     \
  }

/* Whether any of the options was. */
gboolean tkt_cli_password_is_given (const TktCliPassword *password);

/**
 * tkt_cli_password_get:
 * @username: whose it will be
 *
 * Returns: (transfer full) (nullable): a password of 12 to 256 characters
 */
char *tkt_cli_password_get (const TktCliPassword *password, const char *username, GError **error);

/* Prints a made one, after everything else went well. */
void tkt_cli_password_tell (const TktCliPassword *password, const char *username, const char *text);

G_END_DECLS
