/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of src/app: the real widgets, in this process, on desks that are signed in to a real
 * server. Usage: test-window GROUP. */
#include "window-fixture.h"

static const struct
{
  const char *group;
  void (*add_tests) (void);
} groups[] = {
  { "admin", window_add_admin_tests },
  { "attachments", window_add_attachment_tests },
  { "conversation", window_add_conversation_tests },
  { "damage", window_add_damage_tests },
  { "history", window_add_history_tests },
  { "links", window_add_link_tests },
  { "list", window_add_list_tests },
  { "message", window_add_message_tests },
  { "modes", window_add_mode_tests },
  { "notes", window_add_note_tests },
  { "outbox", window_add_outbox_tests },
  { "people", window_add_people_tests },
  { "places", window_add_place_tests },
  { "preferences", window_add_preference_tests },
  { "publishers", window_add_publisher_tests },
  { "saved-replies", window_add_saved_reply_tests },
  { "search", window_add_search_tests },
  { "several", window_add_several_tests },
  { "sign-in", window_add_sign_in_tests },
  { "unread", window_add_unread_tests },
  { "words", window_add_words_tests },
  { "writing", window_add_writing_tests },
};

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (argc == 2 && g_str_equal (argv[1], groups[i].group))
      {
        groups[i].add_tests ();
        return g_test_run ();
      }
  g_printerr ("There is no such group of tests\n");
  return 2;
}
