/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its accounts, one window each, and what the main menu does. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TktApplication:
 *
 * Actions, for widgets and the desktop to activate by name: app.about, app.add-account,
 * app.clear-cache (s: account id), app.demo,
 * app.new-ticket, app.open-link (s: tickets://HOST/t/123), app.quit, app.search (s: words),
 * app.show-account (s: account id), app.show-ticket ((ss): account id, ticket id; opens the
 * account's window where need be), app.sign-in-again (s), app.sign-out ((sb): account id, whether
 * to discard what is not delivered).
 */
#define TKT_TYPE_APPLICATION (tkt_application_get_type ())
G_DECLARE_FINAL_TYPE (TktApplication, tkt_application, TKT, APPLICATION, AdwApplication)

/* @folder: (nullable): where accounts and databases lie; NULL: the person's data folder. */
TktApplication *tkt_application_new (const char *folder);

G_END_DECLS
