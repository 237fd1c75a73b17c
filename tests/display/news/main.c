/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notifications on the desktop, of the real program with the windows of two accounts on a real
 * server, as a desktop gets them. */
#include <locale.h>
#include <string.h>

#include "news-desktop.h"
#include "news-search.h"
#include "test-acts.h"
#include "test-await.h"
#include "test-walk.h"
#include "tkt-sign-ins.h"

static const char usage[]
    = "Usage: news PROGRAM PICTURES-FOLDER gtk|freedesktop\n"
      "\n"
      "Starts PROGRAM on the screen and the session bus that are there\n"
      "(build-aux/with-display has both), with a publisher and an account manager signed in,\n"
      "and is the desktop that shows its notifications, by the protocol that is named.\n"
      "Prints a line for each step.\n";

#define ADA_WINDOW "Ada Example – Larkfield Network"
#define MARA_WINDOW "Mara Example – Larkfield Network"

typedef struct
{
  TestServer *server;
  NewsDesktop *desktop;
  TestWalk *walk;
  const char *program;
  char *mara;   /* her account's id */
  char *payout; /* ids of tickets */
  char *caps;
} News;

/* Signed in as by an earlier run of the program: a session that is kept on this computer. */
static char *
sign_in (News *self, TktSignIns *sign_ins, const char *username)
{
  g_autofree char *uri = test_server_get_uri (self->server);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktSignIn) signed_in = NULL;

  tkt_sign_ins_sign_in_async (
      sign_ins, uri, NULL, username, TEST_PASSWORD, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  signed_in = tkt_sign_ins_sign_in_finish (sign_ins, result, NULL, &error);
  g_assert_no_error (error);
  return g_strdup (signed_in->account_id);
}

/* What should be on the screen, and how often the desktop was told something. */
typedef struct
{
  NewsDesktop *desktop;
  const char *title; /* NULL: nothing is */
  const char *body;
  guint n_sent;
} Wanted;

static gboolean
look_for_notice (TestWalk *walk, gpointer data)
{
  const Wanted *wanted = data;
  const NewsNotice *notice = news_desktop_get (wanted->desktop, 0);

  if (wanted->title == NULL)
    return notice == NULL;
  return notice != NULL && news_desktop_count (wanted->desktop) == 1
         && g_strcmp0 (notice->title, wanted->title) == 0
         && g_strcmp0 (notice->body, wanted->body) == 0;
}

/* Waits for it to be the only one on the screen; it must be the @n_sent'th that ever was. */
static void
await_notice (News *self, const char *title, const char *body, guint n_sent)
{
  Wanted wanted = { self->desktop, title, body, n_sent };
  g_autofree char *words = g_strdup_printf ("one notification “%s”: “%s”", title, body);

  test_walk_await_look (self->walk, look_for_notice, &wanted, words);
  if (news_desktop_count_sent (self->desktop) != n_sent)
    test_walk_fail (self->walk,
                    "%u notifications in all, not %u",
                    n_sent,
                    news_desktop_count_sent (self->desktop));
}

static void
await_none (News *self)
{
  Wanted wanted = { self->desktop, NULL, NULL, 0 };

  test_walk_await_look (self->walk, look_for_notice, &wanted, "no notification");
}

static void
start (News *self)
{
  TestWalk *walk = self->walk;
  g_autoptr (TktSignIns) sign_ins = tkt_sign_ins_new (NULL, TRUE);

  test_walk_step (walk, "What was there before the program began is not notified");
  g_free (test_act_open_ticket (self->server, "ada", "Old", "Long ago"));
  g_free (sign_in (self, sign_ins, "ada"));
  self->mara = sign_in (self, sign_ins, "mara");
  test_walk_start (walk, self->program, NULL, NULL);
  test_walk_turn_to (walk, MARA_WINDOW);
  test_walk_choose (walk, ATSPI_ROLE_PAGE_TAB, "Support Tickets");
  test_walk_await_row (walk, "Tickets", "Open, *Old, Acme Media, unread");
  test_walk_turn_to (walk, ADA_WINDOW);
  test_walk_await_row (walk, "Tickets", "Open, *Old*");
}

