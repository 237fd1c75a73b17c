/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: the change feed is complete and in order, whatever was done before. */
#include "store-fixture.h"

#include "tkt-uuid.h"

#define N_OPERATIONS 600
#define N_TICKETS 30

/* What the feed should say: of each row that was put, kind, id and newest revision. */
typedef struct
{
  TktChangeKind kind;
  char *id;
  gint64 revision;
  gboolean home;
  const char *publisher_id; /* a ticket's or message's; who is an account of it; or NULL */
  const char *account_id;   /* a read mark's, or whose own a saved reply is; NULL: shared */
} Row;

typedef struct
{
  StoreFixture *f;
  GPtrArray *rows;    /* of Row */
  GPtrArray *tickets; /* of TktTicket, of both networks */
  GPtrArray *messages;
} Model;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row);
}

static Row *
note (Model *model, TktChangeKind kind, const char *id, const char *account_id, gint64 revision)
{
  Row *row;

  for (guint i = 0; i < model->rows->len; i++)
    {
      row = model->rows->pdata[i];
      if (row->kind == kind && g_str_equal (row->id, id)
          && g_strcmp0 (row->account_id, account_id) == 0)
        {
          row->revision = revision;
          return row;
        }
    }

  row = g_new0 (Row, 1);
  row->kind = kind;
  row->id = g_strdup (id);
  row->account_id = account_id;
  row->revision = revision;
  g_ptr_array_add (model->rows, row);

  return row;
}

static gboolean
is_home (Model *model, const TktTicket *ticket)
{
  return g_str_equal (ticket->opened_by, model->f->home.author);
}

static const StoreNetwork *
network_of (Model *model, const TktTicket *ticket)
{
  return is_home (model, ticket) ? &model->f->home : &model->f->foreign;
}

static const char *
keep_publisher (const StoreNetwork *network, const char *id)
{
  return g_str_equal (id, network->publisher) ? network->publisher : network->other_publisher;
}

static TktTicket *
pick_ticket (Model *model, TktStoreTx *tx)
{
  guint i = g_rand_int_range (model->f->random, 0, N_TICKETS);
  const StoreNetwork *network = i % 5 == 0 ? &model->f->foreign : &model->f->home;
  TktTicket *ticket;

  if (i < model->tickets->len)
    return model->tickets->pdata[i];

  ticket = store_fixture_ticket (model->f, tx, network);
  if (i % 3 == 0)
    {
      g_free (ticket->publisher_id);
      ticket->publisher_id = g_strdup (network->other_publisher);
    }
  g_ptr_array_add (model->tickets, ticket);

  return ticket;
}

static void
put_ticket (Model *model, TktStoreTx *tx, TktTicket *ticket, GError **error)
{
  const StoreNetwork *network = network_of (model, ticket);
  Row *row;

  ticket->revision = store_fixture_revision (tx, network);
  ticket->updated_at++;
  g_assert_true (tkt_store_put_ticket (tx, network->organization, ticket, error));
  row = note (model, TKT_CHANGE_TICKET, ticket->id, NULL, ticket->revision);
  row->home = is_home (model, ticket);
  row->publisher_id = keep_publisher (network, ticket->publisher_id);
}

static void
reply (Model *model, TktStoreTx *tx, TktTicket *ticket, GError **error)
{
  const StoreNetwork *network = network_of (model, ticket);
  gint64 position = tkt_store_get_last_position (tx, ticket->id, error) + 1;
  TktMessage *message = store_fixture_message (
      model->f, tx, network, ticket->id, position, position % 2 ? "odd words" : "even words");
  Row *row;

  g_assert_true (tkt_store_insert_message (tx, network->organization, message, error));
  row = note (model, TKT_CHANGE_MESSAGE, message->id, NULL, message->revision);
  row->home = is_home (model, ticket);
  row->publisher_id = keep_publisher (network, ticket->publisher_id);
  g_ptr_array_add (model->messages, message);
}

static void
erase (Model *model, TktStoreTx *tx, GError **error)
{
  TktMessage *message
      = model->messages->pdata[g_rand_int_range (model->f->random, 0, model->messages->len)];
  gboolean home = g_str_equal (message->author_id, model->f->home.author);
  const StoreNetwork *network = home ? &model->f->home : &model->f->foreign;

  if (tkt_message_is_tombstone (message))
    return;
  g_free (message->body);
  message->body = g_strdup ("");
  message->deleted_at = 1;
  message->deleted_by = g_strdup (network->author);
  message->revision = store_fixture_revision (tx, network);
  g_assert_true (tkt_store_erase_message (tx, network->organization, message, error));
  note (model, TKT_CHANGE_MESSAGE, message->id, NULL, message->revision);
}

