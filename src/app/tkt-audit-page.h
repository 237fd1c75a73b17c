/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail: Organization Settings → Audit. */
#pragma once

#include <adwaita.h>

#include "tkt-accounts.h"

G_BEGIN_DECLS

#define TKT_TYPE_AUDIT_PAGE (tkt_audit_page_get_type ())
G_DECLARE_FINAL_TYPE (TktAuditPage, tkt_audit_page, TKT, AUDIT_PAGE, AdwPreferencesPage)

/* Once. */
void tkt_audit_page_set_up (TktAuditPage *self, TktDesk *desk, TktAccounts *accounts);

G_END_DECLS
