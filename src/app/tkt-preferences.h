/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences: those of one account, and those of the program. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

#define TKT_TYPE_PREFERENCES (tkt_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TktPreferences, tkt_preferences, TKT, PREFERENCES, AdwPreferencesWindow)

/* @settings: of org.example.Tickets.Account; every choice takes effect at once. */
TktPreferences *tkt_preferences_new (GtkWindow *parent, GSettings *settings, TktDesk *desk);

/* To the page of saved replies, which only staff have. */
void tkt_preferences_show_saved_replies (TktPreferences *self);

G_END_DECLS
