/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks through "tickets --demo" by keyboard or assistive technology, and takes its picture. */
#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "walk.h"

static const char usage[]
    = "Usage: walk PROGRAM PICTURES-FOLDER keys|calls [CATALOGS]\n"
      "\n"
      "Starts “PROGRAM --demo” on the screen and the bus of assistive technology that are\n"
      "there (build-aux/with-display has both), and does the main job in its two windows: a\n"
      "publisher opens a ticket, the account manager replies, the publisher closes it. With\n"
      "“keys” it does so by the keyboard alone, with “calls” by those of assistive technology\n"
      "alone; it expects the texts of the locale, from the folder of CATALOGS. Prints a line\n"
      "for each step, and by keys in English leaves its picture, NN-NAME.png, in the folder,\n"
      "and tries the filters. What is not\n"
      "as it should be ends the walk with status 1: it says what was expected and what was\n"
      "there, and the last picture shows it.\n";

static gboolean
find_hands (const char *word, TestHands *hands)
{
  *hands = g_str_equal (word, "keys") ? TEST_HANDS_KEYS : TEST_HANDS_CALLS;
  return g_str_equal (word, "keys") || g_str_equal (word, "calls");
}

int
main (int argc, char **argv)
{
  g_autoptr (TestWalk) walk = NULL;
  TestHands hands;
  gboolean whole;

  setlocale (LC_ALL, "");
  if (argc == 2 && g_str_equal (argv[1], "--help"))
    {
      g_print ("%s", usage);
      return 0;
    }
  if ((argc != 4 && argc != 5) || !find_hands (argv[3], &hands))
    {
      g_printerr ("%s", usage);
      return 2;
    }
  if (argc == 5)
    {
      bindtextdomain (GETTEXT_PACKAGE, argv[4]);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      textdomain (GETTEXT_PACKAGE);
    }

  walk = test_walk_new (argv[2]);
  walk->hands = hands;
  /* One walk takes pictures and goes everywhere; the others do the main job, which takes long
   * enough. */
  whole = hands == TEST_HANDS_KEYS && argc == 4;
  walk->hurries = !whole;
  test_walk_start (walk, argv[1], "--demo", NULL);
  walk_main_job (walk);
  if (whole)
    walk_filters (walk);

  test_walk_step (walk, "The program ends when it is told to");
  test_walk_keys (walk, "ctrl+q");
  test_walk_await_end (walk);
  test_walk_done (walk);
  return 0;
}
