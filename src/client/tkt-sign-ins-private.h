/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What signing out needs of the list. */
#pragma once

#include "tkt-sign-ins.h"

G_BEGIN_DECLS

/* (nullable): where the account is signed in. */
const char *tkt_sign_ins_find_server (TktSignIns *self, const char *account_id);

/* Forgets token and account; the folder stays. */
void tkt_sign_ins_forget_async (TktSignIns *self,
                                const char *account_id,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean tkt_sign_ins_forget_finish (TktSignIns *self, GAsyncResult *result, GError **error);

G_END_DECLS
