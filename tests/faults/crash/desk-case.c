/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is tried on a desk: one person's seat, a ticket, and the deeds that a person may do there.
 */
#include "desk-case.h"

#include "tkt-desk-private.h"

DeskCase *
desk_case_new (void)
{
  DeskCase *self = g_new0 (DeskCase, 1);

  self->fixture = desk_fixture_new ();
  self->seat = seat_new (self->fixture, "ada");
  self->other = seat_new (self->fixture, "mara");
  self->folder
      = tkt_sign_ins_get_account_folder (self->seat->sign_ins, self->seat->sign_in->account_id);
  self->ticket = seat_open_ticket (self->seat, NULL, "Payout missing", "For October", NULL);
  self->own = seat_reply (self->seat, self->ticket, DESK_CASE_SECRET, NULL);
  desk_settle (self->fixture);
  g_free (seat_reply (self->other, self->ticket, "We look into it", NULL));
  desk_settle (self->fixture);
  seat_stop (self->seat);
  seat_stop (self->other);
  test_server_stop (self->fixture->server);
  return self;
}

void
desk_case_free (DeskCase *self)
{
  desk_fixture_free (self->fixture);
  g_free (self->folder);
  g_free (self->ticket);
  g_free (self->own);
  g_free (self);
}

char *
desk_case_find_draft (DeskCase *self, const char *ticket_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDraft) draft = NULL;

  tkt_desk_find_draft_async (self->seat->desk, ticket_id, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  draft = tkt_desk_find_draft_finish (self->seat->desk, result, &error);
  g_assert_no_error (error);
  return g_strdup (draft != NULL ? draft->body : "");
}

char *
desk_case_show_bodies (DeskCase *self)
{
  g_autoptr (GPtrArray) rows = seat_list_messages (self->seat, self->ticket);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s\n", ((TktMessageRow *)rows->pdata[i])->message->body);
  return g_string_free (text, FALSE);
}

char *
desk_case_view (DeskCase *self)
{
  g_autofree char *messages = seat_show_messages (self->seat, self->ticket);
  g_autofree char *reply = desk_case_find_draft (self, self->ticket);
  g_autofree char *opening = desk_case_find_draft (self, NULL);
  g_autofree char *digest = NULL;

  test_await (!self->seat->desk->reading);
  digest = seat_digest (self->seat);
  return g_strdup_printf ("%s\n%s\ndrafts: %s, %s\nwaiting: %u\n",
                          digest,
                          messages,
                          reply,
                          opening,
                          tkt_desk_get_waiting (self->seat->desk));
}

static void
act_open (DeskCase *self, GError **error)
{
  g_free (seat_open_ticket (self->seat, NULL, "Another", "Words of an opening", error));
}

static void
act_reply (DeskCase *self, GError **error)
{
  g_free (seat_reply (self->seat, self->ticket, "Words of a reply", error));
}

static void
act_close (DeskCase *self, GError **error)
{
  seat_close_ticket (self->seat, self->ticket, error);
}

static void
act_delete (DeskCase *self, GError **error)
{
  seat_delete_message (self->seat, self->ticket, self->own, error);
}

/* Ends what was begun with @result. */
static void
finish (DeskCase *self, GAsyncResult **result, GError **error)
{
  test_await (*result != NULL);
  g_free (tkt_desk_finish (self->seat->desk, *result, error));
  g_clear_object (result);
}

static void
act_mark_read (DeskCase *self, GError **error)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (self->seat, self->ticket);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_mark_read_async (self->seat->desk, row->ticket, 3, test_keep_result, (gpointer)&result);
  finish (self, &result, error);
}

static void
save_draft (DeskCase *self, const char *body, GError **error)
{
  g_autoptr (TktDraft) draft = tkt_draft_make (self->ticket, NULL, NULL, body);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_save_draft_async (self->seat->desk, draft, test_keep_result, (gpointer)&result);
  finish (self, &result, error);
}

static void
prepare_draft (DeskCase *self)
{
  g_autoptr (GError) error = NULL;

  save_draft (self, "Half a sent", &error);
  g_assert_no_error (error);
}

static void
act_draft (DeskCase *self, GError **error)
{
  save_draft (self, "Half a sentence, and more", error);
}

static void
prepare_held (DeskCase *self)
{
  tkt_desk_set_hold (self->seat->desk, 60 * 60, TRUE);
  act_reply (self, NULL);
}

static void
act_undo (DeskCase *self, GError **error)
{
  g_autoptr (GPtrArray) rows = seat_list_messages (self->seat, self->ticket);
  const TktMessageRow *last = g_ptr_array_index (rows, rows->len - 1);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_undo_async (self->seat->desk, last->message->id, test_keep_result, (gpointer)&result);
  finish (self, &result, error);
}

static void
act_release (DeskCase *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_release_async (self->seat->desk, test_keep_result, (gpointer)&result);
  finish (self, &result, error);
}

const DeskDeed desk_deeds[] = {
  { "open", NULL, act_open },
  { "reply", NULL, act_reply },
  { "reply-of-a-draft", prepare_draft, act_reply },
  { "close", NULL, act_close },
  { "delete", NULL, act_delete },
  { "mark-read", NULL, act_mark_read },
  { "first-draft", NULL, act_draft },
  { "next-draft", prepare_draft, act_draft },
  { "undo", prepare_held, act_undo },
  { "release", prepare_held, act_release },
};
const guint n_desk_deeds = G_N_ELEMENTS (desk_deeds);
