/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A search in words: what it found, and what to write instead of what can't be understood. */
#include <glib/gi18n.h>
#include <string.h>

#include "tkt-words.h"

/* Of single words, where all of them are nowhere. */
#define MOST_OFFERS 3

char *
tkt_words_search_fault (const TktSearchQuery *query)
{
  const char *word = query->fault_word;

  switch (query->fault)
    {
    case TKT_SEARCH_FINE:
      return NULL;
    case TKT_SEARCH_UNKNOWN_STATE:
      /* Translators: is:open, is:closed and is:unread are typed so in every language. */
      return g_strdup_printf (_ ("“%s” is not known: write is:open, is:closed or is:unread."),
                              word);
    case TKT_SEARCH_TWO_STATES:
      return g_strdup (_ (
          "A ticket is never open and closed at once: write only one of is:open and is:closed."));
    case TKT_SEARCH_NO_DATE:
      /* Translators: dates are typed so in every language. */
      return g_strdup_printf (
          _ ("“%s” names no day: write one like 2026-11-03, 2026-11, yesterday or 2w, with no "
             "blank before it."),
          word);
    case TKT_SEARCH_NO_DAYS:
      return g_strdup (_ ("No day is left between the two: give before: a later day than after:."));
    case TKT_SEARCH_NO_NAME:
      return g_strdup_printf (
          _ ("“%s” names nobody: write the name right behind the colon, and more than one word "
             "in quotes, as in from:\"Mia Chen\"."),
          word);
    case TKT_SEARCH_OPEN_QUOTE:
      return g_strdup (_ ("A quotation mark is not closed: write another \" behind the last of the "
                          "words that belong together."));
    case TKT_SEARCH_NO_WORD:
      return g_strdup_printf (_ ("“%s” has neither letters nor digits: write a word to look for."),
                              word);
    }
  g_return_val_if_reached (NULL);
}

char *
tkt_words_found (guint n)
{
  return g_strdup_printf (ngettext ("%'u ticket found", "%'u tickets found", n), n);
}

char *
tkt_words_matches (guint place, guint n)
{
  if (place > 0)
    /* Translators: the third of twelve messages that have what is searched for: "3 of 12". */
    return g_strdup_printf (_ ("%'u of %'u"), place, n);
  return g_strdup_printf (ngettext ("%'u message found", "%'u messages found", n), n);
}

static gboolean
has_one_word (const TktSearchQuery *query)
{
  return strchr (query->words, ' ') == NULL;
}

gboolean
tkt_words_search_narrows (const TktSearchQuery *query, const TktTicketFilter *filter)
{
  return query->number == 0
         && ((filter->status != TKT_SHOW_ALL && !query->open && !query->closed)
             || filter->owner != TKT_SHOW_EVERYONE || filter->publisher_id != NULL);
}

const char *
tkt_words_nothing_found (const TktSearchQuery *query, const TktTicketFilter *filter)
{
  if (query->number > 0)
    return _ ("There is no ticket with this number.");
  if (query->match == NULL)
    return _ ("No ticket here fits all of this. Leave something out.");
  if (has_one_word (query))
    return tkt_words_search_narrows (query, filter)
               ? _ ("No ticket here has this word.")
               : _ ("No ticket has this word. Try another one.");
  return tkt_words_search_narrows (query, filter)
             ? _ ("No ticket here has all of these words in one message or in its title.")
             : _ ("No ticket has all of these words in one message or in its title.");
}

GStrv
tkt_words_search_offers (const TktSearchQuery *query, const char *typed)
{
  g_autoptr (GStrvBuilder) offers = g_strv_builder_new ();
  g_auto (GStrv) words = g_strsplit (query->words, " ", -1);
  g_autofree char *asked = g_strstrip (g_strdup (typed));
  guint n = 0;

  /* What else narrows it would be lost, and quoted words belong together. */
  if (query->match != NULL && g_str_equal (query->words, asked) && strchr (asked, '"') == NULL
      && !has_one_word (query))
    for (guint i = 0; words[i] != NULL && n < MOST_OFFERS; i++)
      if (*words[i] != '\0')
        {
          g_strv_builder_add (offers, words[i]);
          n++;
        }
  return g_strv_builder_end (offers);
}
