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
