/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A walk through a program: its process, its steps and how it fails. */
#include "test-walk.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "test-screen.h"

/* What a program gets to end in peace. */
#define END_SECONDS 30

TestWalk *
test_walk_new (const char *pictures)
{
  TestWalk *self = g_new0 (TestWalk, 1);

  self->pictures = g_strdup (pictures);
  if (g_mkdir_with_parents (pictures, 0777) != 0)
    g_error ("%s can't be made", pictures);
  test_tree_open ();
  return self;
}

void
test_walk_free (TestWalk *self)
{
  test_walk_stop (self);
  test_tree_close ();
  g_free (self->window);
  g_free (self->front);
  g_free (self->pictures);
  g_free (self);
}

/* Between fork and exec: a group of its own, which does not outlive the walk. */
static void
set_up_child (gpointer data)
{
  setpgid (0, 0);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

void
test_walk_start (TestWalk *self,
                 const char *program,
                 const char *argument,
                 const char *const *environment)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, set_up_child, NULL, NULL);
  for (guint i = 0; environment != NULL && environment[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (environment[i], "=", 2);

      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  self->program = g_subprocess_launcher_spawn (launcher, &error, program, argument, NULL);
  if (self->program == NULL)
    test_walk_fail (self, "%s to start: %s", program, error->message);
}

static void
signal_group (TestWalk *self, int number)
{
  const char *id = g_subprocess_get_identifier (self->program);

  if (id != NULL)
    kill (-(pid_t)g_ascii_strtoll (id, NULL, 10), number);
}

static gboolean
on_over (gpointer data)
{
  gboolean *over = data;

  *over = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
on_ended (GObject *object, GAsyncResult *result, gpointer data)
{
  gboolean *ended = data;

  *ended = g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
}

/* Whether it has ended in time; what has not is killed. */
static gboolean
wait_for_end (TestWalk *self)
{
  gboolean over = FALSE, ended = FALSE;
  guint timeout = g_timeout_add_seconds (END_SECONDS, on_over, &over);

  g_subprocess_wait_async (self->program, NULL, on_ended, &ended);
  while (!ended && !over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  if (over)
    signal_group (self, SIGKILL);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  return !over;
}

void
test_walk_kill (TestWalk *self)
{
  signal_group (self, SIGKILL);
  wait_for_end (self);
  g_clear_object (&self->program);
}

void
test_walk_await_end (TestWalk *self)
{
  if (!wait_for_end (self))
    test_walk_fail (self, "the program to end");
  if (!g_subprocess_get_successful (self->program))
    test_walk_fail (
        self, "the program to end well, not with %d", g_subprocess_get_status (self->program));
  g_clear_object (&self->program);
}

void
test_walk_stop (TestWalk *self)
{
  if (self->program == NULL)
    return;
  signal_group (self, SIGTERM);
  wait_for_end (self);
  g_clear_object (&self->program);
}

static void
end_step (TestWalk *self)
{
  if (self->step != NULL)
    g_print ("ok %u - %s\n", self->n_steps, self->step);
  self->step = NULL;
}

void
test_walk_step (TestWalk *self, const char *sentence)
{
  end_step (self);
  self->n_steps++;
  self->step = sentence;
}

void
test_walk_done (TestWalk *self)
{
  end_step (self);
  g_print ("1..%u\n", self->n_steps);
}

static void
take_picture (TestWalk *self, const char *window, const char *name)
{
  g_autofree char *file = g_strdup_printf ("%02u-%s.png", ++self->n_pictures, name);
  g_autofree char *path = g_build_filename (self->pictures, file, NULL);
  g_autoptr (GError) error = NULL;

  if (!test_screen_picture (window, path, &error))
    g_printerr ("# %s can't be taken: %s\n", file, error->message);
}

void
test_walk_picture (TestWalk *self, const char *name)
{
  if (!self->hurries)
    take_picture (self, self->front, name);
}

void
test_walk_fail (TestWalk *self, const char *expected, ...)
{
  g_autoptr (TestObject) window
      = self->window != NULL ? test_tree_find_window (self->window) : NULL;
  g_autofree char *held = window != NULL ? test_tree_describe (window) : g_strdup ("no window\n");
  g_autofree char *words = NULL;
  va_list args;

  va_start (args, expected);
  words = g_strdup_vprintf (expected, args);
  va_end (args);
  g_print ("not ok %u - %s\n1..%u\n",
           self->n_steps,
           self->step != NULL ? self->step : "Start",
           self->n_steps);
  g_printerr ("Expected %s in “%s”.\nIts accessible tree held:\n%s",
              words,
              self->window != NULL ? self->window : "the program",
              held);
  take_picture (self, NULL, "failed");
  test_walk_stop (self);
  exit (1);
}
