/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections that are one too many: told so in HTTP, without ever being served. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What every answer tells a browser that happens to show it: nothing of it runs, loads anything, or
 * stands in another page's frame. Content Security Policy Level 3. */
#define TKT_CONTENT_POLICY "default-src 'none'; frame-ancestors 'none'; sandbox"

/* Belongs to its thread. */
typedef struct _TktRefusals TktRefusals;

TktRefusals *tkt_refusals_new (void);
void tkt_refusals_free (TktRefusals *self);

/* Sends @problem, a %TKT_PROBLEM with its delay, and ends the connection. */
void tkt_refusals_add (TktRefusals *self, GSocketConnection *connection, const GError *problem);

/* To be called every second while it returns TRUE: lets go of those that have been told. */
gboolean tkt_refusals_look (TktRefusals *self, gint64 now_us);

G_END_DECLS
