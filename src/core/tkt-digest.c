/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digest: rows into lines, lines into one hash. */
#include "tkt-digest.h"

#include <string.h>

#include "tkt-problem.h"
#include "tkt-rules.h"

struct _TktDigest
{
  GChecksum *whole;
  GChecksum *one; /* for one row after the other */
  GString *json;
  TktDigestFunc each;
  gpointer data;
};

int
tkt_digest_row_compare (const TktDigestRow *a, const TktDigestRow *b)
{
  return a->kind != b->kind ? (int)a->kind - (int)b->kind : strcmp (a->id, b->id);
}

char *
tkt_digest_row_to_line (const TktDigestRow *row)
{
  return g_strdup_printf ("%s %s %" G_GINT64_FORMAT " %s",
                          tkt_change_kind_shape (row->kind)->name,
                          row->id,
                          row->revision,
                          row->hash);
}

static gboolean
read_kind (const char *word, TktChangeKind *kind)
{
  for (guint i = 0; i < TKT_N_CHANGE_KINDS; i++)
    if (g_str_equal (tkt_change_kind_shape (i)->name, word))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
tkt_digest_row_from_line (const char *line, TktDigestRow *row)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 5);

  if (g_strv_length (words) != 4 || !read_kind (words[0], &row->kind)
      || !tkt_uuid_is_valid (words[1])
      || !g_ascii_string_to_signed (words[2], 10, 0, G_MAXINT64, &row->revision, NULL)
      || strspn (words[3], "0123456789abcdef") != TKT_DIGEST_LENGTH
      || words[3][TKT_DIGEST_LENGTH] != '\0')
    return FALSE;
  g_strlcpy (row->id, words[1], sizeof row->id);
  g_strlcpy (row->hash, words[3], sizeof row->hash);
  return TRUE;
}

TktDigest *
tkt_digest_new (TktDigestFunc each, gpointer data)
{
  TktDigest *self = g_new (TktDigest, 1);

  *self = (TktDigest){ .whole = g_checksum_new (G_CHECKSUM_SHA256),
                       .one = g_checksum_new (G_CHECKSUM_SHA256),
                       .json = g_string_new (NULL),
                       .each = each,
                       .data = data };
  return self;
}

void
tkt_digest_free (TktDigest *self)
{
  if (self == NULL)
    return;
  g_checksum_free (self->whole);
  g_checksum_free (self->one);
  g_string_free (self->json, TRUE);
  g_free (self);
}

gboolean
tkt_digest_add (TktDigest *self, TktChangeKind kind, gconstpointer row, GError **error)
{
  const TktShape *shape = tkt_change_kind_shape (kind);
  const char *id = tkt_change_kind_row_id (kind, row);
  TktDigestRow told = { .kind = kind, .revision = tkt_change_kind_row_revision (kind, row) };
  g_autofree char *line = NULL;

  /* A damaged file may hold anything in its place. */
  if (id == NULL)
    {
      tkt_problem_set (error, TKT_PROBLEM_INTERNAL, "A row of the kind %s has no id.", shape->name);
      return FALSE;
    }
  g_string_truncate (self->json, 0);
  tkt_shape_write (shape, row, self->json);
  g_checksum_reset (self->one);
  g_checksum_update (self->one, (const guchar *)self->json->str, self->json->len);
  g_strlcpy (told.id, id, sizeof told.id);
  g_strlcpy (told.hash, g_checksum_get_string (self->one), sizeof told.hash);

  line = tkt_digest_row_to_line (&told);
  g_checksum_update (self->whole, (const guchar *)line, -1);
  g_checksum_update (self->whole, (const guchar *)"\n", 1);
  return self->each == NULL || self->each (&told, self->data, error);
}

gboolean
tkt_digest_add_view (TktDigest *self,
                     const TktOrganization *organization,
                     const TktAccount *account,
                     TktDigestSource source,
                     gpointer data,
                     GError **error)
{
  const TktSituation situation = {
    .role = account->role,
    .support_enabled = organization->support_tickets_enabled,
    .own_organization = TRUE,
    .own_publisher = TRUE,
  };

  if (tkt_rules_judge (TKT_ACTION_SEE, &situation, NULL) == TKT_VERDICT_NO)
    return tkt_digest_add (self, TKT_CHANGE_ORGANIZATION, organization, error)
           && tkt_digest_add (self, TKT_CHANGE_ACCOUNT, account, error);
  for (guint kind = 0; kind < TKT_N_CHANGE_KINDS; kind++)
    if (!source (self, kind, data, error))
      return FALSE;
  return TRUE;
}

const char *
tkt_digest_get_hash (TktDigest *self)
{
  return g_checksum_get_string (self->whole);
}
