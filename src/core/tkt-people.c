/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bodies of the calls about people, described member by member. */
#include "tkt-people.h"

#define AT(Type, name) G_STRUCT_OFFSET (Type, name)
#define NULLABLE TKT_MEMBER_NULLABLE

static const TktMember session_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktSession, id) },
  { "device", TKT_MEMBER_TEXT, AT (TktSession, device), NULLABLE, .text = TKT_TEXT_FREE },
  { "created_at", TKT_MEMBER_TIME, AT (TktSession, created_at) },
  { "last_used_at", TKT_MEMBER_TIME, AT (TktSession, last_used_at) },
  { "expires_at", TKT_MEMBER_TIME, AT (TktSession, expires_at) },
  { "address", TKT_MEMBER_TEXT, AT (TktSession, address), NULLABLE, .text = TKT_TEXT_FREE },
  { "current", TKT_MEMBER_BOOLEAN, AT (TktSession, current) },
};
const TktShape tkt_session_shape = TKT_SHAPE (TktSession, "session", session_members);
TKT_DEFINE_SHAPED (TktSession, tkt_session)

static const TktMember invitation_members[] = {
  { "code", TKT_MEMBER_TEXT, AT (TktInvitation, code), .text = TKT_TEXT_FREE },
  { "expires_at", TKT_MEMBER_TIME, AT (TktInvitation, expires_at) },
  { "account", TKT_MEMBER_OBJECT, AT (TktInvitation, account), .shape = &tkt_account_shape },
};
const TktShape tkt_invitation_shape = TKT_SHAPE (TktInvitation, "invitation", invitation_members);
TKT_DEFINE_SHAPED (TktInvitation, tkt_invitation)

static const TktMember invitation_acceptance_members[] = {
  { "code", TKT_MEMBER_TEXT, AT (TktInvitationAcceptance, code), .text = TKT_TEXT_FREE },
  { "password",
    TKT_MEMBER_TEXT,
    AT (TktInvitationAcceptance, password),
    .text = TKT_TEXT_PASSWORD },
  { "device",
    TKT_MEMBER_TEXT,
    AT (TktInvitationAcceptance, device),
    TKT_MEMBER_OPTIONAL | NULLABLE,
    .text = TKT_TEXT_FREE },
};
const TktShape tkt_invitation_acceptance_shape
    = TKT_SHAPE (TktInvitationAcceptance, "invitation_acceptance", invitation_acceptance_members);
TKT_DEFINE_SHAPED (TktInvitationAcceptance, tkt_invitation_acceptance)
