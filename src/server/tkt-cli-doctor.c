/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server doctor. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <sys/resource.h>

#include "tkt-cli.h"
#include "tkt-json.h"
#include "tkt-sqlite-doctor.h"
#include "tkt-time.h"

#define DEFAULT_CONNECTIONS 10000

/* What a server has open beside the connections of desks. */
#define OTHER_FILES 256

typedef struct
{
  gboolean json;
  guint n_problems;
  guint n_told;
  GString *symptoms; /* as JSON */
} Doctor;

static void
on_symptom (gboolean problem, const char *check, const char *text, gpointer data)
{
  Doctor *self = data;

  self->n_problems += problem;
  if (!self->json)
    {
      g_print (problem ? _ ("Problem: %s\n") : _ ("Note: %s\n"), text);
      return;
    }
  g_string_append_printf (self->symptoms,
                          "%s{\"check\":\"%s\",\"problem\":%s,\"text\":",
                          self->n_told++ > 0 ? "," : "",
                          check,
                          problem ? "true" : "false");
  tkt_json_append_string (self->symptoms, text);
  g_string_append_c (self->symptoms, '}');
}

/* Each desk holds a connection, and each connection is an open file. */
static gboolean
examine_limits (Doctor *self, int n_connections, GError **error)
{
  struct rlimit limit;
  g_autofree char *text = NULL;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   g_io_error_from_errno (errno),
                   _ ("The limit of open files can’t be read: %s"),
                   g_strerror (errno));
      return FALSE;
    }
  if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max >= (rlim_t)n_connections + OTHER_FILES)
    return TRUE;
  text = g_strdup_printf (_ ("Too few files can be open here (%" PRIu64 ") for this number of "
                             "desks (%d): raise LimitNOFILE= of the service, or “ulimit -Hn”."),
                          (guint64)limit.rlim_max,
                          n_connections);
  on_symptom (TRUE, "open-files", text, self);

  return TRUE;
}

static void
print_json (const Doctor *self, const TktHealth *health)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line,
                          "{\"symptoms\":[%s],\"version\":%" PRId64 ",\"bytes\":%" PRId64
                          ",\"wal_bytes\":%" PRId64 ",\"free_bytes\":%" PRId64
                          ",\"disk_bytes\":%" PRId64 ",\"sessions\":%" PRId64
                          ",\"expired_sessions\":%" PRId64 ",\"tables\":[",
                          self->symptoms->str,
                          health->version,
                          health->n_bytes,
                          health->n_wal_bytes,
                          health->n_free_bytes,
                          health->n_disk_bytes,
                          health->n_sessions,
                          health->n_expired_sessions);
  for (guint i = 0; i < health->tables->len; i++)
    {
      const TktTableSize *table = g_ptr_array_index (health->tables, i);

      g_string_append (line, i > 0 ? ",{\"name\":" : "{\"name\":");
      tkt_json_append_string (line, table->name);
      g_string_append_printf (line, ",\"bytes\":%" PRId64 "}", table->n_bytes);
    }
  g_print ("%s]}\n", line->str);
}

static void
print_words (const Doctor *self, const char *path, const TktHealth *health)
{
  g_autofree char *size = g_format_size (health->n_bytes);
  g_autofree char *wal = g_format_size (health->n_wal_bytes);
  g_autofree char *room = g_format_size (health->n_disk_bytes);

  /* Translators: the name of a file, and three amounts of bytes such as "12.5 kB". */
  g_print (_ ("%s takes %s, and %s of what was written last beside it; the disk has %s left.\n"),
           path,
           size,
           wal,
           room);
  for (guint i = 0; i < health->tables->len; i++)
    {
      const TktTableSize *table = g_ptr_array_index (health->tables, i);
      g_autofree char *table_size = g_format_size (table->n_bytes);

      g_print ("  %10s  %s\n", table_size, table->name);
    }
  g_print (_ ("Sessions: %" PRId64 ", of which expired: %" PRId64 ".\n"),
           health->n_sessions,
           health->n_expired_sessions);
  if (self->n_problems == 0)
    g_print (_ ("No problem was found.\n"));
}

TktCliStatus
tkt_cli_run_doctor (int argc, char **argv)
{
  g_autoptr (TktHealth) health = tkt_health_new ();
  g_autoptr (GString) symptoms = g_string_new (NULL);
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  Doctor self = { .symptoms = symptoms };
  int n_connections = DEFAULT_CONNECTIONS;
  const TktCliSyntax syntax = {
    "doctor",
    NULL,
    0,
    0,
    N_ ("Says what is wrong with the database and its surroundings, and what to do."),
    N_ ("It looks at rights, the disk, the clock and limits, quickly through the file (“verify” "
        "looks at all that\nis in it), and prints what takes how much room. It may run beside a "
        "server, and writes nothing. It exits\nwith 1 where there is a problem."),
  };
  const GOptionEntry entries[] = {
    { "connections",
      0,
      0,
      G_OPTION_ARG_INT,
      &n_connections,
      N_ ("How many desks are to be served at once (10000)"),
      N_ ("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Say it as a line of JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL && (n_connections < 1 || n_connections > 1000000))
    g_set_error_literal (&error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("--connections has to be a number from 1 to 1000000."));
  if (error == NULL
      && tkt_sqlite_examine (
          cli->config->database, tkt_time_now (), on_symptom, &self, health, &error)
      && examine_limits (&self, n_connections, &error))
    {
      if (self.json)
        print_json (&self, health);
      else
        print_words (&self, cli->config->database, health);
      if (self.n_problems > 0)
        return TKT_CLI_FAILED;
    }

  return tkt_cli_end (syntax.name, error);
}
