/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What others wrote is told once, on every desk that has not read it, and no longer than that. */
#include "desk-fixture.h"

#include <string.h>

#include "tkt-news.h"

/* Somebody who listens at a seat. */
typedef struct
{
  Seat *seat;
  TktNews *news;
  GString *heard; /* "+Title: Author: text (1)", "~…" for a change, "-Title": since asked last */
  GHashTable *titles; /* ticket id → title */
} Ear;

static void
note (Ear *self, const char *sign, const TktNewsItem *item)
{
  g_hash_table_insert (self->titles, g_strdup (item->ticket_id), g_strdup (item->title));
  g_string_append_printf (self->heard,
                          "%s%s: %s: %s (%" G_GINT64_FORMAT ")",
                          sign,
                          item->title,
                          item->author_name,
                          item->text,
                          item->n_messages);
}

static void
on_arrived (Ear *self, const TktNewsItem *item)
{
  note (self, "+", item);
}

static void
on_changed (Ear *self, const TktNewsItem *item)
{
  note (self, "~", item);
}

static void
on_gone (Ear *self, const char *ticket_id)
{
  const char *title = g_hash_table_lookup (self->titles, ticket_id);

  /* Nothing goes that was not told. */
  g_assert_nonnull (title);
  g_string_append_printf (self->heard, "-%s", title);
}

static void
ear_free (Ear *self)
{
  g_signal_handlers_disconnect_by_data (self->news, self);
  g_object_unref (self->news);
  g_string_free (self->heard, TRUE);
  g_hash_table_unref (self->titles);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ear, ear_free)

static Ear *
ear_new (Seat *seat)
{
  Ear *self = g_new0 (Ear, 1);

  self->seat = seat;
  self->news = tkt_news_new (seat->desk);
  self->heard = g_string_new (NULL);
  self->titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_signal_connect_swapped (self->news, "arrived", G_CALLBACK (on_arrived), self);
  g_signal_connect_swapped (self->news, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->news, "gone", G_CALLBACK (on_gone), self);
  return self;
}

/* Waits for exactly this, since the last time. What should not be heard would come no later than
 * what is waited for afterwards. */
static void
hears (Ear *self, const char *expected)
{
  g_autoptr (TestDeadline) deadline = test_deadline_new ();

  while (self->heard->len < strlen (expected) && !deadline->over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (self->heard->str, ==, expected);
  g_string_truncate (self->heard, 0);
}

/* Somebody writes whose words nobody here has heard yet: what went before was silent. */
static void
hears_only_next (Ear *self, Seat *writer)
{
  g_free (seat_open_ticket (writer, NULL, "Next", "Next", NULL));
  hears (self, "+Next: Bob Example: Next (1)");
}

/* Nobody asks here: the event stream brings it. Each hears what others wrote, at whatever computer
 * they sit, and nobody what they wrote themselves. */
static void
test_others (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autoptr (Ear) at_ada = ear_new (ada);
  g_autoptr (Ear) at_ada_too = ear_new (seat_new (self, "ada"));
  g_autoptr (Ear) at_abel = ear_new (seat_new (self, "abel"));
  g_autoptr (Ear) at_bob = ear_new (seat_new (self, "bob"));
  g_autoptr (Ear) at_mara = ear_new (mara);
  g_autoptr (Ear) at_mara_too = ear_new (seat_new (self, "mara"));
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);

  hears (at_mara, "+Payout: Ada Example: Where is it? (1)");
  hears (at_mara_too, "+Payout: Ada Example: Where is it? (1)");
  hears (at_abel, "+Payout: Ada Example: Where is it? (1)");
  g_free (seat_reply (mara, id, "On its way", NULL));
  hears (at_ada, "+Payout: Mara Example: On its way (1)");
  hears (at_ada_too, "+Payout: Mara Example: On its way (1)");
  hears (at_abel, "+Payout: Mara Example: On its way (2)");
  /* To answer is to have read. */
  hears (at_mara, "-Payout");
  hears (at_mara_too, "-Payout");
  g_free (seat_reply (ada, id, "Thanks", NULL));
  hears (at_mara, "+Payout: Ada Example: Thanks (1)");
  hears (at_mara_too, "+Payout: Ada Example: Thanks (1)");
  hears (at_ada, "-Payout");
  hears (at_bob, "");
}

/* Colleagues hear of a note, and no publisher does; who has looked at the ticket has read it. */
static void
test_notes (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Seat *nils = seat_new (self, "nils");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (Ear) at_ada = NULL;
  g_autoptr (Ear) at_mara = NULL;

  desk_settle (self);
  seat_mark_read (mara, id, 1);
  desk_settle (self);
  at_ada = ear_new (ada);
  at_mara = ear_new (mara);
  g_free (seat_write_note (nils, id, "Ask the bank", NULL));
  hears (at_mara, "+Payout: Nils Example: Ask the bank (1)");
  tkt_desk_look_at (mara->desk, id);
  hears (at_mara, "-Payout");
  g_free (seat_write_note (nils, id, "They say no", NULL));
  hears (at_mara, "+Payout: Nils Example: They say no (1)");
  g_free (seat_write_note (mara, id, "I know", NULL));
  g_free (seat_reply (nils, id, "It is late", NULL));
  hears (at_ada, "+Payout: Nils Example: It is late (1)");
  hears (at_mara, "+Payout: Nils Example: It is late (2)");
}

