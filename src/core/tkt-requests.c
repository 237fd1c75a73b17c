/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bodies of calls, described member by member. */
#include "tkt-requests.h"

#define AT(Type, name) G_STRUCT_OFFSET (Type, name)
#define OPTIONAL TKT_MEMBER_OPTIONAL
#define NULLABLE TKT_MEMBER_NULLABLE

/* What proves an identity is compared, not cleaned: a wrong one is bad-credentials, never invalid.
 */
static const TktMember new_session_members[] = {
  { "organization",
    TKT_MEMBER_TEXT,
    AT (TktNewSession, organization),
    OPTIONAL | NULLABLE,
    .text = TKT_TEXT_FREE },
  { "username", TKT_MEMBER_TEXT, AT (TktNewSession, username), .text = TKT_TEXT_FREE },
  { "password", TKT_MEMBER_TEXT, AT (TktNewSession, password), .text = TKT_TEXT_FREE },
  { "device",
    TKT_MEMBER_TEXT,
    AT (TktNewSession, device),
    OPTIONAL | NULLABLE,
    .text = TKT_TEXT_FREE },
};
const TktShape tkt_new_session_shape
    = TKT_SHAPE (TktNewSession, "new_session", new_session_members);
TKT_DEFINE_SHAPED (TktNewSession, tkt_new_session)

static const TktMember signed_in_members[] = {
  { "token", TKT_MEMBER_TEXT, AT (TktSignedIn, token), .text = TKT_TEXT_FREE },
  { "expires_at", TKT_MEMBER_TIME, AT (TktSignedIn, expires_at) },
  { "account", TKT_MEMBER_OBJECT, AT (TktSignedIn, account), .shape = &tkt_account_shape },
  { "organization",
    TKT_MEMBER_OBJECT,
    AT (TktSignedIn, organization),
    .shape = &tkt_organization_shape },
};
const TktShape tkt_signed_in_shape = TKT_SHAPE (TktSignedIn, "signed_in", signed_in_members);
TKT_DEFINE_SHAPED (TktSignedIn, tkt_signed_in)

static const TktMember me_members[] = {
  { "account", TKT_MEMBER_OBJECT, AT (TktMe, account), .shape = &tkt_account_shape },
  { "organization", TKT_MEMBER_OBJECT, AT (TktMe, organization), .shape = &tkt_organization_shape },
};
const TktShape tkt_me_shape = TKT_SHAPE (TktMe, "me", me_members);
TKT_DEFINE_SHAPED (TktMe, tkt_me)

static const TktMember password_change_members[] = {
  { "current", TKT_MEMBER_TEXT, AT (TktPasswordChange, current), .text = TKT_TEXT_FREE },
  { "new", TKT_MEMBER_TEXT, AT (TktPasswordChange, new_password), .text = TKT_TEXT_PASSWORD },
};
const TktShape tkt_password_change_shape
    = TKT_SHAPE (TktPasswordChange, "password_change", password_change_members);
TKT_DEFINE_SHAPED (TktPasswordChange, tkt_password_change)

static const TktMember attachment_ref_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktAttachmentRef, id) },
};
const TktShape tkt_attachment_ref_shape
    = TKT_SHAPE (TktAttachmentRef, "attachment_ref", attachment_ref_members);
TKT_DEFINE_SHAPED (TktAttachmentRef, tkt_attachment_ref)

static const TktMember new_message_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktNewMessage, id), OPTIONAL },
  { "body", TKT_MEMBER_TEXT, AT (TktNewMessage, body), .text = TKT_TEXT_MESSAGE },
  { "attachments",
    TKT_MEMBER_ARRAY,
    AT (TktNewMessage, attachments),
    OPTIONAL,
    .shape = &tkt_attachment_ref_shape },
  { "written_at", TKT_MEMBER_TIME, AT (TktNewMessage, written_at), OPTIONAL | NULLABLE },
};
const TktShape tkt_new_message_shape
    = TKT_SHAPE (TktNewMessage, "new_message", new_message_members);
TKT_DEFINE_SHAPED (TktNewMessage, tkt_new_message)

static const TktMember new_note_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktNewNote, id), OPTIONAL },
  { "body", TKT_MEMBER_TEXT, AT (TktNewNote, body), .text = TKT_TEXT_MESSAGE },
  { "written_at", TKT_MEMBER_TIME, AT (TktNewNote, written_at), OPTIONAL | NULLABLE },
};
const TktShape tkt_new_note_shape = TKT_SHAPE (TktNewNote, "new_note", new_note_members);
TKT_DEFINE_SHAPED (TktNewNote, tkt_new_note)

