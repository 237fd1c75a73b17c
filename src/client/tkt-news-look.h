/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look into the cache for what others wrote. */
#pragma once

#include "tkt-db.h"
#include "tkt-news.h"

G_BEGIN_DECLS

/* One ticket with something new. */
typedef struct
{
  gint64 from;       /* messages after this position count, */
  gint64 notes_from; /* and notes after this key */
  TktNewsItem *item; /* NULL: its ticket is not in view, or has not come yet */
} TktNewsThread;

/* What a look saw, which the next one begins with. Immutable while the next one is made. */
typedef struct
{
  char *own_account_id;
  gint64 generation;   /* of the snapshot that is whole; -1: none is */
  gint64 newest;       /* the key of the message that came last */
  gint64 newest_note;  /* and of the note */
  gboolean quiet;      /* what is new came with a snapshot */
  GHashTable *threads; /* ticket id → TktNewsThread */
} TktNewsLook;

/* What is known before the first look. */
TktNewsLook *tkt_news_look_new (const char *own_account_id);
void tkt_news_look_free (TktNewsLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktNewsLook, tkt_news_look_free)

/* (nullable): what @look has of a ticket. */
const TktNewsItem *tkt_news_look_get_item (const TktNewsLook *look, const char *ticket_id);

/* A TktDbFunc: @before is the TktNewsLook of last time, and so is the answer. */
gpointer tkt_news_look_again (TktDb *db, gpointer before, GError **error);

G_END_DECLS
