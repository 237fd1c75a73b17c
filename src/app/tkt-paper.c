/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays a thread out on pages: a heading, then message after message, broken between lines. */
#include "tkt-paper.h"

#include <glib/gi18n.h>

#include "tkt-words-history.h"
#include "tkt-words.h"

#define FONT "Sans"
#define SIZE 10.0
#define SIZE_TITLE 15.0
#define SIZE_SMALL 8.0
#define GAP 9.0   /* between messages */
#define MARGIN 24 /* of the header and the footer, with the space to what is between them */
/* What has to have room below a name or a day, so that it does not stand alone. */
#define COMPANY (4 * SIZE)

/* In the order of a page. A thread is these in a row: the first three once, the others for each
 * message. */
typedef enum
{
  PART_TITLE,
  PART_ABOUT,
  PART_TIMES,
  PART_DAY,
  PART_NAME,
  PART_BODY,
  PART_FILES,
  PART_BYLINE,
  PART_STATE,
  N_PARTS
} Part;

#define N_HEADING PART_DAY
#define N_OF_MESSAGE (N_PARTS - N_HEADING)

static const struct
{
  double size;
  double gap; /* above */
  double grey;
  gboolean bold;
  gboolean centered;
} looks[N_PARTS] = {
  [PART_TITLE] = { SIZE_TITLE, 0, 0, .bold = TRUE },
  [PART_ABOUT] = { SIZE, 3, .3 },
  [PART_TIMES] = { SIZE, 0, .3 },
  [PART_DAY] = { SIZE_SMALL, 2 * GAP, .3, .bold = TRUE, .centered = TRUE },
  [PART_NAME] = { SIZE, GAP, 0, .bold = TRUE },
  [PART_BODY] = { SIZE, 1, 0 },
  [PART_FILES] = { SIZE_SMALL, 2, .2 },
  [PART_BYLINE] = { SIZE_SMALL, 2, .4 },
  [PART_STATE] = { SIZE_SMALL, 2, 0, .bold = TRUE },
};

/* Where a page begins. */
typedef struct
{
  guint block; /* a part in the thread's row */
  guint line;  /* of it */
} Place;

struct _TktPaper
{
  PangoContext *context;
  const TktHistoryThread *thread;
  double width;
  double height;
  gint64 now;
  gboolean rtl;
  GArray *pages; /* of Place, and the end at last */
  gboolean complete;
  guint block; /* that was laid out last: where one page ends the next begins */
  PangoLayout *layout;
};

