/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a desk says that its account may do is what the server says: each action as each account, on
 * tickets of each kind, asked here and then tried there. */
#include "desk-fixture.h"

#include "tkt-api.h"

typedef enum
{
  KIND_OPEN,
  KIND_CLOSED,
  KIND_ERASED, /* open, and its first message is a tombstone */
  N_KINDS
} Kind;

typedef enum
{
  WORLD_AS_USUAL,
  WORLD_BLOCKED, /* the publisher of the tickets */
  WORLD_OFF,     /* the feature */
  N_WORLDS
} World;

static const char *const usernames[] = { "alma", "mara", "nils", "ada", "abel", "bob" };
static const char *const world_names[] = { "as-usual", "publisher-blocked", "turned-off" };

/* The tickets that one account tries its hand at; what it does to one must not be there for the
 * next. */
typedef struct
{
  TktTicket *tickets[N_KINDS];
  TktMessage *messages[N_KINDS]; /* the first of each, ada's */
  TktNote *notes[N_KINDS];       /* one on each, mara's; a tombstone where the message is one */
} Ground;

static void
ground_clear (Ground *ground)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      tkt_ticket_free (ground->tickets[kind]);
      tkt_message_free (ground->messages[kind]);
      tkt_note_free (ground->notes[kind]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ground, ground_clear)

static void
prepare (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  Ground *ground = data;
  const TktTicketPatch close = { .status = TKT_TICKET_CLOSED, .status_given = TRUE };

  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      g_autoptr (GPtrArray) none = g_ptr_array_new ();
      TktNewMessage message = { .body = (char *)"Where is it?", .attachments = none };
      const TktNewTicket request = { .title = (char *)"Payout", .message = &message };
      g_autoptr (GError) error = NULL;
      g_autoptr (TktOpenedTicket) opened
          = tkt_service_open_ticket (tx, actor, &request, NULL, &error);

      g_assert_no_error (error);
      ground->tickets[kind] = g_steal_pointer (&opened->ticket);
      ground->messages[kind] = g_steal_pointer (&opened->message);
      if (kind == KIND_CLOSED)
        {
          g_autoptr (TktTicket) before = ground->tickets[kind];

          ground->tickets[kind]
              = tkt_service_patch_ticket (tx, actor, before->id, &close, -1, &error);
        }
      if (kind == KIND_ERASED)
        {
          g_autoptr (TktMessage) before = ground->messages[kind];

          ground->messages[kind] = tkt_service_delete_message (tx, actor, before->id, &error);
        }
      g_assert_no_error (error);
    }
}

static void
prepare_notes (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  Ground *ground = data;
  const TktNewNote request = { .body = (char *)"Ask the bank" };

  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      g_autoptr (GError) error = NULL;

      ground->notes[kind]
          = tkt_service_write_note (tx, actor, ground->tickets[kind]->id, &request, NULL, &error);
      if (kind == KIND_ERASED)
        {
          g_autoptr (TktNote) before = ground->notes[kind];

          ground->notes[kind] = tkt_service_delete_note (tx, actor, before->id, &error);
        }
      g_assert_no_error (error);
    }
}

