/* SPDX-License-Identifier: GPL-3.0-or-later */
/* accounts.json: who is signed in on this computer. */
#pragma once

#include "tkt-sign-ins.h"

G_BEGIN_DECLS

/* (element-type TktSignIn): at once, on the calling thread. A file that is not there is an empty
 * list. Errors: %G_FILE_ERROR; %TKT_PROBLEM where it is no list of accounts. */
GPtrArray *tkt_sign_in_file_read (const char *path, GError **error);

/* Main thread; the disk is waited for on others. */
void tkt_sign_in_file_read_async (const char *path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *
tkt_sign_in_file_read_finish (GAsyncResult *result, GError **error); /* (element-type TktSignIn) */

/**
 * tkt_sign_in_file_write_async:
 * @sign_ins: (element-type TktSignIn)
 *
 * Takes the file's place at once and for good (mode 0600, its folder 0700). Of two calls the later
 * one's list stays, however long the earlier takes.
 */
void tkt_sign_in_file_write_async (const char *path,
                                   const GPtrArray *sign_ins,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean tkt_sign_in_file_write_finish (GAsyncResult *result, GError **error);

G_END_DECLS
