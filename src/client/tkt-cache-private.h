/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache's rooms: schema, applying rows, queries, reading rows. All on a worker, within a
 * transaction. */
#pragma once

#include "tkt-cache-index.h"
#include "tkt-cache.h"
#include "tkt-client-rows.h"
#include "tkt-row-model-private.h"
#include "tkt-statement.h"

G_BEGIN_DECLS

/* Makes or migrates cache.db with outbox.db beside it. A cache that is damaged, or not of this
 * program or version, is set aside: it can be fetched again. Of a damaged outbox a new one is made
 * (tkt-outbox-rescue.h). */
TktDb *tkt_cache_open_writer (const char *folder, GError **error);
/* After a writer has opened them. */
TktDb *tkt_cache_open_reader (const char *folder, GError **error);
/* The cache alone, for reading, whether or not a desk runs; nothing of it is made or migrated. */
TktDb *tkt_cache_open_snapshot (const char *folder, GError **error);
/* Likewise with the outbox. */
TktDb *tkt_cache_open_beside (const char *folder, GError **error);

/* Sets the folder's cache aside; nobody has it open. */
gboolean tkt_cache_set_aside (const char *folder, GError **error);

/* Values that are kept beside rows; NULL or 0 where nothing is kept. */
char *tkt_cache_get_value (TktDb *db, const char *name, GError **error);
gboolean tkt_cache_set_value (TktDb *db, const char *name, const char *value, GError **error);
gboolean tkt_cache_get_number (TktDb *db, const char *name, gint64 *value, GError **error);
gboolean tkt_cache_set_number (TktDb *db, const char *name, gint64 value, GError **error);

/* One number from a query with at most one id bound; 0 without a row. */
gboolean
tkt_cache_query_number (TktDb *db, const char *sql, const char *id, gint64 *value, GError **error);
/* One text likewise; NULL without a row or an error. */
char *tkt_cache_query_text (TktDb *db, const char *sql, const char *id, GError **error);

/* What is counted in the table "value". */
#define TKT_CACHE_GENERATION "generation" /* of the snapshot that rows came with */
#define TKT_CACHE_ERASED "erased"         /* deleted messages that had a text here */

/* What a write answers, so that only what has to follow it follows. */
typedef enum
{
  TKT_WRITE_DONE = 1 << 0,
  TKT_WRITE_CHANGED = 1 << 1, /* rows are not what they were */
  TKT_WRITE_ERASED = 1 << 2,  /* texts have to leave the files */
} TktWritten;

/* A page of the feed, and for whom. */
typedef struct
{
  TktChangePage *page;
  char *own_account_id;
} TktCachePage;
void tkt_cache_page_free (gpointer page);

typedef struct
{
  GPtrArray *changes;
  gint64 seq;
} TktCacheRows;
void tkt_cache_rows_free (gpointer rows);

typedef struct
{
  gint64 seq;
  TktEntryState state;
  gint64 not_before;
  gboolean uncertain;
  GError *problem;
} TktCacheEntryChange;
void tkt_cache_entry_change_free (gpointer change);

typedef struct
{
  gint64 seq; /* of the entry, or 0: what is held of @id */
  char *id;
  TktTakeBack how;
} TktCacheTakingBack;
void tkt_cache_taking_back_free (gpointer taking);

typedef struct
{
  gint64 now;
  gboolean impatient;
} TktCacheMoment;

/* TktDbFuncs that answer a TktWritten (tkt-cache-write.c), but for the last, which answers a
 * TktCacheNext. */
gpointer tkt_cache_do_apply_page (TktDb *db, gpointer page, GError **error);
gpointer tkt_cache_do_apply_rows (TktDb *db, gpointer rows, GError **error);
gpointer tkt_cache_do_begin_snapshot (TktDb *db, gpointer unused, GError **error);
gpointer tkt_cache_do_add_entry (TktDb *db, gpointer entry, GError **error);
gpointer tkt_cache_do_set_entry_state (TktDb *db, gpointer change, GError **error);
gpointer tkt_cache_do_remove_entry (TktDb *db, gpointer seq, GError **error);
gpointer tkt_cache_do_take_back (TktDb *db, gpointer taking, GError **error);
gpointer tkt_cache_do_release (TktDb *db, gpointer unused, GError **error);
gpointer tkt_cache_do_resume (TktDb *db, gpointer unused, GError **error);
gpointer tkt_cache_do_put_draft (TktDb *db, gpointer draft, GError **error);
gpointer tkt_cache_do_forget_rescue (TktDb *db, gpointer unused, GError **error);
gpointer tkt_cache_do_next_entry (TktDb *db, gpointer moment, GError **error);

/* What the last of them answers. */
typedef struct
{
  TktEntry *entry; /* or NULL */
  gint64 due;
} TktCacheNext;
void tkt_cache_next_free (gpointer next);

/* Applies one row of the change feed, whatever was there before (tkt-cache-apply.c); @index is to
 * be flushed in the same transaction. */
gboolean
tkt_cache_apply_change (TktDb *db, TktCacheIndex *index, const TktChange *change, GError **error);
/* After the last page of a new snapshot: what it did not bring is gone, but for the words of
 * @own_account_id (tkt-cache-lost.h). */
gboolean tkt_cache_drop_stale (TktDb *db, const char *own_account_id, GError **error);

/* What models are given: who looks, and at what. */
typedef struct
{
  char *own_account_id;
  TktTicketFilter *filter; /* of the ticket list */
  char *ticket_id;         /* of one ticket and its messages */
  gint64 unread_from;      /* the read mark when the thread was opened, or -1: not known yet */
  TktPublisherFilter *publishers;
  char *words;        /* of the saved replies */
  char *publisher_id; /* of one publisher */
} TktListParams;
void tkt_list_params_clear (gpointer params);

