/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What signing in and out need of the list. */
#pragma once

#include "tkt-sign-ins.h"

G_BEGIN_DECLS

struct _TktSignIns
{
  GObject parent_instance;

  char *folder;
  gboolean keep_tokens;
  GHashTable *tokens;  /* account id → token, for those that are not kept anywhere else */
  GPtrArray *sign_ins; /* of TktSignIn, as the file has them */
  gboolean loaded;     /* they are what the file has */
};

/* Takes the account out of the list in memory, which is not written by that. */
void tkt_sign_ins_drop (TktSignIns *self, const char *account_id);
/* Ends with tkt_sign_in_file_write_finish(). */
void
tkt_sign_ins_save_list_async (TktSignIns *self, GAsyncReadyCallback callback, gpointer user_data);

/* (nullable): where the account is signed in. */
const char *tkt_sign_ins_find_server (TktSignIns *self, const char *account_id);

/* Forgets token and account; the folder stays. */
void tkt_sign_ins_forget_async (TktSignIns *self,
                                const char *account_id,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean tkt_sign_ins_forget_finish (TktSignIns *self, GAsyncResult *result, GError **error);

G_END_DECLS
