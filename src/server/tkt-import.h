/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes tickets with their history into an organization, as they were elsewhere. */
#pragma once

#include "tkt-exchange.h"
#include "tkt-store.h"

G_BEGIN_DECLS

typedef struct _TktImporter TktImporter;

/**
 * tkt_importer_new:
 * @tx: a write, which must outlive the importer
 *
 * What it takes keeps its times, authors and, where given, ids and numbers. Publishers and accounts
 * that the organization does not have are made; such an account has no password, so nobody signs in
 * with it until it is given one. Somebody of whom no line tells more than that they closed or
 * deleted something becomes an account of the ticket's publisher, which may do least.
 */
TktImporter *tkt_importer_new (TktStoreTx *tx, const char *organization_id);
void tkt_importer_free (TktImporter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktImporter, tkt_importer_free)

/**
 * tkt_importer_take:
 * @ticket: as tkt_exchange_ticket_read() gives it
 *
 * Where it fails it may have written a part: the caller undoes the transaction, or runs it within
 * tkt_store_attempt(). %TKT_PROBLEM is what is wrong with the ticket, anything else with the store.
 */
gboolean tkt_importer_take (TktImporter *self, const TktExchangeTicket *ticket, GError **error);

G_END_DECLS
