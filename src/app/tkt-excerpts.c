/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why rows of the ticket list were found. */
#include "tkt-excerpts.h"

struct _TktExcerpts
{
  GObject parent_instance;

  TktDesk *desk;
  GQueue tasks;  /* of GTask, in the order in which they came */
  GTask *asking; /* (unowned): the one that is asked, or NULL */
  guint source;  /* of the next one */
};

/* What a task is about. */
typedef struct
{
  char *ticket_id;
  char *words;
} Ask;

G_DEFINE_FINAL_TYPE (TktExcerpts, tkt_excerpts, G_TYPE_OBJECT)

static void ask_next (TktExcerpts *self);

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_free (ask->ticket_id);
  g_free (ask->words);
  g_free (ask);
}

static void
on_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktExcerpts *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *excerpt = tkt_desk_find_excerpt_finish (TKT_DESK (object), result, &error);

  if (self->asking == task)
    self->asking = NULL;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, excerpt, g_free);
  ask_next (self);
}

static gboolean
on_turn (gpointer data)
{
  TktExcerpts *self = data;
  GTask *task = NULL;
  const Ask *ask;

  self->source = 0;
  while (task == NULL && !g_queue_is_empty (&self->tasks))
    {
      task = g_queue_pop_head (&self->tasks);
      if (g_task_return_error_if_cancelled (task))
        g_clear_object (&task);
    }
  if (task == NULL)
    return G_SOURCE_REMOVE;
  ask = g_task_get_task_data (task);
  self->asking = task;
  tkt_desk_find_excerpt_async (
      self->desk, ask->ticket_id, ask->words, g_task_get_cancellable (task), on_found, task);
  return G_SOURCE_REMOVE;
}

/* When there is nothing else to do: what is typed, drawn and listed comes first. */
static void
ask_next (TktExcerpts *self)
{
  if (self->asking == NULL && self->source == 0 && !g_queue_is_empty (&self->tasks))
    self->source = g_idle_add (on_turn, self);
}

static void
drop_all (TktExcerpts *self)
{
  GTask *task;

  g_clear_handle_id (&self->source, g_source_remove);
  self->asking = NULL;
  while ((task = g_queue_pop_head (&self->tasks)) != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody is there to ask");
      g_object_unref (task);
    }
}

static void
tkt_excerpts_dispose (GObject *object)
{
  tkt_excerpts_set_desk (TKT_EXCERPTS (object), NULL);

  G_OBJECT_CLASS (tkt_excerpts_parent_class)->dispose (object);
}

static void
tkt_excerpts_class_init (TktExcerptsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tkt_excerpts_dispose;
}

static void
tkt_excerpts_init (TktExcerpts *self)
{
}

TktExcerpts *
tkt_excerpts_new (void)
{
  return g_object_new (TKT_TYPE_EXCERPTS, NULL);
}

void
tkt_excerpts_set_desk (TktExcerpts *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_EXCERPTS (self));

  drop_all (self);
  g_set_object (&self->desk, desk);
}

void
tkt_excerpts_find_async (TktExcerpts *self,
                         const char *ticket_id,
                         const char *words,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Ask *ask = g_new (Ask, 1);

  g_return_if_fail (TKT_IS_EXCERPTS (self) && self->desk != NULL);

  *ask = (Ask){ g_strdup (ticket_id), g_strdup (words) };
  g_task_set_source_tag (task, tkt_excerpts_find_async);
  g_task_set_task_data (task, ask, ask_free);
  g_queue_push_tail (&self->tasks, task);
  ask_next (self);
}

char *
tkt_excerpts_find_finish (TktExcerpts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
