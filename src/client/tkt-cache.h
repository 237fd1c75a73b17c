/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache: the desk's local copy of what its account may see, with the outbox attached beside it.
 */
#pragma once

#include "tkt-db-worker.h"
#include "tkt-drafts.h"
#include "tkt-outbox.h"
#include "tkt-publisher-filter.h"
#include "tkt-row-model.h"
#include "tkt-rows.h"
#include "tkt-ticket-filter.h"

G_BEGIN_DECLS

/**
 * TktCache:
 *
 * Two files in one folder: cache.db (disposable) and outbox.db (never). One writer and one reader
 * thread, each with its connection (cache as main, outbox attached), both behind queues: nothing
 * here blocks the caller, and a long query never holds up a write. Main thread only.
 *
 * Property problem (GError, boxed, nullable): what the disk said to the last write or read; a write
 * or read that succeeds ends it. At damage the cache is set aside and begins anew, empty, and the
 * outbox is looked after; until that is done tkt_cache_is_damaged(), and no page of changes may be
 * applied, for it would belong to the cache of before. Damage after that stays until the next
 * start.
 *
 * TktCache::changed is emitted on the main thread after each commit that changed something to be
 * seen, and TktCache::erased after one that took messages away (rule 13).
 */
#define TKT_TYPE_CACHE (tkt_cache_get_type ())
G_DECLARE_FINAL_TYPE (TktCache, tkt_cache, TKT, CACHE, GObject)

/* Makes @folder (0700) where it is missing. Opening happens on the worker; errors come with the
 * first call.
 * @own_account_id: who looks: Mine, unread, own. */
TktCache *tkt_cache_new (const char *folder, const char *own_account_id);
void tkt_cache_stop (TktCache *self); /* finishes what is queued; blocks shortly, for the end of the
                                         program and of tests */

const GError *tkt_cache_get_problem (TktCache *self); /* (nullable) */
gboolean tkt_cache_is_damaged (TktCache *self);       /* notified with the problem */

/* What the desk needs before it draws anything; all NULL or 0 in a new cache. */
typedef struct
{
  TktAccount *account;
  TktOrganization *organization; /* with the outbox applied */
  char *cursor;                  /* of the change feed */
  gint64 synced_at;              /* when the last page without more was applied */
  gboolean complete;             /* a first snapshot has come to its end */
  gboolean publisher_blocked;    /* the account's own publisher is */
  gint64 n_tickets;              /* while the snapshot comes; not counted afterwards */
  gint64 max_number;   /* the highest ticket number seen: about how many there are, for staff */
  gint64 open_tickets; /* with the outbox applied (rule 15) */
  gint64 n_waiting;    /* outbox entries but read marks */
  TktRescue *rescue;   /* of a damaged outbox, until the person has been told; or NULL */
} TktCacheState;
void tkt_cache_state_free (TktCacheState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCacheState, tkt_cache_state_free)

