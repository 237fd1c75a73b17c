/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pull and push share. */
#pragma once

#include "tkt-events.h"
#include "tkt-sync.h"
#include "tkt-worker.h"

G_BEGIN_DECLS

struct _TktSync
{
  GObject parent_instance;

  TktApi *api;
  TktCache *cache;
  TktFiles *files;
  TktEvents *events;         /* started while the server answers */
  GCancellable *cancellable; /* of all calls; NULL once stopped */
  TktNetworkState network;
  gint64 synced_at;

  char *cursor;
  gboolean beginning; /* a snapshot whose first page has not come yet */
  guint n_views;      /* counts each begin of a snapshot, and each first page */
  gboolean pulling;
  TktWorker *reader;      /* makes rows of what came */
  gboolean fetching;      /* a page is on its way here, or being read */
  gboolean applying;      /* the page before it is being written, */
  char *next_cursor;      /* which leads to here */
  TktChangePage *fetched; /* waits for that */
  GError *pull_error;     /* what came instead of a page, or of writing one */
  gboolean pull_again;    /* somebody asked while a pull was under way */
  guint pull_timer;
  guint pull_failures;

  gboolean pushing;
  gboolean push_again;
  gboolean impatient; /* entries go out before their time */
  guint push_timer;
};

/* Milliseconds from a quiet poll to the next. */
guint tkt_sync_get_interval (TktSync *self);

/* TRUE while calls may be made. */
gboolean tkt_sync_is_active (TktSync *self);

/* What an answer or its absence says about network and session. */
void tkt_sync_note_success (TktSync *self);
void tkt_sync_note_failure (TktSync *self, const GError *error);

void tkt_sync_set_synced_at (TktSync *self, gint64 time);
void tkt_sync_emit_refused (TktSync *self, const char *sentence, const char *ticket_id);

/* Runs @func once after @delay; the timer replaces one that waits already. */
void tkt_sync_set_timer (TktSync *self, guint *timer, gint64 delay_ms, GSourceFunc func);

G_END_DECLS
