/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills a store with an organization: what happens when. Who and what they say is in the files
 * beside this one. */
#include "tkt-generate.h"

#include "tkt-generate-network.h"
#include "tkt-generate-text.h"
#include "tkt-store-calls.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

#define PERIOD (730 * TKT_DAY)

/* One in so many tickets is still open. */
#define OPEN_SHARE 20

/* One in so many messages was deleted. */
#define DELETED_SHARE 400

/* The staff write a note before one in so many of their messages. */
#define NOTE_SHARE 12

/* From so many tickets on a few threads are this long. */
#define LONG_FROM 1000
#define LONG_THREAD 10000
#define LONG_EVERY 20000

/* Things that happen in one transaction. */
#define BATCH 4000

/* A ticket that is being talked about. */
typedef struct
{
  TktTicket *ticket;
  const TktLanguage *language;
  guint n_messages; /* in the end */
  gint64 position;  /* of the last message; 0: it is about to be opened */
  gint64 place;     /* of the last note */
  gboolean closes;
  guint publisher;
  gboolean staff_spoke;
  gint64 next_at; /* when the next thing happens to it */
} Thread;

typedef struct
{
  const TktGenerateOptions *options;
  TktGenerated *generated;
  GRand *random;
  GRand *notes_random; /* of its own: what people say to each other is the same without notes */
  TktGenerateNetwork *network;
  GSequence *threads; /* of Thread, by next_at */
  guint n_opened;
} Generator;

static void
thread_free (gpointer data)
{
  Thread *thread = data;

  tkt_ticket_free (thread->ticket);
  g_free (thread);
}

static int
compare_threads (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Thread *x = a;
  const Thread *y = b;

  if (x->next_at != y->next_at)
    return x->next_at < y->next_at ? -1 : 1;

  return (x->ticket->number > y->ticket->number) - (x->ticket->number < y->ticket->number);
}

/* Most answers come within minutes, some the next days. */
static gint64
pick_pause (Generator *self, const Thread *thread)
{
  guint kind = g_rand_int_range (self->random, 0, 10);
  gint64 seconds = g_rand_int_range (self->random, 20, 60);
  gint64 part = g_rand_int_range (self->random, 0, 30);

  if (kind < 6 || thread->n_messages >= LONG_THREAD)
    return seconds * TKT_SECOND + part * TKT_MINUTE;
  if (kind < 9)
    return seconds * TKT_SECOND + part * TKT_HOUR;

  return seconds * TKT_SECOND + part * TKT_DAY / 8;
}

/* Few long ones among many short: after each message it may have been the last. */
static guint
pick_length (Generator *self)
{
  guint n_tickets = self->options->n_tickets;
  guint every = MIN (LONG_EVERY, n_tickets);
  guint length = 1;

  if (n_tickets >= LONG_FROM && self->n_opened % every == every / 4)
    return LONG_THREAD;
  while (g_rand_int_range (self->random, 0, self->options->n_messages) > 0)
    length++;

  return length;
}

/* The next ticket, opened at its place in the period. */
static Thread *
make_thread (Generator *self)
{
  Thread *thread = g_new0 (Thread, 1);
  TktTicket *ticket = tkt_ticket_new ();
  gint64 step = PERIOD / self->options->n_tickets;

  thread->ticket = ticket;
  thread->language = tkt_generate_pick_language (self->random);
  thread->n_messages = pick_length (self);
  thread->closes = g_rand_int_range (self->random, 0, OPEN_SHARE) > 0;
  thread->publisher = g_rand_int_range (self->random, 0, self->network->publishers->len);
  thread->next_at = self->options->until - PERIOD + step * self->n_opened
                    + (gint64)(step * g_rand_double (self->random));

  ticket->id = tkt_uuid_new_from (thread->next_at, self->random);
  ticket->number = ++self->n_opened;
  ticket->title = tkt_generate_title (thread->language, self->random);
  ticket->publisher_id = g_strdup (tkt_generate_publisher (self->network, thread->publisher)->id);
  ticket->assignee_id = g_strdup (tkt_generate_manager (self->network, thread->publisher)->id);
  ticket->opened_at = thread->next_at;

  return thread;
}

