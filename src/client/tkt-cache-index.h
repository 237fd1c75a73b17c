/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of titles, messages and notes: what the cache's full-text indexes are told. */
#pragma once

#include "tkt-db.h"

G_BEGIN_DECLS

/* A message is known to the index by its ticket's key and its position in one number, so that what
 * is found tells its tickets without a look at the messages, and one ticket's are found apart. */
#define TKT_CACHE_POSITION_BITS 24
#define TKT_CACHE_POSITIONS (G_GINT64_CONSTANT (1) << TKT_CACHE_POSITION_BITS)

/* How the indexes cut texts into words. */
#define TKT_CACHE_TOKENIZER "unicode61"
#define TKT_CACHE_TOKENIZER_ARGUMENTS "remove_diacritics", "2"

typedef enum
{
  TKT_CACHE_TITLES,   /* by ticket.key */
  TKT_CACHE_MESSAGES, /* by ticket.key and position */
  TKT_CACHE_NOTES,    /* by note.key: they are few */
  TKT_CACHE_N_INDEXES,
} TktCacheIndexKind;

/* The number of a message that is the ticket's @position, for TKT_CACHE_MESSAGES. */
gint64 tkt_cache_index_place (gint64 ticket_key, gint64 position);

/* The key that the ticket @ticket_id has, or will have: its messages may come before it. -1:
 * failed.
 */
gint64 tkt_cache_thread_key (TktDb *db, const char *ticket_id, GError **error);
/* The same for those that are here: 0 where nothing of the ticket is. */
gint64 tkt_cache_find_thread (TktDb *db, const char *ticket_id, GError **error);

/**
 * TktCacheIndex:
 *
 * What changes in the indexes within one transaction. FTS5 gathers words in memory and writes them
 * out when it is told of a number below the last: all is told at the end, in order.
 */
typedef struct _TktCacheIndex TktCacheIndex;

TktCacheIndex *tkt_cache_index_new (void);
void tkt_cache_index_free (TktCacheIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCacheIndex, tkt_cache_index_free)

/* @before: (nullable): the text that the index was given of @place; @after: the text that it has
 * now, or "". */
void tkt_cache_index_change (TktCacheIndex *self,
                             TktCacheIndexKind kind,
                             gint64 place,
                             const char *before,
                             const char *after);

/* Tells it; then it is empty. */
gboolean tkt_cache_index_flush (TktCacheIndex *self, TktDb *db, GError **error);

G_END_DECLS
