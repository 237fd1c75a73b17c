/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bodies that calls of protocol.md take and give beside plain rows. */
#pragma once

#include "tkt-rows.h"

G_BEGIN_DECLS

typedef struct
{
  char *organization; /* its slug, or NULL */
  char *username;
  char *password;
  char *device; /* or NULL */
} TktNewSession;
TKT_DECLARE_SHAPED (TktNewSession, tkt_new_session)

/* The answer of POST /v1/sessions; GET /v1/me answers the last two. */
typedef struct
{
  char *token;
  gint64 expires_at;
  TktAccount *account;
  TktOrganization *organization;
} TktSignedIn;
TKT_DECLARE_SHAPED (TktSignedIn, tkt_signed_in)

typedef struct
{
  TktAccount *account;
  TktOrganization *organization;
} TktMe;
TKT_DECLARE_SHAPED (TktMe, tkt_me)

typedef struct
{
  char *current;
  char *new_password; /* JSON member `new` */
} TktPasswordChange;
TKT_DECLARE_SHAPED (TktPasswordChange, tkt_password_change)

typedef struct
{
  char *id; /* or NULL: the server makes one */
  char *body;
  gint64 written_at; /* or 0 */
  GPtrArray
      *attachments; /* optional; (element-type TktAttachmentRef): objects {id} of uploaded files */
} TktNewMessage;
TKT_DECLARE_SHAPED (TktNewMessage, tkt_new_message)

typedef struct
{
  char *id; /* or NULL: the server makes one */
  char *body;
  gint64 written_at; /* or 0 */
} TktNewNote;
TKT_DECLARE_SHAPED (TktNewNote, tkt_new_note)

typedef struct
{
  char *id; /* or NULL */
  char *title;
  TktNewMessage *message;
  char *publisher_id; /* required of staff, refused of publishers */
} TktNewTicket;
TKT_DECLARE_SHAPED (TktNewTicket, tkt_new_ticket)

/* The answer of POST /v1/tickets. */
typedef struct
{
  TktTicket *ticket;
  TktMessage *message;
} TktOpenedTicket;
TKT_DECLARE_SHAPED (TktOpenedTicket, tkt_opened_ticket)

typedef struct
{
  TktTicketStatus status;
  gboolean status_given;
  char *assignee_id; /* NULL: nobody */
  gboolean assignee_given;
} TktTicketPatch;
TKT_DECLARE_SHAPED (TktTicketPatch, tkt_ticket_patch)

typedef struct
{
  gint64 position; /* 1 or more */
} TktNewReadMark;
TKT_DECLARE_SHAPED (TktNewReadMark, tkt_new_read_mark)

typedef struct
{
  char *id;      /* or NULL */
  gint64 number; /* 0: the next free one */
  char *name;
  TktPublisherStatus status;
  gboolean status_given; /* active unless said */
  char *account_manager_id;
} TktNewPublisher;
TKT_DECLARE_SHAPED (TktNewPublisher, tkt_new_publisher)

typedef struct
{
  gint64 number; /* 0: as it is */
  char *name;    /* NULL: as it is */
  TktPublisherStatus status;
  gboolean status_given;
  char *account_manager_id; /* NULL: nobody */
  gboolean account_manager_given;
} TktPublisherPatch;
TKT_DECLARE_SHAPED (TktPublisherPatch, tkt_publisher_patch)

typedef struct
{
  char *id; /* or NULL */
  char *username;
  char *display_name;
  TktRole role;
  char *publisher_id; /* required of role publisher, refused of staff */
  char *password;     /* NULL: nobody signs in before an invitation was accepted */
} TktNewAccount;
TKT_DECLARE_SHAPED (TktNewAccount, tkt_new_account)

typedef struct
{
  char *display_name; /* NULL: as it is */
  TktRole role;
  gboolean role_given;
  char *publisher_id;
  gboolean publisher_given;
  gboolean disabled;
  gboolean disabled_given;
  char *password; /* NULL: as it is */
} TktAccountPatch;
TKT_DECLARE_SHAPED (TktAccountPatch, tkt_account_patch)

typedef struct
{
  char *name; /* NULL: as it is */
  gboolean support_tickets_enabled;
  gboolean support_tickets_given;
} TktOrganizationPatch;
TKT_DECLARE_SHAPED (TktOrganizationPatch, tkt_organization_patch)

typedef struct
{
  char *id; /* or NULL */
  char *name;
  char *body;
  gboolean shared; /* else the caller's own */
} TktNewSavedReply;
TKT_DECLARE_SHAPED (TktNewSavedReply, tkt_new_saved_reply)

typedef struct
{
  char *name; /* NULL: as it is */
  char *body; /* NULL: as it is */
  gboolean shared;
  gboolean shared_given;
} TktSavedReplyPatch;
TKT_DECLARE_SHAPED (TktSavedReplyPatch, tkt_saved_reply_patch)

/* A publisher as GET /v1/publishers lists it. */
typedef struct
{
  TktPublisher publisher;
  gint64 open_tickets;
} TktListedPublisher;
TKT_DECLARE_SHAPED (TktListedPublisher, tkt_listed_publisher)

/* An upload that a new message takes; the members of @attachments in a new message. */
typedef struct
{
  char *id;
} TktAttachmentRef;
TKT_DECLARE_SHAPED (TktAttachmentRef, tkt_attachment_ref)

G_END_DECLS
