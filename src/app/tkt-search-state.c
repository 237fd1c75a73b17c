/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being searched for, for all that show it. */
#include "tkt-search-state.h"

#include "tkt-search-marks.h"

/* A highlighter's ink, and black upon it: both colours are given, so that they can be read on any
 * background, dark and high contrast included. */
#define INK 0xf9f9, 0xe0e0, 0x6b6b
#define INK_CURRENT 0xffff, 0xa3a3, 0x4848

struct _TktSearchState
{
  GObject parent_instance;

  char *words;
  TktSearchQuery *query;
  TktSearchMarks *marks;
  gint64 current;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktSearchState, tkt_search_state, G_TYPE_OBJECT)

static void
take_words (TktSearchState *self, const char *typed)
{
  g_free (self->words);
  g_clear_pointer (&self->query, tkt_search_query_free);
  g_clear_pointer (&self->marks, tkt_search_marks_free);
  self->words = g_strdup (typed);
  self->query = tkt_search_query_new_here (typed);
  /* A number names a ticket and stands in no text, and what is not understood marks nothing. */
  self->marks = tkt_search_marks_new (
      self->query->match != NULL && self->query->fault == TKT_SEARCH_FINE ? self->query->words
                                                                          : NULL);
}

static void
tkt_search_state_finalize (GObject *object)
{
  TktSearchState *self = TKT_SEARCH_STATE (object);

  g_free (self->words);
  tkt_search_query_free (self->query);
  tkt_search_marks_free (self->marks);

  G_OBJECT_CLASS (tkt_search_state_parent_class)->finalize (object);
}

static void
tkt_search_state_class_init (TktSearchStateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_search_state_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tkt_search_state_init (TktSearchState *self)
{
  take_words (self, "");
}

TktSearchState *
tkt_search_state_new (void)
{
  return g_object_new (TKT_TYPE_SEARCH_STATE, NULL);
}

void
tkt_search_state_set_words (TktSearchState *self, const char *typed)
{
  g_return_if_fail (TKT_IS_SEARCH_STATE (self));

  if (g_str_equal (self->words, typed))
    return;
  take_words (self, typed);
  self->current = 0;
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
tkt_search_state_get_words (TktSearchState *self)
{
  g_return_val_if_fail (TKT_IS_SEARCH_STATE (self), NULL);

  return self->words;
}

const TktSearchQuery *
tkt_search_state_get_query (TktSearchState *self)
{
  g_return_val_if_fail (TKT_IS_SEARCH_STATE (self), NULL);

  return self->query;
}

gboolean
tkt_search_state_has_words (TktSearchState *self)
{
  g_return_val_if_fail (TKT_IS_SEARCH_STATE (self), FALSE);

  return self->query->match != NULL && self->query->fault == TKT_SEARCH_FINE;
}

void
tkt_search_state_set_current (TktSearchState *self, gint64 key)
{
  g_return_if_fail (TKT_IS_SEARCH_STATE (self));

  if (self->current == key)
    return;
  self->current = key;
  g_signal_emit (self, signals[CHANGED], 0);
}

gint64
tkt_search_state_get_current (TktSearchState *self)
{
  g_return_val_if_fail (TKT_IS_SEARCH_STATE (self), 0);

  return self->current;
}

static void
insert (PangoAttrList *attributes, PangoAttribute *attribute_taken, const TktSearchSpan *span)
{
  attribute_taken->start_index = span->start;
  attribute_taken->end_index = span->end;
  pango_attr_list_insert (attributes, attribute_taken);
}

PangoAttrList *
tkt_search_state_mark (TktSearchState *self, const char *text, gboolean current)
{
  g_autoptr (GArray) spans = tkt_search_marks_find (self->marks, text);
  PangoAttrList *attributes;

  if (spans->len == 0)
    return NULL;
  attributes = pango_attr_list_new ();
  for (guint i = 0; i < spans->len; i++)
    {
      const TktSearchSpan *span = &g_array_index (spans, TktSearchSpan, i);

      insert (attributes,
              current ? pango_attr_background_new (INK_CURRENT) : pango_attr_background_new (INK),
              span);
      insert (attributes, pango_attr_foreground_new (0, 0, 0), span);
    }
  return attributes;
}
