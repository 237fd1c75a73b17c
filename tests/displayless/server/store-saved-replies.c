/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: saved replies, whose names are one thing among the shared ones and another among
 * each person's own. */
#include "store-fixture.h"

#include "tkt-db.h"

static TktSavedReply *
reply_new (StoreFixture *f, TktStoreTx *tx, const char *owner, const char *name, const char *body)
{
  TktSavedReply *reply = tkt_saved_reply_new ();

  reply->id = store_fixture_id (f);
  reply->owner_id = g_strdup (owner);
  reply->name = g_strdup (name);
  reply->body = g_strdup (body);
  reply->revision = store_fixture_revision (tx, &f->home);

  return reply;
}

static void
put (StoreFixture *f, TktStoreTx *tx, const TktSavedReply *reply)
{
  g_autoptr (GError) error = NULL;

  tkt_store_put_saved_reply (tx, f->home.organization, f->home.manager, reply, &error);
  g_assert_no_error (error);
}

static void
empty (StoreFixture *f, TktStoreTx *tx, TktSavedReply *reply)
{
  g_free (reply->name);
  g_free (reply->body);
  reply->name = g_strdup ("");
  reply->body = g_strdup ("");
  reply->deleted = TRUE;
  reply->revision = store_fixture_revision (tx, &f->home);
}

/* What is put is what is there, to its organization alone. */
static gpointer
stored (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (TktSavedReply) reply = reply_new (f, tx, f->home.manager, "Thanks", "Thank you\n✓");
  g_autoptr (TktSavedReply) same = NULL;

  put (f, tx, reply);
  same = tkt_store_get_saved_reply (tx, home, reply->id, error);
  g_assert_true (tkt_shape_equal (&tkt_saved_reply_shape, same, reply));
  g_assert_null (tkt_store_get_saved_reply (tx, f->foreign.organization, reply->id, error));
  g_assert_cmpint (tkt_store_has_made_saved_reply (tx, f->home.manager, reply->id, error), ==, 1);
  g_assert_cmpint (
      tkt_store_has_made_saved_reply (tx, f->home.other_manager, reply->id, error), ==, 0);
  reply->revision = store_fixture_revision (tx, &f->home);
  put (f, tx, reply);
  g_assert_cmpint (tkt_store_has_made_saved_reply (tx, f->home.manager, reply->id, error), ==, 2);
  g_assert_no_error (*error);

  return STORE_DONE;
}

static char *
find (StoreFixture *f, TktStoreTx *tx, const char *owner, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktSavedReply) reply
      = tkt_store_get_saved_reply_by_name (tx, f->home.organization, owner, name, &error);

  g_assert_no_error (error);

  return reply != NULL ? g_strdup (reply->body) : NULL;
}

static void
assert_found (StoreFixture *f,
              TktStoreTx *tx,
              const char *owner,
              const char *name,
              const char *body)
{
  g_autofree char *found = find (f, tx, owner, name);

  g_assert_cmpstr (found, ==, body);
}

/* Letter case and spelling don't tell names apart, owners do; what is deleted has none. */
static gpointer
names (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *mara = f->home.manager, *nils = f->home.other_manager;
  g_autoptr (TktSavedReply) shared = reply_new (f, tx, NULL, "Thanks", "shared");
  g_autoptr (TktSavedReply) own = reply_new (f, tx, mara, "thankS", "mara's");
  g_autoptr (TktSavedReply) accented = reply_new (f, tx, nils, "\xc3\xa9t\xc3\xa9", "nils's");
  g_autoptr (TktSavedReply) twin = reply_new (f, tx, NULL, "THANKS", "twin");
  g_autoptr (GError) taken = NULL;

  put (f, tx, shared);
  put (f, tx, own);
  put (f, tx, accented);
  assert_found (f, tx, NULL, "tHANKS", "shared");
  assert_found (f, tx, mara, "THANKS", "mara's");
  assert_found (f, tx, nils, "thanks", NULL);
  assert_found (f, tx, nils, "E\xcc\x81t\x65\xcc\x81", "nils's");
  g_assert_false (tkt_store_put_saved_reply (tx, f->home.organization, mara, twin, &taken));
  g_assert_error (taken, TKT_DB_ERROR, TKT_DB_ERROR_CONSTRAINT);

  empty (f, tx, shared);
  put (f, tx, shared);
  empty (f, tx, own);
  put (f, tx, own);
  assert_found (f, tx, NULL, "Thanks", NULL);
  assert_found (f, tx, mara, "", NULL);

  return STORE_DONE;
}

