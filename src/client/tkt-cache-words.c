/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a text has the words of a search, told from the text itself. */
#include "tkt-cache-words.h"

#include <string.h>

#include "tkt-cache-index.h"
#include "tkt-db-tokenizer.h"
#include "tkt-search.h"

/* Of one term: what fits a number's bits. */
#define MOST_WORDS 64

/* A word, or several that have to stand side by side. */
typedef struct
{
  GPtrArray *words; /* of GString, as the tokenizer cut them */
  gboolean prefix;  /* the last of them may go on */

  /* While a text is looked at. Bit n: the words up to the nth end at the text's last word. */
  guint64 progress;
  gboolean found;
} Term;

struct _TktCacheWords
{
  TktDbTokenizer *tokenizer;
  GPtrArray *terms; /* of Term */
  guint n_found;    /* of the text that is looked at */
};

static void
string_free (gpointer string)
{
  g_string_free (string, TRUE);
}

static void
term_free (gpointer data)
{
  Term *term = data;

  g_ptr_array_unref (term->words);
  g_free (term);
}

static void
add_word (const char *word, gsize length, gint64 place, gpointer data)
{
  Term *term = data;

  if (place < MOST_WORDS)
    g_ptr_array_add (term->words, g_string_new_len (word, length));
}

static gboolean
add_term (TktCacheWords *self, const TktSearchTerm *typed, GError **error)
{
  g_autofree char *text = g_strndup (typed->text, typed->length);
  g_autofree char *indexed = tkt_search_index_text (text);
  Term *term = g_new0 (Term, 1);

  term->words = g_ptr_array_new_with_free_func (string_free);
  term->prefix = !typed->quoted;
  g_ptr_array_add (self->terms, term);
  if (!tkt_db_tokenizer_run (self->tokenizer, indexed, add_word, term, error))
    return FALSE;
  /* Nothing but signs: everything has it. */
  if (term->words->len == 0)
    g_ptr_array_set_size (self->terms, self->terms->len - 1);
  return TRUE;
}

TktCacheWords *
tkt_cache_words_new (TktDb *db, const char *words, GError **error)
{
  static const char *const arguments[] = { TKT_CACHE_TOKENIZER_ARGUMENTS, NULL };
  g_autoptr (TktCacheWords) self = g_new0 (TktCacheWords, 1);
  TktSearchTerm term;

  self->terms = g_ptr_array_new_with_free_func (term_free);
  self->tokenizer = tkt_db_tokenizer_new (db, TKT_CACHE_TOKENIZER, arguments, error);
  if (self->tokenizer == NULL)
    return NULL;
  while (tkt_search_next_term (&words, &term))
    if (!add_term (self, &term, error))
      return NULL;
  return g_steal_pointer (&self);
}

void
tkt_cache_words_free (TktCacheWords *self)
{
  g_clear_pointer (&self->tokenizer, tkt_db_tokenizer_free);
  g_ptr_array_unref (self->terms);
  g_free (self);
}

static gboolean
word_fits (const GString *sought, gboolean prefix, const char *word, gsize length)
{
  return (prefix ? length >= sought->len : length == sought->len)
         && memcmp (word, sought->str, sought->len) == 0;
}

/* Shift-and (Baeza-Yates and Gonnet, 1992), with words for letters. */
static void
look_at_word (const char *word, gsize length, gint64 place, gpointer data)
{
  TktCacheWords *self = data;

  for (guint i = 0; i < self->terms->len; i++)
    {
      Term *term = g_ptr_array_index (self->terms, i);
      const guint n = term->words->len;
      guint64 fits = 0;

      if (term->found)
        continue;
      for (guint k = 0; k < n; k++)
        if ((k == 0 || term->progress & (G_GUINT64_CONSTANT (1) << (k - 1)))
            && word_fits (term->words->pdata[k], term->prefix && k == n - 1, word, length))
          fits |= G_GUINT64_CONSTANT (1) << k;
      term->progress = fits;
      term->found = (fits & (G_GUINT64_CONSTANT (1) << (n - 1))) != 0;
      self->n_found += term->found;
    }
}

/* FALSE where it is plain without cutting the text into words that these are not all in it: in
 * ASCII each is there letter by letter, in whatever case. Of most texts that tells. */
static gboolean
may_have (const TktCacheWords *self, const char *ascii_text)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const Term *term = g_ptr_array_index (self->terms, i);
      const GString *word = g_ptr_array_index (term->words, 0);

      if (strcasestr (ascii_text, word->str) == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
tkt_cache_words_look (TktCacheWords *self, const char *text, gboolean *found, GError **error)
{
  g_autofree char *indexed = tkt_search_is_index_text (text) ? NULL : tkt_search_index_text (text);

  *found = FALSE;
  if (g_str_is_ascii (text) && !may_have (self, text))
    return TRUE;
  self->n_found = 0;
  for (guint i = 0; i < self->terms->len; i++)
    {
      Term *term = g_ptr_array_index (self->terms, i);

      term->progress = 0;
      term->found = FALSE;
    }
  if (!tkt_db_tokenizer_run (
          self->tokenizer, indexed != NULL ? indexed : text, look_at_word, self, error))
    return FALSE;
  *found = self->n_found == self->terms->len;
  return TRUE;
}
