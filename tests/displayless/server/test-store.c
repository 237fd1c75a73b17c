/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store suite: one for all kinds of store, run on each. */
#include "store-fixture.h"

typedef struct
{
  const StoreKind *kind;
  TktStoreFunc func; /* either this, in one write on a fresh fixture */
  StoreTest test;    /* or this */
} Run;

static void
run (gconstpointer data)
{
  const Run *what = data;

  if (what->test != NULL)
    {
      what->test (what->kind);
    }
  else
    {
      g_autoptr (StoreFixture) fixture = store_fixture_new (what->kind);

      store_fixture_write (fixture, what->func);
    }
}

static void
add (const StoreKind *kind, const char *path, TktStoreFunc func, StoreTest test)
{
  g_autofree char *full = g_strdup_printf ("/store/%s%s", kind->name, path);
  Run *what = g_new (Run, 1);

  *what = (Run){ kind, func, test };
  g_test_add_data_func_full (full, what, run, g_free);
}

static void
add_cases (const StoreKind *kind, const StoreCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    add (kind, cases[i].path, cases[i].func, NULL);
}

static void
add_tests (const StoreKind *kind, const StoreTestEntry *tests, guint n_tests)
{
  for (guint i = 0; i < n_tests; i++)
    add (kind, tests[i].path, NULL, tests[i].test);
}

int
main (int argc, char *argv[])
{
  if (argc > 1 && g_str_equal (argv[1], "write-until-killed"))
    return store_killing_run_child (argc, argv);

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < n_store_kinds; i++)
    {
      const StoreKind *kind = &store_kinds[i];

      add_cases (kind, store_row_cases, n_store_row_cases);
      add_cases (kind, store_list_cases, n_store_list_cases);
      add_cases (kind, store_feed_cases, n_store_feed_cases);
      add_cases (kind, store_saved_reply_cases, n_store_saved_reply_cases);
      add_cases (kind, store_audit_cases, n_store_audit_cases);
      add_cases (kind, store_note_cases, n_store_note_cases);
      add_tests (kind, store_transaction_tests, n_store_transaction_tests);
      add_tests (kind, store_incarnation_tests, n_store_incarnation_tests);
      add_tests (kind, store_erasing_tests, n_store_erasing_tests);
      add_tests (kind, store_note_tests, n_store_note_tests);
      add_tests (kind, store_attachment_tests, n_store_attachment_tests);
      add_tests (kind, store_saved_reply_tests, n_store_saved_reply_tests);
      add_tests (kind, store_killing_tests, n_store_killing_tests);
    }
  add (&store_kinds[0], "/every-query-walks-an-index", NULL, store_plans_test);
  add (&store_kinds[0], "/older-databases-are-opened", NULL, store_migration_test);

  return g_test_run ();
}
