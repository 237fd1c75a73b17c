/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What others wrote that is new to this computer and not read anywhere yet (rule 16). Nobody keeps
 * what notes were read: one is read when its ticket was looked at here, or was read past it. */
#pragma once

#include "tkt-desk.h"

G_BEGIN_DECLS

/* What there is of one ticket. Immutable once made. */
typedef struct
{
  char *ticket_id;
  gint64 number;
  char *title;
  char *publisher_name; /* NULL for the publisher's own people */
  char *author_name;    /* who wrote the latest message or note */
  char *text;           /* of the latest */
  gboolean note;        /* the latest is one */
  gint64 position;      /* of the latest message; 0: there are notes only */
  gint64 note_key;      /* of the latest note, which grows; 0: there is none */
  gint64 n_messages;    /* all that arrived and are not read yet, notes too */
  gint64 n_notes;       /* of them */
} TktNewsItem;

GType tkt_news_item_get_type (void);
TktNewsItem *tkt_news_item_copy (const TktNewsItem *item);
gboolean tkt_news_item_equal (const TktNewsItem *a, const TktNewsItem *b);
void tkt_news_item_free (TktNewsItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktNewsItem, tkt_news_item_free)

/**
 * TktNews:
 *
 * Follows a desk's cache, from its making until the desk is stopped. What a snapshot brings is
 * history and no news; nor is what this account wrote, at whatever computer. Main thread only;
 * nothing here waits.
 *
 * Signal arrived (TktNewsItem *item): somebody wrote.
 * Signal changed (TktNewsItem *item): what was told of the ticket is not so any more: a part of it
 * was read or deleted.
 * Signal gone (const char *ticket_id): there is nothing left of what was told: it was read, here or
 * on another computer, or deleted, or the account may not see the ticket any more.
 */
#define TKT_TYPE_NEWS (tkt_news_get_type ())
G_DECLARE_FINAL_TYPE (TktNews, tkt_news, TKT, NEWS, GObject)

TktNews *tkt_news_new (TktDesk *desk);

G_END_DECLS