static void
arrive (News *self)
{
  test_walk_step (self->walk,
                  "A message is notified once, to the one who did not write it, though "
                  "another account's window is in front");
  self->payout = test_act_open_ticket (self->server, "ada", "Payout", "Where is it?");
  await_notice (self, "Ada Example – Payout (Acme Media)", "Where is it?", 1);

  test_walk_step (self->walk, "The next message in the ticket takes its place");
  g_free (test_act_reply (self->server, "ada", self->payout, "Hello?"));
  await_notice (self, "Ada Example – Payout (Acme Media)", "2 new messages", 2);
}

static void
click (News *self)
{
  test_walk_step (self->walk, "A click brings the window to the front, with the ticket");
  news_desktop_click (self->desktop, 0);
  test_walk_await_front (self->walk, MARA_WINDOW);
  test_walk_await_row (self->walk, "Conversation", "Ada Example, *: Where is it?");
  test_walk_await_row (self->walk, "Tickets", "Open, *Payout, Acme Media");
  test_walk_picture (self->walk, "clicked");
}

static void
stay_quiet (News *self)
{
  test_walk_step (self->walk, "Nothing is notified while the window is in front");
  self->caps = test_act_open_ticket (self->server, "ada", "Caps", "Too low");
  test_walk_await_row (self->walk, "Tickets", "Open, *Caps, Acme Media, unread");

  test_walk_step (self->walk, "What comes in the ticket that is shown is notified when it is not");
  test_walk_turn_to (self->walk, ADA_WINDOW);
  g_free (test_act_reply (self->server, "abel", self->payout, "<b>Still</b> nothing"));
  await_notice (self, "Abel Example – Payout (Acme Media)", "<b>Still</b> nothing", 3);
  /* It is not read, though it is on the screen: the next one finds it still there. */
  g_free (test_act_reply (self->server, "abel", self->payout, "Nothing"));
  await_notice (self, "Abel Example – Payout (Acme Media)", "2 new messages", 4);
}

static void
read_elsewhere (News *self)
{
  test_walk_step (self->walk, "It is withdrawn when the ticket is in front again");
  test_walk_turn_to (self->walk, MARA_WINDOW);
  await_none (self);

  test_walk_step (self->walk, "It is withdrawn when it is read on another computer");
  test_walk_turn_to (self->walk, ADA_WINDOW);
  g_free (test_act_reply (self->server, "ada", self->caps, "Much too low"));
  await_notice (self, "Ada Example – Caps (Acme Media)", "2 new messages", 5);
  test_act_mark_read (self->server, "mara", self->caps, 2);
  await_none (self);
}

static void delete (News *self)
{
  g_autofree char *secret = NULL;

  test_walk_step (self->walk, "It says what is left when a message is deleted");
  g_free (test_act_reply (self->server, "ada", self->caps, "Still too low"));
  await_notice (self, "Ada Example – Caps (Acme Media)", "Still too low", 6);
  secret = test_act_reply (self->server, "ada", self->caps, "A secret");
  await_notice (self, "Ada Example – Caps (Acme Media)", "2 new messages", 7);
  test_act_delete_message (self->server, "ada", secret);
  await_notice (self, "Ada Example – Caps (Acme Media)", "Still too low", 8);
}

static void
tell_notes (News *self)
{
  test_walk_step (self->walk, "A colleague's note is told apart, and the publisher hears nothing");
  test_act_mark_read (self->server, "mara", self->caps, 4);
  await_none (self);
  g_free (test_act_write_note (self->server, "nils", self->caps, "Ask the bank"));
  await_notice (self, "Nils Example – Caps (Acme Media)", "Internal note: Ask the bank", 9);

  test_walk_step (self->walk, "It is withdrawn when the ticket is looked at");
  news_desktop_click (self->desktop, 0);
  test_walk_await_front (self->walk, MARA_WINDOW);
  await_none (self);
}

static void
end (News *self)
{
  test_walk_step (self->walk, "The program takes its notifications along");
  test_walk_keys (self->walk, "ctrl+q");
  test_walk_await_end (self->walk);
  await_none (self);
}

