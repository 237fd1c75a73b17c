/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GListModel over the cache that holds keys. */
#include "tkt-row-model.h"

#include "tkt-row-diff.h"
#include "tkt-row-items.h"
#include "tkt-row-job.h"
#include "tkt-row-model-private.h"
#include "tkt-trace.h"

/* While changes follow each other, as in a first fetch, the list follows them now and then, or it
 * would be put together all the time: so long after a list of half a million rows was, ... */
#define MOST_PAUSE_MS 1000
/* ... and after one with fewer in proportion. A change that comes alone waits for nothing. */
#define ROWS_OF_A_MS 500

struct _TktRowModel
{
  GObject parent_instance;

  TktDbWorker *reader; /* NULL once stopped */
  const TktRowSource *source;
  gpointer params;
  GDestroyNotify params_clear;

  GArray *keys; /* of gint64; replaced, never changed: a query may be comparing with it */
  GArray *next; /* while splices are told: the keys that come; NULL otherwise */
  guint split;  /* up to here it is @next that counts, */
  guint rest;   /* and then @keys from here on */
  TktRowItems *items;

  gboolean loading;
  gboolean whole; /* the keys are all that there are for these parameters */
  GError *problem;
  gboolean fresh; /* other rows than before: the first of them are asked for alone, to be quick */
  GCancellable *question; /* of the query that is under way */
  gboolean querying;      /* a query is under way, or its answer is being told */
  gboolean dirty;         /* ask again afterwards */
  guint n_changes;        /* of the cache, while there are rows; */
  guint n_asked;          /* as many when the query that is under way was asked, */
  guint n_reloaded;       /* and when the rows that live were last read again */
  GArray *wanted;         /* keys whose rows somebody waits for */
  guint wanted_source;
  guint pause; /* until changes are followed again */
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_PROBLEM,
  PROP_WHOLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void ask_again (TktRowModel *self);
static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TktRowModel,
                               tkt_row_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* An item is told of a row only where it says something new: a list of widgets hangs on it. */
static void
take_rows (TktRowModel *self, TktRowJob *job)
{
  for (guint i = 0; i < job->loaded->len; i++)
    {
      TktLoadedRow *loaded = &g_array_index (job->loaded, TktLoadedRow, i);
      g_autoptr (TktRowItem) item = NULL;
      gconstpointer known;

      if (loaded->row == NULL)
        continue;
      item = tkt_row_items_get (self->items, loaded->key);
      known = tkt_row_item_get_row (item);
      if (known == NULL || !self->source->equal (known, loaded->row))
        tkt_row_item_take_row (item, self->source->get_row_type (), g_steal_pointer (&loaded->row));
    }
}

/* Who listens finds the list as each signal says it is: what comes up to the splice, what was
 * behind it. Nothing is moved about in memory, for lists are long. */
static void
apply_splices (TktRowModel *self, TktRowJob *job)
{
  self->next = g_array_ref (job->after);
  self->split = self->rest = 0;
  for (guint i = 0; i < job->splices->len; i++)
    {
      TktSplice *splice = &g_array_index (job->splices, TktSplice, i);

      self->rest += splice->position - self->split + splice->removed;
      self->split = splice->position + splice->added;
      g_list_model_items_changed (
          G_LIST_MODEL (self), splice->position, splice->removed, splice->added);
    }
  g_array_unref (self->keys);
  self->keys = g_steal_pointer (&self->next);
}

static guint
get_n_keys (TktRowModel *self)
{
  return self->next != NULL ? self->split + self->keys->len - self->rest : self->keys->len;
}

gint64
tkt_row_model_get_key (TktRowModel *self, guint position)
{
  if (self->next == NULL)
    return g_array_index (self->keys, gint64, position);
  if (position < self->split)
    return g_array_index (self->next, gint64, position);
  return g_array_index (self->keys, gint64, self->rest + position - self->split);
}

static void
set_problem (TktRowModel *self, const GError *problem)
{
  if (self->problem == NULL && problem == NULL)
    return;
  g_clear_error (&self->problem);
  self->problem = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
set_loaded (TktRowModel *self)
{
  if (!self->loading)
    return;
  self->loading = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_whole (TktRowModel *self, gboolean whole)
{
  if (self->whole == whole)
    return;
  self->whole = whole;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WHOLE]);
}

static void
show_answer (TktRowModel *self, TktRowJob *job)
{
  const gboolean cut = self->source->in_pieces && job->limit != 0 && job->after->len >= job->limit;
  const gint64 began = tkt_trace_begin ();

  /* Other parameters came meanwhile: this is the answer to a question of before. */
  if (job->params != self->params)
    return;
  set_problem (self, NULL);
  take_rows (self, job);
  apply_splices (self, job);
  if (job->limit == 0)
    self->n_reloaded = self->n_asked;
  if (cut || self->n_reloaded != self->n_asked)
    self->dirty = TRUE;
  set_loaded (self);
  set_whole (self, !cut);
  tkt_trace_end (began, "list", "%u rows, %u splices", self->keys->len, job->splices->len);
}

static gboolean
on_pause_over (gpointer data)
{
  TktRowModel *self = data;

  self->pause = 0;
  if (self->dirty)
    ask_again (self);
  return G_SOURCE_REMOVE;
}

static void
pause_changes (TktRowModel *self)
{
  const guint pause = MIN (self->keys->len / ROWS_OF_A_MS, MOST_PAUSE_MS);

  g_clear_handle_id (&self->pause, g_source_remove);
  if (pause > 0)
    self->pause = g_timeout_add (pause, on_pause_over, self);
  else if (self->dirty)
    ask_again (self);
}

static void
on_queried (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktRowModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktRowJob) job = tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);

  g_clear_object (&self->question);
  if (self->reader == NULL)
    return;
  if (job != NULL)
    show_answer (self, job);
  /* Other parameters came meanwhile, and are asked for next. */
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      set_problem (self, error);
      set_loaded (self);
    }
  self->querying = FALSE;
  if (self->dirty && (self->fresh || !self->whole))
    ask_again (self);
  else
    pause_changes (self);
}

