/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of src/client: the cache, the outbox and the row models. */
#include "client-fixture.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  client_add_conversation_tests ();
  client_add_diff_tests ();
  client_add_download_tests ();
  client_add_file_tests ();
  client_add_history_tests ();
  client_add_hits_tests ();
  client_add_list_tests ();
  client_add_lost_tests ();
  client_add_model_tests ();
  client_add_news_tests ();
  client_add_note_tests ();
  client_add_outbox_tests ();
  client_add_publisher_tests ();
  client_add_rescue_tests ();
  client_add_search_tests ();
  client_add_sync_tests ();
  client_add_take_back_tests ();
  return g_test_run ();
}
