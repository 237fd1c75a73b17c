/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts that are signed in on this computer, and how one gets there. */
#pragma once

#include <gio/gio.h>

#include "tkt-requests.h"

G_BEGIN_DECLS

/* One signed-in account: enough to open its window without a network. */
typedef struct
{
  char *account_id; /* names its folder, too */
  char *server;
  char *organization_name;
  char *username;
  char *display_name;
} TktSignIn;
TKT_DECLARE_SHAPED (TktSignIn, tkt_sign_in)

/**
 * TktSignIns:
 *
 * Kept in @folder: accounts.json (atomically replaced, 0600) and a folder per account for its
 * databases. Tokens are in the keyring (libsecret), or where there is none, in a file of the
 * account's folder that only the person can read. All disk work runs on a worker; main thread only.
 */
#define TKT_TYPE_SIGN_INS (tkt_sign_ins_get_type ())
G_DECLARE_FINAL_TYPE (TktSignIns, tkt_sign_ins, TKT, SIGN_INS, GObject)

/* @keep_tokens: FALSE for the demo: tokens stay in memory. @folder NULL: the person's data folder
 * (XDG_DATA_HOME/tickets). */
TktSignIns *tkt_sign_ins_new (const char *folder, gboolean keep_tokens);

void tkt_sign_ins_load_async (TktSignIns *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *tkt_sign_ins_load_finish (TktSignIns *self,
                                     GAsyncResult *result,
                                     GError **error); /* (element-type TktSignIn) (transfer full) */

/* The same at once, for a program that opens no window: waits for the disk. */
GPtrArray *tkt_sign_ins_load_sync (TktSignIns *self, GError **error);

/**
 * tkt_sign_ins_sign_in_async:
 * @organization: (nullable): its slug
 *
 * Calls POST /v1/sessions and remembers account and token. A server with several organizations and
 * none named answers %TKT_PROBLEM_INVALID with the field "/organization": then the page asks for
 * it.
 */
void tkt_sign_ins_sign_in_async (TktSignIns *self,
                                 const char *server,
                                 const char *organization,
                                 const char *username,
                                 const char *password,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* The same with an invitation's code: gives its account the @password, and signs in. */
void tkt_sign_ins_accept_async (TktSignIns *self,
                                const char *server,
                                const char *code,
                                const char *password,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* @kept_in_file: (out): the token went to a file because there is no keyring; the page says so. */
TktSignIn *tkt_sign_ins_sign_in_finish (TktSignIns *self,
                                        GAsyncResult *result,
                                        gboolean *kept_in_file,
                                        GError **error);

/* NULL without an error where the token is gone: the person signs in again, nothing is lost. */
void tkt_sign_ins_lookup_token_async (TktSignIns *self,
                                      const char *account_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *tkt_sign_ins_lookup_token_finish (TktSignIns *self, GAsyncResult *result, GError **error);

/* Ends the session on the server where it can be reached, forgets token and account, and deletes
 * the cache and what was set aside of it. The outbox is deleted only when it is empty or
 * @discard_outbox, and damaged ones that were kept only by the latter. */
void tkt_sign_ins_sign_out_async (TktSignIns *self,
                                  const char *account_id,
                                  gboolean discard_outbox,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean tkt_sign_ins_sign_out_finish (TktSignIns *self, GAsyncResult *result, GError **error);

/* The folder with the account's databases. */
char *tkt_sign_ins_get_account_folder (TktSignIns *self, const char *account_id);

G_END_DECLS
