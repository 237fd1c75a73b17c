/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: every life of a database counts its revisions in an incarnation of its own. */
#include "store-fixture.h"

#include "tkt-problem.h"

/* What one organization says of its incarnations. */
typedef struct
{
  const char *organization;
  gint64 revision;
  char *id;          /* the incarnation of @revision */
  const char *asked; /* of which incarnation @end is, or NULL: of that */
  gint64 end;
} Asking;

static gpointer
ask_in_tx (TktStoreTx *tx, gpointer data, GError **error)
{
  Asking *asking = data;

  asking->id = tkt_store_get_incarnation (tx, asking->organization, asking->revision, error);
  g_assert_no_error (*error);
  asking->end = tkt_store_get_incarnation_end (
      tx, asking->organization, asking->asked != NULL ? asking->asked : asking->id, error);

  return STORE_DONE;
}

static void
ask (TktStore *store, Asking *asking)
{
  g_autoptr (GError) error = NULL;

  tkt_store_read (store, ask_in_tx, asking, &error);
  g_assert_no_error (error);
}

/* NULL: it is before the first. */
static char *
get_incarnation (TktStore *store, const StoreNetwork *network, gint64 revision)
{
  Asking asking = { network->organization, revision, .asked = network->organization };

  ask (store, &asking);
  return asking.id;
}

static char *
get_newest (TktStore *store, const StoreNetwork *network)
{
  return get_incarnation (store, network, G_MAXINT64);
}

static gint64
get_end (TktStore *store, const StoreNetwork *network, const char *id)
{
  Asking asking = { network->organization, G_MAXINT64, .asked = id };

  ask (store, &asking);
  g_free (asking.id);
  return asking.end;
}

static gpointer
stamp_in_tx (TktStoreTx *tx, gpointer data, GError **error)
{
  gint64 revision = store_fixture_revision (tx, data);

  return g_memdup2 (&revision, sizeof revision);
}

/* The next revision, counted by @store. */
static gint64
stamp (TktStore *store, StoreNetwork *network)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *revision = tkt_store_write_sync (store, stamp_in_tx, network, &error);

  g_assert_no_error (error);
  return *revision;
}

static void
assert_incarnation (StoreFixture *f, gint64 revision, const char *expected)
{
  g_autofree char *id = get_incarnation (f->store, &f->home, revision);

  g_assert_cmpstr (id, ==, expected);
}

/* A store that is opened again, and counts, is another life; one that only reads is none. */
static void
reopened (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autofree char *first = get_newest (f->store, &f->home);
  g_autofree char *still = NULL;
  g_autofree char *second = NULL;
  g_autofree char *foreign = NULL;
  gint64 revision = stamp (f->store, &f->home);

  g_assert_cmpint (get_end (f->store, &f->home, first), ==, revision);
  g_assert_cmpint (stamp (f->store, &f->home), ==, revision + 1);
  g_assert_cmpint (get_end (f->store, &f->home, first), ==, revision + 1);

  store_fixture_reopen (f);
  still = get_newest (f->store, &f->home);
  g_assert_cmpstr (still, ==, first);
  g_assert_cmpint (stamp (f->store, &f->home), ==, revision + 2);
  second = get_newest (f->store, &f->home);
  g_assert_cmpstr (second, !=, first);
  g_assert_cmpint (get_end (f->store, &f->home, first), ==, revision + 1);
  g_assert_cmpint (get_end (f->store, &f->home, second), ==, revision + 2);
  assert_incarnation (f, 0, NULL);
  assert_incarnation (f, 1, first);
  assert_incarnation (f, revision + 1, first);
  assert_incarnation (f, revision + 2, second);
  /* Each organization has its own revisions. */
  foreign = get_newest (f->store, &f->foreign);
  g_assert_cmpstr (foreign, ==, first);
}

