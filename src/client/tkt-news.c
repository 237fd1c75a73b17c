/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What others wrote: looks whenever the cache has changed, and tells what differs. */
#include "tkt-news.h"

#include "tkt-cache-private.h"
#include "tkt-desk-private.h"
#include "tkt-news-look.h"

struct _TktNews
{
  GObject parent_instance;

  TktCache *cache;
  TktNewsLook *look;   /* the last one */
  gboolean looking;    /* the next one is under way */
  gboolean look_again; /* something changed meanwhile */
  GHashTable *seen;    /* set of the ids of tickets that were looked at meanwhile */
};

enum
{
  ARRIVED,
  CHANGED,
  GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktNews, tkt_news, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (TktNewsItem, tkt_news_item, tkt_news_item_copy, tkt_news_item_free)

TktNewsItem *
tkt_news_item_copy (const TktNewsItem *item)
{
  TktNewsItem *copy = g_memdup2 (item, sizeof *item);

  copy->ticket_id = g_strdup (item->ticket_id);
  copy->title = g_strdup (item->title);
  copy->publisher_name = g_strdup (item->publisher_name);
  copy->author_name = g_strdup (item->author_name);
  copy->text = g_strdup (item->text);
  return copy;
}

gboolean
tkt_news_item_equal (const TktNewsItem *a, const TktNewsItem *b)
{
  return g_strcmp0 (a->ticket_id, b->ticket_id) == 0 && a->number == b->number
         && g_strcmp0 (a->title, b->title) == 0
         && g_strcmp0 (a->publisher_name, b->publisher_name) == 0
         && g_strcmp0 (a->author_name, b->author_name) == 0 && g_strcmp0 (a->text, b->text) == 0
         && a->note == b->note && a->position == b->position && a->note_key == b->note_key
         && a->n_messages == b->n_messages && a->n_notes == b->n_notes;
}

void
tkt_news_item_free (TktNewsItem *item)
{
  if (item == NULL)
    return;
  g_free (item->ticket_id);
  g_free (item->title);
  g_free (item->publisher_name);
  g_free (item->author_name);
  g_free (item->text);
  g_free (item);
}

static void
tell_item (TktNews *self, const TktNewsItem *was, const TktNewsItem *item, gboolean quiet)
{
  if (!quiet && (was == NULL || item->position > was->position || item->note_key > was->note_key))
    g_signal_emit (self, signals[ARRIVED], 0, item);
  else if (was != NULL && !tkt_news_item_equal (was, item))
    g_signal_emit (self, signals[CHANGED], 0, item);
}

static void
tell (TktNews *self, const TktNewsLook *before, const TktNewsLook *now)
{
  GHashTableIter iter;
  gpointer ticket_id;

  g_hash_table_iter_init (&iter, before->threads);
  while (g_hash_table_iter_next (&iter, &ticket_id, NULL))
    if (tkt_news_look_get_item (before, ticket_id) != NULL
        && tkt_news_look_get_item (now, ticket_id) == NULL)
      g_signal_emit (self, signals[GONE], 0, ticket_id);
  g_hash_table_iter_init (&iter, now->threads);
  while (g_hash_table_iter_next (&iter, &ticket_id, NULL))
    {
      const TktNewsItem *item = tkt_news_look_get_item (now, ticket_id);

      if (item != NULL)
        tell_item (self, tkt_news_look_get_item (before, ticket_id), item, now->quiet);
    }
}

static void look (TktNews *self);

/* Nobody touches the last look but between two of them. TRUE: there is less to be told of. */
static gboolean
see_notes (TktNews *self, const char *ticket_id)
{
  TktNewsThread *thread = g_hash_table_lookup (self->look->threads, ticket_id);

  if (thread == NULL || thread->item == NULL || thread->item->note_key <= thread->notes_from)
    return FALSE;
  thread->notes_from = thread->item->note_key;
  return TRUE;
}

static void
see_what_was_seen (TktNews *self)
{
  GHashTableIter iter;
  gpointer ticket_id;

  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, &ticket_id, NULL))
    {
      self->look_again |= see_notes (self, ticket_id);
      g_hash_table_iter_remove (&iter);
    }
}

static void
on_looked_at (TktNews *self, const char *ticket_id)
{
  if (self->looking)
    g_hash_table_add (self->seen, g_strdup (ticket_id));
  else if (see_notes (self, ticket_id))
    look (self);
}

static void
on_looked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktNews) self = user_data;
  g_autoptr (GError) error = NULL;
  TktNewsLook *now = g_task_propagate_pointer (G_TASK (result), &error);

  self->looking = FALSE;
  if (now != NULL)
    {
      g_autoptr (TktNewsLook) before = g_steal_pointer (&self->look);

      self->look = now;
      tell (self, before, now);
      see_what_was_seen (self);
    }
  else
    /* The desk itself says what is wrong with the disk; the next look begins where this one did. */
    g_info ("News can't be looked for: %s", error->message);
  if (self->look_again)
    look (self);
}

static void
look (TktNews *self)
{
  self->look_again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  /* Nobody touches the last look before there is a new one. */
  tkt_cache_read_async (self->cache,
                        TKT_CACHE_READS,
                        tkt_news_look_again,
                        self->look,
                        NULL,
                        (GDestroyNotify)tkt_news_look_free,
                        NULL,
                        on_looked,
                        g_object_ref (self));
}

static void
tkt_news_finalize (GObject *object)
{
  TktNews *self = TKT_NEWS (object);

  g_object_unref (self->cache);
  g_hash_table_unref (self->seen);
  tkt_news_look_free (self->look);

  G_OBJECT_CLASS (tkt_news_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, GType parameter)
{
  return g_signal_new (name,
                       TKT_TYPE_NEWS,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       parameter | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
tkt_news_class_init (TktNewsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_news_finalize;

  signals[ARRIVED] = add_signal ("arrived", tkt_news_item_get_type ());
  signals[CHANGED] = add_signal ("changed", tkt_news_item_get_type ());
  signals[GONE] = add_signal ("gone", G_TYPE_STRING);
}

static void
tkt_news_init (TktNews *self)
{
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TktNews *
tkt_news_new (TktDesk *desk)
{
  TktNews *self = g_object_new (TKT_TYPE_NEWS, NULL);

  self->cache = g_object_ref (desk->cache);
  self->look = tkt_news_look_new (desk->sign_in->account_id);
  g_signal_connect_object (self->cache, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "looked-at", G_CALLBACK (on_looked_at), self, G_CONNECT_SWAPPED);
  look (self);
  return self;
}
