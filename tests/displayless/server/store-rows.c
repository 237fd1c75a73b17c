/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: rows come back as they were put, and to their own organization only. */
#include "store-fixture.h"
#include "tkt-db.h"
#include "tkt-problem.h"

#define assert_equal_rows(shape, a, b) g_assert_true (tkt_shape_equal (&shape, a, b))

static gpointer
organizations (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autoptr (GPtrArray) all = tkt_store_list_organizations (tx, error);
  g_autoptr (TktOrganization) home = NULL;
  g_autoptr (TktOrganization) again = NULL;
  g_autofree char *nobody = store_fixture_id (f);

  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((TktOrganization *)all->pdata[0])->slug, ==, "foreign");

  home = tkt_store_get_organization (tx, f->home.organization, error);
  g_assert_cmpstr (home->slug, ==, "home");
  g_assert_false (home->support_tickets_enabled);
  home->support_tickets_enabled = TRUE;
  home->revision = store_fixture_revision (tx, &f->home);
  g_assert_true (tkt_store_put_organization (tx, home, error));
  again = tkt_store_get_organization (tx, f->home.organization, error);
  assert_equal_rows (tkt_organization_shape, home, again);

  g_assert_null (tkt_store_get_organization (tx, nobody, error));
  g_assert_no_error (*error);

  return STORE_DONE;
}

