/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desks whose windows have gone, until what was held is sent. */
#pragma once

#include "tkt-desk.h"

G_BEGIN_DECLS

/* Holds the application for as long as a desk leaves. */
#define TKT_TYPE_LEAVING (tkt_leaving_get_type ())
G_DECLARE_FINAL_TYPE (TktLeaving, tkt_leaving, TKT, LEAVING, GObject)

TktLeaving *tkt_leaving_new (GApplication *application);

/* @desk is stopped when it is done. */
void tkt_leaving_add (TktLeaving *self, TktDesk *desk);

/* (transfer full) (nullable): the account's window is opened again before its desk has left. */
TktDesk *tkt_leaving_take (TktLeaving *self, const char *account_id);

/* Stops the account's desk at once, if it is leaving: its files are about to go. */
void tkt_leaving_stop (TktLeaving *self, const char *account_id);

G_END_DECLS
