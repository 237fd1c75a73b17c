/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: the audit trail is only added to, numbered without a gap, and listed by what is
 * asked for. */
#include "store-fixture.h"

#include "tkt-sqlite-private.h"

#define N_ENTRIES 40

static void
add_entries (StoreFixture *f, TktStoreTx *tx, const StoreNetwork *network, GError **error)
{
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      const TktAuditEntry entry = {
        .number = 77, /* the store's to give */
        .at = i / 3,  /* some at the same time */
        .kind = i % 4,
        .account_id = i % 3 == 0   ? NULL
                      : i % 3 == 1 ? network->manager
                                   : network->author,
        .old_value = "before",
      };

      g_assert_true (tkt_store_add_audit (tx, network->organization, &entry, error));
    }
}

static gboolean
is_asked_for (const TktAuditQuery *query, const TktAuditEntry *entry)
{
  return (query->kind < 0 || query->kind == (int)entry->kind)
         && (!query->account_given || g_strcmp0 (query->account_id, entry->account_id) == 0)
         && entry->at >= query->since && entry->at < query->before_at;
}

/* What @query gives is what of @all it asks for, page by page. */
static void
check_query (TktStoreTx *tx,
             const char *organization,
             const TktAuditQuery *query,
             GPtrArray *all,
             GError **error)
{
  TktAuditQuery page = *query;
  g_autoptr (GPtrArray) found = NULL;
  guint n = 0;

  page.limit = 3;
  for (guint i = 0; i < all->len; i++)
    {
      const TktAuditEntry *wanted = all->pdata[i];
      const TktAuditEntry *got;

      if (!is_asked_for (query, wanted))
        continue;
      if (n % page.limit == 0)
        {
          g_clear_pointer (&found, g_ptr_array_unref);
          found = tkt_store_list_audit (tx, organization, &page, error);
        }
      g_assert_cmpuint (found->len, >, n % page.limit);
      got = found->pdata[n++ % page.limit];
      g_assert_true (tkt_shape_equal (&tkt_audit_entry_shape, got, wanted));
      page.before_at = got->at;
      page.before_number = got->number;
    }
  g_clear_pointer (&found, g_ptr_array_unref);
  found = tkt_store_list_audit (tx, organization, &page, error);
  g_assert_cmpuint (found->len, ==, 0);
}

static gpointer
lists (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  const char *const accounts[] = { NULL, f->home.manager, f->home.author, f->foreign.author };
  TktAuditQuery query = TKT_AUDIT_QUERY_INIT;
  g_autoptr (GPtrArray) all = NULL;

  add_entries (f, tx, &f->home, error);
  add_entries (f, tx, &f->foreign, error);
  query.limit = 2 * N_ENTRIES;
  all = tkt_store_list_audit (tx, home, &query, error);
  g_assert_cmpuint (all->len, ==, N_ENTRIES);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpint (((TktAuditEntry *)all->pdata[i])->number, ==, N_ENTRIES - i);
  for (int kind = -1; kind < 5; kind++)
    for (guint account = 0; account <= G_N_ELEMENTS (accounts); account++)
      for (gint64 since = 0; since < 12; since += 5)
        {
          query.kind = kind;
          query.account_given = account < G_N_ELEMENTS (accounts);
          query.account_id = query.account_given ? accounts[account] : NULL;
          query.since = since;
          query.before_at = since == 5 ? 9 : G_MAXINT64;
          check_query (tx, home, &query, all, error);
        }

  return STORE_DONE;
}

/* By no statement, in whatever form. */
static gpointer
only_added_to (TktStoreTx *tx, gpointer data, GError **error)
{
  static const char *const attempts[] = {
    "UPDATE audit SET kind = 1",
    "UPDATE audit SET at = 1 WHERE number = 1",
    "UPDATE OR REPLACE audit SET number = 2 WHERE number = 1",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE number = 40",
    "REPLACE INTO audit (organization_id, number, at, kind)"
    " SELECT organization_id, number, 0, 0 FROM audit",
    "INSERT OR REPLACE INTO audit (organization_id, number, at, kind)"
    " SELECT organization_id, 1, 0, 0 FROM audit",
    "INSERT INTO audit (organization_id, number, at, kind)"
    " SELECT organization_id, number, 0, 0 FROM audit WHERE TRUE"
    " ON CONFLICT DO UPDATE SET at = 0",
    "INSERT INTO audit (organization_id, number, at, kind)"
    " SELECT organization_id, 0, 0, 0 FROM audit LIMIT 1",
  };
  StoreFixture *f = data;
  TktAuditQuery query = TKT_AUDIT_QUERY_INIT;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  add_entries (f, tx, &f->home, error);
  query.limit = 2 * N_ENTRIES;
  before = tkt_store_list_audit (tx, f->home.organization, &query, error);
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_false (
          tkt_sqlite_run (tkt_sqlite_prepare (tx, attempts[i], &refused, ""), &refused));
      g_assert_error (refused, TKT_DB_ERROR, TKT_DB_ERROR_CONSTRAINT);
    }
  after = tkt_store_list_audit (tx, f->home.organization, &query, error);
  g_assert_cmpuint (after->len, ==, N_ENTRIES);
  for (guint i = 0; i < after->len; i++)
    g_assert_true (tkt_shape_equal (&tkt_audit_entry_shape, before->pdata[i], after->pdata[i]));

  return STORE_DONE;
}

const StoreCase store_audit_cases[] = {
  { "/audit/lists", lists },
  { "/audit/only-added-to", only_added_to },
};
const guint n_store_audit_cases = G_N_ELEMENTS (store_audit_cases);
