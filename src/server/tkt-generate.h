/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills a store with an organization of any size, the same one each time for the same seed. */
#pragma once

#include "tkt-store.h"

G_BEGIN_DECLS

typedef struct
{
  const char *slug; /* of the organization, which must not be there yet */
  guint n_tickets;
  guint n_messages; /* a ticket, on average */
  guint32 seed;
  gint64 until;              /* when the last thing happened; the first was two years before */
  const char *password_hash; /* everybody's (crypto_pwhash_str), or NULL: nobody can sign in */
} TktGenerateOptions;

/* The people are `admin`, `manager1` … and, one for each publisher and a second for some,
 * `partner1` … */
typedef struct
{
  guint n_publishers;
  guint n_managers;
  guint n_partners;
  guint64 n_messages;
} TktGenerated;

/* Told from time to time how many messages are written. */
typedef void (*TktGenerateProgress) (guint64 n_messages, gpointer user_data);

/**
 * tkt_generate:
 * @generated: (out): what was made
 *
 * Everything is written in the order in which it happened, in many transactions: where it fails or
 * is killed, what is there is a part and of no use.
 */
gboolean tkt_generate (TktStore *store,
                       const TktGenerateOptions *options,
                       TktGenerateProgress progress,
                       gpointer user_data,
                       TktGenerated *generated,
                       GError **error);

G_END_DECLS
