/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands and eyes on an X screen: keys by xdotool, pictures by ImageMagick. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @keys as xdotool has them: "ctrl+Return", "Tab". To the window that has the keyboard. */
gboolean test_screen_press_keys (const char *keys, GError **error);
/* ASCII only: the screen's keyboard has no other keys. */
gboolean test_screen_type (const char *text, GError **error);

/* Brings the window with exactly this title to the front and gives it the keyboard. */
gboolean test_screen_raise (const char *title, GError **error);
/* The title of that which has the keyboard. (transfer full) (nullable) */
char *test_screen_get_active (void);

/**
 * test_screen_picture:
 * @title: (nullable): of the window whose part of the screen it is, with what stands before it
 *
 * Waits until the screen stands still, then writes a PNG to @path.
 */
gboolean test_screen_picture (const char *title, const char *path, GError **error);

G_END_DECLS
