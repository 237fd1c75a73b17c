/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desk's two halves share: what it knows, and what it writes. */
#pragma once

#include "tkt-cache.h"
#include "tkt-desk.h"
#include "tkt-sync.h"

G_BEGIN_DECLS

struct _TktDesk
{
  GObject parent_instance;

  TktSignIns *sign_ins;
  TktSignIn *sign_in;
  TktCache *cache;
  TktSync *sync; /* NULL until the cache has said where it stands */
  GCancellable *cancellable;

  TktCacheState *state; /* NULL until the cache has been read */
  gint64 synced_at;
  char *problem;          /* of the server's address, or NULL */
  gint64 hold;            /* ms that closings and deletions can be undone */
  gboolean holds_replies; /* and replies */
  gboolean reading;       /* the state is on its way */
  gboolean read_again;    /* something changed meanwhile */
  guint retry;            /* the state could not be read */
};

/* Whether @state (nullable) tells whose desk it is. */
gboolean tkt_desk_is_known (const TktCacheState *state);

/* A task that ends with @id, which it takes. */
GTask *tkt_desk_task_new (TktDesk *self,
                          gpointer tag,
                          char *id_taken,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
void tkt_desk_task_return_id (GTask *task);
/* A GAsyncReadyCallback of the cache's writes: ends the task in @user_data, and has the outbox
 * looked at. */
void tkt_desk_on_kept (GObject *object, GAsyncResult *result, gpointer user_data);

G_END_DECLS
