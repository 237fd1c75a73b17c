/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the full-text index is of the texts that are there. It keeps no text that FTS5's own
 * check could compare it with; so each word of it is read out, and each text taken apart again. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "tkt-db-tokenizer.h"
#include "tkt-search.h"
#include "tkt-sqlite-private.h"
#include "tkt-sqlite-verify.h"

/* The same words at the same places in whatever order have the same sum; others have, but for one
 * case in 2⁶⁴, another. */
typedef struct
{
  guint64 n;
  guint64 sum;
  gint64 rowid; /* of the text in hand */
} Words;

/* An index, and the queries of the places and texts that it is of. */
typedef struct
{
  const char *name;
  const char *texts[3];
} Index;

static const Index indexes[] = {
  { TKT_SQLITE_SEARCH,
    { "SELECT key << " TKT_SQLITE_POSITION_BITS ", title FROM ticket",
      "SELECT (ticket.key << " TKT_SQLITE_POSITION_BITS ") + message.position, message.body"
      " FROM message CROSS JOIN ticket ON ticket.id = message.ticket_id"
      " WHERE message.deleted_at IS NULL" } },
  { TKT_SQLITE_NOTE_SEARCH,
    { "SELECT (ticket.key << " TKT_SQLITE_POSITION_BITS ") + note.place, note.body"
      " FROM note CROSS JOIN ticket ON ticket.id = note.ticket_id"
      " WHERE note.deleted_at IS NULL" } },
};

/* The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators).
 */
static guint64
mix (guint64 x)
{
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return x ^ (x >> 31);
}

static void
add_word (const char *word, gsize length, gint64 place, gpointer data)
{
  Words *words = data;
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325); /* FNV-1a */

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8)word[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  words->n++;
  words->sum += mix (hash ^ mix ((guint64)words->rowid ^ mix ((guint64)place)));
}

static gboolean
add_texts (TktDb *db, const char *sql, TktDbTokenizer *tokenizer, Words *words, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      g_autofree char *text = NULL;

      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      words->rowid = tkt_statement_get_int (statement, 0);
      text = tkt_search_index_text (tkt_statement_get_text (statement, 1));
      if (!tkt_db_tokenizer_run (tokenizer, text, add_word, words, error))
        return FALSE;
    }
}

static gboolean
read_texts (TktDb *db, const Index *index, Words *words, GError **error)
{
  static const char *const arguments[] = { TKT_SQLITE_TOKENIZER_ARGUMENTS, NULL };
  g_autoptr (TktDbTokenizer) tokenizer
      = tkt_db_tokenizer_new (db, TKT_SQLITE_TOKENIZER, arguments, error);

  if (tokenizer == NULL)
    return FALSE;
  for (guint i = 0; index->texts[i] != NULL; i++)
    if (!add_texts (db, index->texts[i], tokenizer, words, error))
      return FALSE;

  return TRUE;
}

/* The table is of this connection alone, and made before the snapshot of the others is used. */
static gboolean
read_index (TktDb *db, const Index *index, Words *words, GError **error)
{
  g_autofree char *made
      = g_strdup_printf ("CREATE VIRTUAL TABLE temp.word_%s USING fts5vocab (main, %s, instance)",
                         index->name,
                         index->name);
  g_autofree char *asked
      = g_strdup_printf ("SELECT term, doc, offset FROM temp.word_%s", index->name);
  g_autoptr (TktStatement) statement = NULL;
  gboolean has_row;

  if (!tkt_db_exec (db, made, error))
    return FALSE;
  statement = tkt_db_prepare (db, asked, error);
  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      const char *term;

      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      term = tkt_statement_get_text (statement, 0);
      words->rowid = tkt_statement_get_int (statement, 1);
      add_word (term, strlen (term), tkt_statement_get_int (statement, 2), words);
    }
}

static gboolean
look_at_index (TktSqliteLook *look, const Index *index, GError **error)
{
  Words of_texts = { 0 };
  Words of_index = { 0 };

  if (!read_texts (look->db, index, &of_texts, error)
      || !read_index (look->db, index, &of_index, error))
    return FALSE;
  if (of_texts.n != of_index.n)
    tkt_sqlite_look_tell (look,
                          TKT_FINDING_SEARCH,
                          1,
                          g_strdup_printf (_ ("Number of words in the texts: %" PRIu64
                                              "; in the search index: %" PRIu64),
                                           of_texts.n,
                                           of_index.n));
  else if (of_texts.sum != of_index.sum)
    tkt_sqlite_look_tell (look,
                          TKT_FINDING_SEARCH,
                          1,
                          g_strdup (_ ("The search index has other words than the texts")));

  return TRUE;
}

gboolean
tkt_sqlite_look_at_search (TktSqliteLook *look, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (indexes); i++)
    if (!look_at_index (look, &indexes[i], error))
      return FALSE;

  return TRUE;
}
