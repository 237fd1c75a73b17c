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
  char *problem;
  gboolean reading;    /* the state is on its way */
  gboolean read_again; /* something changed meanwhile */
};

G_END_DECLS
