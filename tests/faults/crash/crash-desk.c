/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk in a hurry, for a test to kill: it says what was kept, and what it was about to ask for.
 * Arguments: the computer's folder, the account's username, a number that is new with every start,
 * a seed. */
#include <string.h>
#include <unistd.h>

#include "desk-fixture.h"
#include "tkt-problem.h"

/* While so much waits for the server, nothing is added. */
#define WAITING_MOST 40
#define OPEN_LEAST 3
#define OPEN_MOST 12
#define BURST_MOST 4

typedef struct
{
  Seat seat;
  GRand *random;
  const char *round;
  guint n_words;   /* in this life */
  GPtrArray *open; /* TktTicketRow */
} Hurry;

/* To whoever reads, before anything else is done. */
static void G_GNUC_PRINTF (1, 2) say (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  va_list args;
  gsize length;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  line = g_strconcat (text, "\n", NULL);
  length = strlen (line);
  if (write (STDOUT_FILENO, line, length) != (gssize)length)
    g_error ("nobody reads");
}

/* One that was never written before. (transfer full) */
static char *
new_word (Hurry *self)
{
  return g_strdup_printf ("%s.%s.%u", self->seat.sign_in->username, self->round, ++self->n_words);
}

/* The other side may have closed what this one writes to; nothing else is refused here. */
static gboolean
is_taken (GError *error)
{
  if (error == NULL)
    return TRUE;
  if (!g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_TICKET_CLOSED))
    g_error ("not kept: %s", error->message);
  return FALSE;
}

static const TktTicketRow *
choose_row (Hurry *self)
{
  return g_ptr_array_index (self->open, g_rand_int_range (self->random, 0, self->open->len));
}

static const TktTicket *
choose (Hurry *self)
{
  return choose_row (self)->ticket;
}

static void
open_ticket (Hurry *self)
{
  g_autofree char *word = new_word (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const char *publisher = NULL;

  if (tkt_desk_is_staff (self->seat.desk))
    publisher = choose (self)->publisher_id;
  say ("trying open");
  id = seat_open_ticket (&self->seat, publisher, word, word, &error);
  if (is_taken (error))
    say ("kept open %s - %s", id, word);
}

/* Several at once: the worker makes one transaction of them. */
static void
reply (Hurry *self)
{
  const TktTicket *ticket = choose (self);
  guint n = g_rand_int_range (self->random, 1, BURST_MOST + 1);
  GAsyncResult *results[BURST_MOST] = { NULL };
  char *words[BURST_MOST];

  for (guint i = 0; i < n; i++)
    {
      words[i] = new_word (self);
      tkt_desk_reply_async (
          self->seat.desk, ticket, words[i], NULL, test_keep_result, (gpointer)&results[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *id = NULL;

      test_await (results[i] != NULL);
      id = tkt_desk_finish (self->seat.desk, results[i], &error);
      if (is_taken (error))
        say ("kept reply %s %s %s", ticket->id, id, words[i]);
      g_object_unref (results[i]);
      g_free (words[i]);
    }
}

static void
close_ticket (Hurry *self)
{
  const TktTicket *ticket = choose (self);
  g_autoptr (GError) error = NULL;

  seat_close_ticket (&self->seat, ticket->id, &error);
  if (is_taken (error))
    say ("kept close %s - -", ticket->id);
}

static void
delete_message (Hurry *self)
{
  const TktTicket *ticket = choose (self);
  g_autoptr (GPtrArray) messages = seat_list_messages (&self->seat, ticket->id);
  guint from = g_rand_int_range (self->random, 0, messages->len + 1);

  for (guint i = from; i < messages->len; i++)
    {
      const TktMessageRow *row = g_ptr_array_index (messages, i);
      g_autoptr (GError) error = NULL;

      if (!row->own || row->delivery != TKT_DELIVERY_DELIVERED || row->deleting
          || tkt_message_is_tombstone (row->message))
        continue;
      say ("trying delete %s", row->message->id);
      seat_delete_message (&self->seat, ticket->id, row->message->id, &error);
      if (is_taken (error))
        say ("kept delete %s %s -", ticket->id, row->message->id);
      return;
    }
}

/* Up to a message that the server has, for it sets no mark past its last one. */
static void
mark_read (Hurry *self)
{
  const TktTicketRow *row = choose_row (self);
  gint64 position;

  if (row->last_position == 0)
    return;
  position = g_rand_int_range (self->random, 1, row->last_position + 1);
  seat_mark_read (&self->seat, row->ticket->id, position);
  say ("kept read %s - %d", row->ticket->id, (int)position);
}

/* Of a new ticket, so that it goes when one is opened. */
static void
save_draft (Hurry *self)
{
  g_autofree char *word = new_word (self);
  g_autoptr (TktDraft) draft = tkt_draft_make (NULL, NULL, NULL, word);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  say ("trying draft %s", word);
  tkt_desk_save_draft_async (self->seat.desk, draft, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  id = tkt_desk_finish (self->seat.desk, result, &error);
  g_assert_no_error (error);
  say ("kept draft %s - -", word);
}

/* What the start found. */
static void
tell_draft (Hurry *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDraft) draft = NULL;

  tkt_desk_find_draft_async (self->seat.desk, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  draft = tkt_desk_find_draft_finish (self->seat.desk, result, &error);
  g_assert_no_error (error);
  say ("found %s", draft != NULL ? draft->body : "");
}

static void
do_something (Hurry *self)
{
  static void (*const deeds[]) (Hurry *)
      = { reply,          reply,          reply,     reply,     open_ticket,
          delete_message, delete_message, mark_read, save_draft };
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  const gboolean staff = tkt_desk_is_staff (self->seat.desk);

  g_clear_pointer (&self->open, g_ptr_array_unref);
  self->open = seat_list_tickets (&self->seat, filter);
  /* Staff close, so that replies of others meet a closed ticket. */
  if (self->open->len > OPEN_MOST && staff)
    close_ticket (self);
  else if (self->open->len >= OPEN_LEAST)
    deeds[g_rand_int_range (self->random, 0, G_N_ELEMENTS (deeds))](self);
  else if (!staff)
    open_ticket (self);
  else
    g_main_context_iteration (NULL, TRUE);
}

static TktSignIn *
find_sign_in (TktSignIns *sign_ins, const char *username)
{
  g_autoptr (GPtrArray) list = desk_load_sign_ins (sign_ins);

  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((TktSignIn *)list->pdata[i])->username, username))
      return tkt_sign_in_copy (list->pdata[i]);
  g_error ("%s never signed in here", username);
}

int
main (int argc, char **argv)
{
  Hurry self = { 0 };

  desk_init_surroundings ();
  if (argc != 5)
    g_error ("FOLDER USERNAME ROUND SEED");
  self.round = argv[3];
  self.random = g_rand_new_with_seed (g_ascii_strtoull (argv[4], NULL, 10));
  self.seat.sign_ins = tkt_sign_ins_new (argv[1], TRUE);
  self.seat.sign_in = find_sign_in (self.seat.sign_ins, argv[2]);
  seat_start (&self.seat);
  seat_await_ready (&self.seat);
  tell_draft (&self);
  for (;;)
    if (tkt_desk_get_waiting (self.seat.desk) < WAITING_MOST)
      do_something (&self);
    else
      g_main_context_iteration (NULL, TRUE);
}
