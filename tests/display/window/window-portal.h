/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop with the Background portal, which a person answers. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _WindowPortal WindowPortal;

/* Owns org.freedesktop.portal.Desktop on the session's bus. @allows: what the person says. */
WindowPortal *window_portal_new (gboolean allows);
void window_portal_free (WindowPortal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WindowPortal, window_portal_free)

void window_portal_set_allows (WindowPortal *self, gboolean allows);

/* How often it was asked, and has answered. */
guint window_portal_count (WindowPortal *self);

G_END_DECLS