static gboolean
look_for_program (TestWalk *walk, gpointer data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (bus,
                                                             "org.freedesktop.DBus",
                                                             "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus",
                                                             "NameHasOwner",
                                                             g_variant_new ("(s)", data),
                                                             G_VARIANT_TYPE ("(b)"),
                                                             G_DBUS_CALL_FLAGS_NONE,
                                                             -1,
                                                             NULL,
                                                             NULL);
  gboolean owned = FALSE;

  if (answer != NULL)
    g_variant_get (answer, "(b)", &owned);
  return owned;
}

/* As GNOME Shell does for words that are typed in the overview, which starts the program. */
static void
search (News *self)
{
  const char *const few[] = { "much", NULL };
  const char *const words[] = { "much", "low", NULL };
  g_autofree char *caps = g_strdup_printf ("%s/%s", self->mara, self->caps);
  const char *const told[] = { caps, "nobody/nothing", "nonsense", NULL };
  g_auto (GStrv) first = NULL, found = NULL;
  g_autofree char *meta = NULL;
  g_autoptr (TestObject) window = NULL;

  test_walk_step (self->walk, "The desktop's search finds what is cached, without a window");
  test_walk_start (self->walk, self->program, "--gapplication-service", NULL);
  test_walk_await_look (
      self->walk, look_for_program, (gpointer) "org.example.Tickets", "the program on the bus");
  first = news_search (few, NULL);
  found = news_search (words, first);
  /* Both that are signed in may see it. */
  g_assert_cmpuint (g_strv_length (found), ==, 2);
  g_assert_true (g_strv_contains ((const char *const *)found, caps));
  meta = news_search_describe (told);
  g_assert_cmpstr (meta, ==, "Caps: #3 · Open · Acme Media · Larkfield Network");
  window = test_tree_find_window ("*");
  g_assert_null (window);

  test_walk_step (self->walk, "A ticket that is chosen there is shown");
  news_search_activate (caps, words);
  test_walk_await_front (self->walk, MARA_WINDOW);
  test_walk_await_row (self->walk, "Conversation", "Ada Example, *: Much too low");

  test_walk_step (self->walk, "The search goes on in the program");
  news_search_launch (words);
  test_walk_await_text (self->walk, ATSPI_ROLE_ENTRY, "Search tickets", "much low");
  test_walk_await_rows (self->walk, "Tickets", NULL, 1);
  test_walk_keys (self->walk, "ctrl+q");
  test_walk_await_end (self->walk);
}

/* As the bus starts it for a click after the program has ended. */
static void
start_by_bus (News *self)
{
  test_walk_step (self->walk, "The program that a click starts shows the ticket");
  test_walk_start (self->walk, self->program, "--gapplication-service", NULL);
  test_walk_await_look (
      self->walk, look_for_program, (gpointer) "org.example.Tickets", "the program on the bus");
  news_desktop_activate (
      self->desktop, "app.show-ticket", g_variant_new ("(ss)", self->mara, self->caps));
  test_walk_await_front (self->walk, MARA_WINDOW);
  test_walk_await_row (self->walk, "Conversation", "Ada Example, *: Much too low");
  test_walk_picture (self->walk, "started");
  test_walk_keys (self->walk, "ctrl+q");
  test_walk_await_end (self->walk);
}

int
main (int argc, char **argv)
{
  News self = { 0 };

  setlocale (LC_ALL, "");
  if (argc != 4 || (!g_str_equal (argv[3], "gtk") && !g_str_equal (argv[3], "freedesktop")))
    {
      gboolean asked = argc == 2 && g_str_equal (argv[1], "--help");

      g_printerr ("%s", usage);
      return asked ? 0 : 2;
    }

  self.server = test_server_new ();
  self.desktop = news_desktop_new (g_str_equal (argv[3], "gtk"));
  self.walk = test_walk_new (argv[2]);
  self.program = argv[1];
  start (&self);
  arrive (&self);
  click (&self);
  stay_quiet (&self);
  read_elsewhere (&self);
  delete (&self);
  tell_notes (&self);
  end (&self);
  search (&self);
  start_by_bus (&self);
  test_walk_done (self.walk);

  test_walk_free (self.walk);
  news_desktop_free (self.desktop);
  test_server_free (self.server);
  g_free (self.mara);
  g_free (self.payout);
  g_free (self.caps);
  return 0;
}
