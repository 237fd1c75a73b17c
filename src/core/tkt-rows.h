/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of protocol.md ("Shapes"): what a desk may see, as plain structs. */
#pragma once

#include "tkt-shape.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *slug;
  char *name;
  gboolean support_tickets_enabled;
  gint64 revision;
} TktOrganization;
TKT_DECLARE_SHAPED (TktOrganization, tkt_organization)

typedef struct
{
  char *id;
  char *username;
  char *display_name;
  TktRole role;
  char *publisher_id; /* NULL for staff */
  gboolean disabled;
  gint64 revision;
} TktAccount;
TKT_DECLARE_SHAPED (TktAccount, tkt_account)

typedef struct
{
  char *id;
  gint64 number;
  char *name;
  TktPublisherStatus status;
  char *account_manager_id; /* or NULL */
  gint64 revision;
} TktPublisher;
TKT_DECLARE_SHAPED (TktPublisher, tkt_publisher)

typedef struct
{
  char *id;
  gint64 number;
  char *title;
  TktTicketStatus status;
  char *publisher_id;
  char *assignee_id; /* or NULL */
  char *opened_by;   /* an account's id */
  gint64 opened_at;
  char *closed_by; /* or NULL */
  gint64 closed_at;
  gint64 reply_count; /* without the opening message and tombstones */
  gint64 last_message_at;
  gint64 updated_at;
  gint64 revision;
} TktTicket;
TKT_DECLARE_SHAPED (TktTicket, tkt_ticket)

/* Of one message; TKT_ATTACHMENT_SIZE_MAX is of one file. */
#define TKT_ATTACHMENTS_MAX 10

typedef struct
{
  char *id;
  char *name;
  char *media_type; /* as the bytes say (tkt-media-type.h) */
  gint64 size;      /* bytes */
  char *sha256;     /* lower-case hex */
} TktAttachment;
TKT_DECLARE_SHAPED (TktAttachment, tkt_attachment)

typedef struct
{
  char *id;
  char *ticket_id;
  gint64 position; /* 1, 2, 3 …, never changes */
  char *author_id;
  char *author_username;
  char *author_name; /* as it was when the message was written (rule 8) */
  TktRole author_role;
  char *body;             /* "" in a tombstone */
  GPtrArray *attachments; /* (element-type TktAttachment) */
  gint64 written_at;      /* the desk's clock, or 0 */
  gint64 sent_at;         /* the server's clock */
  char *deleted_by;       /* or NULL */
  gint64 deleted_at;      /* 0 unless a tombstone */
  gint64 revision;
} TktMessage;
TKT_DECLARE_SHAPED (TktMessage, tkt_message)

/* What the staff say among themselves about a ticket (rule 21). It is no message: it has no
 * position, and nothing of the ticket's own row tells of it. */
typedef struct
{
  char *id;
  char *ticket_id;
  gint64 after; /* the position of the message that it stands behind */
  gint64 place; /* 1, 2, 3 … among the ticket's notes, never changes */
  char *author_id;
  char *author_username;
  char *author_name; /* as it was when the note was written */
  TktRole author_role;
  char *body;        /* "" in a tombstone */
  gint64 written_at; /* the desk's clock, or 0 */
  gint64 sent_at;    /* the server's clock */
  char *deleted_by;  /* or NULL */
  gint64 deleted_at; /* 0 unless a tombstone */
  gint64 revision;
} TktNote;
TKT_DECLARE_SHAPED (TktNote, tkt_note)

typedef struct
{
  char *ticket_id;
  gint64 position;
  gint64 revision;
} TktReadMark;
TKT_DECLARE_SHAPED (TktReadMark, tkt_read_mark)

/* A text that staff keep to insert it into their messages. */
typedef struct
{
  char *id;
  char *name;     /* "" where it is deleted */
  char *body;     /* as a message's; "" where it is deleted */
  char *owner_id; /* whose own it is; NULL: shared by the organization's staff */
  gboolean deleted;
  gint64 revision;
} TktSavedReply;
TKT_DECLARE_SHAPED (TktSavedReply, tkt_saved_reply)

static inline gboolean
tkt_message_is_tombstone (const TktMessage *message)
{
  return message->deleted_at != 0;
}

static inline gboolean
tkt_note_is_tombstone (const TktNote *note)
{
  return note->deleted_at != 0;
}

/* One row of the change feed: exactly one pointer is set, the one that @kind names. */
typedef enum
{
  TKT_CHANGE_ORGANIZATION,
  TKT_CHANGE_ACCOUNT,
  TKT_CHANGE_PUBLISHER,
  TKT_CHANGE_SAVED_REPLY,
  TKT_CHANGE_TICKET,
  TKT_CHANGE_MESSAGE,
  TKT_CHANGE_NOTE, /* to staff only */
  TKT_CHANGE_READ_MARK,
  TKT_N_CHANGE_KINDS
} TktChangeKind;

typedef struct
{
  TktChangeKind kind;
  gpointer row; /* a struct of tkt_change_kind_shape (kind) */
} TktChange;

const TktShape *tkt_change_kind_shape (TktChangeKind kind);
/* Of a row of that kind: what it is known by (a read mark by its ticket), and its revision. */
const char *tkt_change_kind_row_id (TktChangeKind kind, gconstpointer row);
gint64 tkt_change_kind_row_revision (TktChangeKind kind, gconstpointer row);
TktChange *tkt_change_new (TktChangeKind kind, gpointer row_taken);
void tkt_change_free (TktChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktChange, tkt_change_free)

/* One page of GET /v1/changes. */
typedef struct
{
  GPtrArray *changes; /* (element-type TktChange) */
  char *cursor;
  gboolean more;
} TktChangePage;

TktChangePage *tkt_change_page_new (void);
void tkt_change_page_free (TktChangePage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktChangePage, tkt_change_page_free)
void tkt_change_page_write (const TktChangePage *page, GString *out);
/* Unknown kinds are skipped: an older desk may meet a newer server. */
TktChangePage *tkt_change_page_read (const char *text, gsize length, GError **error);

G_END_DECLS
