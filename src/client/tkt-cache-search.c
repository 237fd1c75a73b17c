/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person asks of the ticket list, as conditions on the cache's rows. */
#include "tkt-cache-search.h"

#include <string.h>

/* What the words, "from:" and the days say is said of one and the same message, and a title counts
 * as its ticket's opening. */
#define BY_AUTHOR(column) " AND hex (" column ") IN (SELECT value FROM json_each (?6))"

/* People by the names that they have now. */
#define PEOPLE "SELECT hex (id), username, display_name FROM account"

/* A publisher's people know of the staff only what stands in their own tickets, which are few. */
#define WRITERS " UNION SELECT hex (author_id), author_username, author_name FROM message"

/* By part of either. */
static gboolean
is_author (const GPtrArray *parts, const char *username, const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    if (tkt_search_name_has (username, g_ptr_array_index (parts, i))
        || tkt_search_name_has (name, g_ptr_array_index (parts, i)))
      return TRUE;
  return FALSE;
}

/* By the whole number, or part of the name. */
static gboolean
is_publisher (const GPtrArray *parts, const char *number, const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_str_equal (number, g_ptr_array_index (parts, i))
        || tkt_search_name_has (name, g_ptr_array_index (parts, i)))
      return TRUE;
  return FALSE;
}

typedef gboolean (*NameFunc) (const GPtrArray *parts, const char *first, const char *second);