/* What came while the program did not run is told when it does, once a ticket. */
static void
test_groups (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (Ear) ear = NULL;

  desk_settle (self);
  seat_stop (mara);
  g_free (seat_reply (ada, id, "One", NULL));
  g_free (seat_reply (ada, id, "Two", NULL));
  g_free (seat_reply (ada, id, "Three", NULL));
  desk_settle (self);
  seat_start (mara);
  ear = ear_new (mara);
  hears (ear, "+Payout: Ada Example: Three (3)");
  g_free (seat_reply (ada, id, "Four", NULL));
  hears (ear, "+Payout: Ada Example: Four (4)");
  hears_only_next (ear, seat_new (self, "bob"));
}

static void
shrink_view (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_store_bump_view_epoch (tx, actor->account->id, &error));
  g_assert_no_error (error);
}

/* Neither the first snapshot nor one after 410 is news, whatever it brings. */
static void
test_snapshots (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *bob = seat_new (self, "bob");
  Seat *mara = seat_new_stopped (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (Ear) ear = NULL;

  desk_settle (self);
  seat_start (mara);
  ear = ear_new (mara);
  desk_settle (self);
  g_free (seat_reply (ada, id, "Anybody?", NULL));
  hears (ear, "+Payout: Ada Example: Anybody? (1)");
  g_clear_pointer (&ear, ear_free);

  seat_stop (mara);
  g_free (seat_reply (ada, id, "Hello?", NULL));
  g_free (seat_open_ticket (ada, NULL, "Caps", "Too low", NULL));
  desk_settle (self);
  desk_act (self, "mara", shrink_view, NULL);
  seat_start (mara);
  ear = ear_new (mara);
  desk_settle (self);
  hears_only_next (ear, bob);
}

/* Ada writes in the ticket and opens another, and whoever looks on has to begin anew. */
static void
write_and_shrink (TktStoreTx *tx, const TktActor *ada, gpointer data)
{
  const char *const *ticket_and_onlooker = data;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  TktNewMessage message = { .body = "Hello?", .attachments = none };
  TktNewTicket request = { .title = "Caps", .message = &message };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktMessage) reply
      = tkt_service_reply (tx, ada, ticket_and_onlooker[0], &message, NULL, &error);
  g_autoptr (TktOpenedTicket) opened = NULL;

  g_assert_no_error (error);
  opened = tkt_service_open_ticket (tx, ada, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tkt_store_bump_view_epoch (tx, ticket_and_onlooker[1], &error));
  g_assert_no_error (error);
}

/* A snapshot while something is told: that is kept right, and nobody alarmed. */
static void
test_snapshot_meanwhile (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *bob = seat_new (self, "bob");
  Seat *mara = seat_new (self, "mara");
  g_autoptr (Ear) ear = ear_new (mara);
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  const char *ticket_and_onlooker[] = { id, mara->sign_in->account_id };

  hears (ear, "+Payout: Ada Example: Where is it? (1)");
  desk_act (self, "ada", write_and_shrink, ticket_and_onlooker);
  hears (ear, "~Payout: Ada Example: Hello? (2)");
  desk_settle (self);
  hears_only_next (ear, bob);
}

/* What changes a ticket without a word is no message. */
static void
test_without_words (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Seat *nils = seat_new (self, "nils");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (Ear) ear = NULL;

  desk_settle (self);
  ear = ear_new (nils);
  seat_reassign (mara, id, nils->sign_in->account_id, NULL);
  seat_mark_read (mara, id, 1);
  seat_close_ticket (ada, id, NULL);
  desk_settle (self);
  hears_only_next (ear, seat_new (self, "bob"));
}

/* Reading ends it, here and on another computer, on line and off; up to where was read. */
static void
test_read (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autoptr (Ear) ear = ear_new (mara);
  g_autoptr (Ear) elsewhere = ear_new (seat_new (self, "mara"));
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);

  hears (ear, "+Payout: Ada Example: Where is it? (1)");
  hears (elsewhere, "+Payout: Ada Example: Where is it? (1)");
  g_free (seat_reply (ada, id, "Hello?", NULL));
  hears (ear, "+Payout: Ada Example: Hello? (2)");
  hears (elsewhere, "+Payout: Ada Example: Hello? (2)");
  seat_mark_read (mara, id, 1);
  hears (ear, "~Payout: Ada Example: Hello? (1)");
  hears (elsewhere, "~Payout: Ada Example: Hello? (1)");
  seat_mark_read (mara, id, 2);
  hears (ear, "-Payout");
  hears (elsewhere, "-Payout");
  g_free (seat_reply (ada, id, "Still there?", NULL));
  hears (ear, "+Payout: Ada Example: Still there? (1)");
  hears (elsewhere, "+Payout: Ada Example: Still there? (1)");
  test_server_stop (self->server);
  test_await (tkt_desk_get_network (mara->desk) == TKT_NETWORK_OFFLINE);
  seat_mark_read (mara, id, 3);
  hears (ear, "-Payout");
  hears (elsewhere, "");
  test_server_start (self->server);
  hears (elsewhere, "-Payout");
}

