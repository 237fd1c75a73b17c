/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: all that an account may see as one hash. */
#include "tkt-service.h"

typedef struct
{
  TktStoreTx *tx;
  TktView view;
  TktDigest *digest;
  TktChangeKind kind; /* of the rows that come */
} Shown;

static gboolean
add_row (gconstpointer row, gpointer data, GError **error)
{
  const Shown *shown = data;

  return tkt_digest_add (shown->digest, shown->kind, row, error);
}

static gboolean
add_kind (TktDigest *digest, TktChangeKind kind, gpointer data, GError **error)
{
  Shown *shown = data;

  shown->kind = kind;
  return tkt_store_foreach_shown (shown->tx, &shown->view, kind, add_row, shown, error);
}

gboolean
tkt_service_digest (TktStoreTx *tx,
                    const TktOrganization *organization,
                    const TktAccount *account,
                    TktDigest *digest,
                    GError **error)
{
  Shown shown = { tx, { organization->id, account->id, account->publisher_id }, digest };

  return tkt_digest_add_view (digest, organization, account, add_kind, &shown, error);
}
