/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bodies of the calls about people: their sessions, and invitations to have one. */
#pragma once

#include "tkt-rows.h"

G_BEGIN_DECLS

/* One of the asking account's own sessions, as GET /v1/me/sessions lists them. */
typedef struct
{
  char *id;
  char *device; /* as it was named when the session began, or NULL */
  gint64 created_at;
  gint64 last_used_at; /* to the hour */
  gint64 expires_at;
  char *address;    /* where it was last used from, or NULL */
  gboolean current; /* it is the one that asks */
} TktSession;
TKT_DECLARE_SHAPED (TktSession, tkt_session)

/* The answer of POST /v1/accounts/ID/invitation. */
typedef struct
{
  char *code; /* as people read it to each other; shown here and never again */
  gint64 expires_at;
  TktAccount *account;
} TktInvitation;
TKT_DECLARE_SHAPED (TktInvitation, tkt_invitation)

typedef struct
{
  char *code;
  char *password; /* the one to have from now on */
  char *device;   /* or NULL */
} TktInvitationAcceptance;
TKT_DECLARE_SHAPED (TktInvitationAcceptance, tkt_invitation_acceptance)

G_END_DECLS