static gboolean
put_ticket (Generator *self, TktStoreTx *tx, Thread *thread, GError **error)
{
  TktTicket *ticket = thread->ticket;

  ticket->updated_at = thread->next_at;
  ticket->revision = tkt_store_next_revision (tx, self->network->organization_id, error);

  return ticket->revision > 0
         && tkt_store_put_ticket (tx, self->network->organization_id, ticket, error);
}

static TktMessage *
make_message (Generator *self, Thread *thread, const TktAccount *author)
{
  TktMessage *message = tkt_message_new ();

  message->id = tkt_uuid_new_from (thread->next_at, self->random);
  message->ticket_id = g_strdup (thread->ticket->id);
  message->position = ++thread->position;
  message->author_id = g_strdup (author->id);
  message->author_username = g_strdup (author->username);
  message->author_name = g_strdup (author->display_name);
  message->author_role = author->role;
  message->sent_at = thread->next_at;
  if (message->position > 1 && g_rand_int_range (self->random, 0, DELETED_SHARE) == 0)
    {
      message->body = g_strdup ("");
      message->deleted_at = message->sent_at;
      message->deleted_by = g_strdup (author->id);
    }
  else
    message->body = tkt_generate_message (thread->language, author->display_name, self->random);

  return message;
}

static gboolean
write_note (Generator *self,
            TktStoreTx *tx,
            Thread *thread,
            const TktAccount *author,
            GError **error)
{
  g_autoptr (TktNote) note = tkt_note_new ();

  note->id = tkt_uuid_new_from (thread->next_at, self->notes_random);
  note->ticket_id = g_strdup (thread->ticket->id);
  note->after = thread->position;
  note->place = ++thread->place;
  note->author_id = g_strdup (author->id);
  note->author_username = g_strdup (author->username);
  note->author_name = g_strdup (author->display_name);
  note->author_role = author->role;
  note->body = tkt_generate_title (thread->language, self->notes_random);
  note->sent_at = thread->next_at;
  note->revision = tkt_store_next_revision (tx, self->network->organization_id, error);

  return note->revision > 0
         && tkt_store_insert_note (tx, self->network->organization_id, note, error);
}

static gboolean
speak (Generator *self, TktStoreTx *tx, Thread *thread, GError **error)
{
  TktTicket *ticket = thread->ticket;
  g_autoptr (TktMessage) message = NULL;
  const TktAccount *author;

  /* Mostly the other side answers. */
  if (thread->position > 0 && g_rand_int_range (self->random, 0, 4) > 0)
    thread->staff_spoke = !thread->staff_spoke;
  author = thread->staff_spoke
               ? tkt_generate_manager (self->network, thread->publisher)
               : tkt_generate_partner (self->network, thread->publisher, self->random);
  if (ticket->opened_by == NULL)
    {
      ticket->opened_by = g_strdup (author->id);
      ticket->last_message_at = thread->next_at;
      if (!put_ticket (self, tx, thread, error))
        return FALSE;
    }

  if (thread->staff_spoke && thread->position > 0
      && g_rand_int_range (self->notes_random, 0, NOTE_SHARE) == 0
      && !write_note (self, tx, thread, author, error))
    return FALSE;
  message = make_message (self, thread, author);
  message->revision = tkt_store_next_revision (tx, self->network->organization_id, error);
  if (message->revision <= 0
      || !tkt_store_insert_message (tx, self->network->organization_id, message, error))
    return FALSE;

  ticket->last_message_at = thread->next_at;
  ticket->reply_count += message->position > 1 && !tkt_message_is_tombstone (message);
  self->generated->n_messages++;

  return TRUE;
}

