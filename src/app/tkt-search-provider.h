/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds tickets for the desktop: org.gnome.Shell.SearchProvider2. */
#pragma once

#include <gio/gio.h>

#include "tkt-sign-ins.h"

G_BEGIN_DECLS

/**
 * TktSearchProvider:
 *
 * Answers from the caches of all accounts of this computer, in a thread, whether their windows are
 * open or not; results are "ACCOUNT/TICKET". Activating one activates app.show-ticket, and going on
 * with the search in the program app.search. The program that was started only to be asked stays a
 * moment for the next key.
 */
#define TKT_TYPE_SEARCH_PROVIDER (tkt_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (TktSearchProvider, tkt_search_provider, TKT, SEARCH_PROVIDER, GObject)

/* @sign_ins: its own, for it reads the list anew at each question. */
TktSearchProvider *tkt_search_provider_new (GApplication *application, TktSignIns *sign_ins);

gboolean tkt_search_provider_export (TktSearchProvider *self,
                                     GDBusConnection *bus,
                                     const char *path,
                                     GError **error);
void tkt_search_provider_unexport (TktSearchProvider *self);

G_END_DECLS
