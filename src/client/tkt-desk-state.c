/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: what it knows, for whoever asks. */
#include "tkt-desk-private.h"

gboolean
tkt_desk_is_known (const TktCacheState *state)
{
  return state != NULL && state->account != NULL && state->organization != NULL;
}

const TktSignIn *
tkt_desk_get_sign_in (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), NULL);

  return self->sign_in;
}

char *
tkt_desk_get_folder (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), NULL);

  return tkt_sign_ins_get_account_folder (self->sign_ins, self->sign_in->account_id);
}

const TktAccount *
tkt_desk_get_account (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), NULL);

  return tkt_desk_get_ready (self) ? self->state->account : NULL;
}

const TktOrganization *
tkt_desk_get_organization (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), NULL);

  return tkt_desk_get_ready (self) ? self->state->organization : NULL;
}

gboolean
tkt_desk_get_ready (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), FALSE);

  return tkt_desk_is_known (self->state);
}

TktNetworkState
tkt_desk_get_network (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), TKT_NETWORK_CONNECTING);

  return self->sync != NULL ? tkt_sync_get_network (self->sync) : TKT_NETWORK_CONNECTING;
}

gint64
tkt_desk_get_synced_at (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), 0);

  return self->synced_at;
}

guint
tkt_desk_get_waiting (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), 0);

  return self->state != NULL ? self->state->n_waiting : 0;
}

guint
tkt_desk_get_open_tickets (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), 0);

  return self->state != NULL ? self->state->open_tickets : 0;
}

gboolean
tkt_desk_is_staff (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), FALSE);

  return tkt_desk_get_ready (self) && tkt_role_is_staff (self->state->account->role);
}
