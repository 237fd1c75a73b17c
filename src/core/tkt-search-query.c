/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person asks of a list of tickets. */
#include "tkt-search-query.h"

#include <string.h>

#include "tkt-search.h"
#include "tkt-time.h"

typedef struct
{
  TktSearchQuery *query;
  GString *words;
  GTimeZone *zone;
  gint64 now;
} Parser;

/* @value: what stands after the colon, without quotes; @typed: all of it. */
typedef void (*KeyFunc) (Parser *self, const char *value, const char *typed);

static void
set_fault (Parser *self, TktSearchFault fault, const char *word)
{
  if (self->query->fault != TKT_SEARCH_FINE)
    return;
  self->query->fault = fault;
  self->query->fault_word = g_strdup (word);
}

static void
take_name (Parser *self, GPtrArray *names, const char *value, const char *typed)
{
  g_autofree char *name = g_strstrip (g_strdup (value));

  if (*name == '\0')
    set_fault (self, TKT_SEARCH_NO_NAME, typed);
  else
    g_ptr_array_add (names, g_steal_pointer (&name));
}

static void
take_publisher (Parser *self, const char *value, const char *typed)
{
  take_name (self, self->query->publishers, value, typed);
}

static void
take_author (Parser *self, const char *value, const char *typed)
{
  take_name (self, self->query->authors, value, typed);
}

static void
take_state (Parser *self, const char *value, const char *typed)
{
  TktSearchQuery *query = self->query;

  if (g_ascii_strcasecmp (value, "open") == 0)
    query->open = TRUE;
  else if (g_ascii_strcasecmp (value, "closed") == 0)
    query->closed = TRUE;
  else if (g_ascii_strcasecmp (value, "unread") == 0)
    query->unread = TRUE;
  else
    set_fault (self, TKT_SEARCH_UNKNOWN_STATE, typed);
  if (query->open && query->closed)
    set_fault (self, TKT_SEARCH_TWO_STATES, typed);
}

static gboolean
take_day (Parser *self, const char *value, const char *typed, gint64 *begin)
{
  if (tkt_search_day_parse (value, self->zone, self->now, begin))
    return TRUE;
  set_fault (self, TKT_SEARCH_NO_DATE, typed);
  return FALSE;
}

static void
take_before (Parser *self, const char *value, const char *typed)
{
  gint64 begin;

  if (take_day (self, value, typed, &begin))
    self->query->before = MIN (self->query->before, begin);
}

static void
take_after (Parser *self, const char *value, const char *typed)
{
  gint64 begin;

  if (take_day (self, value, typed, &begin))
    self->query->after = MAX (self->query->after, begin);
}

static const struct
{
  const char *name;
  KeyFunc take;
} keys[] = {
  { "publisher:", take_publisher }, { "from:", take_author }, { "is:", take_state },
  { "before:", take_before },       { "after:", take_after },
};

/* The end of what starts at @p: a closing quote, or the next blank or opening quote. */
static const char *
find_end (const char *p, gboolean quoted)
{
  while (*p != '\0' && (quoted ? *p != '"' : !g_unichar_isspace (g_utf8_get_char (p)) && *p != '"'))
    p = g_utf8_next_char (p);
  return p;
}

/* Takes a word, or words in quotes, with or without a key before it; gives where the next may
 * start. */
static const char *
take_piece (Parser *self, const char *start)
{
  const char *p = start;
  const char *end;
  KeyFunc take = NULL;
  gboolean quoted;
  g_autofree char *value = NULL, *typed = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys) && take == NULL; i++)
    if (g_ascii_strncasecmp (p, keys[i].name, strlen (keys[i].name)) == 0)
      {
        take = keys[i].take;
        p += strlen (keys[i].name);
      }
  quoted = *p == '"';
  end = find_end (p + quoted, quoted);
  value = g_strndup (p + quoted, end - p - quoted);
  if (quoted && *end == '"')
    end++;
  else if (quoted)
    set_fault (self, TKT_SEARCH_OPEN_QUOTE, start);
  typed = g_strndup (start, end - start);
  if (take != NULL)
    take (self, value, typed);
  else
    g_string_append_printf (self->words, "%s%s", self->words->len > 0 ? " " : "", typed);
  return end;
}

static void
take_words (Parser *self)
{
  TktSearchQuery *query = self->query;

  query->words = g_string_free (g_steal_pointer (&self->words), FALSE);
  query->number = tkt_search_ticket_number (query->words);
  if (query->number == 0)
    query->match = tkt_search_to_match (query->words);
  if (query->number == 0 && query->match == NULL && *query->words != '\0')
    set_fault (self, TKT_SEARCH_NO_WORD, query->words);
  if (query->after >= query->before)
    set_fault (self, TKT_SEARCH_NO_DAYS, NULL);
}

/* The language is ASCII's quotation mark and colon. Not every keyboard types these: a Chinese one
 * has “”, ＂ and ：, and others make „“ of it. */
static char *
read_signs (const char *typed)
{
  GString *read = g_string_new (NULL);

  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0xff02)
        c = '"';
      else if (c == 0xff1a)
        c = ':';
      g_string_append_unichar (read, c);
    }
  return g_string_free (read, FALSE);
}

TktSearchQuery *
tkt_search_query_new (const char *typed, GTimeZone *zone, gint64 now)
{
  TktSearchQuery *query = g_new0 (TktSearchQuery, 1);
  Parser self = { query, g_string_new (NULL), zone, now };
  g_autofree char *read
      = read_signs (typed != NULL && g_utf8_validate (typed, -1, NULL) ? typed : "");
  const char *p = read;

  query->publishers = g_ptr_array_new_with_free_func (g_free);
  query->authors = g_ptr_array_new_with_free_func (g_free);
  query->after = G_MININT64;
  query->before = G_MAXINT64;
  while (*p != '\0')
    p = g_unichar_isspace (g_utf8_get_char (p)) ? g_utf8_next_char (p) : take_piece (&self, p);
  take_words (&self);
  return query;
}

TktSearchQuery *
tkt_search_query_new_here (const char *typed)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return tkt_search_query_new (typed, zone, tkt_time_now ());
}

void
tkt_search_query_free (TktSearchQuery *query)
{
  if (query == NULL)
    return;
  g_free (query->words);
  g_free (query->match);
  g_ptr_array_unref (query->publishers);
  g_ptr_array_unref (query->authors);
  g_free (query->fault_word);
  g_free (query);
}

gboolean
tkt_search_query_is_empty (const TktSearchQuery *query)
{
  return query->fault == TKT_SEARCH_FINE && query->match == NULL && query->number == 0
         && query->publishers->len == 0 && query->authors->len == 0 && !query->open
         && !query->closed && !query->unread && query->after == G_MININT64
         && query->before == G_MAXINT64;
}

gboolean
tkt_search_name_has (const char *name, const char *part)
{
  g_autofree char *folded_name = g_utf8_casefold (name, -1);
  g_autofree char *folded_part = g_utf8_casefold (part, -1);

  return strstr (folded_name, folded_part) != NULL;
}