static gpointer
counters (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  gint64 revision = tkt_store_get_revision (tx, home, error);
  gint64 foreign = tkt_store_get_revision (tx, f->foreign.organization, error);
  g_autoptr (TktTicket) ticket = NULL;
  g_autofree char *nobody = store_fixture_id (f);
  g_autoptr (GError) refused = NULL;

  g_assert_cmpint (tkt_store_next_revision (tx, home, error), ==, revision + 1);
  g_assert_cmpint (tkt_store_get_revision (tx, home, error), ==, revision + 1);
  g_assert_cmpint (tkt_store_get_revision (tx, f->foreign.organization, error), ==, foreign);
  g_assert_cmpint (tkt_store_next_publisher_number (tx, home, error), ==, 3);

  /* A number that was put is never given out. */
  ticket = store_fixture_ticket (f, tx, &f->home);
  g_assert_cmpint (ticket->number, ==, 1);
  ticket->number = 41;
  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  g_assert_cmpint (tkt_store_next_ticket_number (tx, home, error), ==, 42);
  g_assert_cmpint (tkt_store_next_ticket_number (tx, f->foreign.organization, error), ==, 1);

  g_assert_cmpint (tkt_store_next_revision (tx, nobody, &refused), ==, 0);
  g_assert_error (refused, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  return STORE_DONE;
}

static gpointer
accounts (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (GPtrArray) all = tkt_store_list_accounts (tx, home, error);
  g_autoptr (TktAccount) mia = tkt_store_get_account (tx, home, f->home.manager, error);
  g_autoptr (TktAccount) again = NULL;
  g_autoptr (GError) refused = NULL;
  g_autofree char *hash = NULL;

  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpstr (((TktAccount *)all->pdata[0])->username, ==, "ali");
  g_assert_cmpstr (((TktAccount *)all->pdata[3])->username, ==, "pat");

  mia->disabled = TRUE;
  g_free (mia->display_name);
  mia->display_name = g_strdup ("Mia \xf0\x9f\x8c\xbb");
  mia->revision = store_fixture_revision (tx, &f->home);
  g_assert_true (tkt_store_put_account (tx, home, mia, error));
  again = tkt_store_get_account_by_username (tx, home, "mia", error);
  assert_equal_rows (tkt_account_shape, mia, again);
  g_assert_null (tkt_store_get_account_by_username (tx, home, "nobody", error));
  g_assert_null (tkt_store_get_account (tx, f->foreign.organization, mia->id, error));
  g_assert_no_error (*error);

  g_assert_null (tkt_store_get_password (tx, mia->id, error));
  g_assert_true (tkt_store_set_password (tx, mia->id, "$argon2id$…", error));
  hash = tkt_store_get_password (tx, mia->id, error);
  g_assert_cmpstr (hash, ==, "$argon2id$…");

  g_assert_cmpint (tkt_store_get_view_epoch (tx, mia->id, error), ==, 0);
  g_assert_true (tkt_store_bump_view_epoch (tx, mia->id, error));
  g_assert_cmpint (tkt_store_get_view_epoch (tx, mia->id, error), ==, 1);

  g_assert_false (tkt_store_put_account (tx, f->foreign.organization, mia, &refused));
  g_assert_error (refused, TKT_PROBLEM, TKT_PROBLEM_ID_TAKEN);

  return STORE_DONE;
}

static gpointer
put_namesake (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autoptr (TktAccount) mia
      = tkt_store_get_account (tx, f->home.organization, f->home.manager, error);

  g_clear_pointer (&mia->id, g_free);
  mia->id = store_fixture_id (f);

  return GINT_TO_POINTER (tkt_store_put_account (tx, f->home.organization, mia, error));
}

static gpointer
usernames_are_unique (TktStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (GError) refused = NULL;

  g_assert_null (tkt_store_attempt (tx, put_namesake, data, &refused));
  g_assert_error (refused, TKT_DB_ERROR, TKT_DB_ERROR_CONSTRAINT);

  return STORE_DONE;
}

static gpointer
publishers (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (TktPublisher) acme = tkt_store_get_publisher (tx, home, f->home.publisher, error);
  g_autoptr (TktPublisher) by_number = tkt_store_get_publisher_by_number (tx, home, 1, error);
  g_autoptr (TktPublisher) by_name
      = tkt_store_get_publisher_by_name (tx, home, "Acme Media", error);
  g_autoptr (TktPublisher) again = NULL;

  assert_equal_rows (tkt_publisher_shape, acme, by_number);
  assert_equal_rows (tkt_publisher_shape, acme, by_name);
  g_assert_null (tkt_store_get_publisher (tx, home, f->foreign.publisher, error));
  g_assert_null (tkt_store_get_publisher_by_number (tx, home, 9, error));
  g_assert_null (tkt_store_get_publisher_by_name (tx, home, "Acme", error));
  g_assert_no_error (*error);

  acme->status = TKT_PUBLISHER_BLOCKED;
  g_clear_pointer (&acme->account_manager_id, g_free);
  acme->revision = store_fixture_revision (tx, &f->home);
  g_assert_true (tkt_store_put_publisher (tx, home, acme, error));
  again = tkt_store_get_publisher (tx, home, acme->id, error);
  assert_equal_rows (tkt_publisher_shape, acme, again);

  return STORE_DONE;
}

static gpointer
tickets (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);
  g_autoptr (TktTicket) again = NULL;
  g_autoptr (TktTicket) closed = NULL;
  g_autoptr (GError) refused = NULL;

  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  again = tkt_store_get_ticket (tx, home, ticket->id, error);
  assert_equal_rows (tkt_ticket_shape, ticket, again);

  ticket->status = TKT_TICKET_CLOSED;
  ticket->closed_by = g_strdup (f->home.manager);
  ticket->closed_at = ticket->opened_at + 1;
  g_clear_pointer (&ticket->assignee_id, g_free);
  ticket->revision = store_fixture_revision (tx, &f->home);
  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  closed = tkt_store_get_ticket (tx, home, ticket->id, error);
  assert_equal_rows (tkt_ticket_shape, ticket, closed);

  g_assert_null (tkt_store_get_ticket (tx, f->foreign.organization, ticket->id, error));
  g_assert_no_error (*error);
  g_assert_false (tkt_store_put_ticket (tx, f->foreign.organization, ticket, &refused));
  g_assert_error (refused, TKT_PROBLEM, TKT_PROBLEM_ID_TAKEN);

  return STORE_DONE;
}

static gpointer
messages (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);
  g_autoptr (TktMessage) message = store_fixture_message (
      f, tx, &f->home, ticket->id, 1, "<b>\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d</b>\n\t\"quoted\"");
  g_autoptr (TktMessage) again = NULL;
  g_autoptr (GError) taken = NULL;
  g_autoptr (GError) missing = NULL;

  g_assert_false (tkt_store_insert_message (tx, home, message, &missing));
  g_assert_error (missing, TKT_PROBLEM, TKT_PROBLEM_NOT_FOUND);
  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  g_assert_cmpint (tkt_store_get_last_position (tx, ticket->id, error), ==, 0);
  message->written_at = 1;
  g_assert_true (tkt_store_insert_message (tx, home, message, error));
  again = tkt_store_get_message (tx, home, message->id, error);
  assert_equal_rows (tkt_message_shape, message, again);
  g_assert_cmpint (tkt_store_get_last_position (tx, ticket->id, error), ==, 1);

  g_assert_false (tkt_store_insert_message (tx, home, message, &taken));
  g_assert_error (taken, TKT_PROBLEM, TKT_PROBLEM_ID_TAKEN);
  g_assert_null (tkt_store_get_message (tx, f->foreign.organization, message->id, error));
  g_assert_no_error (*error);

  return STORE_DONE;
}

