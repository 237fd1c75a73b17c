/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person asks of the ticket list, as conditions on the cache's rows. */
#pragma once

#include "tkt-cache-private.h"
#include "tkt-search-query.h"

G_BEGIN_DECLS

/* Whether there is something in the row of "ticket" that the account ?2 has not read. What waits to
 * be marked as read is (rule 19). */
#define TKT_CACHE_UNREAD                                                                           \
  "EXISTS (SELECT 1 FROM message m WHERE m.ticket_id = ticket.id AND m.position > max ("           \
  "coalesce ((SELECT r.position FROM read_mark r WHERE r.ticket_id = ticket.id), 0),"              \
  " coalesce ((SELECT max (e.position) FROM outbox.entry e WHERE e.ticket_id = ticket.id"          \
  " AND e.kind = 5), 0)) AND m.author_id <> ?2 AND m.deleted_at IS NULL)"

/* A question and the names in it, looked up. */
typedef struct
{
  TktSearchQuery *query;
  TktTicketFilter *filter; /* the person's choice, as far as the question does not overrule it */
  char *own_account_id;
  char *authors;    /* ids in hex as JSON, for SQL; NULL: anybody */
  char *publishers; /* likewise */
} TktCacheSearch;

TktCacheSearch *tkt_cache_search_new (TktDb *db, const TktListParams *params, GError **error);
void tkt_cache_search_free (TktCacheSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCacheSearch, tkt_cache_search_free)

/* There are words, which are not among the conditions: tkt-cache-hits.h tells who has them. */
gboolean tkt_cache_search_has_match (const TktCacheSearch *self);
/* Whoever wrote them, and whenever. */
gboolean tkt_cache_search_is_words_only (const TktCacheSearch *self);

/* The texts that are to have the words, of the ticket whose key is bound to 1. */
TktStatement *
tkt_cache_search_prepare_texts (const TktCacheSearch *self, TktDb *db, GError **error);

/* Appends " AND ..." on the rows of "ticket". Takes the parameters 2, 4 and 6 to 9. */
void tkt_cache_search_append (const TktCacheSearch *self, GString *sql);
/* Binds those of them that the conditions have; 2 is the caller's where @with_own is FALSE. */
void tkt_cache_search_bind (const TktCacheSearch *self, TktStatement *statement, gboolean with_own);

/* Whether a ticket that is in the outbox alone is asked for, but for the words. Its status is for
 * the filter. */
gboolean tkt_cache_search_takes_opening (const TktCacheSearch *self,
                                         const TktEntry *opening,
                                         const TktTicket *ticket);

G_END_DECLS
