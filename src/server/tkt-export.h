/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes an organization's tickets with their history, in the form that import takes. */
#pragma once

#include <gio/gio.h>

#include "tkt-store.h"

G_BEGIN_DECLS

/**
 * tkt_export:
 * @tx: a read
 * @n_tickets: (out): how many were written
 *
 * One ticket a line, in order of number, with every id, so that taken in by an empty organization
 * and exported again it gives the same bytes.
 */
gboolean tkt_export (TktStoreTx *tx,
                     const char *organization_id,
                     GOutputStream *out,
                     guint64 *n_tickets,
                     GError **error);

G_END_DECLS
