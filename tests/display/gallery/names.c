/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether each control of a window has a name for those who can't see it. It asks as assistive
 * technology does, from outside. */
#include "test-tree.h"

#define MOST_LOOKS 200
#define LOOK_US 100000

int
main (int argc, char **argv)
{
  TestObject *window = NULL, *unnamed = NULL;
  g_autofree char *way = NULL;
  gboolean good;

  if (argc != 2)
    {
      g_printerr ("Usage: names TITLE\n");
      return 2;
    }
  test_tree_open ();
  for (guint i = 0; window == NULL && i < MOST_LOOKS; i++)
    {
      if (i > 0)
        g_usleep (LOOK_US);
      window = test_tree_find_window (argv[1]);
    }
  unnamed = window != NULL ? test_tree_find_unnamed (window) : NULL;
  if (unnamed != NULL)
    way = test_tree_describe_way (unnamed);
  if (window == NULL)
    g_print ("# There is no window “%s”.\n", argv[1]);
  else if (way != NULL)
    g_print ("# This has no name:%s\n", way);
  good = window != NULL && unnamed == NULL;
  g_clear_object (&unnamed);
  g_clear_object (&window);
  test_tree_close ();
  return good ? 0 : 1;
}
