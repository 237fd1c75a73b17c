/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail in words. */
#pragma once

#include "tkt-audit.h"

G_BEGIN_DECLS

/* What was done, as a heading: "Signed in", "Account disabled". */
const char *tkt_words_audit_kind (TktAuditKind kind);

/* The same with what it was done to: "Closed a ticket: #12". (transfer full) */
char *tkt_words_audit_deed (const TktListedAuditEntry *listed);

/* What stands below it: "Mara Example · 3 November 2026 at 14:32 · 127.0.0.1 · active → paused".
 * @who: whose deed it was; ids without a name are left out. (transfer full) */
char *tkt_words_audit_details (const TktListedAuditEntry *listed, const char *who);

G_END_DECLS