static void
close_ticket (Generator *self, Thread *thread)
{
  TktTicket *ticket = thread->ticket;

  ticket->status = TKT_TICKET_CLOSED;
  ticket->closed_at = thread->next_at;
  ticket->closed_by = g_strdup (g_rand_boolean (self->random)
                                    ? ticket->opened_by
                                    : tkt_generate_manager (self->network, thread->publisher)->id);
}

/* Whose work it was has read it. */
static gboolean
mark_read (Generator *self, TktStoreTx *tx, Thread *thread, GError **error)
{
  const TktReadMark mark = { thread->ticket->id,
                             thread->position,
                             tkt_store_next_revision (tx, self->network->organization_id, error) };

  return mark.revision > 0
         && tkt_store_put_read_mark (
             tx, self->network->organization_id, thread->ticket->assignee_id, &mark, error);
}

/* What happens to @thread now; @more says whether something will later. The row of a ticket is put
 * when it is opened and when the last thing happened to it. */
static gboolean
advance (Generator *self, TktStoreTx *tx, Thread *thread, gboolean *more, GError **error)
{
  gboolean all_said = thread->position == (gint64)thread->n_messages;
  gint64 now = thread->next_at;

  if (!all_said && !speak (self, tx, thread, error))
    return FALSE;
  if (all_said)
    close_ticket (self, thread);
  thread->next_at += pick_pause (self, thread);
  *more = !all_said && thread->next_at < self->options->until
          && (thread->closes || thread->position < (gint64)thread->n_messages);
  if (*more)
    return TRUE;

  thread->next_at = now;
  return put_ticket (self, tx, thread, error)
         && (thread->ticket->status == TKT_TICKET_OPEN || mark_read (self, tx, thread, error));
}

static gpointer
run_batch (TktStoreTx *tx, gpointer data, GError **error)
{
  Generator *self = data;

  for (guint i = 0; i < BATCH && !g_sequence_is_empty (self->threads); i++)
    {
      GSequenceIter *first = g_sequence_get_begin_iter (self->threads);
      Thread *thread = g_sequence_get (first);
      gboolean more;

      /* The next ticket to be opened always waits among the others. */
      if (thread->position == 0 && self->n_opened < self->options->n_tickets)
        g_sequence_insert_sorted (self->threads, make_thread (self), compare_threads, NULL);
      if (!advance (self, tx, thread, &more, error))
        return NULL;
      if (more)
        g_sequence_sort_changed (first, compare_threads, NULL);
      else
        g_sequence_remove (first);
    }

  return GINT_TO_POINTER (TRUE);
}

static gpointer
put_network (TktStoreTx *tx, gpointer data, GError **error)
{
  Generator *self = data;

  return GINT_TO_POINTER (tkt_generate_network_put (
      self->network, tx, self->options->slug, self->options->password_hash, error));
}

gboolean
tkt_generate (TktStore *store,
              const TktGenerateOptions *options,
              TktGenerateProgress progress,
              gpointer user_data,
              TktGenerated *generated,
              GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (options->seed);
  g_autoptr (GRand) notes_random = g_rand_new_with_seed (options->seed + 1);
  g_autoptr (TktGenerateNetwork) network
      = tkt_generate_network_new (options->n_tickets, options->until - PERIOD, random);
  g_autoptr (GSequence) threads = g_sequence_new (thread_free);
  Generator self = { options, generated, random, notes_random, network, threads };

  *generated = (TktGenerated){ .n_publishers = network->publishers->len,
                               .n_managers = network->managers->len,
                               .n_partners = network->partners->len };
  if (tkt_store_write_sync (store, put_network, &self, error) == NULL)
    return FALSE;

  if (options->n_tickets > 0)
    g_sequence_append (threads, make_thread (&self));
  while (!g_sequence_is_empty (threads))
    {
      if (tkt_store_write_sync (store, run_batch, &self, error) == NULL)
        return FALSE;
      if (progress != NULL)
        progress (generated->n_messages, user_data);
    }

  return TRUE;
}