static gpointer
tombstones (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);
  g_autoptr (TktMessage) message = store_fixture_message (f, tx, &f->home, ticket->id, 1, "regret");
  g_autoptr (TktMessage) tombstone = tkt_message_copy (message);
  g_autoptr (TktMessage) again = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) missing = NULL;
  const TktTicketQuery query = { .status = -1, .match = "regret*", .limit = 5 };

  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  g_assert_true (tkt_store_insert_message (tx, home, message, error));

  g_clear_pointer (&tombstone->body, g_free);
  tombstone->body = g_strdup ("");
  tombstone->deleted_by = g_strdup (f->home.manager);
  tombstone->deleted_at = message->sent_at + 5;
  tombstone->revision = store_fixture_revision (tx, &f->home);
  g_assert_true (tkt_store_erase_message (tx, home, tombstone, error));
  again = tkt_store_get_message (tx, home, message->id, error);
  assert_equal_rows (tkt_message_shape, tombstone, again);
  found = tkt_store_list_tickets (tx, home, &query, error);
  g_assert_cmpuint (found->len, ==, 0);

  /* Erasing again changes nothing; another organization has no such message. */
  g_assert_true (tkt_store_erase_message (tx, home, tombstone, error));
  g_assert_false (tkt_store_erase_message (tx, f->foreign.organization, tombstone, &missing));
  g_assert_error (missing, TKT_PROBLEM, TKT_PROBLEM_NOT_FOUND);

  return STORE_DONE;
}

static gpointer
read_marks (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);
  g_autoptr (TktReadMark) mark = tkt_read_mark_new ();

  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  mark->ticket_id = g_strdup (ticket->id);
  for (mark->position = 1; mark->position <= 2; mark->position++)
    {
      g_autoptr (TktReadMark) again = NULL;

      mark->revision = store_fixture_revision (tx, &f->home);
      g_assert_true (tkt_store_put_read_mark (tx, home, f->home.author, mark, error));
      again = tkt_store_get_read_mark (tx, f->home.author, ticket->id, error);
      assert_equal_rows (tkt_read_mark_shape, mark, again);
    }
  g_assert_null (tkt_store_get_read_mark (tx, f->home.manager, ticket->id, error));
  g_assert_no_error (*error);

  return STORE_DONE;
}

static gboolean
has_session (TktStoreTx *tx, guint8 token, GError **error)
{
  const guint8 hash[32] = { token };
  g_autoptr (TktSessionRow) session = tkt_store_get_session (tx, hash, error);

  g_assert_no_error (*error);

  return session != NULL;
}

static gpointer
sessions (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const guint8 first[32] = { 1 };
  const guint8 second[32] = { 2 };
  g_autofree char *id = store_fixture_id (f);
  TktSessionRow row = { .token_hash = { 1 },
                        .id = id,
                        .account_id = f->home.author,
                        .organization_id = f->home.organization,
                        .created_at = 10,
                        .expires_at = 20 };
  g_autoptr (TktSessionRow) again = NULL;

  g_assert_true (tkt_store_put_session (tx, &row, error));
  row.last_used_at = 25;
  row.address = "::1";
  row.expires_at = 30;
  g_assert_true (tkt_store_put_session (tx, &row, error));
  again = tkt_store_get_session (tx, first, error);
  g_assert_cmpstr (again->account_id, ==, f->home.author);
  g_assert_cmpstr (again->organization_id, ==, f->home.organization);
  g_assert_null (again->device);
  g_assert_cmpint (again->created_at, ==, 10);
  g_assert_cmpint (again->last_used_at, ==, 25);
  g_assert_cmpint (again->expires_at, ==, 30);
  g_assert_cmpstr (again->id, ==, id);
  g_assert_cmpstr (again->address, ==, "::1");

  for (row.token_hash[0] = 2; row.token_hash[0] < 6; row.token_hash[0]++)
    {
      row.device = "desk \"one\"";
      row.account_id = row.token_hash[0] == 5 ? f->home.manager : f->home.author;
      row.expires_at += 100;
      g_free (id);
      row.id = id = store_fixture_id (f);
      g_assert_true (tkt_store_put_session (tx, &row, error));
    }
  g_assert_true (tkt_store_drop_expired_sessions (tx, 31, error));
  g_assert_false (has_session (tx, 1, error));
  g_assert_true (tkt_store_drop_sessions (tx, f->home.author, second, error));
  g_assert_true (has_session (tx, 2, error));
  g_assert_false (has_session (tx, 3, error));
  g_assert_true (has_session (tx, 5, error));
  g_assert_true (tkt_store_drop_sessions (tx, f->home.author, NULL, error));
  g_assert_false (has_session (tx, 2, error));
  row.token_hash[0] = 5;
  g_assert_true (tkt_store_drop_session (tx, row.token_hash, error));
  g_assert_false (has_session (tx, 5, error));

  return STORE_DONE;
}

