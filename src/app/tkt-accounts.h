/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is in the organization, as the server last said: for pages that show people by their ids. */
#pragma once

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktAccounts:
 *
 * Asks at once, and again when the server is back; nobody is there until it has answered.
 *
 * Signal changed (): others are there.
 */
#define TKT_TYPE_ACCOUNTS (tkt_accounts_get_type ())
G_DECLARE_FINAL_TYPE (TktAccounts, tkt_accounts, TKT, ACCOUNTS, GObject)

TktAccounts *tkt_accounts_new (TktDesk *desk);

/* Asks anew; what is there stays until the answer comes. */
void tkt_accounts_reload (TktAccounts *self);

/* In order of username. (transfer none) (element-type TktAccount) */
GPtrArray *tkt_accounts_get_all (TktAccounts *self);

/* (nullable) (transfer none) */
const TktAccount *tkt_accounts_find (TktAccounts *self, const char *id);

G_END_DECLS
