/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo: a closing, a deletion and a reply wait for some seconds; taken back they never were, and
 * otherwise they are done, whatever happens to the window. */
#include "desk-fixture.h"

#include "tkt-problem.h"

/* Longer than anything here takes, and shorter than anybody waits. */
#define LONG 600
#define SHORT 1

typedef struct
{
  DeskFixture *desks;
  Seat *ada;
  Seat *mara;
  char *ticket_id;
  char *message_id; /* of ada's second message */
} Talk;

static Talk *
talk_new (guint seconds)
{
  Talk *self = g_new0 (Talk, 1);

  self->desks = desk_fixture_new ();
  self->ada = seat_new (self->desks, "ada");
  self->mara = seat_new (self->desks, "mara");
  self->ticket_id = seat_open_ticket (self->ada, NULL, "Payout", "Where is it?", NULL);
  self->message_id = seat_reply (self->ada, self->ticket_id, "Hello?", NULL);
  desk_settle (self->desks);
  tkt_desk_set_hold (self->ada->desk, seconds, TRUE);
  return self;
}

static void
talk_free (Talk *self)
{
  g_free (self->ticket_id);
  g_free (self->message_id);
  desk_fixture_free (self->desks);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Talk, talk_free)

/* What is done: the id under which it can be undone. */
static char *
close_it (Talk *self)
{
  seat_close_ticket (self->ada, self->ticket_id, NULL);
  return g_strdup (self->ticket_id);
}

static char *
delete_it (Talk *self)
{
  seat_delete_message (self->ada, self->ticket_id, self->message_id, NULL);
  return g_strdup (self->message_id);
}

static char *
reply_to_it (Talk *self)
{
  return seat_reply (self->ada, self->ticket_id, "Never mind", NULL);
}

typedef struct
{
  const char *name;
  char *(*act) (Talk *self);
  const char *here;  /* the thread on the desk where it was done, at once */
  const char *there; /* on the others', afterwards */
  gboolean closed;
} Deed;

static const Deed deeds[] = {
  { "close", close_it, "ada: Where is it? | ada: Hello?", "ada: Where is it? | ada: Hello?", TRUE },
  { "delete",
    delete_it,
    "ada: Where is it? | ada: (deleted)",
    "ada: Where is it? | ada: (deleted)",
    FALSE },
  { "reply",
    reply_to_it,
    "ada: Where is it? | ada: Hello? | ada: Never mind [held]",
    "ada: Where is it? | ada: Hello? | ada: Never mind",
    FALSE },
};

#define BEFORE "ada: Where is it? | ada: Hello?"

static void
assert_shown (Seat *seat, const char *ticket_id, const char *messages, gboolean closed)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (seat, ticket_id);

  seat_assert_messages (seat, ticket_id, messages);
  g_assert_cmpint (row->ticket->status, ==, closed ? TKT_TICKET_CLOSED : TKT_TICKET_OPEN);
}

static gboolean
undo (Seat *seat, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *undone = NULL;

  tkt_desk_undo_async (seat->desk, id, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  undone = tkt_desk_finish (seat->desk, result, &error);
  if (undone == NULL)
    g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_CHANGED_MEANWHILE);
  return undone != NULL;
}

/* It shows at once, no haste takes it to the server, and undone it is as it was everywhere. */
static void
test_undone (gconstpointer data)
{
  const Deed *deed = data;
  g_autoptr (Talk) self = talk_new (LONG);
  g_autofree char *id = deed->act (self);

  assert_shown (self->ada, self->ticket_id, deed->here, deed->closed);
  tkt_desk_sync_now (self->ada->desk);
  desk_settle (self->desks);
  assert_shown (self->mara, self->ticket_id, BEFORE, FALSE);
  g_assert_cmpuint (tkt_desk_get_waiting (self->ada->desk), ==, 1);

  g_assert_true (undo (self->ada, id));
  assert_shown (self->ada, self->ticket_id, BEFORE, FALSE);
  desk_settle (self->desks);
  assert_shown (self->mara, self->ticket_id, BEFORE, FALSE);
  g_assert_false (undo (self->ada, id));
  seat_assert_in_step (self->ada);
}

/* Once its time is over it goes out by itself, and it is too late. */
static void
test_done (gconstpointer data)
{
  const Deed *deed = data;
  g_autoptr (Talk) self = talk_new (SHORT);
  g_autofree char *id = deed->act (self);

  test_await (tkt_desk_get_waiting (self->ada->desk) == 1);
  desk_await (self->desks, tkt_desk_get_waiting (self->ada->desk) == 0);
  g_assert_false (undo (self->ada, id));
  desk_settle (self->desks);
  assert_shown (self->mara, self->ticket_id, deed->there, deed->closed);
  seat_assert_in_step (self->ada);
}

/* The choice stands after the window was closed: until then it could be undone, then it is done. */
static void
test_restart (gconstpointer data)
{
  const Deed *deed = data;
  g_autoptr (Talk) self = talk_new (LONG);
  g_autofree char *id = deed->act (self);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *released = NULL;

  seat_stop (self->ada);
  seat_start (self->ada);
  seat_await_ready (self->ada);
  desk_settle (self->desks);
  assert_shown (self->ada, self->ticket_id, deed->here, deed->closed);
  assert_shown (self->mara, self->ticket_id, BEFORE, FALSE);

  tkt_desk_release_async (self->ada->desk, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  released = tkt_desk_finish (self->ada->desk, result, NULL);
  g_assert_nonnull (released);
  desk_await (self->desks, tkt_desk_get_waiting (self->ada->desk) == 0);
  desk_settle (self->desks);
  assert_shown (self->mara, self->ticket_id, deed->there, deed->closed);
  seat_assert_in_step (self->ada);
}

static void
add_tests (const char *folder, GTestDataFunc func)
{
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_autofree char *path = g_strconcat ("/desk/undo/rule-19/", folder, "/", deeds[i].name, NULL);

      g_test_add_data_func (path, &deeds[i], func);
    }
}

void
desk_add_undo_tests (void)
{
  add_tests ("undone", test_undone);
  add_tests ("done", test_done);
  add_tests ("restart", test_restart);
}