/* Of a note that was written, or of its erasure; no publisher's view has it. */
static void
write_note (Model *model, TktStoreTx *tx, TktTicket *ticket, GError **error)
{
  const StoreNetwork *network = network_of (model, ticket);
  gint64 place = tkt_store_get_last_place (tx, ticket->id, error) + 1;
  g_autoptr (TktNote) written
      = store_fixture_note (model->f, tx, network, ticket->id, place, "odd notes");

  g_assert_true (tkt_store_insert_note (tx, network->organization, written, error));
  if (place % 3 == 0)
    {
      g_free (written->body);
      written->body = g_strdup ("");
      written->deleted_at = 1;
      written->deleted_by = g_strdup (network->manager);
      written->revision = store_fixture_revision (tx, network);
      g_assert_true (tkt_store_erase_note (tx, network->organization, written, error));
    }
  note (model, TKT_CHANGE_NOTE, written->id, NULL, written->revision)->home
      = is_home (model, ticket);
}

static void
mark_read (Model *model, TktStoreTx *tx, TktTicket *ticket, GError **error)
{
  const StoreNetwork *network = network_of (model, ticket);
  const char *account = g_rand_boolean (model->f->random) ? network->author : network->manager;
  TktReadMark mark = { ticket->id, 1, store_fixture_revision (tx, network) };

  g_assert_true (tkt_store_put_read_mark (tx, network->organization, account, &mark, error));
  note (model, TKT_CHANGE_READ_MARK, ticket->id, account, mark.revision)->home
      = is_home (model, ticket);
}

/* One of somebody's, or a shared one, is added or changed. */
static void
save_reply (Model *model, TktStoreTx *tx, GError **error)
{
  const StoreNetwork *network
      = g_rand_int_range (model->f->random, 0, 5) == 0 ? &model->f->foreign : &model->f->home;
  const char *const owners[] = { network->manager, network->other_manager, NULL };
  const char *owner = owners[g_rand_int_range (model->f->random, 0, 3)];
  guint n = g_rand_int_range (model->f->random, 0, 20);
  g_autofree char *name = g_strdup_printf ("reply-%u", n);
  g_autoptr (TktSavedReply) stored
      = tkt_store_get_saved_reply_by_name (tx, network->organization, owner, name, error);
  g_autofree char *id = stored != NULL ? g_strdup (stored->id) : store_fixture_id (model->f);
  gint64 revision = store_fixture_revision (tx, network);
  TktSavedReply reply = { id, name, (char *)"Hello", (char *)owner, FALSE, revision };

  g_assert_no_error (*error);
  g_assert_true (
      tkt_store_put_saved_reply (tx, network->organization, network->manager, &reply, error));
  note (model, TKT_CHANGE_SAVED_REPLY, id, owner, revision)->home = network == &model->f->home;
}

/* A member of the network, publisher or account, is put again. */
static void
rename_somebody (Model *model, TktStoreTx *tx, GError **error)
{
  const StoreNetwork *home = &model->f->home;
  const char *const accounts[] = { home->manager, home->author, home->competitor };
  const char *id = accounts[g_rand_int_range (model->f->random, 0, 3)];
  g_autoptr (TktAccount) account = tkt_store_get_account (tx, home->organization, id, error);
  g_autoptr (TktPublisher) publisher
      = tkt_store_get_publisher (tx, home->organization, home->publisher, error);

  account->revision = store_fixture_revision (tx, home);
  g_assert_true (tkt_store_put_account (tx, home->organization, account, error));
  note (model, TKT_CHANGE_ACCOUNT, id, NULL, account->revision);
  publisher->revision = store_fixture_revision (tx, home);
  g_assert_true (tkt_store_put_publisher (tx, home->organization, publisher, error));
  note (model, TKT_CHANGE_PUBLISHER, home->publisher, NULL, publisher->revision);
}