static void
unknown (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autoptr (StoreFixture) other = store_fixture_new (kind);
  g_autofree char *nobody = store_fixture_id (f);
  g_autofree char *foreign = get_newest (other->store, &other->home);

  assert_incarnation (f, -1, NULL);
  g_assert_cmpint (get_end (f->store, &f->home, nobody), ==, 0);
  g_assert_cmpint (get_end (f->store, &f->home, foreign), ==, 0);
}

static gpointer
stamp_and_fail (TktStoreTx *tx, gpointer data, GError **error)
{
  store_fixture_revision (tx, data);
  tkt_problem_set (error, TKT_PROBLEM_NOT_ALLOWED, "No");

  return NULL;
}

/* A write that is undone has begun nothing, and the next one still does. */
static void
undone (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autofree char *first = NULL;
  g_autofree char *still = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) refused = NULL;
  gint64 end;

  store_fixture_reopen (f);
  first = get_newest (f->store, &f->home);
  end = get_end (f->store, &f->home, first);
  g_assert_null (tkt_store_write_sync (f->store, stamp_and_fail, &f->home, &refused));
  g_assert_error (refused, TKT_PROBLEM, TKT_PROBLEM_NOT_ALLOWED);
  still = get_newest (f->store, &f->home);
  g_assert_cmpstr (still, ==, first);
  g_assert_cmpint (stamp (f->store, &f->home), ==, end + 1);
  second = get_newest (f->store, &f->home);
  g_assert_cmpstr (second, !=, first);
  g_assert_cmpint (get_end (f->store, &f->home, first), ==, end);
}

/* A server and the command line write in turns: each has begun one life, and neither takes the
 * other's revisions away. */
static void
in_turns (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStore) other = kind->open (f->folder, FALSE, &error);
  g_autofree char *first = get_newest (f->store, &f->home);
  g_autofree char *second = NULL;
  g_autofree char *still = NULL;
  gint64 revision = get_end (f->store, &f->home, first);

  g_assert_no_error (error);
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpint (stamp (i % 3 == 1 ? f->store : other, &f->home), ==, revision + i + 1);
      if (i == 0)
        second = get_newest (f->store, &f->home);
    }
  still = get_newest (other, &f->home);
  g_assert_cmpstr (second, !=, first);
  g_assert_cmpstr (still, ==, second);
  g_assert_cmpint (get_end (f->store, &f->home, first), ==, revision);
  g_assert_cmpint (get_end (f->store, &f->home, second), ==, revision + 10);
  tkt_store_stop (other);
}

static gpointer
put_organization (TktStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (TktOrganization) organization = tkt_organization_new ();

  organization->id = g_strdup (data);
  organization->slug = g_strdup ("new");
  organization->name = g_strdup ("New");

  return GINT_TO_POINTER (tkt_store_put_organization (tx, organization, error));
}

/* An organization of which nothing was counted where it was made. */
static void
nothing_counted (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  StoreNetwork network = { .organization = store_fixture_id (f) };
  g_autofree char *id = network.organization;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;

  tkt_store_write_sync (f->store, put_organization, id, &error);
  g_assert_no_error (error);
  first = get_newest (f->store, &network);
  g_assert_nonnull (first);
  store_fixture_reopen (f);
  g_assert_cmpint (stamp (f->store, &network), ==, 1);
  second = get_newest (f->store, &network);
  g_assert_cmpstr (second, !=, first);
  g_assert_cmpint (get_end (f->store, &network, second), ==, 1);
  g_assert_cmpint (get_end (f->store, &network, first), ==, 0);
}

const StoreTestEntry store_incarnation_tests[] = {
  { "/incarnations/reopened", reopened },
  { "/incarnations/unknown", unknown },
  { "/incarnations/undone", undone },
  { "/incarnations/in-turns", in_turns },
  { "/incarnations/nothing-counted", nothing_counted },
};
const guint n_store_incarnation_tests = G_N_ELEMENTS (store_incarnation_tests);
