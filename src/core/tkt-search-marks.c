/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a text stands what was looked for. */
#include "tkt-search-marks.h"

#include <string.h>

#include "tkt-search.h"

#define MOST_SPANS 1000

/* A text, cut as the index cuts it. */
typedef struct
{
  GString *folded; /* all words, without case and accents, one after the other */
  GArray *words;   /* of Word */
} Cut;

typedef struct
{
  guint start, end;   /* in the text */
  guint from, length; /* in @folded */
} Word;

/* Words that stand side by side. */
typedef struct
{
  Cut cut;
  gboolean prefix; /* the last of them may go on */
} Term;

struct _TktSearchMarks
{
  GPtrArray *terms; /* of Term */
};

static void
fold (GString *folded, gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = 1;

  if (c < 0x80)
    {
      g_string_append_c (folded, g_ascii_tolower ((char)c));
      return;
    }
  n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n; i++)
    if (!g_unichar_ismark (parts[i]))
      g_string_append_unichar (folded, g_unichar_tolower (parts[i]));
}

static void
cut_text (Cut *cut, const char *text)
{
  gboolean within = FALSE;

  cut->folded = g_string_sized_new (strlen (text));
  cut->words = g_array_new (FALSE, FALSE, sizeof (Word));
  for (const char *p = text, *next; *p != '\0'; p = next)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean alone = c >= 0x0E00 && tkt_search_stands_alone (c);
      Word *word;

      next = g_utf8_next_char (p);
      if (!tkt_search_is_in_word (c))
        {
          within = FALSE;
          continue;
        }
      if (!within || alone)
        {
          Word begun = { p - text, 0, cut->folded->len, 0 };

          g_array_append_val (cut->words, begun);
        }
      within = !alone;
      fold (cut->folded, c);
      word = &g_array_index (cut->words, Word, cut->words->len - 1);
      word->end = next - text;
      word->length = cut->folded->len - word->from;
    }
}

static void
cut_clear (Cut *cut)
{
  g_string_free (cut->folded, TRUE);
  g_array_unref (cut->words);
}

static void
term_free (gpointer data)
{
  Term *term = data;

  cut_clear (&term->cut);
  g_free (term);
}

static void
add_term (TktSearchMarks *self, const TktSearchTerm *typed)
{
  Term *term = g_new0 (Term, 1);
  g_autofree char *text = g_strndup (typed->text, typed->length);

  cut_text (&term->cut, text);
  term->prefix = !typed->quoted;
  if (term->cut.words->len > 0)
    g_ptr_array_add (self->terms, term);
  else
    term_free (term);
}

TktSearchMarks *
tkt_search_marks_new (const char *words)
{
  TktSearchMarks *self = g_new0 (TktSearchMarks, 1);
  const char *p = words != NULL && g_utf8_validate (words, -1, NULL) ? words : "";
  TktSearchTerm term;

  self->terms = g_ptr_array_new_with_free_func (term_free);
  while (tkt_search_next_term (&p, &term))
    add_term (self, &term);
  return self;
}

void
tkt_search_marks_free (TktSearchMarks *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->terms);
  g_free (self);
}

/* Where @word has come to when as much of it as @length of its folded form has been seen, with the
 * accents of what was seen last. */
static guint
find_end (const char *text, const Word *word, guint length)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  const char *p = text + word->start;
  const char *end = text + word->end;

  while (p < end && (folded->len < length || g_unichar_ismark (g_utf8_get_char (p))))
    {
      fold (folded, g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }
  return p - text;
}

static gboolean
stands_at (const Term *term, const Cut *cut, guint place)
{
  guint n = term->cut.words->len;

  if (n > cut->words->len - place)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const Word *sought = &g_array_index (term->cut.words, Word, i);
      const Word *word = &g_array_index (cut->words, Word, place + i);
      gboolean open = term->prefix && i == n - 1;

      if ((open ? word->length < sought->length : word->length != sought->length)
          || memcmp (cut->folded->str + word->from,
                     term->cut.folded->str + sought->from,
                     sought->length)
                 != 0)
        return FALSE;
    }
  return TRUE;
}

static void
add_spans (const Term *term, const char *text, const Cut *cut, GArray *spans)
{
  const guint n = term->cut.words->len;
  const Word *sought = &g_array_index (term->cut.words, Word, n - 1);
  guint found = 0;

  for (guint i = 0; i < cut->words->len && found < MOST_SPANS; i++)
    if (stands_at (term, cut, i))
      {
        const Word *last = &g_array_index (cut->words, Word, i + n - 1);
        TktSearchSpan span
            = { g_array_index (cut->words, Word, i).start, find_end (text, last, sought->length) };

        g_array_append_val (spans, span);
        found++;
      }
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const TktSearchSpan *x = a, *y = b;

  return x->start < y->start ? -1 : x->start > y->start;
}

/* What overlaps or touches is one. */
static void
join_spans (GArray *spans)
{
  guint n = 0;

  g_array_sort (spans, compare_spans);
  for (guint i = 0; i < spans->len; i++)
    {
      const TktSearchSpan span = g_array_index (spans, TktSearchSpan, i);
      TktSearchSpan *last = n > 0 ? &g_array_index (spans, TktSearchSpan, n - 1) : NULL;

      if (last != NULL && span.start <= last->end)
        last->end = MAX (last->end, span.end);
      else
        g_array_index (spans, TktSearchSpan, n++) = span;
    }
  g_array_set_size (spans, MIN (n, MOST_SPANS));
}

GArray *
tkt_search_marks_find (const TktSearchMarks *self, const char *text)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (TktSearchSpan));
  Cut cut;

  if (self->terms->len == 0)
    return spans;
  cut_text (&cut, text);
  for (guint i = 0; i < self->terms->len; i++)
    add_spans (g_ptr_array_index (self->terms, i), text, &cut, spans);
  cut_clear (&cut);
  join_spans (spans);
  return spans;
}

static gboolean
stands_in (const Term *term, const Cut *cut)
{
  for (guint i = 0; i < cut->words->len; i++)
    if (stands_at (term, cut, i))
      return TRUE;
  return FALSE;
}

gboolean
tkt_search_marks_fit (const TktSearchMarks *self, const char *text)
{
  gboolean fits = self->terms->len > 0;
  Cut cut;

  cut_text (&cut, text);
  for (guint i = 0; fits && i < self->terms->len; i++)
    fits = stands_in (g_ptr_array_index (self->terms, i), &cut);
  cut_clear (&cut);
  return fits;
}
