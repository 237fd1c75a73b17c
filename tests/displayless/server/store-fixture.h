/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store suite stands on: a store of one kind, two organizations in it, and rows to put. */
#pragma once

#include "tkt-store-calls.h"

G_BEGIN_DECLS

/* One kind of store: the suite runs on each, and knows of none. */
typedef struct
{
  const char *name;
  TktStore *(*open) (const char *folder, gboolean create, GError **error);
} StoreKind;

extern const StoreKind store_kinds[];
extern const guint n_store_kinds;

/* What one organization of the fixture has. Ids only; the rows are in the store. */
typedef struct
{
  char *organization;
  char *manager;
  char *other_manager;
  char *author;     /* an account of @publisher */
  char *competitor; /* an account of @other_publisher */
  char *publisher;
  char *other_publisher;
} StoreNetwork;

typedef struct
{
  const StoreKind *kind;
  char *folder;
  TktStore *store;
  GRand *random;
  StoreNetwork home;
  StoreNetwork foreign;
} StoreFixture;

/* @kind's store in a new folder, filled with both networks. */
StoreFixture *store_fixture_new (const StoreKind *kind);
void store_fixture_free (StoreFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreFixture, store_fixture_free)

/* Stops the store and opens it again. */
void store_fixture_reopen (StoreFixture *self);

/* Runs @func in a write or a read, which must do well. @func's data is the fixture. */
void store_fixture_write (StoreFixture *self, TktStoreFunc func);
void store_fixture_read (StoreFixture *self, TktStoreFunc func);

/* Rows to put, with a new id and revision: an open ticket of the network's publisher, opened by its
 * account; a message of its author in it. */
TktTicket *store_fixture_ticket (StoreFixture *self, TktStoreTx *tx, const StoreNetwork *network);
TktMessage *store_fixture_message (StoreFixture *self,
                                   TktStoreTx *tx,
                                   const StoreNetwork *network,
                                   const char *ticket_id,
                                   gint64 position,
                                   const char *body);
/* Its manager's, behind the first message. */
TktNote *store_fixture_note (StoreFixture *self,
                             TktStoreTx *tx,
                             const StoreNetwork *network,
                             const char *ticket_id,
                             gint64 place,
                             const char *body);
char *store_fixture_id (StoreFixture *self);
gint64 store_fixture_revision (TktStoreTx *tx, const StoreNetwork *network);

/* The bytes of all of the store's files, and whether @text stands in them. */
GBytes *store_fixture_read_files (StoreFixture *self);
gboolean store_fixture_files_contain (GBytes *files, const char *text);

/* What every TktStoreFunc of the suite returns. */
#define STORE_DONE GINT_TO_POINTER (TRUE)

/* Checks that run in one write, on a fresh fixture. */
typedef struct
{
  const char *path;
  TktStoreFunc func;
} StoreCase;

extern const StoreCase store_row_cases[];
extern const guint n_store_row_cases;
extern const StoreCase store_list_cases[];
extern const guint n_store_list_cases;
extern const StoreCase store_feed_cases[];
extern const guint n_store_feed_cases;

extern const StoreCase store_saved_reply_cases[];
extern const guint n_store_saved_reply_cases;
extern const StoreCase store_audit_cases[];
extern const guint n_store_audit_cases;

extern const StoreCase store_note_cases[];
extern const guint n_store_note_cases;

/* Tests that need more than one transaction; each file adds its own. */
typedef void (*StoreTest) (const StoreKind *kind);
typedef struct
{
  const char *path;
  StoreTest test;
} StoreTestEntry;

extern const StoreTestEntry store_transaction_tests[];
extern const guint n_store_transaction_tests;
extern const StoreTestEntry store_incarnation_tests[];
extern const guint n_store_incarnation_tests;
extern const StoreTestEntry store_erasing_tests[];
extern const guint n_store_erasing_tests;
extern const StoreTestEntry store_note_tests[];
extern const guint n_store_note_tests;
extern const StoreTestEntry store_attachment_tests[];
extern const guint n_store_attachment_tests;
extern const StoreTestEntry store_saved_reply_tests[];
extern const guint n_store_saved_reply_tests;
extern const StoreTestEntry store_killing_tests[];
extern const guint n_store_killing_tests;

/* The child of the killing tests: writes until it is killed. */
int store_killing_run_child (int argc, char **argv);

/* Explains every statement that SQLite is given by the cases. */
void store_plans_test (const StoreKind *kind);

/* Opens databases of every older schema. */
void store_migration_test (const StoreKind *kind);

G_END_DECLS
