/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIGKILL of backup, restore, vacuum and a server that erases, at random instants, again and again
 * over the same files: they are whole, each is what it was or what it was to become, and deleted
 * words are nowhere. TICKETS_KILLS=N kills N times; --seed repeats a run's lots. */
#include <signal.h>
#include <string.h>

#include "test-acts.h"
#include "test-await.h"
#include "test-process.h"
#include "tkt-sqlite-keep.h"
#include "tkt-store-calls.h"

#define N_KILLS 16

/* What is killed. */
typedef enum
{
  BACKUP,
  RESTORE,
  VACUUM,
  SERVE,
  N_COMMANDS,
} Command;

typedef struct
{
  TestServer *server;
  char *program;
  char *copy;                /* what BACKUP makes, and RESTORE puts back */
  guint n_copied;            /* tickets in it */
  guint n_tickets;           /* in the database */
  guint longest[N_COMMANDS]; /* ms that it takes where it is not killed */
  guint n_killed;
} Loop;

static TestProcess *
start (Loop *self, Command command)
{
  const char *const lines[N_COMMANDS][8] = {
    [BACKUP] = { self->program, "backup", self->copy, "--replace", "-d", self->server->database },
    [RESTORE] = { self->program, "restore", self->copy, "--replace", "-d", self->server->database },
    [VACUUM] = { self->program, "vacuum", "-d", self->server->database },
    [SERVE] = { self->program, "serve", "--port=0", "-d", self->server->database },
  };

  return test_process_new (lines[command]);
}

static gboolean
on_instant (gpointer over)
{
  *(gboolean *)over = TRUE;

  return G_SOURCE_REMOVE;
}

/* Whether it was still at work. */
static gboolean
kill_after (TestProcess *process, guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_instant, &over);
  test_await (over);

  return test_process_end (process, SIGKILL) == -1;
}

/* A ticket whose text was deleted, in a server that was stopped before it has erased it. */
static char *
write_and_delete (Loop *self, guint round)
{
  g_autofree char *title = g_strdup_printf ("Round %u", round);
  char *word = g_strdup_printf ("zanzibar%u", g_test_rand_int_range (100000000, G_MAXINT));
  g_autofree char *body = g_strdup_printf ("Something about %s", word);
  g_autofree char *ticket = NULL;
  g_autofree char *message = NULL;

  test_server_start (self->server);
  ticket = test_act_open_ticket (self->server, "ada", title, "Hello");
  message = test_act_reply (self->server, "ada", ticket, body);
  test_act_delete_message (self->server, "ada", message);
  test_server_stop (self->server);
  self->n_tickets++;

  return word;
}

static void
check_files (Loop *self, Command command)
{
  const guint n_tickets = test_server_count_whole (self->server->database);
  const guint n_copied = test_server_count_whole (self->copy);

  if (n_tickets != self->n_tickets)
    {
      g_assert_cmpint (command, ==, RESTORE);
      g_assert_cmpuint (n_tickets, ==, self->n_copied);
      self->n_tickets = n_tickets;
    }
  if (n_copied != self->n_copied)
    {
      g_assert_cmpint (command, ==, BACKUP);
      g_assert_cmpuint (n_copied, ==, self->n_tickets);
      self->n_copied = n_copied;
    }
}

/* Another backup than the one that was killed, then the database itself. */
static void
check_erased (Loop *self, const char *word)
{
  g_autofree char *other = g_build_filename (self->server->folder, "other", NULL);
  g_autofree char *bytes = NULL;
  g_auto (TktSqliteCopy) copy = { 0 };
  g_autoptr (GError) error = NULL;
  gsize size;

  tkt_sqlite_backup (
      self->server->database, other, NULL, TRUE, test_server_fail_on_finding, NULL, &copy, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (other, &bytes, &size, NULL));
  g_assert_null (memmem (bytes, size, word, strlen (word)));
  test_server_start (self->server);
  tkt_store_finish_erasing (self->server->store, &error);
  g_assert_no_error (error);
  test_server_stop (self->server);
  g_assert_false (test_folder_contains (self->server->folder, word));
}

static void
run_round (Loop *self, guint round, gboolean measure)
{
  const Command command = measure ? round : (Command)g_test_rand_int_range (0, N_COMMANDS);
  g_autofree char *word = write_and_delete (self, round);
  const gint64 begin = g_get_monotonic_time ();
  g_autoptr (TestProcess) process = start (self, command);
  gboolean killed = FALSE;

  if (!measure)
    killed = kill_after (process, g_test_rand_int_range (0, 1 + self->longest[command]));
  else if (command != SERVE)
    g_assert_true (g_subprocess_wait_check (process->process, NULL, NULL));
  else
    g_free (test_process_read_line (process));
  if (measure)
    self->longest[command] = (g_get_monotonic_time () - begin) / 1000;
  g_clear_pointer (&process, test_process_free);
  self->n_killed += killed;
  g_test_message ("round %u: %u %s", round, command, killed ? "killed" : "ended");
  check_files (self, command);
  check_erased (self, word);
}

static void
test_kills (void)
{
  const char *asked = g_getenv ("TICKETS_KILLS");
  const guint n_kills = asked != NULL ? (guint)g_ascii_strtoull (asked, NULL, 10) : N_KILLS;
  Loop self = { .server = test_server_new () };
  guint round = 0;

  self.program = g_test_build_filename (G_TEST_BUILT, "src", "server", "tickets-server", NULL);
  self.copy = g_build_filename (self.server->folder, "copy", NULL);
  test_server_stop (self.server);
  while (round < N_COMMANDS)
    {
      run_round (&self, round, TRUE);
      round++;
    }
  while (self.n_killed < n_kills)
    run_round (&self, round++, FALSE);
  test_server_free (self.server);
  g_free (self.program);
  g_free (self.copy);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crash/keep/rule-13/kills", test_kills);

  return g_test_run ();
}