/* An account's own, newest first, from behind any of them on. */
static gpointer
listed_sessions (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  TktSessionRow row = { .organization_id = f->home.organization };
  g_autoptr (GPtrArray) all = NULL;
  guint n = 0;

  for (guint8 i = 1; i <= 8; i++)
    {
      g_autofree char *id = store_fixture_id (f);

      row.token_hash[0] = i;
      row.id = id;
      row.account_id = i % 4 == 0 ? f->home.manager : f->home.author;
      row.created_at = i / 2; /* two began at the same time */
      g_assert_true (tkt_store_put_session (tx, &row, error));
    }
  all = tkt_store_list_sessions (tx, f->home.author, 0, NULL, 9, error);
  g_assert_cmpuint (all->len, ==, 6);
  while (n < all->len)
    {
      const TktSessionRow *before = n > 0 ? all->pdata[n - 1] : NULL;
      const TktSessionRow *wanted = all->pdata[n];
      g_autoptr (GPtrArray) page = tkt_store_list_sessions (
          tx, f->home.author, n > 0 ? before->created_at : 0, n > 0 ? before->id : NULL, 1, error);
      g_autoptr (TktSessionRow) found
          = tkt_store_get_session_by_id (tx, f->home.author, wanted->id, error);

      g_assert_cmpstr (((TktSessionRow *)page->pdata[0])->id, ==, wanted->id);
      g_assert_cmpmem (found->token_hash, 32, wanted->token_hash, 32);
      g_assert_null (tkt_store_get_session_by_id (tx, f->home.manager, wanted->id, error));
      if (n > 0)
        g_assert_cmpint (before->created_at, >=, wanted->created_at);
      n++;
    }
  g_assert_no_error (*error);

  return STORE_DONE;
}

/* One to an account, found by its code alone. */
static gpointer
invitations (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  TktInvitationRow row = { .code_hash = { 1 },
                           .account_id = f->home.author,
                           .organization_id = f->home.organization,
                           .expires_at = 10 };
  const TktInvitationRow others = { .code_hash = { 3 },
                                    .account_id = f->home.manager,
                                    .organization_id = f->home.organization,
                                    .expires_at = 10 };
  const guint8 first[32] = { 1 };
  g_autoptr (TktInvitationRow) again = NULL;

  g_assert_true (tkt_store_put_invitation (tx, &others, error));
  g_assert_true (tkt_store_put_invitation (tx, &row, error));
  row.code_hash[0] = 2;
  row.expires_at = 20;
  g_assert_true (tkt_store_put_invitation (tx, &row, error));
  g_assert_null (tkt_store_get_invitation (tx, first, error));
  again = tkt_store_get_invitation (tx, row.code_hash, error);
  g_assert_cmpstr (again->account_id, ==, f->home.author);
  g_assert_cmpstr (again->organization_id, ==, f->home.organization);
  g_assert_cmpint (again->expires_at, ==, 20);
  g_assert_true (tkt_store_drop_invitation (tx, f->home.author, error));
  g_assert_null (tkt_store_get_invitation (tx, row.code_hash, error));
  g_assert_no_error (*error);
  g_clear_pointer (&again, tkt_invitation_row_free);
  again = tkt_store_get_invitation (tx, others.code_hash, error);
  g_assert_nonnull (again);

  return STORE_DONE;
}

const StoreCase store_row_cases[] = {
  { "/organizations", organizations },
  { "/counters", counters },
  { "/accounts", accounts },
  { "/usernames-are-unique", usernames_are_unique },
  { "/publishers", publishers },
  { "/tickets", tickets },
  { "/messages", messages },
  { "/rule-13/a-tombstone-keeps-the-place", tombstones },
  { "/read-marks", read_marks },
  { "/sessions", sessions },
  { "/sessions-are-listed", listed_sessions },
  { "/invitations", invitations },
};
const guint n_store_row_cases = G_N_ELEMENTS (store_row_cases);
