/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The abstract store: a type for backends to fill in. */
#include "tkt-store.h"

enum
{
  COMMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE (TktStore, tkt_store, G_TYPE_OBJECT)

static void
tkt_store_class_init (TktStoreClass *klass)
{
  signals[COMMITTED] = g_signal_new ("committed",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     0);
}

static void
tkt_store_init (TktStore *self)
{
}

void
tkt_store_emit_committed (TktStore *self)
{
  g_signal_emit (self, signals[COMMITTED], 0);
}

void
tkt_session_row_free (TktSessionRow *session)
{
  g_free (session->id);
  g_free (session->address);
  g_free (session->account_id);
  g_free (session->organization_id);
  g_free (session->device);
  g_free (session);
}

void
tkt_invitation_row_free (TktInvitationRow *invitation)
{
  g_free (invitation->account_id);
  g_free (invitation->organization_id);
  g_free (invitation);
}
