/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the cache stand on: a cache, a page to fill, and rows to put into it. */
#pragma once

#include "test-await.h"
#include "test-folder.h"
#include "tkt-cache.h"
#include "tkt-client-rows.h"

G_BEGIN_DECLS

typedef struct
{
  TestFolder *folder;
  TktCache *cache;
  TktChangePage *page; /* what the next client_apply() brings */
  gint64 revision;     /* of the last row that was put */
  gint64 now;          /* the tests' own clock */
  char *own;           /* an account manager */
  char *other;         /* another */
  char *author;        /* a person of @publisher */
  char *publisher;     /* "Acme Media", number 7 */
} ClientFixture;

/* The people and the publisher are in the cache already. */
ClientFixture *client_fixture_new (void);
void client_fixture_free (ClientFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClientFixture, client_fixture_free)

/* Stops the cache and opens it again. */
void client_reopen (ClientFixture *self);

/* Rows into the page. (transfer none): valid until the page is applied; may be changed until then.
 */
TktPublisher *client_put_publisher (ClientFixture *self, gint64 number, const char *name);
TktAccount *
client_put_account (ClientFixture *self, const char *id, const char *username, TktRole role);
TktTicket *client_put_ticket (ClientFixture *self, gint64 number, const char *title);
TktMessage *client_put_message (ClientFixture *self,
                                const TktTicket *ticket,
                                gint64 position,
                                const char *author_id,
                                const char *body);
/* Behind the message at @after; @place counts the ticket's notes. */
TktNote *client_put_note (ClientFixture *self,
                          const TktTicket *ticket,
                          gint64 after,
                          gint64 place,
                          const char *author_id,
                          const char *body);
void client_put_mark (ClientFixture *self, const char *ticket_id, gint64 position);
/* A copy of a row of before, with a new revision. */
gpointer client_put_again (ClientFixture *self, TktChangeKind kind, gconstpointer row);
void client_put_tombstone (ClientFixture *self, const TktMessage *message);

/* Applies the page as the last one for now, and waits until the models show it. */
void client_apply (ClientFixture *self);
/* The same with @more to follow; answers the error, if there is one. */
GError *client_try_apply (ClientFixture *self, gboolean more);
void client_begin_snapshot (ClientFixture *self);

/* Into the outbox, where entries are numbered from 1. */
TktEntry *client_entry (ClientFixture *self, TktEntryKind kind, const char *ticket_id);
void client_add (ClientFixture *self, TktEntry *entry_taken);
void client_set_state (ClientFixture *self, gint64 seq, TktEntryState state);
TktEntry *client_next (ClientFixture *self, gint64 now);

TktCacheState *client_get_state (ClientFixture *self);

/* Waits until all models have answered. */
void client_settle (ClientFixture *self);

/* (transfer none): the row at @position, read if it was not yet. */
gconstpointer client_row (ClientFixture *self, TktRowModel *model, guint position);
/* "3 1 2": numbers of tickets or publishers, or "first second": texts of messages, as the list
 * shows them. */
char *client_show_tickets (ClientFixture *self, TktRowModel *model);
char *client_show_messages (ClientFixture *self, TktRowModel *model);

void client_add_conversation_tests (void);
void client_add_download_tests (void);
void client_add_file_tests (void);
void client_add_history_tests (void);
void client_add_hits_tests (void);
void client_add_list_tests (void);
void client_add_lost_tests (void);
void client_add_model_tests (void);
void client_add_news_tests (void);
void client_add_note_tests (void);
void client_add_outbox_tests (void);
void client_add_publisher_tests (void);
void client_add_rescue_tests (void);
void client_add_search_tests (void);
void client_add_sync_tests (void);
void client_add_take_back_tests (void);
void client_add_diff_tests (void);

G_END_DECLS
