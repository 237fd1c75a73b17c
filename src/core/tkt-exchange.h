/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format of import and export: JSON Lines, one ticket with its thread a line
 * (data/import.schema.json). */
#pragma once

#include "tkt-shape.h"

G_BEGIN_DECLS

typedef struct
{
  char *id; /* or NULL: the server makes one */
  char *name;
  char *data; /* base64 */
} TktExchangeAttachment;
TKT_DECLARE_SHAPED (TktExchangeAttachment, tkt_exchange_attachment)

/* People and publishers stand in it by name, so that it can be taken in by another server. */
typedef struct
{
  char *id;     /* or NULL: the server makes one */
  char *author; /* username */
  char *name;   /* as it stood below the message */
  TktRole role;
  gint64 written_at; /* the desk's clock, or 0 */
  gint64 sent_at;
  char *body;             /* "" or NULL in a tombstone */
  GPtrArray *attachments; /* (element-type TktExchangeAttachment): none in a tombstone */
  char *deleted_by;       /* username, or NULL */
  gint64 deleted_at;
} TktExchangeMessage;
TKT_DECLARE_SHAPED (TktExchangeMessage, tkt_exchange_message)

/* What the staff said among themselves about the ticket. */
typedef struct
{
  char *id;     /* or NULL: the server makes one */
  gint64 after; /* the message that it stands behind: 1 is the first */
  char *author;
  char *name;
  TktRole role; /* never publisher */
  gint64 written_at;
  gint64 sent_at;
  char *body;
  char *deleted_by;
  gint64 deleted_at;
} TktExchangeNote;
TKT_DECLARE_SHAPED (TktExchangeNote, tkt_exchange_note)

typedef struct
{
  char *id;      /* or NULL */
  gint64 number; /* 0: the next free one */
  char *publisher;
  char *title;
  TktTicketStatus status;
  char *assignee; /* username, or NULL: nobody */
  gint64 opened_at;
  gint64 closed_at;
  char *closed_by;     /* username */
  GPtrArray *messages; /* (element-type TktExchangeMessage): the first opens the ticket */
  GPtrArray *notes;    /* optional; (element-type TktExchangeNote): in the order of acceptance */
} TktExchangeTicket;
TKT_DECLARE_SHAPED (TktExchangeTicket, tkt_exchange_ticket)

static inline gboolean
tkt_exchange_message_is_tombstone (const TktExchangeMessage *message)
{
  return message->deleted_at != 0;
}

static inline gboolean
tkt_exchange_note_is_tombstone (const TktExchangeNote *note)
{
  return note->deleted_at != 0;
}

/**
 * tkt_exchange_ticket_read:
 *
 * Reads one line, and checks what members say about each other: a closed ticket says when and by
 * whom, a message or note has a text or is a tombstone.
 *
 * Returns: (transfer full) (nullable): NULL with a %TKT_PROBLEM that names every wrong member
 */
TktExchangeTicket *tkt_exchange_ticket_read (const char *line, gsize length, GError **error);

G_END_DECLS
