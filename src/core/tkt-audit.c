/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail's words and the members of an entry. */
#include "tkt-audit.h"

static const char *const kind_words[] = {
  "sign-in",
  "sign-in-failed",
  "sign-out",
  "session-ended",
  "password-changed",
  "password-set",
  "ticket-opened",
  "ticket-closed",
  "ticket-reassigned",
  "message-deleted",
  "settings-changed",
  "account-added",
  "account-disabled",
  "account-enabled",
  "account-renamed",
  "account-role-changed",
  "account-moved",
  "invitation-made",
  "invitation-used",
  "publisher-added",
  "publisher-changed",
  "publisher-assigned",
  "imported",
  "saved-reply-added",
  "saved-reply-changed",
  "saved-reply-deleted",
  "note-deleted",
  NULL,
};
const TktEnum tkt_audit_kind_enum = { kind_words };

#define AT(Type, name) G_STRUCT_OFFSET (Type, name)
#define TEXT(Type, member)                                                                         \
  {                                                                                                \
#member, TKT_MEMBER_TEXT, AT(Type, member), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_FREE         \
  }
/* Of a struct that is an entry or begins with one. */
#define ENTRY_MEMBERS                                                                              \
  { "number", TKT_MEMBER_INTEGER, AT (TktAuditEntry, number) },                                    \
      { "at", TKT_MEMBER_TIME, AT (TktAuditEntry, at) },                                           \
      { "kind", TKT_MEMBER_ENUM, AT (TktAuditEntry, kind), .set = &tkt_audit_kind_enum },          \
      { "account_id", TKT_MEMBER_ID, AT (TktAuditEntry, account_id), TKT_MEMBER_NULLABLE },        \
      { "object_id", TKT_MEMBER_ID, AT (TktAuditEntry, object_id), TKT_MEMBER_NULLABLE },          \
      TEXT (TktAuditEntry, field), TEXT (TktAuditEntry, old_value),                                \
      TEXT (TktAuditEntry, new_value), TEXT (TktAuditEntry, request_id),                           \
      TEXT (TktAuditEntry, address)

static const TktMember entry_members[] = { ENTRY_MEMBERS };
const TktShape tkt_audit_entry_shape = TKT_SHAPE (TktAuditEntry, "audit_entry", entry_members);
TKT_DEFINE_SHAPED (TktAuditEntry, tkt_audit_entry)

G_STATIC_ASSERT (AT (TktListedAuditEntry, entry) == 0);
static const TktMember listed_entry_members[] = {
  ENTRY_MEMBERS,
  TEXT (TktListedAuditEntry, account_username),
  TEXT (TktListedAuditEntry, object_name),
  TEXT (TktListedAuditEntry, old_name),
  TEXT (TktListedAuditEntry, new_name),
};
const TktShape tkt_listed_audit_entry_shape
    = TKT_SHAPE (TktListedAuditEntry, "listed_audit_entry", listed_entry_members);
TKT_DEFINE_SHAPED (TktListedAuditEntry, tkt_listed_audit_entry)