static const TktMember new_ticket_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktNewTicket, id), OPTIONAL },
  { "title", TKT_MEMBER_TEXT, AT (TktNewTicket, title), .text = TKT_TEXT_TITLE },
  { "message", TKT_MEMBER_OBJECT, AT (TktNewTicket, message), .shape = &tkt_new_message_shape },
  { "publisher_id", TKT_MEMBER_ID, AT (TktNewTicket, publisher_id), OPTIONAL },
};
const TktShape tkt_new_ticket_shape = TKT_SHAPE (TktNewTicket, "new_ticket", new_ticket_members);
TKT_DEFINE_SHAPED (TktNewTicket, tkt_new_ticket)

static const TktMember opened_ticket_members[] = {
  { "ticket", TKT_MEMBER_OBJECT, AT (TktOpenedTicket, ticket), .shape = &tkt_ticket_shape },
  { "message", TKT_MEMBER_OBJECT, AT (TktOpenedTicket, message), .shape = &tkt_message_shape },
};
const TktShape tkt_opened_ticket_shape
    = TKT_SHAPE (TktOpenedTicket, "opened_ticket", opened_ticket_members);
TKT_DEFINE_SHAPED (TktOpenedTicket, tkt_opened_ticket)

static const TktMember ticket_patch_members[] = {
  { "status",
    TKT_MEMBER_ENUM,
    AT (TktTicketPatch, status),
    OPTIONAL,
    .set = &tkt_ticket_status_enum,
    .given = AT (TktTicketPatch, status_given) },
  { "assignee_id",
    TKT_MEMBER_ID,
    AT (TktTicketPatch, assignee_id),
    OPTIONAL | NULLABLE,
    .given = AT (TktTicketPatch, assignee_given) },
};
const TktShape tkt_ticket_patch_shape
    = TKT_SHAPE (TktTicketPatch, "ticket_patch", ticket_patch_members);
TKT_DEFINE_SHAPED (TktTicketPatch, tkt_ticket_patch)

static const TktMember new_read_mark_members[] = {
  { "position", TKT_MEMBER_INTEGER, AT (TktNewReadMark, position), .least = 1, .most = G_MAXINT32 },
};
const TktShape tkt_new_read_mark_shape
    = TKT_SHAPE (TktNewReadMark, "new_read_mark", new_read_mark_members);
TKT_DEFINE_SHAPED (TktNewReadMark, tkt_new_read_mark)

static const TktMember new_publisher_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktNewPublisher, id), OPTIONAL },
  { "number",
    TKT_MEMBER_INTEGER,
    AT (TktNewPublisher, number),
    OPTIONAL,
    .least = 1,
    .most = G_MAXINT32 },
  { "name", TKT_MEMBER_TEXT, AT (TktNewPublisher, name), .text = TKT_TEXT_NAME },
  { "status",
    TKT_MEMBER_ENUM,
    AT (TktNewPublisher, status),
    OPTIONAL,
    .set = &tkt_publisher_status_enum,
    .given = AT (TktNewPublisher, status_given) },
  { "account_manager_id",
    TKT_MEMBER_ID,
    AT (TktNewPublisher, account_manager_id),
    OPTIONAL | NULLABLE },
};
const TktShape tkt_new_publisher_shape
    = TKT_SHAPE (TktNewPublisher, "new_publisher", new_publisher_members);
TKT_DEFINE_SHAPED (TktNewPublisher, tkt_new_publisher)

static const TktMember publisher_patch_members[] = {
  { "number",
    TKT_MEMBER_INTEGER,
    AT (TktPublisherPatch, number),
    OPTIONAL,
    .least = 1,
    .most = G_MAXINT32 },
  { "name", TKT_MEMBER_TEXT, AT (TktPublisherPatch, name), OPTIONAL, .text = TKT_TEXT_NAME },
  { "status",
    TKT_MEMBER_ENUM,
    AT (TktPublisherPatch, status),
    OPTIONAL,
    .set = &tkt_publisher_status_enum,
    .given = AT (TktPublisherPatch, status_given) },
  { "account_manager_id",
    TKT_MEMBER_ID,
    AT (TktPublisherPatch, account_manager_id),
    OPTIONAL | NULLABLE,
    .given = AT (TktPublisherPatch, account_manager_given) },
};
const TktShape tkt_publisher_patch_shape
    = TKT_SHAPE (TktPublisherPatch, "publisher_patch", publisher_patch_members);
TKT_DEFINE_SHAPED (TktPublisherPatch, tkt_publisher_patch)

static const TktMember new_account_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktNewAccount, id), OPTIONAL },
  { "username", TKT_MEMBER_TEXT, AT (TktNewAccount, username), .text = TKT_TEXT_USERNAME },
  { "display_name", TKT_MEMBER_TEXT, AT (TktNewAccount, display_name), .text = TKT_TEXT_NAME },
  { "role", TKT_MEMBER_ENUM, AT (TktNewAccount, role), .set = &tkt_role_enum },
  { "publisher_id", TKT_MEMBER_ID, AT (TktNewAccount, publisher_id), OPTIONAL | NULLABLE },
  { "password",
    TKT_MEMBER_TEXT,
    AT (TktNewAccount, password),
    OPTIONAL,
    .text = TKT_TEXT_PASSWORD },
};
const TktShape tkt_new_account_shape
    = TKT_SHAPE (TktNewAccount, "new_account", new_account_members);
