/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps what is typed. */
#include "tkt-draft-keeper.h"

/* From the first key that is not saved, so that somebody who never stops is saved, too. */
#define DELAY_MS 400
#define RETRY_MS 2000

struct _TktDraftKeeper
{
  GObject parent_instance;

  TktDesk *desk;
  TktDraft *unsaved; /* or NULL */
  guint source;
};

G_DEFINE_FINAL_TYPE (TktDraftKeeper, tkt_draft_keeper, G_TYPE_OBJECT)

static void
on_time (gpointer data)
{
  TktDraftKeeper *self = data;

  self->source = 0;
  tkt_draft_keeper_flush (self);
}

static void
save_in (TktDraftKeeper *self, guint delay_ms)
{
  if (self->source == 0)
    self->source = g_timeout_add_once (delay_ms, on_time, self);
}

typedef struct
{
  TktDraftKeeper *keeper;
  TktDraft *draft;
} Saving;

static void
on_saved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (TktDraftKeeper) self = saving->keeper;
  g_autoptr (TktDraft) draft = saving->draft;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  g_free (saving);
  if (id != NULL)
    return;
  g_info ("A draft could not be saved: %s", error->message);
  /* A closed desk takes nothing any more; what was typed later is saved instead. */
  if (self->unsaved != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return;
  self->unsaved = g_steal_pointer (&draft);
  save_in (self, RETRY_MS);
}

static void
tkt_draft_keeper_finalize (GObject *object)
{
  TktDraftKeeper *self = TKT_DRAFT_KEEPER (object);

  tkt_draft_keeper_forget (self);
  g_object_unref (self->desk);

  G_OBJECT_CLASS (tkt_draft_keeper_parent_class)->finalize (object);
}

static void
tkt_draft_keeper_class_init (TktDraftKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_draft_keeper_finalize;
}

static void
tkt_draft_keeper_init (TktDraftKeeper *self)
{
}

TktDraftKeeper *
tkt_draft_keeper_new (TktDesk *desk)
{
  TktDraftKeeper *self = g_object_new (TKT_TYPE_DRAFT_KEEPER, NULL);

  self->desk = g_object_ref (desk);
  return self;
}

void
tkt_draft_keeper_keep (TktDraftKeeper *self, TktDraft *draft)
{
  g_return_if_fail (TKT_IS_DRAFT_KEEPER (self));

  if (self->unsaved != NULL
      && (self->unsaved->note != draft->note
          || g_strcmp0 (self->unsaved->ticket_id, draft->ticket_id) != 0))
    tkt_draft_keeper_flush (self);
  tkt_draft_free (self->unsaved);
  self->unsaved = draft;
  save_in (self, DELAY_MS);
}

void
tkt_draft_keeper_flush (TktDraftKeeper *self)
{
  Saving *saving;

  g_return_if_fail (TKT_IS_DRAFT_KEEPER (self));

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->unsaved == NULL)
    return;
  saving = g_new (Saving, 1);
  *saving = (Saving){ g_object_ref (self), g_steal_pointer (&self->unsaved) };
  tkt_desk_save_draft_async (self->desk, saving->draft, on_saved, saving);
}

void
tkt_draft_keeper_forget (TktDraftKeeper *self)
{
  g_return_if_fail (TKT_IS_DRAFT_KEEPER (self));

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->unsaved, tkt_draft_free);
}
