/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desk's two halves share: what it knows, and what it writes. */
#pragma once

#include "tkt-api.h"
#include "tkt-cache.h"
#include "tkt-desk.h"
#include "tkt-sync.h"
#include "tkt-worker.h"

G_BEGIN_DECLS

struct _TktDesk
{
  GObject parent_instance;

  TktSignIns *sign_ins;
  TktSignIn *sign_in;
  TktCache *cache;
  TktFiles *files;
  gboolean sweeping;    /* it is asked which files are known */
  gboolean sweep_again; /* something was erased meanwhile */
  TktSync *sync;        /* NULL until the cache has said where it stands */
  TktApi *api;          /* the sync's, whose token it has; NULL until then */
  GCancellable *cancellable;
  TktWorker *historian; /* on whose thread history is written down; NULL until it is */

  TktCacheState *state; /* NULL until the cache has been read */
  gint64 synced_at;
  char *problem;          /* of the server's address, or NULL */
  gint64 hold;            /* ms that closings and deletions can be undone */
  gboolean holds_replies; /* and replies */
  char *signature;        /* NULL or empty: none */
  gboolean on_demand;     /* files are fetched when they are opened */
  gboolean reading;       /* the state is on its way */
  gboolean read_again;    /* something changed meanwhile */
  guint retry;            /* the state could not be read */
};

/* Whether @state (nullable) tells whose desk it is. */
gboolean tkt_desk_is_known (const TktCacheState *state);

/* @body with the signature below it, where it has to be. (transfer full) */
char *tkt_desk_sign (TktDesk *self, const char *body);

/* Lets files go that nobody knows any more. */
void tkt_desk_sweep (TktDesk *self);

/* A task that ends with @id, which it takes. */
GTask *tkt_desk_task_new (TktDesk *self,
                          gpointer tag,
                          char *id_taken,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
void tkt_desk_task_return_id (GTask *task);
/* Puts the cleaned @text into @place; FALSE with @task answered where the server would refuse it.
 */
gboolean
tkt_desk_clean (GTask *task, TktTextKind kind, const char *pointer, const char *text, char **place);
/* Gives the person time to think again. */
void tkt_desk_hold (TktDesk *self, TktEntry *entry);
/* Puts the entry into the outbox, which ends the task. */
void tkt_desk_keep (GTask *task_taken, TktEntry *entry_taken);
/* A write of the cache's that has @attachments: from its end on they are settled. */
typedef struct _TktDeskKeeping TktDeskKeeping;
TktDeskKeeping *tkt_desk_keeping_new (GTask *task_taken, const GPtrArray *attachments);
/* (transfer full): the task, of the cache's write that has ended well or (@kept) not. */
GTask *tkt_desk_keeping_end (TktDeskKeeping *keeping, gboolean kept);

/* A GAsyncReadyCallback of the cache's writes: ends the task in @user_data, and has the outbox
 * looked at. */
void tkt_desk_on_kept (GObject *object, GAsyncResult *result, gpointer user_data);

G_END_DECLS
