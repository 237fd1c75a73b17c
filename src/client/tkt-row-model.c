/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GListModel over the cache that holds keys. */
#include "tkt-row-model.h"

#include "tkt-row-diff.h"
#include "tkt-row-model-private.h"

/* Rows that come with the keys, so that a list never shows empty rows first: about two screens. */
#define FIRST_ROWS 60

/* Items that stay in memory though no widget shows them, for scrolling back and forth. */
#define KEPT_ITEMS 300

struct _TktRowModel
{
  GObject parent_instance;

  TktDbWorker *reader; /* NULL once stopped */
  const TktRowSource *source;
  gpointer params;
  GDestroyNotify params_clear;

  GArray *keys;          /* of gint64; replaced, never changed, while a query may compare with it */
  GHashTable *positions; /* key → position + 1, made when somebody asks */
  GHashTable *items;     /* key → GWeakRef of TktRowItem */
  GQueue kept;           /* of TktRowItem, the latest at the head */

  gboolean loading;
  char *problem;
  gboolean querying;
  gboolean dirty;      /* ask again when the running query has answered */
  GArray *wanted;      /* keys whose rows somebody waits for */
  guint wanted_source;
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TktRowModel,
                               tkt_row_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* What goes to the reader and comes back. */
typedef struct
{
  const TktRowSource *source;
  gpointer params;
  GDestroyNotify params_clear;
  gboolean query; /* or only load @load */
  GArray *before; /* input: the keys of now */
  GArray *load;   /* input: keys whose rows are wanted */
  GArray *after;  /* output */
  GArray *splices;
  GArray *loaded; /* output: of Loaded */
} Job;

typedef struct
{
  gint64 key;
  GType type;
  gpointer row; /* NULL: gone */
} Loaded;

static void
loaded_clear (gpointer data)
{
  Loaded *loaded = data;

  if (loaded->row != NULL)
    g_boxed_free (loaded->type, loaded->row);
}

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_atomic_rc_box_release_full (job->params, job->params_clear);
  g_clear_pointer (&job->before, g_array_unref);
  g_clear_pointer (&job->load, g_array_unref);
  g_clear_pointer (&job->after, g_array_unref);
  g_clear_pointer (&job->splices, g_array_unref);
  g_clear_pointer (&job->loaded, g_array_unref);
}

/* A job is what the reader is given and what it answers: counted, for it may also fail before it runs. */
static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

/* The keys around which a list opens. */
static void
add_first_rows (Job *job)
{
  guint n = MIN (job->after->len, FIRST_ROWS);
  guint start = job->source->from_end ? job->after->len - n : 0;

  for (guint i = 0; i < n; i++)
    g_array_append_val (job->load, g_array_index (job->after, gint64, start + i));
}

/* On the reader. */
static gpointer
run_job (TktDb *db, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (job->query)
    {
      job->after = job->source->query (db, job->params, error);
      if (job->after == NULL)
        return NULL;
      job->splices = tkt_row_diff (job->before, job->after);
      add_first_rows (job);
    }
  job->loaded = g_array_sized_new (FALSE, FALSE, sizeof (Loaded), job->load->len);
  g_array_set_clear_func (job->loaded, loaded_clear);
  for (guint i = 0; i < job->load->len; i++)
    {
      gint64 *key = &g_array_index (job->load, gint64, i);
      Loaded loaded = { *key, job->source->get_row_type (), NULL };
      GError *failed = NULL;

      if (!g_hash_table_add (seen, key))
        continue;
      loaded.row = job->source->load (db, job->params, *key, &failed);
      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return NULL;
        }
      g_array_append_val (job->loaded, loaded);
    }
  return g_atomic_rc_box_acquire (job);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* (transfer full) (nullable): the living item of @key. */
static TktRowItem *
lookup_item (TktRowModel *self, gint64 key)
{
  GWeakRef *ref = g_hash_table_lookup (self->items, &key);

  return ref != NULL ? g_weak_ref_get (ref) : NULL;
}

/* (transfer full) */
static TktRowItem *
ensure_item (TktRowModel *self, gint64 key)
{
  TktRowItem *item = lookup_item (self, key);
  GWeakRef *ref;

  if (item != NULL)
    return item;
  item = tkt_row_item_new (key);
  ref = g_new (GWeakRef, 1);
  g_weak_ref_init (ref, item);
  g_hash_table_replace (self->items, g_memdup2 (&key, sizeof key), ref);
  g_queue_push_head (&self->kept, g_object_ref (item));
  if (g_queue_get_length (&self->kept) > KEPT_ITEMS)
    g_object_unref (g_queue_pop_tail (&self->kept));
  return item;
}

