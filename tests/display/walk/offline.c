/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks through the program with a server of its own that goes and comes. */
#include <locale.h>

#include "test-offline.h"

static void
sign_in (TestWalk *walk, Network *network)
{
  test_walk_step (walk, "The admin signs in");
  test_walk_turn_to (walk, "Tickets");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Server", network->uri);
  test_walk_keys (walk, "Tab");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Username", NETWORK_ADMIN);
  test_walk_keys (walk, "Tab");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Password", NETWORK_PASSWORD);
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Sign In");
  test_walk_turn_to (walk, OFFLINE_WINDOW);
  test_walk_await_rows (walk, "Publishers", NULL, 12);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestWalk) walk = NULL;
  g_autoptr (Network) network = NULL;

  setlocale (LC_ALL, "");
  if (argc != 5)
    {
      g_printerr ("Usage: offline PROGRAM SERVER TICKETS-FILE PICTURES-FOLDER\n");
      return 2;
    }
  network = network_new (argv[2], argv[3]);
  walk = test_walk_new (argv[4]);
  test_walk_start (walk, argv[1], NULL, NULL);
  sign_in (walk, network);
  test_offline_tell (walk, network, argv[1]);
  test_walk_step (walk, "The program ends when it is told to");
  test_walk_keys (walk, "ctrl+q");
  test_walk_await_end (walk);
  test_walk_done (walk);
  return 0;
}
