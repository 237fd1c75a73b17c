/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks through "tickets --demo" by keyboard and assistive technology, and takes its picture. */
#include <locale.h>
#include <string.h>

#include "walk.h"

static const char usage[]
    = "Usage: walk PROGRAM PICTURES-FOLDER\n"
      "\n"
      "Starts “PROGRAM --demo” on the screen and the bus of assistive technology that are\n"
      "there (build-aux/with-display has both), and does the main job in its two windows: a\n"
      "publisher opens a ticket, the account manager replies, the publisher closes it. Prints\n"
      "a line for each step and leaves its picture, NN-NAME.png, in the folder. What is not\n"
      "as it should be ends the walk with status 1: it says what was expected and what was\n"
      "there, and the last picture shows it.\n";

int
main (int argc, char **argv)
{
  g_autoptr (TestWalk) walk = NULL;

  setlocale (LC_ALL, "");
  if (argc == 2 && g_str_equal (argv[1], "--help"))
    {
      g_print ("%s", usage);
      return 0;
    }
  if (argc != 3)
    {
      g_printerr ("%s", usage);
      return 2;
    }

  walk = test_walk_new (argv[2]);
  test_walk_start (walk, argv[1], "--demo", NULL);
  walk_main_job (walk);
  walk_filters (walk);

  test_walk_step (walk, "The program ends when it is told to");
  test_walk_keys (walk, "ctrl+q");
  test_walk_await_end (walk);
  test_walk_done (walk);
  return 0;
}
