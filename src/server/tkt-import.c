/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes tickets with their history into an organization, as they were elsewhere. */
#include "tkt-import.h"

#include <glib/gi18n-lib.h>

#include "tkt-import-attachments.h"
#include "tkt-problem.h"
#include "tkt-store-calls.h"
#include "tkt-uuid.h"

struct _TktImporter
{
  TktStoreTx *tx;
  char *organization_id;
  GHashTable *people;     /* username → id */
  GHashTable *guessed;    /* ids of accounts that were made here of which only the name is known */
  GHashTable *publishers; /* name → id */
  GPtrArray *told;        /* ids that the ticket in hand has taken out of @guessed */
};

TktImporter *
tkt_importer_new (TktStoreTx *tx, const char *organization_id)
{
  TktImporter *self = g_new (TktImporter, 1);

  self->tx = tx;
  self->organization_id = g_strdup (organization_id);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->guessed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->publishers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->told = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
tkt_importer_free (TktImporter *self)
{
  g_free (self->organization_id);
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->guessed);
  g_hash_table_unref (self->publishers);
  g_ptr_array_unref (self->told);
  g_free (self);
}

static gint64
next_revision (TktImporter *self, GError **error)
{
  return tkt_store_next_revision (self->tx, self->organization_id, error);
}

/* Makes the account that was not there, or (@id) tells more of one that was guessed. */
static gboolean
put_person (TktImporter *self,
            const char *id,
            const char *username,
            const char *name,
            TktRole role,
            const char *publisher_id,
            GError **error)
{
  g_autoptr (TktAccount) account = tkt_account_new ();

  account->id = g_strdup (id);
  account->username = g_strdup (username);
  account->display_name = g_strdup (name);
  account->role = role;
  account->publisher_id = role == TKT_ROLE_PUBLISHER ? g_strdup (publisher_id) : NULL;
  account->revision = next_revision (self, error);

  return account->revision > 0
         && tkt_store_put_account (self->tx, self->organization_id, account, error);
}

static const char *
remember (GHashTable *table, const char *name, char *id_taken)
{
  g_hash_table_insert (table, g_strdup (name), id_taken);

  return id_taken;
}

/* The id of who is in the importer's memory or in the store; NULL without an error: nobody. */
static const char *
look_up_person (TktImporter *self, const char *username, GError **error)
{
  const char *known = g_hash_table_lookup (self->people, username);
  g_autoptr (TktAccount) account = NULL;

  if (known != NULL)
    return known;
  account = tkt_store_get_account_by_username (self->tx, self->organization_id, username, error);
  if (account == NULL)
    return NULL;

  return remember (self->people, username, g_steal_pointer (&account->id));
}

/* Who wrote a message or has a ticket: their role is known. */
static const char *
find_person (TktImporter *self,
             const char *username,
             const char *name,
             TktRole role,
             const char *publisher_id,
             GError **error)
{
  g_autoptr (GError) failure = NULL;
  const char *known = look_up_person (self, username, &failure);
  g_autofree char *id = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (known != NULL && !g_hash_table_contains (self->guessed, known))
    return known;

  id = known != NULL ? g_strdup (known) : tkt_uuid_new ();
  if (!put_person (self, id, username, name, role, publisher_id, error))
    return NULL;
  if (g_hash_table_remove (self->guessed, id))
    g_ptr_array_add (self->told, g_strdup (id));

  return remember (self->people, username, g_steal_pointer (&id));
}

/* Who closed or deleted something: nothing is known but the name, so they may do least. */
static const char *
guess_person (TktImporter *self, const char *username, const char *publisher_id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const char *known = look_up_person (self, username, &failure);
  g_autofree char *id = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (known != NULL)
    return known;

  id = tkt_uuid_new ();
  if (!put_person (self, id, username, username, TKT_ROLE_PUBLISHER, publisher_id, error))
    return NULL;
  g_hash_table_add (self->guessed, g_strdup (id));

  return remember (self->people, username, g_steal_pointer (&id));
}

static gboolean
put_publisher (TktImporter *self, const char *id, const char *name, GError **error)
{
  g_autoptr (TktPublisher) publisher = tkt_publisher_new ();

  publisher->id = g_strdup (id);
  publisher->name = g_strdup (name);
  publisher->number = tkt_store_next_publisher_number (self->tx, self->organization_id, error);
  if (publisher->number <= 0)
    return FALSE;
  publisher->revision = next_revision (self, error);

  return publisher->revision > 0
         && tkt_store_put_publisher (self->tx, self->organization_id, publisher, error);
}

