/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The abstract store: a type for backends to fill in. */
#include "tkt-store.h"

G_DEFINE_ABSTRACT_TYPE (TktStore, tkt_store, G_TYPE_OBJECT)

static void
tkt_store_class_init (TktStoreClass *klass)
{
}

static void
tkt_store_init (TktStore *self)
{
}

void
tkt_session_row_free (TktSessionRow *session)
{
  g_free (session->account_id);
  g_free (session->organization_id);
  g_free (session->device);
  g_free (session);
}
