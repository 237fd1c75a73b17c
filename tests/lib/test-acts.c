/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do somewhere else, as one transaction each. */
#include "test-acts.h"

typedef struct
{
  const char *username;
  TktNewTicket ticket;
  TktNewMessage message;
  const char *id; /* of what is changed; NULL: a new ticket */
  gboolean deletes;
  gboolean closes;
  gboolean notes;
  TktNewReadMark mark; /* position 0: none */
  char *answer;
} Act;

static void
act_in_tx (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  Act *act = data;
  const char *organization = operator->organization->id;
  TktTicketPatch closing = { .status = TKT_TICKET_CLOSED, .status_given = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account
      = tkt_store_get_account_by_username (tx, organization, act->username, &error);
  g_autoptr (TktActor) actor = tkt_actor_load (tx, organization, account->id, &error);
  g_autoptr (TktOpenedTicket) opened = NULL;
  g_autoptr (TktTicket) closed = NULL;
  g_autoptr (TktMessage) message = NULL;
  g_autoptr (TktReadMark) mark = NULL;
  g_autoptr (TktNote) note = NULL;
  g_autoptr (GPtrArray) attachments = g_ptr_array_new ();

  act->message.attachments = attachments;
  act->ticket.message = &act->message;
  if (act->closes)
    closed = tkt_service_patch_ticket (tx, actor, act->id, &closing, -1, &error);
  else if (act->deletes)
    message = tkt_service_delete_message (tx, actor, act->id, &error);
  else if (act->mark.position != 0)
    mark = tkt_service_mark_read (tx, actor, act->id, &act->mark, &error);
  else if (act->notes)
    note = tkt_service_write_note (
        tx, actor, act->id, &(TktNewNote){ .body = act->message.body }, NULL, &error);
  else if (act->id != NULL)
    message = tkt_service_reply (tx, actor, act->id, &act->message, NULL, &error);
  else
    opened = tkt_service_open_ticket (tx, actor, &act->ticket, NULL, &error);
  g_assert_no_error (error);
  act->answer = g_strdup (opened != NULL    ? opened->ticket->id
                          : message != NULL ? message->id
                          : note != NULL    ? note->id
                                            : NULL);
}

char *
test_act_open_ticket (TestServer *server, const char *username, const char *title, const char *body)
{
  Act act = { .username = username,
              .ticket = { .title = (char *)title },
              .message = { .body = (char *)body } };

  test_server_change (server, act_in_tx, &act);
  return act.answer;
}

char *
test_act_reply (TestServer *server, const char *username, const char *ticket_id, const char *body)
{
  Act act = { .username = username, .id = ticket_id, .message = { .body = (char *)body } };

  test_server_change (server, act_in_tx, &act);
  return act.answer;
}

char *
test_act_write_note (TestServer *server,
                     const char *username,
                     const char *ticket_id,
                     const char *body)
{
  Act act = {
    .username = username, .id = ticket_id, .message = { .body = (char *)body }, .notes = TRUE
  };

  test_server_change (server, act_in_tx, &act);
  return act.answer;
}

void
test_act_close_ticket (TestServer *server, const char *username, const char *ticket_id)
{
  Act act = { .username = username, .id = ticket_id, .closes = TRUE };

  test_server_change (server, act_in_tx, &act);
}

void
test_act_delete_message (TestServer *server, const char *username, const char *message_id)
{
  Act act = { .username = username, .id = message_id, .deletes = TRUE };

  test_server_change (server, act_in_tx, &act);
  g_free (act.answer);
}

void
test_act_mark_read (TestServer *server,
                    const char *username,
                    const char *ticket_id,
                    gint64 position)
{
  Act act = { .username = username, .id = ticket_id, .mark = { position } };

  test_server_change (server, act_in_tx, &act);
}
