/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail in words. */
#pragma once

#include "tkt-audit.h"

G_BEGIN_DECLS

/* What was done, as a heading: "Signed in", "Account disabled". */
const char *tkt_words_audit_kind (TktAuditKind kind);

/* What stands below it: "Mara Example · 3 November 2026 at 14:32 · 127.0.0.1 · active → paused".
 * @who: whose deed it was; ids among the values are left out. (transfer full) */
char *tkt_words_audit_details (const TktAuditEntry *entry, const char *who);

G_END_DECLS
