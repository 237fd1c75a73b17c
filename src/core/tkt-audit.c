/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail's words and the members of an entry. */
#include "tkt-audit.h"

static const char *const kind_words[] = {
  "sign-in",           "sign-in-failed",
  "sign-out",          "session-ended",
  "password-changed",  "password-set",
  "ticket-opened",     "ticket-closed",
  "ticket-reassigned", "message-deleted",
  "settings-changed",  "account-added",
  "account-disabled",  "account-enabled",
  "account-renamed",   "account-role-changed",
  "account-moved",     "invitation-made",
  "invitation-used",
  "publisher-added",
  "publisher-changed", "publisher-assigned",
  "imported",          NULL,
};
const TktEnum tkt_audit_kind_enum = { kind_words };

#define AT(name) G_STRUCT_OFFSET (TktAuditEntry, name)
#define TEXT(name)                                                                                 \
  {                                                                                                \
#name, TKT_MEMBER_TEXT, AT(name), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_FREE                   \
  }

static const TktMember entry_members[] = {
  { "number", TKT_MEMBER_INTEGER, AT (number) },
  { "at", TKT_MEMBER_TIME, AT (at) },
  { "kind", TKT_MEMBER_ENUM, AT (kind), .set = &tkt_audit_kind_enum },
  { "account_id", TKT_MEMBER_ID, AT (account_id), TKT_MEMBER_NULLABLE },
  { "object_id", TKT_MEMBER_ID, AT (object_id), TKT_MEMBER_NULLABLE },
  TEXT (field),
  TEXT (old_value),
  TEXT (new_value),
  TEXT (request_id),
  TEXT (address),
};
const TktShape tkt_audit_entry_shape = TKT_SHAPE (TktAuditEntry, "audit_entry", entry_members);
TKT_DEFINE_SHAPED (TktAuditEntry, tkt_audit_entry)