static void
on_rows_loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktRowModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktRowJob) job = tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);

  if (self->reader == NULL)
    return;
  if (job == NULL)
    set_problem (self, error);
  else if (job->params == self->params)
    take_rows (self, job);
}

/* The job goes to the reader, which holds it until it has answered. */
static void
ask (TktRowModel *self,
     TktRowJob *job_taken,
     TktDbHaste haste,
     GCancellable *cancellable,
     GAsyncReadyCallback callback)
{
  tkt_db_worker_read_async (self->reader,
                            haste,
                            tkt_row_job_run,
                            job_taken,
                            tkt_row_job_unref,
                            tkt_row_job_unref,
                            cancellable,
                            callback,
                            g_object_ref (self));
}

/* All that was asked for in one turn of the main loop is read in one go. */
static gboolean
load_wanted (gpointer data)
{
  TktRowModel *self = data;
  TktRowJob *job = tkt_row_job_new (self->source, self->params, self->params_clear);

  self->wanted_source = 0;
  g_array_unref (job->load);
  job->load = self->wanted;
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  ask (self, job, TKT_DB_AT_ONCE, NULL, on_rows_loaded);
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
  return get_n_keys (TKT_ROW_MODEL (model));
}

static gpointer
tkt_row_model_get_item (GListModel *model, guint position)
{
  TktRowModel *self = TKT_ROW_MODEL (model);
  TktRowItem *item;
  gint64 key;

  if (position >= get_n_keys (self))
    return NULL;
  key = tkt_row_model_get_key (self, position);
  item = tkt_row_items_get (self->items, key);
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
      g_value_set_string (value, tkt_row_model_get_problem (self));
      break;
    case PROP_WHOLE:
      g_value_set_boolean (value, self->whole);
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
  tkt_row_items_free (self->items);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (tkt_row_model_parent_class)->finalize (object);
}