void tkt_cache_get_state_async (TktCache *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
TktCacheState *tkt_cache_get_state_finish (TktCache *self, GAsyncResult *result, GError **error);

/* Applies what GET /v1/changes has answered and stores its cursor, all in one transaction; rows may
 * come twice. */
void tkt_cache_apply_page_async (TktCache *self,
                                 TktChangePage *page_taken,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* Applies rows that a call answered with, and removes the outbox entry (@seq, or 0) that they
 * answer, in one transaction. */
void tkt_cache_apply_rows_async (TktCache *self,
                                 GPtrArray *changes_taken,
                                 gint64 seq,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* After 410 cursor-gone: forgets rows and cursor, keeps the outbox. The old rows stay readable
 * until the new snapshot's end has come, then those that it did not bring are removed. */
void
tkt_cache_begin_snapshot_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data);

/* The outbox (tkt-outbox.h) through the same writer. */
void tkt_cache_add_entry_async (TktCache *self,
                                TktEntry *entry_taken,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* WAITING: again, from @not_before on; @uncertain: what was tried may have arrived. REFUSED: for
 * @problem. */
void tkt_cache_set_entry_state_async (TktCache *self,
                                      gint64 seq,
                                      TktEntryState state,
                                      gint64 not_before,
                                      gboolean uncertain,
                                      const GError *problem,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void tkt_cache_remove_entry_async (TktCache *self,
                                   gint64 seq,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* Undo, Edit, Discard: @seq is the entry, or 0 for what is held of the message or ticket @id.
 * %TKT_PROBLEM_CHANGED_MEANWHILE where it is too late. */
void tkt_cache_take_back_async (TktCache *self,
                                gint64 seq,
                                const char *id,
                                TktTakeBack how,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* Nothing is held any longer. */
void tkt_cache_release_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data);
void tkt_cache_put_draft_async (TktCache *self,
                                const TktDraft *draft,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* The person has been told of the state's rescue. */
void
tkt_cache_forget_rescue_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data);

/* @pick: of a list of tickets; NULL: everything that is here is read. */
void tkt_cache_mark_all_read_async (TktCache *self,
                                    TktRowPick *pick_taken,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* Ends any of the writes above. */
gboolean tkt_cache_write_finish (TktCache *self, GAsyncResult *result, GError **error);

/* What goes out next (tkt_outbox_next()). */
void tkt_cache_next_entry_async (TktCache *self,
                                 gint64 now,
                                 gboolean impatient,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* NULL without an error: nothing before @due (0: nothing at all). */
TktEntry *
tkt_cache_next_entry_finish (TktCache *self, GAsyncResult *result, gint64 *due, GError **error);

/* The next ticket with something unread among those that @filter shows: after @ticket_id (nullable)
 * in its order, or else from the beginning. */
typedef struct
{
  char *ticket_id; /* NULL: there is none */
  gint64 key;      /* of its row in the list */
} TktCacheUnread;
void tkt_cache_unread_free (TktCacheUnread *unread);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCacheUnread, tkt_cache_unread_free)

void tkt_cache_find_unread_async (TktCache *self,
                                  const TktTicketFilter *filter,
                                  const char *ticket_id,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
TktCacheUnread *tkt_cache_find_unread_finish (TktCache *self, GAsyncResult *result, GError **error);

/* A line of the first message of a ticket that has what is searched for by @words; where none has,
 * the title has it, and the line is the beginning of the opening. */
void tkt_cache_find_excerpt_async (TktCache *self,
                                   const char *ticket_id,
                                   const char *words,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* (transfer full) (nullable): NULL without an error: no message is here. */
char *tkt_cache_find_excerpt_finish (TktCache *self, GAsyncResult *result, GError **error);

/* The ids of all attachments that are known. */
typedef struct
{
  GHashTable *own;  /* (element-type utf8): of the outbox and of drafts: nowhere else */
  GHashTable *seen; /* (element-type utf8): of messages: on the server, too */
} TktCacheFiles;
void tkt_cache_files_free (TktCacheFiles *files);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCacheFiles, tkt_cache_files_free)

void tkt_cache_list_files_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data);
TktCacheFiles *tkt_cache_list_files_finish (TktCache *self, GAsyncResult *result, GError **error);

/* The draft of a ticket, or (NULL) of a new one, with all that was put before. */
void tkt_cache_find_draft_async (TktCache *self,
                                 const char *ticket_id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* (transfer full) (nullable): NULL without an error: there is none. */
/* The same of a note. */
void tkt_cache_find_note_draft_async (TktCache *self,
                                      const char *ticket_id,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
TktDraft *tkt_cache_find_draft_finish (TktCache *self, GAsyncResult *result, GError **error);

/* Models; they follow the cache by themselves. */
TktRowModel *
tkt_cache_list_tickets (TktCache *self, const TktTicketFilter *filter); /* TktTicketRow */
void tkt_cache_set_filter (TktCache *self,
                           TktRowModel *tickets,
                           const TktTicketFilter *filter); /* the same model, other rows */
TktRowModel *
tkt_cache_watch_ticket (TktCache *self, const char *ticket_id); /* TktTicketRow, 0 or 1 item */
TktRowModel *
tkt_cache_list_messages (TktCache *self,
                         const char *ticket_id); /* TktMessageRow, in order; outbox replies last */
/* TktMessageRow, in order, with the keys that they have in the list of messages: those that have
 * all of the @words of a search. */
TktRowModel *tkt_cache_list_matches (TktCache *self, const char *ticket_id, const char *words);
/* TktPublisherRow; without a @filter: all, by number. */
TktRowModel *tkt_cache_list_publishers (TktCache *self, const TktPublisherFilter *filter);
void tkt_cache_set_publisher_filter (TktCache *self,
                                     TktRowModel *publishers,
                                     const TktPublisherFilter *filter);
TktRowModel *
tkt_cache_watch_publisher (TktCache *self,
                           const char *publisher_id); /* TktPublisherRow, 0 or 1 item */
TktRowModel *tkt_cache_list_staff (TktCache *self);   /* TktAccountRow: enabled staff, by name */
/* TktSavedReplyRow, by name, one's own before the shared one of the same name; with what waits to
 * be added, and without what waits to be deleted. @words: what the name begins with, or then what
 * is in it; or NULL. */
TktRowModel *tkt_cache_list_saved_replies (TktCache *self, const char *words);
TktRowModel *tkt_cache_list_undelivered (TktCache *self); /* TktUndeliveredRow, as written */

G_END_DECLS
