/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands and eyes on an X screen: keys by xdotool, pictures by ImageMagick. */
#include "test-screen.h"

#include <stdio.h>
#include <string.h>

/* Two pictures that are alike: nothing is drawn any more. Something always moving is taken as it
 * is. */
#define MOST_PICTURES 40

/* The frame that GTK draws around a window where there is no compositor. */
#define FRAME 4

/* xdotool waits for the window manager, which may never answer. */
static GBytes *
run (const char *const *argv, GError **error)
{
  g_autoptr (GPtrArray) line = g_ptr_array_new ();
  g_autoptr (GSubprocess) program = NULL;
  g_autoptr (GBytes) output = NULL;

  g_ptr_array_add (line, (gpointer) "timeout");
  g_ptr_array_add (line, (gpointer) "60");
  for (guint i = 0; argv[i] != NULL; i++)
    g_ptr_array_add (line, (gpointer)argv[i]);
  g_ptr_array_add (line, NULL);

  program
      = g_subprocess_newv ((const char *const *)line->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
  if (program == NULL || !g_subprocess_communicate (program, NULL, NULL, &output, NULL, error))
    return NULL;
  if (!g_subprocess_get_successful (program))
    {
      g_autofree char *words = g_strjoinv (" ", (char **)argv);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "“%s” failed", words);
      return NULL;
    }
  return g_steal_pointer (&output);
}

static char *
run_for_text (const char *const *argv, GError **error)
{
  g_autoptr (GBytes) output = run (argv, error);

  return output != NULL ? g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output))
                        : NULL;
}

static gboolean
run_quietly (const char *const *argv, GError **error)
{
  g_autoptr (GBytes) output = run (argv, error);

  return output != NULL;
}

gboolean
test_screen_press_keys (const char *keys, GError **error)
{
  const char *const argv[] = { "xdotool", "key", "--", keys, NULL };

  return run_quietly (argv, error);
}

gboolean
test_screen_type (const char *text, GError **error)
{
  const char *const argv[] = { "xdotool", "type", "--delay", "4", "--", text, NULL };

  return run_quietly (argv, error);
}

/* The X window with that title. */
static char *
find_window (const char *title, GError **error)
{
  g_autofree char *escaped = g_regex_escape_string (title, -1);
  g_autofree char *pattern = g_strdup_printf ("^%s$", escaped);
  const char *const argv[] = { "xdotool", "search", "--onlyvisible", "--name", pattern, NULL };
  char *id = run_for_text (argv, error);

  if (id != NULL)
    id[strcspn (id, "\n")] = '\0';
  return id;
}

gboolean
test_screen_raise (const char *title, GError **error)
{
  g_autofree char *id = find_window (title, error);
  const char *const argv[] = { "xdotool", "windowactivate", "--sync", id, NULL };

  return id != NULL && run_quietly (argv, error);
}

char *
test_screen_get_active (void)
{
  const char *const argv[] = { "xdotool", "getactivewindow", "getwindowname", NULL };
  char *title = run_for_text (argv, NULL);

  return title != NULL ? g_strchomp (title) : NULL;
}

/* Where on the screen it is, as ImageMagick has it, without the frame. */
static char *
find_place (const char *title, GError **error)
{
  g_autofree char *id = find_window (title, error);
  const char *const argv[] = { "xdotool", "getwindowgeometry", "--shell", id, NULL };
  g_autofree char *shell = id != NULL ? run_for_text (argv, error) : NULL;
  const char *at = shell != NULL ? strstr (shell, "\nX=") : NULL;
  int x, y, width, height;

  if (shell == NULL)
    return NULL;
  if (at == NULL || sscanf (at, "\nX=%d Y=%d WIDTH=%d HEIGHT=%d", &x, &y, &width, &height) != 4)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "“%s” has no place", title);
      return NULL;
    }
  return g_strdup_printf (
      "%dx%d%+d%+d", width - 2 * FRAME, height - 2 * FRAME, x + FRAME, y + FRAME);
}

gboolean
test_screen_picture (const char *title, const char *path, GError **error)
{
  g_autofree char *place = title != NULL ? find_place (title, error) : g_strdup ("100%x100%+0+0");
  const char *const argv[] = { "import",   "-window", "root",
                               "-crop",    place,     "+repage",
                               "-strip",   "-define", "png:exclude-chunks=date,time",
                               "-quality", "35",      "png:-",
                               NULL };
  g_autoptr (GBytes) last = NULL;

  if (place == NULL)
    return FALSE;
  for (int i = 0; i < MOST_PICTURES; i++)
    {
      g_autoptr (GBytes) picture = run (argv, error);

      if (picture == NULL)
        return FALSE;
      if (last != NULL && g_bytes_equal (last, picture))
        break;
      g_clear_pointer (&last, g_bytes_unref);
      last = g_steal_pointer (&picture);
    }
  return g_file_set_contents (path, g_bytes_get_data (last, NULL), g_bytes_get_size (last), error);
}
