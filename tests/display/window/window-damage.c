/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damaged files, as a person sees them: nothing that was typed goes, and what was recovered is
 * told. */
#include "test-damage.h"
#include "window-fixture.h"

static char *
get_path (WindowFixture *self, const char *username, const char *name)
{
  const TktSignIn *sign_in = g_hash_table_lookup (self->people, username);
  g_autofree char *folder = tkt_sign_ins_get_account_folder (self->sign_ins, sign_in->account_id);

  return g_build_filename (folder, name, NULL);
}

/* The window stays as it is while everything in it is fetched anew. */
static void
test_cache (void)
{
  g_autoptr (WindowFixture) self = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (self, "ada", "Caps", "Too low");
  TktWindow *window = window_open (self, "ada");
  g_autofree char *path = get_path (self, "ada", "cache.db");
  g_autofree char *aside = get_path (self, "ada", "cache.db.set-aside");

  window_choose (window, "Caps");
  window_type (window, "Reply text", "Half a thought");
  test_await (window_shows (window, "Draft"));
  test_damage_schema (path, "ticket_by_status");
  g_free (window_serve_reply (self, "ada", id, "Far too low"));
  window_sync (window);
  test_await (g_file_test (aside, G_FILE_TEST_EXISTS));
  window_await_column (window, "Tickets", "title", "Caps");
  window_choose (window, "Caps");
  window_await_column (window, "Conversation", "body", "Too low | Far too low");
  window_await_typed (window, "Reply text", "Half a thought");
  g_assert_false (window_shows (window, "damaged"));
  window_click (window, "Reply");
  window_await_column (window, "Conversation", "body", "Too low | Far too low | Half a thought");
}

/* What waited is there, and the person hears of the rescue once. */
static void
test_outbox (void)
{
  g_autoptr (WindowFixture) self = window_fixture_new ();
  TktWindow *window;
  g_autofree char *id = window_serve_ticket (self, "ada", "Caps", "Too low");
  g_autofree char *path = NULL;

  window = window_open (self, "ada");
  path = get_path (self, "ada", "outbox.db");
  window_choose (window, "Caps");
  test_server_stop (self->server);
  window_sync (window);
  test_await (window_shows (window, "Offline"));
  window_type (window, "Reply text", "Waiting words");
  window_click (window, "Reply");
  window_await_column (window, "Conversation", "body", "Too low | Waiting words");
  window_close (window);
  test_damage_page (path, "entry_by_ticket");
  window = window_open (self, "ada");
  test_await (window_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  g_assert_true (window_shows (window_toplevel (ADW_TYPE_MESSAGE_DIALOG), "1 entry that waited"));
  window_answer ("Close");
  window_choose (window, "Caps");
  window_await_column (window, "Conversation", "body", "Too low | Waiting words");
  window_close (window);
  window = window_open (self, "ada");
  window_choose (window, "Caps");
  g_assert_null (window_toplevel (ADW_TYPE_MESSAGE_DIALOG));
}

void
window_add_damage_tests (void)
{
  g_test_add_func ("/window/damage/rule-19/cache", test_cache);
  g_test_add_func ("/window/damage/rule-19/outbox", test_outbox);
}
