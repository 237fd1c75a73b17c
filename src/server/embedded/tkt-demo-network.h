/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo's people, publishers and tickets: data/demo, taken into a store. */
#pragma once

#include "tkt-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *manager; /* username of the first account manager of the file */
  char *partner; /* of the first publisher account */
} TktDemoNetwork;
void tkt_demo_network_free (TktDemoNetwork *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktDemoNetwork, tkt_demo_network_free)

/**
 * tkt_demo_network_fill:
 * @password_hash: everybody's
 * @now: the moment that the file's "now" becomes: everything in it moves by the difference
 *
 * Fills an empty store, in one transaction. Blocks.
 */
TktDemoNetwork *
tkt_demo_network_fill (TktStore *store, const char *password_hash, gint64 now, GError **error);

G_END_DECLS
