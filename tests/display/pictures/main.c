/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a picture of each page of the program, in one look: for people to look at. */
#include <locale.h>

#include "scenes.h"

static const char summary[]
    = "Takes a picture of each page of the program, NN-NAME.png, on the screen and the bus of\n"
      "assistive technology that are there. From a checkout that is built in “build”:\n"
      "\n"
      "  meson devenv -C build \\\n"
      "    ../build-aux/with-display tests/display/pictures/pictures --dark \\\n"
      "    src/app/tickets src/server/tickets-server ../data/demo/tickets.jsonl \\\n"
      "    ../data/screenshots/tickets.png dark";

int
main (int argc, char **argv)
{
  gboolean dark = FALSE, narrow = FALSE, rtl = FALSE, contrast = FALSE;
  const GOptionEntry entries[] = {
    { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "The dark look", NULL },
    { "high-contrast", 0, 0, G_OPTION_ARG_NONE, &contrast, "High contrast", NULL },
    { "narrow", 0, 0, G_OPTION_ARG_NONE, &narrow, "Windows of 360 pixels", NULL },
    { "rtl", 0, 0, G_OPTION_ARG_NONE, &rtl, "From right to left", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context
      = g_option_context_new ("PROGRAM SERVER TICKETS-FILE PICTURE PICTURES-FOLDER");
  const char *environment[4] = { NULL };
  guint n = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (Network) network = NULL;
  g_autoptr (TestWalk) walk = NULL;
  Look look = { NULL };

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, summary);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 6)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "This takes five arguments; see --help");
      return 2;
    }
  if (dark)
    environment[n++] = "ADW_DEBUG_COLOR_SCHEME=prefer-dark";
  if (contrast)
    environment[n++] = "ADW_DEBUG_HIGH_CONTRAST=1";
  if (rtl)
    environment[n++] = "LD_PRELOAD=" RIGHT_TO_LEFT;

  network = network_new (argv[2], argv[3]);
  walk = test_walk_new (argv[5]);
  look = (Look){ walk, argv[1], environment, narrow, argv[4] };
  scenes_of_demo (&look);
  scenes_of_network (&look, network);
  test_walk_done (walk);
  return 0;
}
