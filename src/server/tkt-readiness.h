/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the server can do its work: whether its store takes a write, and why not. */
#pragma once

#include "tkt-store.h"

G_BEGIN_DECLS

/**
 * TktReadiness:
 *
 * The only proof that a disk has room and may be written is a write. Anybody may ask, so a write is
 * made once a second at most, however many ask. Thread-safe.
 */
typedef struct _TktReadiness TktReadiness;

TktReadiness *tkt_readiness_new (TktStore *store);
void tkt_readiness_unref (TktReadiness *self); /* what was asked is answered all the same */

/* %TKT_PROBLEM_UNAVAILABLE, whose detail is the reason in words that give nothing away. */
void
tkt_readiness_check_async (TktReadiness *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean tkt_readiness_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
