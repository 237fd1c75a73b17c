/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damages database files, as disks and other programs do. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes nothing but zeros of the first page of the table or index @what, in a file that nobody has
 * open. */
void test_damage_page (const char *path, const char *what);

/* Makes @what begin at a page that does not exist: whoever has the file open, too, finds it damaged
 * at the next use. */
void test_damage_schema (const char *path, const char *what);

G_END_DECLS
