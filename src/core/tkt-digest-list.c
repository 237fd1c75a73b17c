/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of a digest's rows. */
#include "tkt-digest-list.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "tkt-problem.h"

/* The rows of a digest beside the other side's lines, up to the first difference. */
typedef struct
{
  GDataInputStream *lines; /* in the order of tkt_digest_row_compare() */
  guint64 n_lines;
  TktDigestRow there; /* the other side's next row */
  gboolean read;      /* @there is one that was read and not compared yet */
  gboolean ended;     /* the other side has no more */

  /* The first difference: what each side has, or has not. */
  gboolean differs;
  TktDigestRow first_here, first_there;
  gboolean has_here, has_there;
} Comparison;

static gboolean
write_line (const TktDigestRow *row, gpointer out, GError **error)
{
  g_autofree char *line = tkt_digest_row_to_line (row);

  return g_output_stream_printf (out, NULL, NULL, error, "%s\n", line);
}

gboolean
tkt_digest_list (TktDigestFill fill, gpointer data, GOutputStream *out, GError **error)
{
  g_autoptr (GOutputStream) buffered = g_buffered_output_stream_new (out);
  g_autoptr (TktDigest) digest = tkt_digest_new (write_line, buffered);

  return fill (digest, data, error) && g_output_stream_close (buffered, NULL, error);
}

/* Sees to it that @there is the other side's next row, if it has one. */
static gboolean
read_there (Comparison *self, GError **error)
{
  GError *failed = NULL;
  g_autofree char *line = NULL;
  TktDigestRow before = self->there;

  if (self->read || self->ended)
    return TRUE;
  line = g_data_input_stream_read_line (self->lines, NULL, NULL, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  self->n_lines++;
  self->read = line != NULL;
  self->ended = line == NULL;
  if (line == NULL
      || (tkt_digest_row_from_line (line, &self->there)
          && (self->n_lines == 1 || tkt_digest_row_compare (&before, &self->there) < 0)))
    return TRUE;
  tkt_problem_set (error,
                   TKT_PROBLEM_INVALID,
                   _ ("Line %" PRIu64 " is not of a list that --list has written."),
                   self->n_lines);
  return FALSE;
}

static void
note_difference (Comparison *self, const TktDigestRow *here, const TktDigestRow *there)
{
  self->differs = TRUE;
  self->has_here = here != NULL;
  self->has_there = there != NULL;
  if (here != NULL)
    self->first_here = *here;
  if (there != NULL)
    self->first_there = *there;
}

static gboolean
compare_row (const TktDigestRow *row, gpointer data, GError **error)
{
  Comparison *self = data;
  int order;

  if (self->differs)
    return TRUE;
  if (!read_there (self, error))
    return FALSE;
  order = self->ended ? -1 : tkt_digest_row_compare (row, &self->there);
  if (order < 0)
    note_difference (self, row, NULL);
  else if (order > 0)
    note_difference (self, NULL, &self->there);
  else if (row->revision != self->there.revision || !g_str_equal (row->hash, self->there.hash))
    note_difference (self, row, &self->there);
  self->read = FALSE;
  return TRUE;
}

static char *
describe_side (const TktDigestRow *row)
{
  return row == NULL
             ? g_strdup (_ ("not there"))
             /* Translators: what one side has of a row: a number, and a hash over what is in it. */
             : g_strdup_printf (_ ("revision %" PRId64 ", content %s"), row->revision, row->hash);
}

static char *
describe (const Comparison *self, const char *there)
{
  const TktDigestRow *named = self->has_here ? &self->first_here : &self->first_there;
  g_autofree char *of_here = describe_side (self->has_here ? &self->first_here : NULL);
  g_autofree char *of_there = describe_side (self->has_there ? &self->first_there : NULL);

  /* Translators: a kind of row as the protocol calls it ("message"), and its id; then what this
   * side has of it, the name of a file, and what that has of it. */
  return g_strdup_printf (_ ("The first difference is the %s %s.\nHere: %s\n%s: %s"),
                          tkt_change_kind_shape (named->kind)->name,
                          named->id,
                          of_here,
                          there,
                          of_there);
}

gboolean
tkt_digest_explain (TktDigestFill fill,
                    gpointer data,
                    GInputStream *list,
                    const char *there,
                    char **difference,
                    GError **error)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (list);
  Comparison self = { .lines = lines };
  g_autoptr (TktDigest) digest = tkt_digest_new (compare_row, &self);

  *difference = NULL;
  if (!fill (digest, data, error) || (!self.differs && !read_there (&self, error)))
    return FALSE;
  /* What the other side has behind our last row. */
  if (!self.differs && !self.ended)
    note_difference (&self, NULL, &self.there);
  if (self.differs)
    *difference = describe (&self, there);
  return TRUE;
}
