/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop that shows notifications: what it was told stands here, as a person would see it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One notification. */
typedef struct
{
  char *id; /* the desktop's own */
  char *title;
  char *body;
  char *action;     /* "app.NAME", or NULL: the program keeps it to itself */
  GVariant *target; /* of the action, or NULL */
} NewsNotice;

typedef struct _NewsDesktop NewsDesktop;

/* Owns org.gtk.Notifications or org.freedesktop.Notifications on the session's bus. */
NewsDesktop *news_desktop_new (gboolean gtk);
void news_desktop_free (NewsDesktop *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NewsDesktop, news_desktop_free)

/* Notifications that are on the screen, the latest last. (transfer none) */
const NewsNotice *news_desktop_get (NewsDesktop *self, guint position); /* (nullable) */
guint news_desktop_count (NewsDesktop *self);
/* How often one came or took another's place. */
guint news_desktop_count_sent (NewsDesktop *self);

/* The person clicks on it, and it goes. */
void news_desktop_click (NewsDesktop *self, guint position);

/* Activates an action of the program by the bus, as a desktop does. */
void news_desktop_activate (NewsDesktop *self, const char *action, GVariant *target);

G_END_DECLS
