/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail: who did what, when and from where. Never texts, titles or passwords. */
#pragma once

#include "tkt-shape.h"

G_BEGIN_DECLS

/* What was done, and to what: the object that an entry names. SQL holds the values: they never
 * change. */
typedef enum
{
  TKT_AUDIT_SIGN_IN,              /* a session */
  TKT_AUDIT_SIGN_IN_FAILED,       /* nothing; the account is the one whose name was tried, if any */
  TKT_AUDIT_SIGN_OUT,             /* a session */
  TKT_AUDIT_SESSION_ENDED,        /* a session */
  TKT_AUDIT_PASSWORD_CHANGED,     /* an account: its own password */
  TKT_AUDIT_PASSWORD_SET,         /* an account: somebody else set it */
  TKT_AUDIT_TICKET_OPENED,        /* a ticket */
  TKT_AUDIT_TICKET_CLOSED,        /* a ticket */
  TKT_AUDIT_TICKET_REASSIGNED,    /* a ticket, by hand, or whoever had it by hand left the
                                     staff; from and to: accounts' ids */
  TKT_AUDIT_MESSAGE_DELETED,      /* a message */
  TKT_AUDIT_SETTINGS_CHANGED,     /* the organization; field, from and to */
  TKT_AUDIT_ACCOUNT_ADDED,        /* an account; to: its role */
  TKT_AUDIT_ACCOUNT_DISABLED,     /* an account */
  TKT_AUDIT_ACCOUNT_ENABLED,      /* an account */
  TKT_AUDIT_ACCOUNT_RENAMED,      /* an account; from and to */
  TKT_AUDIT_ACCOUNT_ROLE_CHANGED, /* an account; from and to: roles */
  TKT_AUDIT_ACCOUNT_MOVED,        /* an account; from and to: publishers' ids */
  TKT_AUDIT_INVITATION_MADE,      /* an account */
  TKT_AUDIT_INVITATION_USED,      /* an account: its own */
  TKT_AUDIT_PUBLISHER_ADDED,      /* a publisher; to: its name */
  TKT_AUDIT_PUBLISHER_CHANGED,    /* a publisher; field, from and to */
  TKT_AUDIT_PUBLISHER_ASSIGNED,   /* a publisher, with its open tickets (rule 6); from and to:
                                     accounts' ids */
  TKT_AUDIT_IMPORTED,             /* nothing; to: how many tickets */
  /* Of those that the staff share; one's own are nobody else's. */
  TKT_AUDIT_SAVED_REPLY_ADDED,   /* a saved reply */
  TKT_AUDIT_SAVED_REPLY_CHANGED, /* a saved reply */
  TKT_AUDIT_SAVED_REPLY_DELETED, /* a saved reply */
  TKT_AUDIT_NOTE_DELETED,        /* a note */
} TktAuditKind;

extern const TktEnum tkt_audit_kind_enum; /* sign-in, sign-in-failed, … */

/* One entry; members that do not apply are NULL. */
typedef struct
{
  gint64 number; /* 1, 2, 3 … in the organization, without a gap */
  gint64 at;
  TktAuditKind kind;
  char *account_id; /* who did it; NULL together with @request_id: the command line */
  char *object_id;  /* what it was done to */
  char *field;      /* which setting */
  char *old_value;
  char *new_value;
  char *request_id; /* as the log has it */
  char *address;
} TktAuditEntry;
TKT_DECLARE_SHAPED (TktAuditEntry, tkt_audit_entry)

/* An entry as the server lists it: with what people call the things behind its ids now. Of accounts
 * it is the username, of publishers the name, of tickets, and of messages and notes their ticket's,
 * the number ("#12"), of saved replies the name. */
typedef struct
{
  TktAuditEntry entry;
  char *account_username; /* NULL: the entry has no account */
  char *object_name;      /* NULL: people have no name for it, or it is gone */
  char *old_name;         /* of the value, where that is an id */
  char *new_name;
} TktListedAuditEntry;
TKT_DECLARE_SHAPED (TktListedAuditEntry, tkt_listed_audit_entry)

G_END_DECLS
