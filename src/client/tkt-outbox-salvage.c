/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can still be read of a damaged outbox: each table by its row numbers, around the pages that
 * are broken. */
#include "tkt-outbox-salvage.h"

#include "tkt-row.h"
#include "tkt-time.h"

/* A range of row numbers in which a broken page hides costs two reads, however short it is: a bound
 * on what a page of unlikely numbers may cost, about a second. */
#define READS_MOST 100000

/* The schema of version 1 has no column "uncertain", and none was, and those before 4 have no
 * attachments; of two columns with one name SQLite takes the first. No index: each may be broken,
 * too, and has no words. */
#define FROM(table, key)                                                                           \
  " FROM (SELECT *, 0 AS uncertain, NULL AS attachments FROM " table " NOT INDEXED)"               \
  " WHERE " key " BETWEEN ?1 AND ?2 ORDER BY " key

typedef struct
{
  const TktShape *shape;
  const char *key;
  const char *from;
  gboolean (*is_whole) (gconstpointer row);
} Table;

typedef struct
{
  const Table *table;
  TktStatement *upwards;
  TktStatement *downwards;
  GTree *rows; /* key → row of the table's shape */
  guint n_reads;
  gboolean broken; /* something could not be read */
} Salvage;

typedef struct
{
  gint64 first, last;
} Range;

static gboolean
is_text (TktTextKind kind, const char *text)
{
  g_autofree char *clean = tkt_text_clean (kind, text, -1, NULL);

  return g_strcmp0 (clean, text) == 0;
}

static gboolean
is_time (gint64 time)
{
  return time >= 0 && time < G_GINT64_CONSTANT (10000) * 365 * TKT_DAY;
}

static gboolean
is_whole_entry (gconstpointer row)
{
  const TktEntry *entry = row;
  gboolean opens = entry->kind == TKT_ENTRY_OPEN_TICKET;
  gboolean saves
      = entry->kind == TKT_ENTRY_ADD_SAVED_REPLY || entry->kind == TKT_ENTRY_CHANGE_SAVED_REPLY;
  gboolean writes = opens || entry->kind == TKT_ENTRY_REPLY || entry->kind == TKT_ENTRY_WRITE_NOTE;
  gboolean has_words = writes || saves;
  gboolean has_message
      = writes || entry->kind == TKT_ENTRY_DELETE_MESSAGE || entry->kind == TKT_ENTRY_DELETE_NOTE;

  return entry->seq > 0 && (entry->ticket_id != NULL) == (entry->kind != TKT_ENTRY_SET_SUPPORT)
         && (entry->message_id != NULL) == has_message && (entry->title != NULL) == (opens || saves)
         && (entry->body != NULL) == has_words && (!opens || is_text (TKT_TEXT_TITLE, entry->title))
         && (!saves || is_text (TKT_TEXT_REPLY_NAME, entry->title))
         && (!has_words || is_text (TKT_TEXT_MESSAGE, entry->body)) && entry->position >= 0
         && is_time (entry->written_at) && entry->attempts >= 0 && is_time (entry->not_before);
}

static gboolean
is_whole_draft (gconstpointer row)
{
  const TktDraft *draft = row;

  return !tkt_draft_is_empty (draft) && is_time (draft->written_at);
}

static const Table entries_table
    = { &tkt_entry_shape, "seq", FROM ("entry", "seq"), is_whole_entry };
static const Table drafts_table
    = { &tkt_draft_shape, "key", FROM ("draft", "key"), is_whole_draft };

static void
keep_row (Salvage *self, TktStatement *statement, gint64 key)
{
  const TktShape *shape = self->table->shape;
  gpointer row;

  if (!tkt_row_is_sound (shape, statement, 1))
    return;
  row = tkt_row_read (shape, statement, 1);
  if (self->table->is_whole (row))
    g_tree_replace (self->rows, g_memdup2 (&key, sizeof key), row);
  else
    tkt_shape_free (shape, row);
}

/* Reads a range from one of its ends until nothing is left or something is broken, and shortens it
 * by what was read. TRUE where nothing is left. */
static gboolean
read_from_end (Salvage *self, Range *range, gboolean upwards)
{
  TktStatement *statement = upwards ? self->upwards : self->downwards;
  gboolean has_row;
  gint64 key;

  self->n_reads++;
  tkt_statement_reset (statement);
  tkt_statement_bind_int (statement, 1, range->first);
  tkt_statement_bind_int (statement, 2, range->last);
  /* Why something can't be read makes no difference: it is left out, and the file is kept. */
  while (tkt_statement_step (statement, &has_row, NULL))
    {
      if (!has_row)
        return TRUE;
      key = tkt_statement_get_int (statement, 0);
      /* A broken page may hold any number. */
      if (key < range->first || key > range->last)
        break;
      if (upwards)
        range->first = key + 1;
      else
        range->last = key - 1;
      keep_row (self, statement, key);
    }
  self->broken = TRUE;
  return FALSE;
}

/* What lies between two broken pages is found by halving: the lower half first, for numbers are
 * given in order and stand close to each other. */
static void
read_range (Salvage *self, Range range)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));

  g_array_append_val (ranges, range);
  while (ranges->len > 0 && self->n_reads < READS_MOST)
    {
      Range next = g_array_index (ranges, Range, ranges->len - 1);
      Range halves[2];

      g_array_set_size (ranges, ranges->len - 1);
      if (read_from_end (self, &next, TRUE) || next.first >= next.last
          || read_from_end (self, &next, FALSE) || next.first >= next.last)
        continue;
      halves[1] = (Range){ next.first, next.first + (next.last - next.first) / 2 };
      halves[0] = (Range){ halves[1].last + 1, next.last };
      g_array_append_vals (ranges, halves, 2);
    }
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer unused)
{
  const gint64 *first = a, *second = b;

  return *first < *second ? -1 : *first > *second;
}

static gboolean
hand_over (gpointer key, gpointer row, gpointer rows)
{
  g_ptr_array_add (rows, row);
  return FALSE;
}

static TktStatement *
prepare (TktDb *db, const Table *table, const char *order, GError **error)
{
  g_autofree char *sql = g_strconcat (
      "SELECT ", table->key, ", ", tkt_row_columns (table->shape, NULL), table->from, order, NULL);

  return tkt_db_prepare (db, sql, error);
}

/* FALSE where nothing could be read. */
static gboolean
read_table (TktDb *db, const Table *table, GPtrArray *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStatement) upwards = prepare (db, table, "", &error);
  g_autoptr (TktStatement) downwards
      = upwards != NULL ? prepare (db, table, " DESC", &error) : NULL;
  Salvage self = { table, upwards, downwards };

  if (downwards == NULL)
    {
      g_message ("A part of a damaged outbox can't be read at all: %s", error->message);
      return FALSE;
    }
  /* Whoever takes the rows frees them; none is read twice. */
  self.rows = g_tree_new_full (compare_keys, NULL, g_free, NULL);
  read_range (&self, (Range){ 1, G_MAXINT64 - 1 });
  g_tree_foreach (self.rows, hand_over, rows);
  g_tree_unref (self.rows);
  return rows->len > 0 || !self.broken;
}

gboolean
tkt_outbox_salvage (const char *path, GPtrArray *entries, GPtrArray *drafts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_READ, &error);
  gboolean readable;

  if (db == NULL)
    {
      g_message ("A damaged outbox can't be opened: %s", error->message);
      return FALSE;
    }
  readable = read_table (db, &entries_table, entries);
  read_table (db, &drafts_table, drafts);
  return readable;
}
