/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people and publishers of a generated organization. */
#pragma once

#include "tkt-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *organization_id;
  TktAccount *admin;
  GPtrArray *managers;   /* of TktAccount */
  GPtrArray *partners;   /* of TktAccount: one of each publisher, then second ones */
  GPtrArray *publishers; /* of TktPublisher */
} TktGenerateNetwork;

/* As many as talk about @n_tickets; all are made at @time_ms. Nothing is written. */
TktGenerateNetwork *tkt_generate_network_new (guint n_tickets, gint64 time_ms, GRand *random);
void tkt_generate_network_free (TktGenerateNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktGenerateNetwork, tkt_generate_network_free)

/* Writes it as an organization of the name @slug, with tickets turned on. */
gboolean tkt_generate_network_put (TktGenerateNetwork *self,
                                   TktStoreTx *tx,
                                   const char *slug,
                                   const char *password_hash,
                                   GError **error);

/* (transfer none): by the publisher's index: itself, its account manager, one of its accounts. */
const TktPublisher *tkt_generate_publisher (const TktGenerateNetwork *self, guint index);
const TktAccount *tkt_generate_manager (const TktGenerateNetwork *self, guint index);
const TktAccount *tkt_generate_partner (const TktGenerateNetwork *self, guint index, GRand *random);

G_END_DECLS
