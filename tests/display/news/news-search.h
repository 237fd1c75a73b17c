/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop that searches: asks the program as GNOME Shell does. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @before: (nullable): what was found for fewer letters. (transfer full) */
char **news_search (const char *const *words, char **before);

/* What the desktop would show of these results: "Title: details", a line each. (transfer full) */
char *news_search_describe (const char *const *ids);

/* The person chooses the result, or wants to see all of them in the program. */
void news_search_activate (const char *id, const char *const *words);
void news_search_launch (const char *const *words);

G_END_DECLS
