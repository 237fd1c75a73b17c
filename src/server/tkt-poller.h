/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for many sockets at once. A main context looks at each of its sources at every turn; of a
 * poller's thousands it sees one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All on one thread, whose default context calls. */
typedef struct _TktPoller TktPoller;

/* @writable: there is room again; @readable: something came, or the other side is gone. */
typedef void (*TktPollerFunc) (gboolean readable, gboolean writable, gpointer user_data);

typedef struct
{
  int fd;
  TktPollerFunc func;
  gpointer user_data;
  gboolean news_only; /* not told again of what is still to be read */
  gboolean ended;     /* the poller's: nothing more comes, or the connection is broken */
} TktPollerWatch;

TktPoller *tkt_poller_new (GError **error);
TktPoller *tkt_poller_ref (TktPoller *self);
void tkt_poller_unref (TktPoller *self);

/* @watch stays the caller's, in its place until it is removed; its file stays open as long. */
gboolean tkt_poller_add (TktPoller *self, TktPollerWatch *watch, GError **error);
/* Whether to wait for room, too. */
void tkt_poller_set_writing (TktPoller *self, TktPollerWatch *watch, gboolean writing);
void tkt_poller_remove (TktPoller *self, TktPollerWatch *watch);

G_END_DECLS