/* The rows of the fixture itself. */
static void
note_network (Model *model, TktStoreTx *tx, GError **error)
{
  const char *home = model->f->home.organization;
  g_autoptr (GPtrArray) accounts = tkt_store_list_accounts (tx, home, error);
  const TktPublisherQuery everybody = { .status = -1, .limit = 10 };
  g_autoptr (GPtrArray) publishers = tkt_store_list_publishers (tx, home, &everybody, error);

  note (model, TKT_CHANGE_ORGANIZATION, home, NULL, 1)->home = TRUE;
  for (guint i = 0; i < accounts->len; i++)
    {
      const TktAccount *account = accounts->pdata[i];
      Row *row = note (model, TKT_CHANGE_ACCOUNT, account->id, NULL, account->revision);

      row->home = TRUE;
      if (account->publisher_id != NULL)
        row->publisher_id = keep_publisher (&model->f->home, account->publisher_id);
    }
  for (guint i = 0; i < publishers->len; i++)
    {
      const TktPublisher *publisher = &((TktListedPublisher *)publishers->pdata[i])->publisher;
      Row *row = note (model, TKT_CHANGE_PUBLISHER, publisher->id, NULL, publisher->revision);

      row->home = TRUE;
      row->publisher_id = keep_publisher (&model->f->home, publisher->id);
    }
}

static gboolean
shows (const TktView *view, const Row *row)
{
  if (!row->home)
    return FALSE;
  if (row->kind == TKT_CHANGE_SAVED_REPLY)
    return view->publisher_id == NULL
           && (row->account_id == NULL || g_str_equal (row->account_id, view->account_id));
  if (row->kind == TKT_CHANGE_READ_MARK)
    return g_str_equal (row->account_id, view->account_id);
  if (row->kind == TKT_CHANGE_NOTE)
    return view->publisher_id == NULL;
  if (view->publisher_id == NULL || row->kind == TKT_CHANGE_ORGANIZATION
      || (row->kind == TKT_CHANGE_ACCOUNT && row->publisher_id == NULL))
    return TRUE;

  return g_strcmp0 (row->publisher_id, view->publisher_id) == 0;
}

/* Walks one kind to its end in pages, and takes what it met off @missing (id → revision). */
static void
walk (TktStoreTx *tx,
      const TktView *view,
      TktChangeKind kind,
      gint64 newest,
      gboolean descending,
      GHashTable *missing,
      GError **error)
{
  gint64 after = descending ? newest + 1 : 0;

  while (TRUE)
    {
      g_autoptr (GPtrArray) page = tkt_store_list_changed (
          tx, view, kind, after, descending ? 0 : newest, descending, 7, error);

      g_assert_no_error (*error);
      if (page->len == 0)
        return;
      g_assert_cmpuint (page->len, <=, 7);
      for (guint i = 0; i < page->len; i++)
        {
          const char *id = *(char **)page->pdata[i];
          gint64 revision = tkt_change_kind_row_revision (kind, page->pdata[i]);
          gint64 *expected = g_hash_table_lookup (missing, id);

          g_assert_true (descending ? revision < after : revision > after);
          g_assert_nonnull (expected);
          g_assert_cmpint (revision, ==, *expected);
          g_hash_table_remove (missing, id);
          after = revision;
        }
    }
}

/* What the walk in order of id has met. */
typedef struct
{
  TktChangeKind kind;
  GHashTable *missing; /* id → revision */
  char *last;          /* id */
} Met;

static gboolean
meet (gconstpointer row, gpointer data, GError **error)
{
  Met *met = data;
  const char *id = tkt_change_kind_row_id (met->kind, row);
  gint64 *expected = g_hash_table_lookup (met->missing, id);

  g_assert_cmpstr (id, >, met->last);
  g_assert_nonnull (expected);
  g_assert_cmpint (tkt_change_kind_row_revision (met->kind, row), ==, *expected);
  g_hash_table_remove (met->missing, id);
  g_free (met->last);
  met->last = g_strdup (id);

  return TRUE;
}

static void
check_shown (TktStoreTx *tx,
             const TktView *view,
             TktChangeKind kind,
             GHashTable *missing,
             GError **error)
{
  Met met = { kind, missing, g_strdup ("") };

  g_assert_true (tkt_store_foreach_shown (tx, view, kind, meet, &met, error));
  g_free (met.last);
}