/* Runs @func on the writer; it answers a TktWritten. Ended by tkt_cache_write_finish(). */
void tkt_cache_write_async (TktCache *self,
                            TktDbFunc func,
                            gpointer data,
                            GDestroyNotify data_free,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

typedef enum
{
  TKT_CACHE_READS,           /* beside the writes */
  TKT_CACHE_READS_AT_LENGTH, /* and makes way for what somebody waits to see: it may run again */
  TKT_CACHE_READS_WRITTEN,   /* after all writes that were asked for before */
} TktCacheReader;

/* Runs @func in a snapshot; the task gives its result, which @result_free frees. */
void tkt_cache_read_async (TktCache *self,
                           TktCacheReader who,
                           TktDbFunc func,
                           gpointer data,
                           GDestroyNotify data_free,
                           GDestroyNotify result_free,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

const char *tkt_cache_get_own_account_id (TktCache *self);

/* For the models (tkt-cache-models.c): the parameters of who looks, and a model that follows. */
TktListParams *tkt_cache_params_new (TktCache *self);
TktRowModel *
tkt_cache_add_model (TktCache *self, const TktRowSource *source, TktListParams *params_taken);

/* Takes the entry @taking names out of the outbox (tkt-cache-take-back.c). */
gboolean tkt_cache_take_back (TktDb *db, const TktCacheTakingBack *taking, GError **error);

/* Runs @sql, with @id bound where there is one, and puts the first column of its rows after the
 * keys that are there already. */
gboolean
tkt_cache_query_keys (TktDb *db, const char *sql, const char *id, GArray *keys, GError **error);

/* The first column of all rows of @statement, likewise. */
gboolean tkt_cache_append_keys (TktStatement *statement, GArray *keys, GError **error);

/* Keys in order (tkt-cache-query.c, tkt-cache-tickets.c): rows of the cache are positive, entries
 * of the outbox negative. In a conversation notes have theirs behind this. */
#define TKT_CACHE_NOTE_KEYS (G_GINT64_CONSTANT (1) << 48)
#define TKT_CACHE_NOTE_KEY "(key + (1 << 48))"
GArray *tkt_cache_query_tickets (TktDb *db, gpointer params, guint limit, GError **error);
GArray *tkt_cache_query_ticket (TktDb *db, gpointer params, guint limit, GError **error);
GArray *tkt_cache_query_messages (TktDb *db, gpointer params, guint limit, GError **error);
/* Of the messages of the ticket in @params that the words of its filter are in. */
GArray *tkt_cache_query_matches (TktDb *db, gpointer params, guint limit, GError **error);
GArray *tkt_cache_query_publisher (TktDb *db, gpointer params, guint limit, GError **error);
GArray *tkt_cache_query_publishers (TktDb *db, gpointer params, guint limit, GError **error);
GArray *tkt_cache_query_staff (TktDb *db, gpointer params, guint limit, GError **error);
GArray *tkt_cache_query_undelivered (TktDb *db, gpointer params, guint limit, GError **error);
/* By name; those that the words of @params are in. */
GArray *tkt_cache_query_saved_replies (TktDb *db, gpointer params, guint limit, GError **error);
gint64 tkt_cache_count_open (TktDb *db,
                             const char *publisher_id,
                             GError **error); /* rule 15; NULL: all; -1: failed */

/* One row of @shape's columns FROM @where, with its id or key bound; NULL without an error when
 * there is none. */
gpointer tkt_cache_load_row (TktDb *db,
                             const TktShape *shape,
                             const char *where,
                             gint64 key,
                             const char *id,
                             GError **error);

/* Rows of keys (tkt-cache-load.c). */
gpointer tkt_cache_load_ticket (TktDb *db, gpointer params, gint64 key, GError **error);
gpointer tkt_cache_load_message (TktDb *db, gpointer params, gint64 key, GError **error);
gpointer tkt_cache_load_publisher (TktDb *db, gpointer params, gint64 key, GError **error);
gpointer tkt_cache_load_account (TktDb *db, gpointer params, gint64 key, GError **error);
gpointer tkt_cache_load_saved_reply (TktDb *db, gpointer params, gint64 key, GError **error);
gpointer tkt_cache_load_undelivered (TktDb *db, gpointer params, gint64 key, GError **error);

/* A person's name: from the accounts that are known here, or from what that person wrote in the
 * ticket. */
char *
tkt_cache_load_name (TktDb *db, const char *account_id, const char *ticket_id, GError **error);

/* A TktCacheState (tkt-cache-state.c); the data is the own account's id. */
gpointer tkt_cache_load_state (TktDb *db, gpointer own_account_id, GError **error);

/* Rule 2: while the feature is off, publisher accounts see nothing of it. */
gboolean
tkt_cache_is_hidden (TktDb *db, const char *own_account_id, gboolean *hidden, GError **error);

/* The entry of the outbox with this number, or NULL without an error. */
TktEntry *tkt_cache_load_entry (TktDb *db, gint64 seq, GError **error);
/* (element-type TktEntry): those of one ticket, in order. */
GPtrArray *tkt_cache_list_entries (TktDb *db, const char *ticket_id, GError **error);

/* Lays the outbox over a cached ticket: what it will be when everything is delivered. Pure. */
void
tkt_cache_overlay_ticket (TktTicket *ticket, const GPtrArray *entries, const char *own_account_id);
/* A ticket as its entry in the outbox opens it. */
TktTicket *tkt_cache_ticket_of_entry (const TktEntry *entry, const char *own_account_id);

G_END_DECLS