/* The call that tries @action. (transfer full): the path */
static char *
build_call (DeskFixture *self,
            const TktAccount *account,
            TktAction action,
            const TktTicket *ticket,
            const TktMessage *message,
            const TktNote *note,
            const char **method,
            char **body)
{
  const gboolean staff = tkt_role_is_staff (account->role);

  *method = "PATCH";
  *body = NULL;
  switch (action)
    {
    case TKT_ACTION_SEE:
      *method = "GET";
      return g_strdup_printf ("/v1/tickets/%s", ticket->id);
    case TKT_ACTION_MARK_READ:
      *method = "PUT";
      *body = g_strdup ("{\"position\":1}");
      return g_strdup_printf ("/v1/tickets/%s/read", ticket->id);
    case TKT_ACTION_OPEN:
      *method = "POST";
      *body = g_strdup_printf ("{\"title\":\"T\",\"message\":{\"body\":\"B\"}%s%s%s}",
                               staff ? ",\"publisher_id\":\"" : "",
                               staff ? self->server->acme : "",
                               staff ? "\"" : "");
      return g_strdup ("/v1/tickets");
    case TKT_ACTION_REPLY:
      *method = "POST";
      *body = g_strdup ("{\"body\":\"Hello?\"}");
      return g_strdup_printf ("/v1/tickets/%s/messages", ticket->id);
    case TKT_ACTION_CLOSE:
      *body = g_strdup ("{\"status\":\"closed\"}");
      return g_strdup_printf ("/v1/tickets/%s", ticket->id);
    case TKT_ACTION_REOPEN:
      *body = g_strdup ("{\"status\":\"open\"}");
      return g_strdup_printf ("/v1/tickets/%s", ticket->id);
    case TKT_ACTION_REASSIGN:
      *body = g_strdup ("{\"assignee_id\":null}");
      return g_strdup_printf ("/v1/tickets/%s", ticket->id);
    case TKT_ACTION_DELETE_MESSAGE:
      *method = "DELETE";
      return g_strdup_printf ("/v1/messages/%s", message->id);
    case TKT_ACTION_SEE_NOTES:
      *method = "GET";
      return g_strdup_printf ("/v1/tickets/%s/notes", ticket->id);
    case TKT_ACTION_WRITE_NOTE:
      *method = "POST";
      *body = g_strdup ("{\"body\":\"Hm\"}");
      return g_strdup_printf ("/v1/tickets/%s/notes", ticket->id);
    case TKT_ACTION_DELETE_NOTE:
      *method = "DELETE";
      return g_strdup_printf ("/v1/notes/%s", note->id);
    case TKT_ACTION_SEE_PUBLISHERS:
      *method = "GET";
      return g_strdup ("/v1/publishers");
    case TKT_ACTION_SEE_SAVED_REPLIES:
      *method = "GET";
      return g_strdup ("/v1/saved-replies");
    case TKT_ACTION_WRITE_SAVED_REPLY:
      *method = "POST";
      *body
          = g_strdup_printf ("{\"name\":\"r-%u\",\"body\":\"B\",\"shared\":true}", g_random_int ());
      return g_strdup ("/v1/saved-replies");
    case TKT_ACTION_ADMINISTER:
      *body = g_strdup ("{\"name\":\"Larkfield Network\"}");
      return g_strdup ("/v1/organization");
    case TKT_N_ACTIONS:
      break;
    }
  g_return_val_if_reached (NULL);
}

