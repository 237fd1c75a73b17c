/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model: what the server has, whom it may be shown to, and what a cache has. */
#include "model.h"
#include "tkt-row.h"
#include "tkt-statement.h"

/* More than any storm makes. */
#define ALL 100000

typedef struct
{
  ModelTruth *truth;
  const GPtrArray *people;
} Reading;

static char *
mark_key (const char *account_id, const char *ticket_id)
{
  return g_strconcat (account_id, " ", ticket_id, NULL);
}

static void
read_ticket (TktStoreTx *tx, const char *organization, const Reading *reading, TktTicket *ticket)
{
  ModelTruth *truth = reading->truth;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages
      = tkt_store_list_messages (tx, organization, ticket->id, 0, ALL, &error);

  g_assert_no_error (error);
  g_hash_table_insert (truth->tickets_by_id, ticket->id, ticket);
  for (guint i = 0; i < messages->len; i++)
    {
      TktMessage *message = tkt_message_copy (g_ptr_array_index (messages, i));

      g_ptr_array_add (truth->messages, message);
      g_hash_table_insert (truth->messages_by_id, message->id, message);
    }
  for (guint i = 0; i < reading->people->len; i++)
    {
      const ModelPerson *person = g_ptr_array_index (reading->people, i);
      TktReadMark *mark = tkt_store_get_read_mark (tx, person->id, ticket->id, &error);

      g_assert_no_error (error);
      if (mark != NULL)
        g_hash_table_insert (truth->marks, mark_key (person->id, ticket->id), mark);
    }
}

static void
read_all (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const Reading *reading = data;
  ModelTruth *truth = reading->truth;
  const char *organization = operator->organization->id;
  const TktTicketQuery tickets = { .status = -1, .sort = TKT_SORT_NUMBER, .limit = ALL };
  const TktPublisherQuery publishers = { .status = -1, .limit = ALL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listed = NULL;

  truth->organization = tkt_organization_copy (operator->organization);
  truth->accounts = tkt_store_list_accounts (tx, organization, &error);
  g_assert_no_error (error);
  listed = tkt_store_list_publishers (tx, organization, &publishers, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < listed->len; i++)
    g_ptr_array_add (
        truth->publishers,
        tkt_publisher_copy (&((TktListedPublisher *)g_ptr_array_index (listed, i))->publisher));
  truth->tickets = tkt_store_list_tickets (tx, organization, &tickets, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < truth->tickets->len; i++)
    read_ticket (tx, organization, reading, g_ptr_array_index (truth->tickets, i));
}

ModelTruth *
model_truth_new (TestServer *server, const GPtrArray *people)
{
  ModelTruth *self = g_new0 (ModelTruth, 1);
  Reading reading = { self, people };

  self->publishers = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_publisher_free);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_message_free);
  self->tickets_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->messages_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->marks
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)tkt_read_mark_free);
  test_server_change (server, read_all, &reading);
  return self;
}

void
model_truth_free (ModelTruth *self)
{
  g_hash_table_unref (self->tickets_by_id);
  g_hash_table_unref (self->messages_by_id);
  g_hash_table_unref (self->marks);
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->publishers);
  g_ptr_array_unref (self->tickets);
  g_ptr_array_unref (self->messages);
  tkt_organization_free (self->organization);
  g_free (self);
}

const TktReadMark *
model_truth_get_mark (const ModelTruth *self, const char *account_id, const char *ticket_id)
{
  g_autofree char *key = mark_key (account_id, ticket_id);

  return g_hash_table_lookup (self->marks, key);
}

static void
add_row (GPtrArray *rows, TktChangeKind kind, gconstpointer row)
{
  const TktShape *shape = tkt_change_kind_shape (kind);
  GString *line = g_string_new (shape->name);

  g_string_append_c (line, ' ');
  tkt_shape_write (shape, row, line);
  g_ptr_array_add (rows, g_string_free (line, FALSE));
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/* Rules 7 and 9. Of the accounts, a publisher's people see those whose names stand in their
 * tickets: their own, and the staff. */
static gboolean
sees (const ModelPerson *person, const char *publisher_id)
{
  return person->staff || g_strcmp0 (person->publisher_id, publisher_id) == 0;
}

static void
add_people (GPtrArray *rows, const ModelTruth *self, const ModelPerson *person)
{
  add_row (rows, TKT_CHANGE_ORGANIZATION, self->organization);
  for (guint i = 0; i < self->accounts->len; i++)
    {
      const TktAccount *account = g_ptr_array_index (self->accounts, i);

      if (account->publisher_id == NULL || sees (person, account->publisher_id))
        add_row (rows, TKT_CHANGE_ACCOUNT, account);
    }
  for (guint i = 0; i < self->publishers->len; i++)
    {
      const TktPublisher *publisher = g_ptr_array_index (self->publishers, i);

      if (sees (person, publisher->id))
        add_row (rows, TKT_CHANGE_PUBLISHER, publisher);
    }
}

GPtrArray *
model_rows_of_truth (const ModelTruth *self, const ModelPerson *person)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  add_people (rows, self, person);
  for (guint i = 0; i < self->tickets->len; i++)
    {
      const TktTicket *ticket = g_ptr_array_index (self->tickets, i);
      const TktReadMark *mark = model_truth_get_mark (self, person->id, ticket->id);

      if (sees (person, ticket->publisher_id))
        add_row (rows, TKT_CHANGE_TICKET, ticket);
      /* What the person has read once is the person's own. */
      if (mark != NULL)
        add_row (rows, TKT_CHANGE_READ_MARK, mark);
    }
  for (guint i = 0; i < self->messages->len; i++)
    {
      const TktMessage *message = g_ptr_array_index (self->messages, i);
      const TktTicket *ticket = g_hash_table_lookup (self->tickets_by_id, message->ticket_id);

      if (sees (person, ticket->publisher_id))
        add_row (rows, TKT_CHANGE_MESSAGE, message);
    }
  g_ptr_array_sort (rows, compare_rows);
  return rows;
}

GPtrArray *
model_rows_of_cache (TktDb *db)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  for (TktChangeKind kind = 0; kind < TKT_N_CHANGE_KINDS; kind++)
    {
      const TktShape *shape = tkt_change_kind_shape (kind);
      g_autofree char *sql
          = g_strdup_printf ("SELECT %s FROM %s", tkt_row_columns (shape, NULL), shape->name);
      g_autoptr (GError) error = NULL;
      g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, &error);
      gboolean has_row = TRUE;

      g_assert_no_error (error);
      while (tkt_statement_step (statement, &has_row, &error) && has_row)
        {
          gpointer row = tkt_row_read (shape, statement, 0);

          add_row (rows, kind, row);
          tkt_shape_free (shape, row);
        }
      g_assert_no_error (error);
    }
  g_ptr_array_sort (rows, compare_rows);
  return rows;
}