static void
check_view (Model *model, TktStoreTx *tx, const TktView *view, GError **error)
{
  gint64 newest = tkt_store_get_revision (tx, view->organization_id, error);
  gint64 newest_shown = 0;

  for (guint i = 0; i < model->rows->len; i++)
    {
      Row *row = model->rows->pdata[i];

      if (shows (view, row))
        newest_shown = MAX (newest_shown, row->revision);
    }
  g_assert_cmpint (tkt_store_get_newest_revision (tx, view, error), ==, newest_shown);

  /* Each kind by revision up and down, and by id. */
  for (guint i = 0; i < 3 * TKT_N_CHANGE_KINDS; i++)
    {
      TktChangeKind kind = i / 3;
      g_autoptr (GHashTable) missing = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint j = 0; j < model->rows->len; j++)
        {
          Row *row = model->rows->pdata[j];

          if (row->kind == kind && shows (view, row))
            g_hash_table_insert (missing, row->id, &row->revision);
        }
      if (i % 3 == 2)
        check_shown (tx, view, kind, missing, error);
      else
        walk (tx, view, kind, newest, i % 3 == 1, missing, error);
      g_assert_cmpuint (g_hash_table_size (missing), ==, 0);
    }
}

static gpointer
random_changes (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const TktView views[] = {
    { f->home.organization, f->home.manager, NULL },
    { f->home.organization, f->home.other_manager, NULL },
    { f->home.organization, f->home.author, f->home.publisher },
    { f->home.organization, f->home.competitor, f->home.other_publisher },
    { f->home.organization, f->home.author, f->foreign.publisher },
  };
  Model model = { f };

  model.rows = g_ptr_array_new_with_free_func (row_free);
  model.tickets = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_ticket_free);
  model.messages = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_message_free);
  note_network (&model, tx, error);
  for (guint i = 0; i < N_OPERATIONS; i++)
    {
      TktTicket *ticket = pick_ticket (&model, tx);
      guint what = g_rand_int_range (f->random, 0, 12);

      put_ticket (&model, tx, ticket, error);
      if (what < 6)
        reply (&model, tx, ticket, error);
      else if (what == 6 && model.messages->len > 0)
        erase (&model, tx, error);
      else if (what == 7)
        mark_read (&model, tx, ticket, error);
      else if (what == 8)
        rename_somebody (&model, tx, error);
      else if (what == 9)
        save_reply (&model, tx, error);
      else if (what >= 10)
        write_note (&model, tx, ticket, error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    check_view (&model, tx, &views[i], error);
  g_ptr_array_unref (model.rows);
  g_ptr_array_unref (model.tickets);
  g_ptr_array_unref (model.messages);

  return STORE_DONE;
}

/* Pages end at @until, so that what changes while a desk reads comes once, in its next round. */
static gpointer
bounds (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const TktView view = { f->home.organization, f->home.manager, NULL };
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);
  gint64 r = ticket->revision;
  const struct
  {
    gint64 after, until;
    gboolean descending;
    guint n_rows;
  } cases[] = {
    { r - 1, r, FALSE, 1 }, { r, r + 9, FALSE, 0 },    { 0, r - 1, FALSE, 0 },
    { r + 1, 0, TRUE, 1 },  { r + 1, r - 1, TRUE, 1 }, { r + 1, r, TRUE, 0 },
    { r, 0, TRUE, 0 },
  };

  g_assert_true (tkt_store_put_ticket (tx, f->home.organization, ticket, error));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) page = tkt_store_list_changed (tx,
                                                           &view,
                                                           TKT_CHANGE_TICKET,
                                                           cases[i].after,
                                                           cases[i].until,
                                                           cases[i].descending,
                                                           10,
                                                           error);

      g_assert_cmpuint (page->len, ==, cases[i].n_rows);
    }

  return STORE_DONE;
}

static gboolean
stop_at_second (gconstpointer row, gpointer n_rows, GError **error)
{
  if (++*(guint *)n_rows < 2)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "Enough");

  return FALSE;
}

/* Whoever can't take a row gets no more of them, and the error back. */
static gpointer
stopped (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const TktView view = { f->home.organization, f->home.manager, NULL };
  g_autoptr (GError) enough = NULL;
  guint n_rows = 0;

  g_assert_false (
      tkt_store_foreach_shown (tx, &view, TKT_CHANGE_ACCOUNT, stop_at_second, &n_rows, &enough));
  g_assert_error (enough, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint (n_rows, ==, 2);

  return STORE_DONE;
}

const StoreCase store_feed_cases[] = {
  { "/feed/rule-9/complete-and-in-order", random_changes },
  { "/feed/bounds", bounds },
  { "/feed/stopped", stopped },
};
const guint n_store_feed_cases = G_N_ELEMENTS (store_feed_cases);
