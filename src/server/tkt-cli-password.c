/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a subcommand gets a password from. */
#include "tkt-cli-password.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "tkt-password.h"
#include "tkt-problem.h"
#include "tkt-text.h"

void
tkt_cli_password_clear (TktCliPassword *password)
{
  g_free (password->file);
}

gboolean
tkt_cli_password_is_given (const TktCliPassword *password)
{
  return password->fd >= 0 || password->file != NULL || password->make;
}

/* The first line, without its end. */
static char *
read_line (GInputStream *in, GError **error)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (in);
  g_autoptr (GError) failure = NULL;
  gsize length;
  g_autofree char *line = NULL;

  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_ANY);
  line = g_data_input_stream_read_line (lines, &length, NULL, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  return line != NULL ? g_steal_pointer (&line) : g_strdup ("");
}

static char *
read_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInputStream) in = g_file_read (file, NULL, error);

  return in != NULL ? read_line (G_INPUT_STREAM (in), error) : NULL;
}

static char *
read_fd (int fd, GError **error)
{
  g_autoptr (GInputStream) in = g_unix_input_stream_new (fd, FALSE);

  return read_line (in, error);
}

/* One line without an echo. Ctrl+C comes as a character, so that the echo always comes back. */
static char *
ask (int terminal, const char *question)
{
  GString *answer = g_string_new (NULL);
  struct termios before, silent;
  gboolean given_up = FALSE;
  char c;

  dprintf (terminal, "%s", question);
  tcgetattr (terminal, &before);
  silent = before;
  silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
  tcsetattr (terminal, TCSAFLUSH, &silent);
  while (!given_up && read (terminal, &c, 1) == 1 && c != '\n')
    {
      given_up = c == silent.c_cc[VINTR];
      g_string_append_c (answer, c);
    }
  tcsetattr (terminal, TCSAFLUSH, &before);
  dprintf (terminal, "\n");

  return g_string_free (answer, given_up);
}

static char *
ask_twice (const char *username, GError **error)
{
  int terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  g_autofree char *question = g_strdup_printf (_ ("Password for %s: "), username);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (terminal < 0)
    {
      g_set_error_literal (
          error,
          G_OPTION_ERROR,
          G_OPTION_ERROR_BAD_VALUE,
          _ ("There is no terminal to ask for the password on. Use --password-file, --password-fd"
             " or --make-password."));
      return NULL;
    }

  first = ask (terminal, question);
  if (first != NULL)
    second = ask (terminal, _ ("The same again: "));
  close (terminal);
  if (second == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Nothing was changed."));
  else if (!g_str_equal (first, second))
    tkt_problem_set (error, TKT_PROBLEM_INVALID, _ ("The two passwords differ."));
  else
    return g_steal_pointer (&first);

  return NULL;
}

char *
tkt_cli_password_get (const TktCliPassword *password, const char *username, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;
  char *clean;

  if ((password->fd >= 0) + (password->file != NULL) + password->make > 1)
    {
      g_set_error_literal (error,
                           G_OPTION_ERROR,
                           G_OPTION_ERROR_BAD_VALUE,
                           _ ("Only one way to get the password can be given."));
      return NULL;
    }

  text = password->make           ? tkt_password_generate ()
         : password->file != NULL ? read_file (password->file, error)
         : password->fd >= 0      ? read_fd (password->fd, error)
                                  : ask_twice (username, error);
  if (text == NULL)
    return NULL;

  clean = tkt_text_clean (TKT_TEXT_PASSWORD, text, -1, &reason);
  if (clean == NULL)
    tkt_problem_set (error, TKT_PROBLEM_INVALID, _ ("The password can't be used: %s"), reason);

  return clean;
}

void
tkt_cli_password_tell (const TktCliPassword *password, const char *username, const char *text)
{
  if (password->make)
    /* Translators: a username, a password. */
    g_print (_ ("Password of %s: %s\n"), username, text);
}