TktPaper *
tkt_paper_new (PangoContext *context,
               const TktHistoryThread *thread,
               double width,
               double height,
               gint64 now,
               gboolean rtl)
{
  TktPaper *self = g_new0 (TktPaper, 1);
  const Place first = { 0, 0 };

  self->context = g_object_ref (context);
  self->thread = thread;
  self->width = width;
  self->height = height;
  self->now = now;
  self->rtl = rtl;
  pango_context_set_base_dir (context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  self->pages = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_append_val (self->pages, first);
  return self;
}

void
tkt_paper_free (TktPaper *self)
{
  g_clear_object (&self->layout);
  g_object_unref (self->context);
  g_array_unref (self->pages);
  g_free (self);
}

static PangoLayout *
make_layout (TktPaper *self, const char *text, double size, gboolean bold)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_font_description_set_size (font, (int)(size * PANGO_SCALE));
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int)(self->width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  /* Pango turns it round for paragraphs of another direction than the context's. */
  pango_layout_set_alignment (layout, self->rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static char *
get_files (const TktHistoryMessage *message)
{
  const GPtrArray *attachments = message->row->message->attachments;
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < attachments->len; i++)
    {
      g_autofree char *file = tkt_words_history_attachment (g_ptr_array_index (attachments, i));

      g_string_append_printf (words, "%s• %s", i > 0 ? "\n" : "", file);
    }
  return attachments->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

/* (nullable): the part has nothing to say. */
static char *
get_words (TktPaper *self, Part part, const TktHistoryMessage *message)
{
  switch (part)
    {
    case PART_TITLE:
      return tkt_words_history_heading (self->thread->ticket);
    case PART_ABOUT:
      return tkt_words_history_about (self->thread->ticket);
    case PART_TIMES:
      return tkt_words_history_times (self->thread->ticket);
    case PART_DAY:
      return message->row->first_of_day ? tkt_words_history_day (message) : NULL;
    case PART_NAME:
      return tkt_words_history_name (message);
    case PART_BODY:
      return tkt_words_history_text (message);
    case PART_FILES:
      return get_files (message);
    case PART_BYLINE:
      return tkt_words_byline (message->row);
    case PART_STATE:
      return tkt_words_history_state (message);
    case N_PARTS:
      break;
    }
  g_return_val_if_reached (NULL);
}

static Part
get_part (guint block)
{
  return block < N_HEADING ? block : N_HEADING + (block - N_HEADING) % N_OF_MESSAGE;
}

/* NULL: it is of the heading. */
static const TktHistoryMessage *
get_message (TktPaper *self, guint block)
{
  return block < N_HEADING
             ? NULL
             : g_ptr_array_index (self->thread->messages, (block - N_HEADING) / N_OF_MESSAGE);
}

/* NULL: nothing stands there. */
static PangoLayout *
lay_out (TktPaper *self, guint block)
{
  const Part part = get_part (block);
  const TktHistoryMessage *message = get_message (self, block);
  g_autofree char *words = get_words (self, part, message);
  PangoLayout *layout;

  if (words == NULL)
    return NULL;
  layout = make_layout (self, words, looks[part].size, looks[part].bold);
  if (looks[part].centered)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  if (part == PART_BODY)
    {
      g_autofree char *markup = tkt_words_plain_markup (words);
      const gboolean gone = tkt_message_is_tombstone (message->row->message);
      g_autofree char *slanted = g_strdup_printf ("<i>%s</i>", markup);

      pango_layout_set_markup (layout, gone ? slanted : markup, -1);
    }
  return layout;
}

/* (transfer none) (nullable): likewise, valid until the next. */
static PangoLayout *
get_layout (TktPaper *self, guint block)
{
  if (self->layout == NULL || self->block != block)
    {
      g_clear_object (&self->layout);
      self->layout = lay_out (self, block);
      self->block = block;
    }
  return self->layout;
}

/* Draws the lines of a layout from @line on that have room up to @bottom, if there is a @cr. FALSE
 * where there are more; @line is then the first of them. */
static gboolean
flow_lines (PangoLayout *layout, cairo_t *cr, double *y, double bottom, guint *line)
{
  g_autoptr (PangoLayoutIter) iter = pango_layout_get_iter (layout);
  double top = -1;
  double offset = 0;
  guint i = 0;

  do
    {
      PangoRectangle rect;
      double above, below;

      if (i++ < *line)
        continue;
      pango_layout_iter_get_line_extents (iter, NULL, &rect);
      above = (double)rect.y / PANGO_SCALE;
      below = above + (double)rect.height / PANGO_SCALE;
      if (top < 0)
        {
          top = above;
          offset = *y - top;
        }
      if (offset + below > bottom)
        {
          *line = i - 1;
          *y = offset + above;
          return FALSE;
        }
      if (cr != NULL)
        {
          cairo_move_to (cr,
                         (double)rect.x / PANGO_SCALE,
                         offset + (double)pango_layout_iter_get_baseline (iter) / PANGO_SCALE);
          pango_cairo_show_layout_line (cr, pango_layout_iter_get_line_readonly (iter));
        }
      *y = offset + below;
    }
  while (pango_layout_iter_next_line (iter));
  return TRUE;
}

static void
draw_rule (TktPaper *self, cairo_t *cr, double y)
{
  cairo_save (cr);
  cairo_set_source_rgb (cr, .7, .7, .7);
  cairo_set_line_width (cr, .5);
  cairo_move_to (cr, 0, y);
  cairo_line_to (cr, self->width, y);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Fills one page from @place on, which is then the next one's. At least one line fits on a page,
 * however small it is. */
static void
flow (TktPaper *self, cairo_t *cr, Place *place)
{
  const guint n_blocks = N_HEADING + self->thread->messages->len * N_OF_MESSAGE;
  const double bottom = self->height - MARGIN;
  double y = MARGIN;

  for (; place->block < n_blocks; place->block++, place->line = 0)
    {
      const Part part = get_part (place->block);
      const gboolean begins = y == MARGIN;
      const gboolean leads = part == PART_DAY || part == PART_NAME;
      PangoLayout *layout = get_layout (self, place->block);

      if (layout == NULL)
        continue;
      if (!begins && leads && y + looks[part].gap + COMPANY > bottom)
        return;
      if (!begins && place->line == 0)
        y += looks[part].gap;
      if (cr != NULL && part == PART_NAME && !begins
          && !get_message (self, place->block)->row->first_of_day)
        draw_rule (self, cr, y - GAP / 2);
      if (cr != NULL)
        cairo_set_source_rgb (cr, looks[part].grey, looks[part].grey, looks[part].grey);
      if (!flow_lines (
              layout, cr, &y, begins ? MAX (bottom, y + 2 * SIZE_TITLE) : bottom, &place->line))
        return;
    }
}

gboolean
tkt_paper_find_page (TktPaper *self)
{
  Place place;

  if (self->complete)
    return FALSE;
  place = g_array_index (self->pages, Place, self->pages->len - 1);
  flow (self, NULL, &place);
  self->complete = place.block >= N_HEADING + self->thread->messages->len * N_OF_MESSAGE;
  g_array_append_val (self->pages, place);
  return !self->complete;
}

guint
tkt_paper_get_n_pages (TktPaper *self)
{
  return self->pages->len - 1;
}

/* One line of the header or the footer, at its beginning or its end. */
static void
draw_aside (TktPaper *self, cairo_t *cr, double y, gboolean at_end, const char *words)
{
  g_autoptr (PangoLayout) layout = make_layout (self, words, SIZE_SMALL, FALSE);
  PangoRectangle rect;
  double x = 0;

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  /* It stands at its side, whatever direction it is written in. */
  pango_layout_get_extents (layout, NULL, &rect);
  if (at_end != self->rtl)
    x = self->width - (double)rect.width / PANGO_SCALE;
  cairo_move_to (cr, x - (double)rect.x / PANGO_SCALE, y);
  pango_cairo_show_layout (cr, layout);
}

void
tkt_paper_draw_page (TktPaper *self, cairo_t *cr, guint page)
{
  const TktHistoryTicket *ticket = self->thread->ticket;
  Place place = g_array_index (self->pages, Place, page);
  g_autofree char *heading = tkt_words_history_heading (ticket);
  g_autofree char *header = ticket->publisher_name != NULL
                                ? g_strdup_printf ("%s · %s", heading, ticket->publisher_name)
                                : g_strdup (heading);
  g_autofree char *moment = tkt_words_moment (self->now);
  /* Translators: of a printed page: "Page 2 of 5". */
  g_autofree char *number
      = g_strdup_printf (_ ("Page %u of %u"), page + 1, tkt_paper_get_n_pages (self));

  cairo_set_source_rgb (cr, .3, .3, .3);
  /* The first page begins with all that. */
  if (page > 0)
    {
      draw_aside (self, cr, 0, FALSE, header);
      draw_rule (self, cr, MARGIN - 2 * GAP + SIZE);
    }
  draw_rule (self, cr, self->height - MARGIN + GAP);
  draw_aside (self, cr, self->height - SIZE_SMALL * 1.4, FALSE, moment);
  draw_aside (self, cr, self->height - SIZE_SMALL * 1.4, TRUE, number);
  flow (self, cr, &place);
}