/* Of rows of an id and two texts, the ids of those that @func takes, as JSON. */
static char *
look_up (TktStatement *statement, const GPtrArray *parts, NameFunc func, GError **error)
{
  g_autoptr (GString) ids = g_string_new ("[");

  for (;;)
    {
      gboolean has_row;
      g_autofree char *first = NULL;

      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      first = g_strdup (tkt_statement_get_text (statement, 1));
      if (func (parts, first, tkt_statement_get_text (statement, 2)))
        g_string_append_printf (
            ids, "%s\"%s\"", ids->len > 1 ? "," : "", tkt_statement_get_text (statement, 0));
    }
  g_string_append_c (ids, ']');
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static gboolean
look_up_authors (TktCacheSearch *self, TktDb *db, GError **error)
{
  g_autoptr (TktStatement) statement = NULL;
  gint64 publisher;

  if (self->query->authors->len == 0)
    return TRUE;
  if (!tkt_cache_query_number (db,
                               "SELECT 1 FROM account WHERE id = ? AND role = 0",
                               self->own_account_id,
                               &publisher,
                               error))
    return FALSE;
  statement = tkt_db_prepare (db, publisher != 0 ? PEOPLE WRITERS : PEOPLE, error);
  if (statement == NULL)
    return FALSE;
  self->authors = look_up (statement, self->query->authors, is_author, error);
  return self->authors != NULL;
}

static gboolean
look_up_publishers (TktCacheSearch *self, TktDb *db, GError **error)
{
  g_autoptr (TktStatement) statement = NULL;

  if (self->query->publishers->len == 0)
    return TRUE;
  statement = tkt_db_prepare (db, "SELECT hex (id), number, name FROM publisher", error);
  if (statement == NULL)
    return FALSE;
  self->publishers = look_up (statement, self->query->publishers, is_publisher, error);
  return self->publishers != NULL;
}

/* Where a question says which state, or which ticket, it is not asked of the others' absence. */
static TktTicketFilter *
overrule (const TktTicketFilter *filter, const TktSearchQuery *query)
{
  TktTicketFilter *left = tkt_ticket_filter_copy (filter);

  if (query->number > 0)
    {
      left->status = TKT_SHOW_ALL;
      left->owner = TKT_SHOW_EVERYONE;
      g_clear_pointer (&left->publisher_id, g_free);
    }
  if (query->open)
    left->status = TKT_SHOW_OPEN;
  if (query->closed)
    left->status = TKT_SHOW_CLOSED;
  return left;
}

TktCacheSearch *
tkt_cache_search_new (TktDb *db, const TktListParams *params, GError **error)
{
  g_autoptr (TktCacheSearch) self = g_new0 (TktCacheSearch, 1);

  self->query = tkt_search_query_new_here (params->filter->words);
  self->filter = overrule (params->filter, self->query);
  self->own_account_id = g_strdup (params->own_account_id);
  if (!look_up_authors (self, db, error) || !look_up_publishers (self, db, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tkt_cache_search_free (TktCacheSearch *self)
{
  if (self == NULL)
    return;
  tkt_search_query_free (self->query);
  tkt_ticket_filter_free (self->filter);
  g_free (self->own_account_id);
  g_free (self->authors);
  g_free (self->publishers);
  g_free (self);
}

static gboolean
has_after (const TktCacheSearch *self)
{
  return self->query->after != G_MININT64;
}

static gboolean
has_before (const TktCacheSearch *self)
{
  return self->query->before != G_MAXINT64;
}

gboolean
tkt_cache_search_has_match (const TktCacheSearch *self)
{
  return self->query->match != NULL;
}

static void
append_days (const TktCacheSearch *self, GString *sql, const char *column)
{
  if (has_after (self))
    g_string_append_printf (sql, " AND %s >= ?8", column);
  if (has_before (self))
    g_string_append_printf (sql, " AND %s < ?9", column);
}

/* A ticket's own times tell most of them apart before its messages are looked at; one end alone
 * they tell for sure. */
static void
append_messages (const TktCacheSearch *self, GString *sql)
{
  if (has_after (self))
    g_string_append (sql, " AND last_message_at >= ?8");
  if (has_before (self))
    g_string_append (sql, " AND opened_at < ?9");
  if (self->authors == NULL && !(has_after (self) && has_before (self)))
    return;
  g_string_append (sql, " AND (EXISTS (SELECT 1 FROM message m WHERE m.ticket_id = ticket.id");
  if (self->authors != NULL)
    g_string_append (sql, BY_AUTHOR ("m.author_id"));
  append_days (self, sql, "m.sent_at");
  g_string_append (sql, ") OR EXISTS (SELECT 1 FROM note n WHERE n.ticket_id = ticket.id");
  if (self->authors != NULL)
    g_string_append (sql, BY_AUTHOR ("n.author_id"));
  append_days (self, sql, "n.sent_at");
  g_string_append (sql, "))");
}

void
tkt_cache_search_append (const TktCacheSearch *self, GString *sql)
{
  if (self->query->number > 0)
    g_string_append (sql, " AND number = ?4");
  if (self->query->match == NULL)
    append_messages (self, sql);
  if (self->publishers != NULL)
    g_string_append (sql, " AND hex (publisher_id) IN (SELECT value FROM json_each (?7))");
  if (self->query->unread)
    g_string_append (sql, " AND " TKT_CACHE_UNREAD);
}

/* What is said of messages. */
static void
bind_messages (const TktCacheSearch *self, TktStatement *statement)
{
  if (self->authors != NULL)
    tkt_statement_bind_text (statement, 6, self->authors);
  if (has_after (self))
    tkt_statement_bind_int (statement, 8, self->query->after);
  if (has_before (self))
    tkt_statement_bind_int (statement, 9, self->query->before);
}

void
tkt_cache_search_bind (const TktCacheSearch *self, TktStatement *statement, gboolean with_own)
{
  if (self->query->match == NULL)
    bind_messages (self, statement);
  if (self->query->unread && with_own)
    tkt_statement_bind_id (statement, 2, self->own_account_id);
  if (self->query->number > 0)
    tkt_statement_bind_int (statement, 4, self->query->number);
  if (self->publishers != NULL)
    tkt_statement_bind_text (statement, 7, self->publishers);
}

gboolean
tkt_cache_search_is_words_only (const TktCacheSearch *self)
{
  return self->authors == NULL && !has_after (self) && !has_before (self);
}

TktStatement *
tkt_cache_search_prepare_texts (const TktCacheSearch *self, TktDb *db, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT title FROM ticket WHERE key = ?1");
  TktStatement *statement;

  if (self->authors != NULL)
    g_string_append (sql, BY_AUTHOR ("opened_by"));
  append_days (self, sql, "opened_at");
  g_string_append (sql,
                   " UNION ALL SELECT body FROM message WHERE body <> ''"
                   " AND ticket_id = (SELECT id FROM ticket WHERE key = ?1)");
  if (self->authors != NULL)
    g_string_append (sql, BY_AUTHOR ("author_id"));
  append_days (self, sql, "sent_at");
  g_string_append (sql,
                   " UNION ALL SELECT body FROM note WHERE body <> ''"
                   " AND ticket_id = (SELECT id FROM ticket WHERE key = ?1)");
  if (self->authors != NULL)
    g_string_append (sql, BY_AUTHOR ("author_id"));
  append_days (self, sql, "sent_at");
  statement = tkt_db_prepare (db, sql->str, error);
  if (statement != NULL)
    bind_messages (self, statement);
  return statement;
}

/* @ids as SQLite's hex() writes them. */
static gboolean
has_id (const char *ids, const char *uuid)
{
  g_auto (GStrv) parts = uuid != NULL ? g_strsplit (uuid, "-", -1) : NULL;
  g_autofree char *joined = parts != NULL ? g_strjoinv ("", parts) : NULL;
  g_autofree char *hex = joined != NULL ? g_ascii_strup (joined, -1) : NULL;

  return hex != NULL && strstr (ids, hex) != NULL;
}

gboolean
tkt_cache_search_takes_opening (const TktCacheSearch *self,
                                const TktEntry *opening,
                                const TktTicket *ticket)
{
  const TktSearchQuery *query = self->query;

  /* It has no number yet, and who wrote it has read it. */
  return query->number == 0 && !query->unread
         && (self->authors == NULL || has_id (self->authors, self->own_account_id))
         && (self->publishers == NULL || has_id (self->publishers, ticket->publisher_id))
         && opening->written_at >= query->after && opening->written_at < query->before;
}

/* Of one ticket the index tells the positions. */
#define MATCHES                                                                                    \
  "SELECT key FROM (SELECT m.key, m.position, 0 AS place, m.author_id, m.sent_at FROM message m"   \
  " WHERE m.ticket_id = ?2 AND m.position IN (SELECT rowid - ?3 FROM message_words"                \
  " WHERE message_words MATCH ?1 AND rowid BETWEEN ?3 AND ?4)"                                     \
  " UNION ALL SELECT " TKT_CACHE_NOTE_KEY ", n.after, n.place, n.author_id, n.sent_at FROM note n" \
  " WHERE n.ticket_id = ?2 AND n.key IN"                                                           \
  " (SELECT rowid FROM note_words WHERE note_words MATCH ?1)) WHERE TRUE"

GArray *
tkt_cache_query_matches (TktDb *db, gpointer data, guint limit, GError **error)
{
  const TktListParams *params = data;
  g_autoptr (TktCacheSearch) search = tkt_cache_search_new (db, params, error);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GString) sql = NULL;
  g_autoptr (TktStatement) statement = NULL;
  gint64 first;

  if (search == NULL)
    return NULL;
  if (search->query->fault != TKT_SEARCH_FINE || search->query->match == NULL)
    return g_steal_pointer (&keys);
  first = tkt_cache_find_thread (db, params->ticket_id, error);
  if (first < 0)
    return NULL;
  first = tkt_cache_index_place (first, 0);
  sql = g_string_new (MATCHES);
  if (search->authors != NULL)
    g_string_append (sql, BY_AUTHOR ("author_id"));
  append_days (search, sql, "sent_at");
  g_string_append (sql, " ORDER BY position, place");
  statement = tkt_db_prepare (db, sql->str, error);
  if (statement == NULL)
    return NULL;
  bind_messages (search, statement);
  tkt_statement_bind_text (statement, 1, search->query->match);
  tkt_statement_bind_id (statement, 2, params->ticket_id);
  tkt_statement_bind_int (statement, 3, first);
  tkt_statement_bind_int (statement, 4, first + TKT_CACHE_POSITIONS - 1);
  return tkt_cache_append_keys (statement, keys, error) ? g_steal_pointer (&keys) : NULL;
}