TKT_DEFINE_SHAPED (TktNewAccount, tkt_new_account)

static const TktMember account_patch_members[] = {
  { "display_name",
    TKT_MEMBER_TEXT,
    AT (TktAccountPatch, display_name),
    OPTIONAL,
    .text = TKT_TEXT_NAME },
  { "role",
    TKT_MEMBER_ENUM,
    AT (TktAccountPatch, role),
    OPTIONAL,
    .set = &tkt_role_enum,
    .given = AT (TktAccountPatch, role_given) },
  { "publisher_id",
    TKT_MEMBER_ID,
    AT (TktAccountPatch, publisher_id),
    OPTIONAL | NULLABLE,
    .given = AT (TktAccountPatch, publisher_given) },
  { "disabled",
    TKT_MEMBER_BOOLEAN,
    AT (TktAccountPatch, disabled),
    OPTIONAL,
    .given = AT (TktAccountPatch, disabled_given) },
  { "password",
    TKT_MEMBER_TEXT,
    AT (TktAccountPatch, password),
    OPTIONAL,
    .text = TKT_TEXT_PASSWORD },
};
const TktShape tkt_account_patch_shape
    = TKT_SHAPE (TktAccountPatch, "account_patch", account_patch_members);
TKT_DEFINE_SHAPED (TktAccountPatch, tkt_account_patch)

static const TktMember organization_patch_members[] = {
  { "name", TKT_MEMBER_TEXT, AT (TktOrganizationPatch, name), OPTIONAL, .text = TKT_TEXT_NAME },
  { "support_tickets_enabled",
    TKT_MEMBER_BOOLEAN,
    AT (TktOrganizationPatch, support_tickets_enabled),
    OPTIONAL,
    .given = AT (TktOrganizationPatch, support_tickets_given) },
};
const TktShape tkt_organization_patch_shape
    = TKT_SHAPE (TktOrganizationPatch, "organization_patch", organization_patch_members);
TKT_DEFINE_SHAPED (TktOrganizationPatch, tkt_organization_patch)

static const TktMember new_saved_reply_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktNewSavedReply, id), OPTIONAL },
  { "name", TKT_MEMBER_TEXT, AT (TktNewSavedReply, name), .text = TKT_TEXT_REPLY_NAME },
  { "body", TKT_MEMBER_TEXT, AT (TktNewSavedReply, body), .text = TKT_TEXT_MESSAGE },
  { "shared", TKT_MEMBER_BOOLEAN, AT (TktNewSavedReply, shared) },
};
const TktShape tkt_new_saved_reply_shape
    = TKT_SHAPE (TktNewSavedReply, "new_saved_reply", new_saved_reply_members);
TKT_DEFINE_SHAPED (TktNewSavedReply, tkt_new_saved_reply)

static const TktMember saved_reply_patch_members[] = {
  { "name", TKT_MEMBER_TEXT, AT (TktSavedReplyPatch, name), OPTIONAL, .text = TKT_TEXT_REPLY_NAME },
  { "body", TKT_MEMBER_TEXT, AT (TktSavedReplyPatch, body), OPTIONAL, .text = TKT_TEXT_MESSAGE },
  { "shared",
    TKT_MEMBER_BOOLEAN,
    AT (TktSavedReplyPatch, shared),
    OPTIONAL,
    .given = AT (TktSavedReplyPatch, shared_given) },
};
const TktShape tkt_saved_reply_patch_shape
    = TKT_SHAPE (TktSavedReplyPatch, "saved_reply_patch", saved_reply_patch_members);
TKT_DEFINE_SHAPED (TktSavedReplyPatch, tkt_saved_reply_patch)

static const TktMember listed_publisher_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktListedPublisher, publisher.id) },
  { "number", TKT_MEMBER_INTEGER, AT (TktListedPublisher, publisher.number) },
  { "name", TKT_MEMBER_TEXT, AT (TktListedPublisher, publisher.name), .text = TKT_TEXT_NAME },
  { "status",
    TKT_MEMBER_ENUM,
    AT (TktListedPublisher, publisher.status),
    .set = &tkt_publisher_status_enum },
  { "account_manager_id",
    TKT_MEMBER_ID,
    AT (TktListedPublisher, publisher.account_manager_id),
    NULLABLE },
  { "revision", TKT_MEMBER_INTEGER, AT (TktListedPublisher, publisher.revision) },
  { "open_tickets", TKT_MEMBER_INTEGER, AT (TktListedPublisher, open_tickets) },
};
const TktShape tkt_listed_publisher_shape
    = TKT_SHAPE (TktListedPublisher, "publisher", listed_publisher_members);
TKT_DEFINE_SHAPED (TktListedPublisher, tkt_listed_publisher)