/* The keys of all items that somebody holds; forgets the others. */
static void
collect_living (TktRowModel *self, GArray *keys)
{
  GHashTableIter iter;
  gpointer key, ref;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, &ref))
    {
      g_autoptr (TktRowItem) item = g_weak_ref_get (ref);

      if (item == NULL)
        g_hash_table_iter_remove (&iter);
      else
        g_array_append_val (keys, *(gint64 *) key);
    }
}

static void
take_rows (TktRowModel *self, Job *job)
{
  for (guint i = 0; i < job->loaded->len; i++)
    {
      Loaded *loaded = &g_array_index (job->loaded, Loaded, i);
      g_autoptr (TktRowItem) item = NULL;

      if (loaded->row == NULL)
        continue;
      item = ensure_item (self, loaded->key);
      tkt_row_item_take_row (item, loaded->type, g_steal_pointer (&loaded->row));
    }
}

/* Applies the splices one by one, so that who listens finds the list as the signal says it is. */
static void
apply_splices (TktRowModel *self, Job *job)
{
  guint n_splices = job->splices->len;

  g_clear_pointer (&self->positions, g_hash_table_unref);
  if (n_splices == 1)
    {
      TktSplice *splice = &g_array_index (job->splices, TktSplice, 0);

      g_array_unref (self->keys);
      self->keys = g_array_ref (job->after);
      g_list_model_items_changed (G_LIST_MODEL (self), splice->position, splice->removed,
                                  splice->added);
      return;
    }
  for (guint i = 0; i < n_splices; i++)
    {
      TktSplice *splice = &g_array_index (job->splices, TktSplice, i);

      g_clear_pointer (&self->positions, g_hash_table_unref);
      g_array_remove_range (self->keys, splice->position, splice->removed);
      /* Up to here both lists are equal: what comes is what the new one has at this place. */
      g_array_insert_vals (self->keys, splice->position,
                           &g_array_index (job->after, gint64, splice->position), splice->added);
      g_list_model_items_changed (G_LIST_MODEL (self), splice->position, splice->removed,
                                  splice->added);
    }
}

static void
set_problem (TktRowModel *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static Job *
job_new (TktRowModel *self, gboolean query)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  job->source = self->source;
  job->params = g_atomic_rc_box_acquire (self->params);
  job->params_clear = self->params_clear;
  job->query = query;
  job->load = g_array_new (FALSE, FALSE, sizeof (gint64));
  return job;
}

static void
on_queried (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktRowModel) self = user_data;
  g_autoptr (GError) error = NULL;
  Job *job = tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);

  self->querying = FALSE;
  if (self->reader == NULL)
    {
      g_clear_pointer (&job, job_unref);
      return;
    }
  if (job != NULL && job->params == self->params)
    {
      set_problem (self, NULL);
      take_rows (self, job);
      apply_splices (self, job);
    }
  else if (job == NULL)
    set_problem (self, error->message);
  if (self->loading && (job == NULL || job->params == self->params))
    {
      self->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  g_clear_pointer (&job, job_unref);
  if (self->dirty)
    tkt_row_model_refresh (self);
}

static void
on_rows_loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktRowModel) self = user_data;
  g_autoptr (GError) error = NULL;
  Job *job = tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);

  if (job == NULL)
    set_problem (self, error->message);
  else if (self->reader != NULL)
    take_rows (self, job);
  g_clear_pointer (&job, job_unref);
}

