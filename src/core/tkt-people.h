/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bodies of the calls about people: their sessions. */
#pragma once

#include "tkt-shape.h"

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

G_END_DECLS