static void
tkt_row_model_class_init (TktRowModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tkt_row_model_get_property;
  object_class->dispose = tkt_row_model_dispose;
  object_class->finalize = tkt_row_model_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean (
      "loading", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] = g_param_spec_string (
      "problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WHOLE] = g_param_spec_boolean (
      "whole", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tkt_row_model_init (TktRowModel *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = tkt_row_items_new ();
  self->loading = TRUE;
  self->fresh = TRUE;
}

TktRowModel *
tkt_row_model_new (TktDbWorker *reader,
                   const TktRowSource *source,
                   gpointer params_taken,
                   GDestroyNotify params_clear)
{
  TktRowModel *self = g_object_new (TKT_TYPE_ROW_MODEL, NULL);

  self->reader = g_object_ref (reader);
  self->source = source;
  self->params = params_taken;
  self->params_clear = params_clear;
  ask_again (self);
  return self;
}

void
tkt_row_model_set_params (TktRowModel *self, gpointer params_taken)
{
  g_atomic_rc_box_release_full (self->params, self->params_clear);
  self->params = params_taken;
  self->fresh = TRUE;
  /* Nobody wants to know any more what was asked before. */
  g_cancellable_cancel (self->question);
  set_whole (self, FALSE);
  ask_again (self);
}

void
tkt_row_model_refresh (TktRowModel *self)
{
  self->n_changes++;
  if (self->pause != 0 && !self->fresh)
    self->dirty = TRUE;
  else
    ask_again (self);
}

static void
ask_again (TktRowModel *self)
{
  TktRowJob *job;

  if (self->reader == NULL)
    return;
  self->dirty = self->querying;
  if (self->querying)
    return;
  self->querying = TRUE;
  job = tkt_row_job_new (self->source, self->params, self->params_clear);
  job->before = g_array_ref (self->keys);
  job->limit = self->fresh ? TKT_FIRST_ROWS : 0;
  self->fresh = FALSE;
  self->n_asked = self->n_changes;
  /* What is shown first does not wait for the rows of before; and the rest of a list that is only
   * asked for piece by piece has nothing to do with them. */
  if (job->limit == 0 && self->n_reloaded != self->n_asked)
    tkt_row_items_collect (self->items, job->load);
  self->question = g_cancellable_new ();
  ask (self, job, job->limit != 0 ? TKT_DB_AT_ONCE : TKT_DB_AT_LENGTH, self->question, on_queried);
}

void
tkt_row_model_stop (TktRowModel *self)
{
  g_clear_handle_id (&self->wanted_source, g_source_remove);
  g_cancellable_cancel (self->question);
  g_clear_handle_id (&self->pause, g_source_remove);
  tkt_row_items_let_go (self->items);
  g_clear_object (&self->reader);
}

gboolean
tkt_row_model_get_loading (TktRowModel *self)
{
  g_return_val_if_fail (TKT_IS_ROW_MODEL (self), FALSE);

  return self->loading;
}

gboolean
tkt_row_model_get_whole (TktRowModel *self)
{
  g_return_val_if_fail (TKT_IS_ROW_MODEL (self), FALSE);

  return self->whole;
}

const char *
tkt_row_model_get_problem (TktRowModel *self)
{
  g_return_val_if_fail (TKT_IS_ROW_MODEL (self), NULL);

  return self->problem != NULL ? self->problem->message : NULL;
}

const GError *
tkt_row_model_get_error (TktRowModel *self)
{
  return self->problem;
}

guint
tkt_row_model_find (TktRowModel *self, gint64 key)
{
  guint n = get_n_keys (self);

  g_return_val_if_fail (TKT_IS_ROW_MODEL (self), G_MAXUINT);

  for (guint i = 0; i < n; i++)
    if (tkt_row_model_get_key (self, i) == key)
      return i;
  return G_MAXUINT;
}

gint64
tkt_row_model_get_gone (TktRowModel *self, guint removed, guint i)
{
  g_return_val_if_fail (TKT_IS_ROW_MODEL (self) && self->next != NULL && i < removed, 0);

  return g_array_index (self->keys, gint64, self->rest - removed + i);
}

TktRowPick *
tkt_row_model_pick (TktRowModel *self, GArray *runs_taken)
{
  g_return_val_if_fail (TKT_IS_ROW_MODEL (self), NULL);

  return tkt_row_pick_new (self->keys, runs_taken);
}