/* Pages of every size give what one page gives: by name, one's own before the shared one of its
 * name, nobody else's. */
static gpointer
lists (TktStoreTx *tx, gpointer data, GError **error)
{
  static const char *const shared[] = { "Beta", "alpha", "delta", "gamma" };
  static const char *const own[] = { "beta", "Alpha", "epsilon" };
  static const char expected[] = "Alpha/own alpha/ beta/own Beta/ delta/ epsilon/own gamma/ ";
  StoreFixture *f = data;
  g_autoptr (TktSavedReply) others
      = reply_new (f, tx, f->home.other_manager, "bravo", "not mara's");

  put (f, tx, others);
  for (guint i = 0; i < G_N_ELEMENTS (shared); i++)
    {
      g_autoptr (TktSavedReply) reply = reply_new (f, tx, NULL, shared[i], "shared");

      put (f, tx, reply);
    }
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      g_autoptr (TktSavedReply) reply = reply_new (f, tx, f->home.manager, own[i], "own");

      put (f, tx, reply);
    }
  for (guint limit = 1; limit < 9; limit++)
    {
      TktSavedReplyQuery query = { .account_id = f->home.manager, .limit = limit };
      g_autoptr (GString) all = g_string_new (NULL);
      g_autofree char *after = NULL;
      guint n;

      do
        {
          g_autoptr (GPtrArray) page
              = tkt_store_list_saved_replies (tx, f->home.organization, &query, error);

          g_assert_no_error (*error);
          n = page->len;
          for (guint i = 0; i < n; i++)
            {
              const TktSavedReply *reply = page->pdata[i];

              g_string_append_printf (
                  all, "%s/%s ", reply->name, reply->owner_id != NULL ? "own" : "");
              g_free (after);
              query.after_name = after = tkt_text_fold_name (reply->name);
              query.after_shared = reply->owner_id == NULL;
            }
        }
      while (n == limit);
      g_assert_cmpstr (all->str, ==, expected);
    }

  return STORE_DONE;
}

const StoreCase store_saved_reply_cases[] = {
  { "/saved-replies/stored", stored },
  { "/saved-replies/names", names },
  { "/saved-replies/lists", lists },
};
const guint n_store_saved_reply_cases = G_N_ELEMENTS (store_saved_reply_cases);

static TktSavedReply *to_erase;

static gpointer
write_reply (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autofree char *filler = g_strnfill (20000, 'x');
  g_autofree char *body = g_strdup_printf ("zanzibar %s timbuktu", filler);

  to_erase = reply_new (f, tx, NULL, "Marrakesh", body);
  put (f, tx, to_erase);

  return STORE_DONE;
}

static gpointer
change_text (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;

  g_free (to_erase->body);
  to_erase->body = g_strdup ("casablanca");
  to_erase->revision = store_fixture_revision (tx, &f->home);
  put (f, tx, to_erase);

  return STORE_DONE;
}

static gpointer
delete_reply (TktStoreTx *tx, gpointer data, GError **error)
{
  empty (data, tx, to_erase);
  put (data, tx, to_erase);

  return STORE_DONE;
}

static void
assert_contains (StoreFixture *f, const char *text, gboolean there)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) files = NULL;

  tkt_store_finish_erasing (f->store, &error);
  g_assert_no_error (error);
  files = store_fixture_read_files (f);
  g_test_message ("%s", text);
  g_assert_cmpint (store_fixture_files_contain (files, text), ==, there);
}

/* What was deleted or written over is in no file. */
static void
erased (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);

  store_fixture_write (f, write_reply);
  assert_contains (f, "timbuktu", TRUE);
  store_fixture_write (f, change_text);
  assert_contains (f, "zanzibar", FALSE);
  assert_contains (f, "timbuktu", FALSE);
  assert_contains (f, "casablanca", TRUE);
  store_fixture_write (f, delete_reply);
  assert_contains (f, "casablanca", FALSE);
  assert_contains (f, "arrakesh", FALSE);
  g_clear_pointer (&to_erase, tkt_saved_reply_free);
}

const StoreTestEntry store_saved_reply_tests[] = {
  { "/rule-13/saved-replies", erased },
};
const guint n_store_saved_reply_tests = G_N_ELEMENTS (store_saved_reply_tests);