/* A deleted text is told no longer than it is there (rule 13). */
static void
test_deleted (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autoptr (Ear) ear = ear_new (mara);
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (GPtrArray) messages = NULL;
  g_autofree char *reply = NULL;

  hears (ear, "+Payout: Ada Example: Where is it? (1)");
  reply = seat_reply (ada, id, "A secret", NULL);
  hears (ear, "+Payout: Ada Example: A secret (2)");
  desk_settle (self);
  seat_delete_message (ada, id, reply, NULL);
  hears (ear, "~Payout: Ada Example: Where is it? (1)");
  messages = seat_list_messages (ada, id);
  seat_delete_message (
      ada, id, ((const TktMessageRow *)g_ptr_array_index (messages, 0))->message->id, NULL);
  hears (ear, "-Payout");
}

static void
move_to_bravo (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  Seat *seat = data;
  const TktAccountPatch request
      = { .publisher_id = seat->fixture->server->bravo, .publisher_given = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account = tkt_service_patch_account (
      tx, operator, seat->sign_in->account_id, &request, NULL, -1, &error);

  g_assert_no_error (error);
}

/* A ticket that an account may not see any more takes along what was told of it. */
static void
test_out_of_view (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autoptr (Ear) ear = ear_new (ada);
  g_autofree char *id
      = seat_open_ticket (mara, self->server->acme, "Caps", "They are too low", NULL);

  hears (ear, "+Caps: Mara Example: They are too low (1)");
  test_server_change (self->server, move_to_bravo, ada);
  desk_settle (self);
  hears (ear, "-Caps");
}

/* Rule 2: while the feature is off, publisher accounts are told nothing, and staff still are. */
static void
test_support_off (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Seat *alma = seat_new (self, "alma");
  g_autoptr (Ear) at_ada = ear_new (ada);
  g_autoptr (Ear) at_alma = ear_new (alma);
  g_autofree char *id
      = seat_open_ticket (mara, self->server->acme, "Caps", "They are too low", NULL);

  hears (at_ada, "+Caps: Mara Example: They are too low (1)");
  hears (at_alma, "+Caps: Mara Example: They are too low (1)");
  seat_set_support (alma, FALSE, NULL);
  hears (at_ada, "-Caps");
  seat_set_support (alma, TRUE, NULL);
  /* Whoever writes knows it, too. */
  desk_settle (self);
  g_free (seat_reply (mara, id, "Much too low", NULL));
  hears (at_ada, "+Caps: Mara Example: Much too low (1)");
  hears (at_alma, "+Caps: Mara Example: Much too low (2)");
}

static void
keep_item (TktNewsItem **heard, const TktNewsItem *item)
{
  tkt_news_item_free (*heard);
  *heard = tkt_news_item_copy (item);
}

/* Only staff are told whose ticket it is. */
static void
test_publisher_name (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  static const struct
  {
    const char *username;
    const char *publisher_name;
  } cases[] = { { "mara", "Acme Media" }, { "abel", NULL } };
  g_autoptr (TktNewsItem) heard = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Seat *seat = seat_new (self, cases[i].username);
      g_autoptr (TktNews) news = tkt_news_new (seat->desk);
      gulong handler;

      handler = g_signal_connect_swapped (news, "arrived", G_CALLBACK (keep_item), &heard);
      g_free (seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL));
      test_await (heard != NULL);
      g_assert_cmpstr (heard->publisher_name, ==, cases[i].publisher_name);
      g_assert_cmpint (heard->number, ==, i + 1);
      g_signal_handler_disconnect (news, handler);
      g_clear_pointer (&heard, tkt_news_item_free);
    }
}

void
desk_add_news_tests (void)
{
  g_test_add_func ("/desk/news/rule-16/others", test_others);
  g_test_add_func ("/desk/news/rule-21/notes", test_notes);
  g_test_add_func ("/desk/news/rule-16/groups", test_groups);
  g_test_add_func ("/desk/news/rule-16/snapshots", test_snapshots);
  g_test_add_func ("/desk/news/rule-16/snapshot-meanwhile", test_snapshot_meanwhile);
  g_test_add_func ("/desk/news/rule-16/without-words", test_without_words);
  g_test_add_func ("/desk/news/rule-16/read", test_read);
  g_test_add_func ("/desk/news/rule-13/rule-16/deleted", test_deleted);
  g_test_add_func ("/desk/news/rule-9/out-of-view", test_out_of_view);
  g_test_add_func ("/desk/news/rule-2/support-off", test_support_off);
  g_test_add_func ("/desk/news/publisher-name", test_publisher_name);
}