static const char *
find_publisher (TktImporter *self, const char *name, GError **error)
{
  const char *known = g_hash_table_lookup (self->publishers, name);
  g_autoptr (GError) failure = NULL;
  g_autoptr (TktPublisher) publisher = NULL;
  g_autofree char *id = NULL;

  if (known != NULL)
    return known;

  publisher = tkt_store_get_publisher_by_name (self->tx, self->organization_id, name, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (publisher != NULL)
    return remember (self->publishers, name, g_steal_pointer (&publisher->id));

  id = tkt_uuid_new ();
  if (!put_publisher (self, id, name, error))
    return NULL;

  return remember (self->publishers, name, g_steal_pointer (&id));
}

static gboolean
check_free (TktImporter *self, const TktExchangeTicket *ticket, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (TktTicket) same_id = NULL;
  g_autoptr (GPtrArray) same_number = NULL;
  const TktTicketQuery query = { .status = -1, .number = ticket->number, .limit = 1 };

  if (ticket->id != NULL)
    same_id = tkt_store_get_ticket (self->tx, self->organization_id, ticket->id, &failure);
  if (failure == NULL && ticket->number != 0)
    same_number = tkt_store_list_tickets (self->tx, self->organization_id, &query, &failure);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (same_id != NULL)
    tkt_problem_set_invalid (error, "/id", _ ("There is a ticket with this id already."));
  else if (same_number != NULL && same_number->len > 0)
    tkt_problem_set_invalid (error, "/number", _ ("There is a ticket with this number already."));
  else
    return TRUE;

  return FALSE;
}

/* Everything of the ticket that the line says or implies, but for who they are. */
static TktTicket *
make_ticket (TktImporter *self, const TktExchangeTicket *source, GError **error)
{
  g_autoptr (TktTicket) ticket = tkt_ticket_new ();

  ticket->id = source->id != NULL ? g_strdup (source->id) : tkt_uuid_new ();
  ticket->number = source->number;
  if (ticket->number == 0)
    ticket->number = tkt_store_next_ticket_number (self->tx, self->organization_id, error);
  ticket->revision = ticket->number > 0 ? next_revision (self, error) : 0;
  if (ticket->revision <= 0)
    return NULL;

  ticket->title = g_strdup (source->title);
  ticket->status = source->status;
  ticket->opened_at = source->opened_at;
  ticket->closed_at = source->closed_at;
  ticket->updated_at = MAX (source->opened_at, source->closed_at);
  for (guint i = 0; i < source->messages->len; i++)
    {
      const TktExchangeMessage *message = g_ptr_array_index (source->messages, i);

      ticket->last_message_at = MAX (ticket->last_message_at, message->sent_at);
      ticket->updated_at = MAX (ticket->updated_at, MAX (message->sent_at, message->deleted_at));
      ticket->reply_count += i > 0 && !tkt_exchange_message_is_tombstone (message);
    }

  return g_steal_pointer (&ticket);
}

/* Who has the ticket. An open one is nobody's but the staff's; a closed one keeps whom it had, who
 * may be something else today. */
static gboolean
name_assignee (TktImporter *self, const char *username, TktTicket *ticket, GError **error)
{
  g_autoptr (TktAccount) account = NULL;

  ticket->assignee_id
      = g_strdup (find_person (self, username, username, TKT_ROLE_ACCOUNT_MANAGER, NULL, error));
  if (ticket->assignee_id == NULL)
    return FALSE;
  if (ticket->status == TKT_TICKET_CLOSED)
    return TRUE;
  account = tkt_store_get_account (self->tx, self->organization_id, ticket->assignee_id, error);
  if (account == NULL)
    return FALSE;
  if (tkt_role_is_staff (account->role))
    return TRUE;
  tkt_problem_set_invalid (
      error, "/assignee", _ ("This is a publisher’s account: only staff can have a ticket."));

  return FALSE;
}

/* Who opened it, has it, and closed it. */
static gboolean
name_people (TktImporter *self, const TktExchangeTicket *source, TktTicket *ticket, GError **error)
{
  const TktExchangeMessage *opening = g_ptr_array_index (source->messages, 0);

  ticket->opened_by = g_strdup (find_person (
      self, opening->author, opening->name, opening->role, ticket->publisher_id, error));
  if (ticket->opened_by == NULL)
    return FALSE;

  if (source->assignee != NULL && !name_assignee (self, source->assignee, ticket, error))
    return FALSE;
  if (source->closed_by != NULL)
    {
      ticket->closed_by
          = g_strdup (guess_person (self, source->closed_by, ticket->publisher_id, error));
      if (ticket->closed_by == NULL)
        return FALSE;
    }

  return TRUE;
}

static TktMessage *
make_message (TktImporter *self,
              const TktExchangeMessage *source,
              const TktTicket *ticket,
              gint64 position,
              GError **error)
{
  g_autoptr (TktMessage) message = tkt_message_new ();

  message->id = source->id != NULL ? g_strdup (source->id) : tkt_uuid_new ();
  message->ticket_id = g_strdup (ticket->id);
  message->position = position;
  message->author_id = g_strdup (
      find_person (self, source->author, source->name, source->role, ticket->publisher_id, error));
  if (message->author_id == NULL)
    return NULL;
  message->author_username = g_strdup (source->author);
  message->author_name = g_strdup (source->name);
  message->author_role = source->role;
  message->body = g_strdup (source->body != NULL ? source->body : "");
  message->written_at = source->written_at;
  message->sent_at = source->sent_at;
  message->deleted_at = source->deleted_at;
  if (source->deleted_by != NULL)
    {
      message->deleted_by
          = g_strdup (guess_person (self, source->deleted_by, ticket->publisher_id, error));
      if (message->deleted_by == NULL)
        return NULL;
    }
  message->revision = next_revision (self, error);

  return message->revision > 0 ? g_steal_pointer (&message) : NULL;
}

static gboolean
take_message (TktImporter *self,
              const TktExchangeTicket *source,
              const TktTicket *ticket,
              guint index,
              GError **error)
{
  const TktExchangeMessage *given = g_ptr_array_index (source->messages, index);
  g_autoptr (GError) failure = NULL;
  g_autoptr (TktMessage) message = make_message (self, given, ticket, index + 1, error);
  g_autoptr (GPtrArray) files = NULL;

  if (message == NULL)
    return FALSE;
  files = tkt_import_read_attachments (given, index, message, error);
  if (files == NULL)
    return FALSE;
  if (tkt_store_insert_message (self->tx, self->organization_id, message, &failure))
    return tkt_import_store_attachments (self->tx, self->organization_id, message, files, error);

  if (g_error_matches (failure, TKT_PROBLEM, TKT_PROBLEM_ID_TAKEN))
    {
      g_autofree char *pointer = g_strdup_printf ("/messages/%u/id", index);

      tkt_problem_set_invalid (error, pointer, _ ("There is a message with this id already."));
    }
  else
    g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static TktNote *
make_note (TktImporter *self,
           const TktExchangeNote *source,
           const TktTicket *ticket,
           gint64 place,
           GError **error)
{
  g_autoptr (TktNote) note = tkt_note_new ();

  note->id = source->id != NULL ? g_strdup (source->id) : tkt_uuid_new ();
  note->ticket_id = g_strdup (ticket->id);
  note->after = source->after;
  note->place = place;
  note->author_id = g_strdup (
      find_person (self, source->author, source->name, source->role, ticket->publisher_id, error));
  if (note->author_id == NULL)
    return NULL;
  note->author_username = g_strdup (source->author);
  note->author_name = g_strdup (source->name);
  note->author_role = source->role;
  note->body = g_strdup (source->body != NULL ? source->body : "");
  note->written_at = source->written_at;
  note->sent_at = source->sent_at;
  note->deleted_at = source->deleted_at;
  if (source->deleted_by != NULL)
    {
      note->deleted_by
          = g_strdup (guess_person (self, source->deleted_by, ticket->publisher_id, error));
      if (note->deleted_by == NULL)
        return NULL;
    }
  note->revision = next_revision (self, error);

  return note->revision > 0 ? g_steal_pointer (&note) : NULL;
}

static gboolean
take_note (TktImporter *self,
           const TktExchangeNote *source,
           const TktTicket *ticket,
           guint index,
           GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (TktNote) note = make_note (self, source, ticket, index + 1, error);

  if (note == NULL)
    return FALSE;
  if (tkt_store_insert_note (self->tx, self->organization_id, note, &failure))
    return TRUE;
  if (g_error_matches (failure, TKT_PROBLEM, TKT_PROBLEM_ID_TAKEN))
    {
      g_autofree char *pointer = g_strdup_printf ("/notes/%u/id", index);

      tkt_problem_set_invalid (error, pointer, _ ("There is a note with this id already."));
    }
  else
    g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
take (TktImporter *self, const TktExchangeTicket *source, GError **error)
{
  g_autoptr (TktTicket) ticket = NULL;
  const char *publisher_id;

  if (!check_free (self, source, error))
    return FALSE;
  publisher_id = find_publisher (self, source->publisher, error);
  if (publisher_id == NULL)
    return FALSE;
  ticket = make_ticket (self, source, error);
  if (ticket == NULL)
    return FALSE;
  ticket->publisher_id = g_strdup (publisher_id);
  if (!name_people (self, source, ticket, error)
      || !tkt_store_put_ticket (self->tx, self->organization_id, ticket, error))
    return FALSE;
  for (guint i = 0; i < source->messages->len; i++)
    if (!take_message (self, source, ticket, i, error))
      return FALSE;
  for (guint i = 0; i < source->notes->len; i++)
    if (!take_note (self, g_ptr_array_index (source->notes, i), ticket, i, error))
      return FALSE;

  return TRUE;
}

gboolean
tkt_importer_take (TktImporter *self, const TktExchangeTicket *ticket, GError **error)
{
  gboolean taken = take (self, ticket, error);

  /* What was made for this ticket may be undone by the caller, so nothing of it is remembered. */
  if (!taken)
    {
      g_hash_table_remove_all (self->people);
      g_hash_table_remove_all (self->publishers);
      for (guint i = 0; i < self->told->len; i++)
        g_hash_table_add (self->guessed, g_strdup (g_ptr_array_index (self->told, i)));
    }
  g_ptr_array_set_size (self->told, 0);

  return taken;
}
