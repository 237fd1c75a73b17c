/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tickets that have the words of a search: as the index knows them, and told one by one. */
#pragma once

#include "tkt-cache-search.h"

G_BEGIN_DECLS

/**
 * TktCacheHits:
 *
 * Says of one ticket after the other, as they come in the order of a list, whether the words are in
 * it. The index gathers all that has them, whatever the order: of common words that takes long, and
 * most of what it gathers is far below the rows that a person sees first. So the first tickets are
 * told from their texts, and the index is asked only when these were not enough: then the words are
 * rare, or enough was seen for the rest to be few.
 */
typedef struct _TktCacheHits TktCacheHits;

typedef enum
{
  TKT_HITS_FIRST, /* for the first rows of a list: texts, then the index */
  TKT_HITS_ALL,   /* for all of them: the index */
  TKT_HITS_FEW,   /* for tickets that are known to be few: texts alone */
} TktHitsPurpose;

/* @search has words, and lives as long. */
TktCacheHits *tkt_cache_hits_new (TktDb *db,
                                  const TktCacheSearch *search,
                                  TktHitsPurpose purpose,
                                  GError **error);
void tkt_cache_hits_free (TktCacheHits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCacheHits, tkt_cache_hits_free)

gboolean tkt_cache_hits_has (TktCacheHits *self, gint64 ticket_key, gboolean *has, GError **error);

/* Of a text that is in no row. */
gboolean
tkt_cache_hits_has_text (TktCacheHits *self, const char *text, gboolean *has, GError **error);

/* Whether the next ticket can be told of without asking an index that has not been asked. */
gboolean tkt_cache_hits_are_near (TktCacheHits *self);

/* (transfer full) (nullable): the keys of all tickets that may have the words, as JSON, once it is
 * known that they are few; in a list most others would be passed by. */
char *tkt_cache_hits_list_few (TktCacheHits *self);

G_END_DECLS
