/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIGKILL of desks and server at random instants, again and again over the same folders: every word
 * that was said to be kept arrives once, in order. TICKETS_KILLS=N kills N times; --seed repeats a
 * run's lots. */
#include <signal.h>

#include "crash-files.h"
#include "crash-player.h"

#define N_KILLS 30

/* An instant of its start, or one soon after it has said something. */
#define START_MS 300
#define WORK_MS 60
#define PATIENCE_MS 3000

/* More than any run makes. */
#define ALL 1000000

static const char *const people[] = { "ada", "abel", "mara" };
#define N_PEOPLE G_N_ELEMENTS (people)

typedef struct
{
  DeskFixture *fixture;
  TestProcess *server;
  CrashPlayer *players[N_PEOPLE];
  guint n_server_kills;
  guint n_desk_kills;
} Loop;

static void
start_server (Loop *self)
{
  self->server
      = test_process_new_server (self->fixture->server->database, &self->fixture->server->port);
}

static void
kill_server (Loop *self)
{
  g_assert_cmpint (test_process_end (self->server, SIGKILL), ==, -1);
  g_clear_pointer (&self->server, test_process_free);
  self->n_server_kills++;
}

static gboolean
on_instant (gpointer over)
{
  *(gboolean *)over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
await_time (guint most_ms, const guint *said)
{
  gboolean over = FALSE;
  guint timer = g_timeout_add (most_ms, on_instant, &over);

  test_await (over || (said != NULL && *said > 1));
  if (!over)
    g_source_remove (timer);
}

static void
await_instant (CrashPlayer *player)
{
  gboolean working = g_test_rand_bit ();

  /* One that has much waiting says nothing until it has tried the server again. */
  if (working)
    await_time (PATIENCE_MS, &player->n_said);
  await_time (g_test_rand_int_range (0, working ? WORK_MS : START_MS), NULL);
}

/* A desk, the server, or all at once. */
static void
kill_some (Loop *self)
{
  guint whom = g_test_rand_int_range (0, N_PEOPLE + 3);
  const gboolean everybody = whom == N_PEOPLE + 2;
  const gboolean server = everybody || whom >= N_PEOPLE;
  CrashPlayer *victim = self->players[whom % N_PEOPLE];

  await_instant (victim);
  if (server)
    kill_server (self);
  for (guint i = 0; i < N_PEOPLE; i++)
    if (everybody || (!server && self->players[i] == victim))
      {
        crash_player_kill (self->players[i]);
        self->n_desk_kills++;
      }
  if (server)
    start_server (self);
  for (guint i = 0; i < N_PEOPLE; i++)
    if (self->players[i]->process == NULL)
      crash_player_start (self->players[i]);
}

/* No words stand there twice: ids apart, for a desk that posts anew would make a new one. */
static gpointer
check_once (TktStoreTx *tx, gpointer organization, GError **error)
{
  const TktTicketQuery query = { .status = -1, .sort = TKT_SORT_NUMBER, .limit = ALL };
  g_autoptr (GPtrArray) tickets = tkt_store_list_tickets (tx, organization, &query, error);
  g_autoptr (GHashTable) bodies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < tickets->len; i++)
    {
      const TktTicket *ticket = g_ptr_array_index (tickets, i);
      g_autoptr (GPtrArray) messages
          = tkt_store_list_messages (tx, organization, ticket->id, 0, ALL, error);

      g_assert_cmpint (ticket->number, ==, tickets->len - i);
      for (guint j = 0; j < messages->len; j++)
        {
          const TktMessage *message = g_ptr_array_index (messages, j);

          g_assert_cmpint (message->position, ==, j + 1);
          g_assert_true (tkt_message_is_tombstone (message)
                         || g_hash_table_add (bodies, g_strdup (message->body)));
        }
    }
  return GINT_TO_POINTER (TRUE);
}

static void
check_draft (CrashPlayer *player)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDraft) draft = NULL;

  tkt_desk_find_draft_async (player->seat->desk, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  draft = tkt_desk_find_draft_finish (player->seat->desk, result, &error);
  g_assert_no_error (error);
  crash_player_check_draft (player, draft != NULL ? draft->body : "");
}

/* Everybody starts once more, and is left alone until all has arrived. */
static void
settle (Loop *self)
{
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      crash_player_kill (self->players[i]);
      seat_start (self->players[i]->seat);
      seat_await_ready (self->players[i]->seat);
      check_draft (self->players[i]);
    }
  kill_server (self);
  test_server_start (self->fixture->server);
  desk_settle (self->fixture);
}

static void
check (Loop *self)
{
  TestServer *server = self->fixture->server;
  g_autoptr (GError) error = NULL;
  guint n_kept = 0, n_drafts = 0, n_refused = 0;

  for (guint i = 0; i < N_PEOPLE; i++)
    seat_assert_in_step (self->players[i]->seat);
  tkt_store_read (server->store, check_once, server->organization, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      Seat *seat = self->players[i]->seat;
      g_autofree char *folder
          = tkt_sign_ins_get_account_folder (seat->sign_ins, seat->sign_in->account_id);

      seat_stop (seat);
      crash_files_assert_whole (folder);
      n_refused += crash_player_check (self->players[i]);
      n_kept += self->players[i]->words->len;
      n_drafts += self->players[i]->n_drafts;
    }
  test_server_stop (server);
  crash_files_assert_whole (server->folder);
  g_test_message ("%u kills of the server and %u of desks; %u words and %u drafts were kept; the "
                  "server has refused %u",
                  self->n_server_kills,
                  self->n_desk_kills,
                  n_kept,
                  n_drafts,
                  n_refused);
}

static void
test_killing (void)
{
  Loop self = { .fixture = desk_fixture_new () };
  const char *asked = g_getenv ("TICKETS_KILLS");
  guint n_kills = asked != NULL ? g_ascii_strtoull (asked, NULL, 10) : N_KILLS;

  for (guint i = 0; i < N_PEOPLE; i++)
    self.players[i] = crash_player_new (self.fixture, people[i]);
  test_server_stop (self.fixture->server);
  start_server (&self);
  for (guint i = 0; i < N_PEOPLE; i++)
    crash_player_start (self.players[i]);
  while (self.n_server_kills + self.n_desk_kills < n_kills)
    kill_some (&self);
  settle (&self);
  check (&self);
  for (guint i = 0; i < N_PEOPLE; i++)
    crash_player_free (self.players[i]);
  desk_fixture_free (self.fixture);
}

int
main (int argc, char **argv)
{
  desk_init (&argc, &argv);
  g_test_add_func ("/crash/rule-19/what-was-kept-arrives-once", test_killing);
  return g_test_run ();
}
