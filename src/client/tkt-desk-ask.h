/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the server can answer: sessions, people, publishers and the audit trail. None of it is
 * in the cache or waits in the outbox. */
#pragma once

#include "tkt-audit.h"
#include "tkt-desk.h"
#include "tkt-people.h"

G_BEGIN_DECLS

/* One page of a list. */
typedef struct
{
  GPtrArray *rows; /* of what was asked for */
  char *next;      /* the cursor of the next page, or NULL */
} TktPage;

void tkt_page_free (TktPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktPage, tkt_page_free)

/* Errors of all that follows: %TKT_PROBLEM as the server says, and %TKT_PROBLEM_UNAVAILABLE with a
 * sentence for the person where it can't be reached. @cursor: (nullable): of the page before. */

void tkt_desk_ask_sessions_async (TktDesk *self,
                                  const char *cursor,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data); /* TktSession */
void tkt_desk_ask_accounts_async (TktDesk *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data); /* TktAccount */
/* @words: part of a name or a number, or "". */
void tkt_desk_ask_publishers_async (TktDesk *self,
                                    const char *words,
                                    const char *cursor,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data); /* TktListedPublisher */

/* Which entries of the audit trail; zeroed but for @kind it is all of them. */
typedef struct
{
  int kind;         /* a TktAuditKind, or -1: any */
  char *account_id; /* NULL: anybody's */
  gint64 since;     /* ms; 0: from the beginning */
} TktAuditFilter;

void tkt_desk_ask_audit_async (TktDesk *self,
                               const TktAuditFilter *filter,
                               const char *cursor,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data); /* TktListedAuditEntry */

/* Ends any of the above. */
TktPage *tkt_desk_ask_finish (TktDesk *self, GAsyncResult *result, GError **error);

/* Changes at the server. Each is done when it is answered. */
void tkt_desk_end_session_async (TktDesk *self,
                                 const char *id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void tkt_desk_add_account_async (TktDesk *self,
                                 const TktNewAccount *account,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data); /* TktAccount */
void tkt_desk_change_account_async (TktDesk *self,
                                    const char *id,
                                    const TktAccountPatch *change,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data); /* TktAccount */
void tkt_desk_invite_async (TktDesk *self,
                            const char *account_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data); /* TktInvitation */
void tkt_desk_add_publisher_async (TktDesk *self,
                                   const TktNewPublisher *publisher,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data); /* TktPublisher */
void tkt_desk_change_publisher_async (TktDesk *self,
                                      const char *id,
                                      const TktPublisherPatch *change,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data); /* TktPublisher */

/* Ends any of them. @row: (out) (optional) (nullable): the row as it is now, which the caller
 * frees; NULL where a session was ended. */
gboolean
tkt_desk_change_finish (TktDesk *self, GAsyncResult *result, gpointer *row, GError **error);

G_END_DECLS
