/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many tickets have something that the account has not read. */
#include "tkt-unread.h"

#include "tkt-cache-private.h"
#include "tkt-cache-search.h"
#include "tkt-desk-private.h"

/* One look; immutable once taken. */
typedef struct
{
  char *own_account_id;
  gint64 generation;   /* of the snapshot that it is of; -1: none is whole yet */
  gint64 newest;       /* the highest key of a message */
  GHashTable *tickets; /* ids of what has something unread, or may have once it has come */
  guint count;         /* of the former */
} Look;

struct _TktUnread
{
  GObject parent_instance;

  TktCache *cache;
  Look *look; /* the last one */
  gboolean looking;
  gboolean look_again;
};

enum
{
  PROP_0,
  PROP_COUNT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TktUnread, tkt_unread, G_TYPE_OBJECT)

static Look *
look_new (const char *own_account_id)
{
  Look *look = g_new0 (Look, 1);

  look->own_account_id = g_strdup (own_account_id);
  look->generation = -1;
  look->tickets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return look;
}

static void
look_free (gpointer data)
{
  Look *look = data;

  if (look == NULL)
    return;
  g_free (look->own_account_id);
  g_hash_table_unref (look->tickets);
  g_free (look);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static gboolean
find_place (TktDb *db, Look *look, GError **error)
{
  gint64 complete;

  if (!tkt_cache_get_number (db, "complete", &complete, error)
      || !tkt_cache_get_number (db, TKT_CACHE_GENERATION, &look->generation, error)
      || !tkt_cache_query_number (db, "SELECT max (key) FROM message", NULL, &look->newest, error))
    return FALSE;
  if (!complete)
    look->generation = -1;
  return TRUE;
}

/* The ids that @statement gives. */
static gboolean
add_ids (TktStatement *statement, GHashTable *ids, GError **error)
{
  for (;;)
    {
      gboolean has_row;

      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      g_hash_table_add (ids, tkt_statement_dup_id (statement, 0));
    }
}

/* Through everything, once a snapshot. */
static gboolean
look_at_all (TktDb *db, Look *look, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "SELECT id FROM ticket WHERE " TKT_CACHE_UNREAD, error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 2, look->own_account_id);
  if (!add_ids (statement, look->tickets, error))
    return FALSE;
  look->count = g_hash_table_size (look->tickets);
  return TRUE;
}

/* What was unread may have been read, and only what has a new message may be unread instead. */
static gboolean
look_at_some (TktDb *db, GHashTable *tickets, Look *look, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db,
                        "SELECT EXISTS (SELECT 1 FROM ticket WHERE id = ?1),"
                        " EXISTS (SELECT 1 FROM ticket WHERE id = ?1 AND " TKT_CACHE_UNREAD ")",
                        error);
  GHashTableIter iter;
  gpointer id;

  if (statement == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, tickets);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      gboolean has_row, known, unread;

      tkt_statement_reset (statement);
      tkt_statement_bind_id (statement, 1, id);
      tkt_statement_bind_id (statement, 2, look->own_account_id);
      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      known = tkt_statement_get_int (statement, 0) != 0;
      unread = tkt_statement_get_int (statement, 1) != 0;
      look->count += unread;
      /* A message may come before its ticket. */
      if (unread || !known)
        g_hash_table_add (look->tickets, g_strdup (id));
    }
  return TRUE;
}

static gboolean
look_on (TktDb *db, const Look *before, Look *look, GError **error)
{
  g_autoptr (GHashTable) tickets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TktStatement) came
      = tkt_db_prepare (db, "SELECT DISTINCT ticket_id FROM message WHERE key > ?", error);
  GHashTableIter iter;
  gpointer id;

  if (came == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, before->tickets);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (tickets, g_strdup (id));
  tkt_statement_bind_int (came, 1, before->newest);
  return add_ids (came, tickets, error) && look_at_some (db, tickets, look, error);
}

/* A TktDbFunc, on the reader. */
static gpointer
look_again (TktDb *db, gpointer data, GError **error)
{
  const Look *before = data;
  g_autoptr (Look) look = look_new (before->own_account_id);
  gboolean ok = find_place (db, look, error);

  if (ok && look->generation != -1)
    ok = look->generation == before->generation ? look_on (db, before, look, error)
                                                : look_at_all (db, look, error);
  return ok ? g_steal_pointer (&look) : NULL;
}

static void look (TktUnread *self);

static void
on_looked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktUnread) self = user_data;
  g_autoptr (GError) error = NULL;
  Look *now = g_task_propagate_pointer (G_TASK (result), &error);

  self->looking = FALSE;
  if (now != NULL)
    {
      g_autoptr (Look) before = g_steal_pointer (&self->look);

      self->look = now;
      if (now->count != before->count)
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
    }
  else
    /* The desk itself says what is wrong with the disk; the next look begins where this one did. */
    g_info ("What is unread can't be counted: %s", error->message);
  if (self->look_again)
    look (self);
}

static void
look (TktUnread *self)
{
  self->look_again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  /* Nobody touches the last look before there is a new one. With a hundred thousand unread tickets
   * it takes a second, for which no list waits. */
  tkt_cache_read_async (self->cache,
                        TKT_CACHE_READS_AT_LENGTH,
                        look_again,
                        self->look,
                        NULL,
                        look_free,
                        NULL,
                        on_looked,
                        g_object_ref (self));
}

static void
tkt_unread_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktUnread *self = TKT_UNREAD (object);

  switch (prop_id)
    {
    case PROP_COUNT:
      g_value_set_uint (value, self->look->count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_unread_finalize (GObject *object)
{
  TktUnread *self = TKT_UNREAD (object);

  g_object_unref (self->cache);
  look_free (self->look);

  G_OBJECT_CLASS (tkt_unread_parent_class)->finalize (object);
}

static void
tkt_unread_class_init (TktUnreadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tkt_unread_get_property;
  object_class->finalize = tkt_unread_finalize;

  properties[PROP_COUNT] = g_param_spec_uint (
      "count", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tkt_unread_init (TktUnread *self)
{
}

TktUnread *
tkt_unread_new (TktDesk *desk)
{
  TktUnread *self = g_object_new (TKT_TYPE_UNREAD, NULL);

  self->cache = g_object_ref (desk->cache);
  self->look = look_new (desk->sign_in->account_id);
  g_signal_connect_object (self->cache, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
  return self;
}

guint
tkt_unread_get_count (TktUnread *self)
{
  g_return_val_if_fail (TKT_IS_UNREAD (self), 0);

  return self->look->count;
}