/* All that was asked for in one turn of the main loop is read in one go. */
static gboolean
load_wanted (gpointer data)
{
  TktRowModel *self = data;
  Job *job = job_new (self, FALSE);

  self->wanted_source = 0;
  g_array_unref (job->load);
  job->load = self->wanted;
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  tkt_db_worker_read_async (self->reader, run_job, job, job_unref, job_unref, NULL, on_rows_loaded,
                            g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static GType
tkt_row_model_get_item_type (GListModel *model)
{
  return TKT_TYPE_ROW_ITEM;
}

static guint
tkt_row_model_get_n_items (GListModel *model)
{
  return TKT_ROW_MODEL (model)->keys->len;
}

static gpointer
tkt_row_model_get_item (GListModel *model, guint position)
{
  TktRowModel *self = TKT_ROW_MODEL (model);
  TktRowItem *item;
  gint64 key;

  if (position >= self->keys->len)
    return NULL;
  key = g_array_index (self->keys, gint64, position);
  item = ensure_item (self, key);
  if (tkt_row_item_get_row (item) == NULL && self->reader != NULL)
    {
      g_array_append_val (self->wanted, key);
      if (self->wanted_source == 0)
        self->wanted_source = g_idle_add_full (G_PRIORITY_DEFAULT, load_wanted, self, NULL);
    }
  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = tkt_row_model_get_item_type;
  iface->get_n_items = tkt_row_model_get_n_items;
  iface->get_item = tkt_row_model_get_item;
}

static void
tkt_row_model_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktRowModel *self = TKT_ROW_MODEL (object);

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_row_model_dispose (GObject *object)
{
  tkt_row_model_stop (TKT_ROW_MODEL (object));

  G_OBJECT_CLASS (tkt_row_model_parent_class)->dispose (object);
}

static void
tkt_row_model_finalize (GObject *object)
{
  TktRowModel *self = TKT_ROW_MODEL (object);

  g_atomic_rc_box_release_full (self->params, self->params_clear);
  g_array_unref (self->keys);
  g_array_unref (self->wanted);
  g_clear_pointer (&self->positions, g_hash_table_unref);
  g_hash_table_unref (self->items);
  g_free (self->problem);

  G_OBJECT_CLASS (tkt_row_model_parent_class)->finalize (object);
}

static void
tkt_row_model_class_init (TktRowModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tkt_row_model_get_property;
  object_class->dispose = tkt_row_model_dispose;
  object_class->finalize = tkt_row_model_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, TRUE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tkt_row_model_init (TktRowModel *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, weak_ref_free);
  self->loading = TRUE;
  g_queue_init (&self->kept);
}

TktRowModel *
tkt_row_model_new (TktDbWorker *reader, const TktRowSource *source, gpointer params_taken, GDestroyNotify params_clear)
{
  TktRowModel *self = g_object_new (TKT_TYPE_ROW_MODEL, NULL);

  self->reader = g_object_ref (reader);
  self->source = source;
  self->params = params_taken;
  self->params_clear = params_clear;
  tkt_row_model_refresh (self);
  return self;
}

void
tkt_row_model_set_params (TktRowModel *self, gpointer params_taken)
{
  g_atomic_rc_box_release_full (self->params, self->params_clear);
  self->params = params_taken;
  tkt_row_model_refresh (self);
}

void
tkt_row_model_refresh (TktRowModel *self)
{
  Job *job;

  if (self->reader == NULL)
    return;
  self->dirty = self->querying;
  if (self->querying)
    return;
  self->querying = TRUE;
  job = job_new (self, TRUE);
  /* A copy: several splices change the list in place while this is compared with. */
  job->before = g_array_copy (self->keys);
  collect_living (self, job->load);
  tkt_db_worker_read_async (self->reader, run_job, job, job_unref, job_unref, NULL, on_queried,
                            g_object_ref (self));
}

void
tkt_row_model_stop (TktRowModel *self)
{
  g_clear_handle_id (&self->wanted_source, g_source_remove);
  g_queue_clear_full (&self->kept, g_object_unref);
  g_clear_object (&self->reader);
}

gboolean
tkt_row_model_get_loading (TktRowModel *self)
{
  g_return_val_if_fail (TKT_IS_ROW_MODEL (self), FALSE);

  return self->loading;
}

const char *
tkt_row_model_get_problem (TktRowModel *self)
{
  g_return_val_if_fail (TKT_IS_ROW_MODEL (self), NULL);

  return self->problem;
}

guint
tkt_row_model_find (TktRowModel *self, gint64 key)
{
  g_return_val_if_fail (TKT_IS_ROW_MODEL (self), G_MAXUINT);

  if (self->positions == NULL)
    {
      self->positions = g_hash_table_new (g_int64_hash, g_int64_equal);
      for (guint i = 0; i < self->keys->len; i++)
        g_hash_table_insert (self->positions, &g_array_index (self->keys, gint64, i),
                             GUINT_TO_POINTER (i + 1));
    }
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, &key)) - 1;
}
