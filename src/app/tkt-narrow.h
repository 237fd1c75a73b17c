/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets windows of preferences be as narrow as a phone. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* libadwaita asks for 360 pixels inside of such a window, to which its border comes: two pixels too
 * many for a screen of 360. In init, after the template. */
void tkt_narrow_preferences (AdwPreferencesWindow *window);

G_END_DECLS
