/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that a test may fill and that is gone afterwards. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef char TestFolder;

TestFolder *test_folder_new (void);
/* Removes it with all that is in it. */
void test_folder_free (TestFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestFolder, test_folder_free)

/* Whether @needle stands anywhere in the bytes of the files in the folder and in those below it. */
gboolean test_folder_contains (const TestFolder *folder, const char *needle);

G_END_DECLS
