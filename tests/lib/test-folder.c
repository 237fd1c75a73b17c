/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that a test may fill and that is gone afterwards. */
#include "test-folder.h"

#include <glib/gstdio.h>
#include <string.h>

TestFolder *
test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("tickets-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  if (dir != NULL)
    {
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
      g_dir_close (dir);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
test_folder_free (TestFolder *folder)
{
  remove_tree (folder);
  g_free (folder);
}

gboolean
test_folder_contains (const TestFolder *folder, const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  /* A folder or file may go while it is looked for. */
  while (!found && dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        found = test_folder_contains (path, needle);
      else if (g_file_get_contents (path, &bytes, &size, NULL))
        {
          const char *at = memmem (bytes, size, needle, strlen (needle));

          found = at != NULL;
          if (found)
            g_test_message (
                "“%s” stands in %s at %" G_GSIZE_FORMAT, needle, path, (gsize)(at - bytes));
        }
    }
  return found;
}
