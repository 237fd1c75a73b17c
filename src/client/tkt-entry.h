/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the file outbox.db keeps: entries of the outbox, drafts, and what became of a damaged one.
 */
#pragma once

#include "tkt-rows.h"

G_BEGIN_DECLS

typedef enum
{
  TKT_ENTRY_OPEN_TICKET,
  TKT_ENTRY_REPLY,
  TKT_ENTRY_CLOSE,
  TKT_ENTRY_DELETE_MESSAGE,
  TKT_ENTRY_REASSIGN,
  TKT_ENTRY_MARK_READ,
  TKT_ENTRY_SET_SUPPORT,
  TKT_ENTRY_WRITE_NOTE,
  TKT_ENTRY_DELETE_NOTE,
  TKT_ENTRY_ADD_SAVED_REPLY,
  TKT_ENTRY_CHANGE_SAVED_REPLY,
  TKT_ENTRY_DELETE_SAVED_REPLY,
} TktEntryKind;

/* What each has to do with a saved reply. */
gboolean tkt_entry_kind_is_saved_reply (TktEntryKind kind);

typedef enum
{
  TKT_ENTRY_WAITING,
  TKT_ENTRY_SENDING,
  TKT_ENTRY_REFUSED,
  TKT_ENTRY_HELD, /* until @not_before, so that the person can undo it; not sent by any haste */
} TktEntryState;

extern const TktEnum tkt_entry_kind_enum;
extern const TktEnum tkt_entry_state_enum;

/* One entry; which members mean something follows from @kind. A shaped struct, so its columns have
 * these names. */
typedef struct
{
  gint64 seq; /* order of writing; given by the database */
  TktEntryKind kind;
  TktEntryState state;
  char *ticket_id;    /* all but SET_SUPPORT; made by the desk for OPEN_TICKET. Of saved replies it
                         is the reply's own id: what is of one thing goes out in order */
  char *message_id;   /* OPEN_TICKET, REPLY, WRITE_NOTE (made by the desk), DELETE_MESSAGE,
                         DELETE_NOTE */
  char *publisher_id; /* OPEN_TICKET by staff */
  char *assignee_id;  /* REASSIGN; NULL: nobody */
  char *title;        /* OPEN_TICKET; ADD_ and CHANGE_SAVED_REPLY: its name */
  char *body;         /* OPEN_TICKET, REPLY, WRITE_NOTE, ADD_ and CHANGE_SAVED_REPLY */
  gint64 position;    /* MARK_READ */
  gboolean enabled;   /* SET_SUPPORT; ADD_ and CHANGE_SAVED_REPLY: it is shared */
  gint64 written_at;
  gint64 attempts;
  gboolean uncertain;     /* one of the attempts may have arrived, for all that is known */
  gint64 not_before;      /* the wall clock before which it is not tried (again); 0: at once */
  char *problem;          /* REFUSED: the code's word */
  char *detail;           /* REFUSED: the server's sentence */
  GPtrArray *attachments; /* OPEN_TICKET, REPLY: (element-type TktAttachment), kept by TktFiles */
} TktEntry;
TKT_DECLARE_SHAPED (TktEntry, tkt_entry)

/* How an entry is taken out of the outbox by the person. */
typedef enum
{
  TKT_TAKE_BACK_UNDO,          /* while it is held: as if it had not been done */
  TKT_TAKE_BACK_EDIT,          /* its words become the draft of its ticket, or of a new ticket */
  TKT_TAKE_BACK_AS_NEW_TICKET, /* its words become the draft of a new ticket; never a note's */
  TKT_TAKE_BACK_DISCARD,       /* its words are not wanted any more */
} TktTakeBack;

/* What was typed and not yet sent. One a ticket for its reply and one for a note, and one of the
 * ticket that is being written. A shaped struct. */
typedef struct
{
  char *ticket_id;    /* whose reply; NULL: of a new ticket */
  char *publisher_id; /* of a new ticket: for whom, or NULL */
  char *title;        /* of a new ticket; else "" */
  char *body;
  gint64 written_at;
  GPtrArray *attachments; /* (element-type TktAttachment), kept by TktFiles */
  gboolean note;          /* for the staff alone */
} TktDraft;
TKT_DECLARE_SHAPED (TktDraft, tkt_draft)

/* What a damaged outbox was replaced by, until the person has been told. A shaped struct. */
typedef struct
{
  char *kept;       /* the name of the damaged file, beside the new one */
  gint64 n_entries; /* that could be read, read marks left out */
  gint64 n_drafts;
} TktRescue;
TKT_DECLARE_SHAPED (TktRescue, tkt_rescue)

/* (transfer full): (nullable): a copy of an array of TktAttachment, empty for NULL. */
GPtrArray *tkt_attachments_copy (const GPtrArray *attachments);
void tkt_attachments_free (GPtrArray *attachments);

/* Neither title nor body nor attachments: as good as none. */
gboolean tkt_draft_is_empty (const TktDraft *draft);

/* @ticket_id: (nullable): NULL for a new ticket. Title and body are "" where NULL is given. */
TktDraft *tkt_draft_make (const char *ticket_id,
                          const char *publisher_id,
                          const char *title,
                          const char *body);
/* The same with @attachments, which are copied. */
TktDraft *tkt_draft_make_with (const char *ticket_id,
                               const char *publisher_id,
                               const char *title,
                               const char *body,
                               const GPtrArray *attachments);

G_END_DECLS