/* (nullable): the server's problem with it */
static GError *
try_on_server (Seat *seat, TktApi *api, TktAction action, const Ground *ground, guint kind)
{
  const char *method;
  char *body;
  g_autofree char *path = build_call (seat->fixture,
                                      tkt_desk_get_account (seat->desk),
                                      action,
                                      ground->tickets[kind],
                                      ground->messages[kind],
                                      ground->notes[kind],
                                      &method,
                                      &body);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  GError *error = NULL;

  tkt_api_call_async (api, method, path, body, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  answer = tkt_api_call_finish (api, result, &error);
  return error;
}

/* In an order in which what comes first takes nothing from what follows. */
static const TktAction actions[] = { TKT_ACTION_SEE,
                                     TKT_ACTION_MARK_READ,
                                     TKT_ACTION_SEE_PUBLISHERS,
                                     TKT_ACTION_REOPEN,
                                     TKT_ACTION_REPLY,
                                     TKT_ACTION_REASSIGN,
                                     TKT_ACTION_OPEN,
                                     TKT_ACTION_DELETE_MESSAGE,
                                     TKT_ACTION_CLOSE,
                                     TKT_ACTION_SEE_NOTES,
                                     TKT_ACTION_WRITE_NOTE,
                                     TKT_ACTION_DELETE_NOTE,
                                     TKT_ACTION_ADMINISTER,
                                     TKT_ACTION_SEE_SAVED_REPLIES,
                                     TKT_ACTION_WRITE_SAVED_REPLY };
G_STATIC_ASSERT (G_N_ELEMENTS (actions) == TKT_N_ACTIONS);

static gboolean
is_about_a_ticket (TktAction action)
{
  return action != TKT_ACTION_OPEN && action != TKT_ACTION_SEE_PUBLISHERS
         && action != TKT_ACTION_ADMINISTER && action != TKT_ACTION_SEE_SAVED_REPLIES
         && action != TKT_ACTION_WRITE_SAVED_REPLY;
}

/* To the desk a note is a message of its thread: the one is a tombstone where the other is. */
static gboolean
deletes (TktAction action)
{
  return action == TKT_ACTION_DELETE_MESSAGE || action == TKT_ACTION_DELETE_NOTE;
}

static void
compare (Seat *seat, TktApi *api, const Ground *ground)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
      {
        const TktTicket *ticket = ground->tickets[kind];
        const TktMessage *message = ground->messages[kind];
        TktProblemCode problem = TKT_N_PROBLEMS;
        TktVerdict verdict = tkt_desk_may (seat->desk,
                                           actions[i],
                                           is_about_a_ticket (actions[i]) ? ticket : NULL,
                                           deletes (actions[i]) ? message : NULL,
                                           &problem);
        g_autoptr (GError) error = try_on_server (seat, api, actions[i], ground, kind);

        g_test_message ("%s, action %d, ticket of kind %u: %s",
                        seat->sign_in->username,
                        actions[i],
                        kind,
                        error != NULL ? error->message : "yes");
        if (verdict == TKT_VERDICT_NO)
          g_assert_error (error, TKT_PROBLEM, (int)problem);
        else
          g_assert_no_error (error);
      }
}

typedef struct
{
  const char *publisher_id;
  TktPublisherStatus status;
} Standing;

static void
set_standing (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const Standing *standing = data;
  const TktPublisherPatch request = { .status = standing->status, .status_given = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPublisher) publisher
      = tkt_service_patch_publisher (tx, operator, standing->publisher_id, &request, -1, &error);

  g_assert_no_error (error);
}

static void
set_world (DeskFixture *self, World world)
{
  Standing standing = { self->server->acme,
                        world == WORLD_BLOCKED ? TKT_PUBLISHER_BLOCKED : TKT_PUBLISHER_ACTIVE };

  test_server_change (self->server, set_standing, &standing);
  test_server_set_support_tickets (self->server, world != WORLD_OFF);
}

static gboolean
knows_world (Seat *seat, World world)
{
  const gboolean own
      = g_strcmp0 (tkt_desk_get_account (seat->desk)->publisher_id, seat->fixture->server->acme)
        == 0;

  if (world == WORLD_BLOCKED && own)
    return tkt_desk_may (seat->desk, TKT_ACTION_OPEN, NULL, NULL, NULL) == TKT_VERDICT_NO;
  return tkt_desk_get_organization (seat->desk)->support_tickets_enabled == (world != WORLD_OFF);
}

static void
test_world (gconstpointer data)
{
  const World world = GPOINTER_TO_UINT (data);
  g_autoptr (DeskFixture) self = desk_fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (usernames); i++)
    seat_new (self, usernames[i]);
  for (guint i = 0; i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);
      g_autofree char *token = desk_lookup_token (seat->sign_ins, seat->sign_in->account_id);
      g_autoptr (TktApi) api = tkt_api_new (seat->sign_in->server, NULL);
      g_auto (Ground) ground = { 0 };

      tkt_api_set_token (api, token);
      set_world (self, WORLD_AS_USUAL);
      desk_act (self, "ada", prepare, &ground);
      desk_act (self, "mara", prepare_notes, &ground);
      set_world (self, world);
      desk_await (self, knows_world (seat, world));
      compare (seat, api, &ground);
    }
}

void
desk_add_rules_tests (void)
{
  for (guint world = 0; world < N_WORLDS; world++)
    {
      g_autofree char *path
          = g_strconcat ("/desk/rules/as-the-server-says/", world_names[world], NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (world), test_world);
    }
}
