/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: what the person did and the server has not yet accepted. Its own database file, never
 * thrown away. */
#pragma once

#include "tkt-db.h"
#include "tkt-problem.h"
#include "tkt-shape.h"

G_BEGIN_DECLS

/* The schema name under which the cache's connections attach the outbox's file. */
#define TKT_OUTBOX_SCHEMA "outbox"

typedef enum
{
  TKT_ENTRY_OPEN_TICKET,
  TKT_ENTRY_REPLY,
  TKT_ENTRY_CLOSE,
  TKT_ENTRY_DELETE_MESSAGE,
  TKT_ENTRY_REASSIGN,
  TKT_ENTRY_MARK_READ,
  TKT_ENTRY_SET_SUPPORT,
} TktEntryKind;

typedef enum
{
  TKT_ENTRY_WAITING,
  TKT_ENTRY_SENDING,
  TKT_ENTRY_REFUSED,
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
  char *ticket_id;    /* all but SET_SUPPORT; made by the desk for OPEN_TICKET */
  char *message_id;   /* OPEN_TICKET, REPLY (made by the desk), DELETE_MESSAGE */
  char *publisher_id; /* OPEN_TICKET by staff */
  char *assignee_id;  /* REASSIGN; NULL: nobody */
  char *title;        /* OPEN_TICKET */
  char *body;         /* OPEN_TICKET, REPLY */
  gint64 position;    /* MARK_READ */
  gboolean enabled;   /* SET_SUPPORT */
  gint64 written_at;
  gint64 attempts;
  gint64 not_before; /* back-off: the wall clock before which it is not tried again; 0: at once */
  char *problem;     /* REFUSED: the code's word */
  char *detail;      /* REFUSED: the server's sentence */
} TktEntry;
TKT_DECLARE_SHAPED (TktEntry, tkt_entry)

gboolean tkt_outbox_migrate (TktDb *db, GError **error);

/* All within the caller's transaction. */
gboolean tkt_outbox_add (TktDb *db,
                         TktEntry *entry,
                         GError **error); /* sets @seq; MARK_READ takes an older one's place */
/* (transfer full) (element-type TktEntry): in order; refused ones too. */
GPtrArray *tkt_outbox_list (TktDb *db, GError **error);
/* (transfer full) (nullable): the next entry that may go out at @now: the first of its ticket, not
 * refused, not behind a refused opening. NULL without @error: nothing to send, and until @due (0:
 * for as long as nothing is added) there will not be. */
TktEntry *tkt_outbox_next (TktDb *db, gint64 now, gint64 *due, GError **error);
gboolean tkt_outbox_set_state (TktDb *db, gint64 seq, TktEntryState state, GError **error);
gboolean tkt_outbox_set_refused (TktDb *db, gint64 seq, const GError *problem, GError **error);
gboolean tkt_outbox_set_retry (TktDb *db, gint64 seq, gint64 not_before, GError **error);
gboolean tkt_outbox_remove (TktDb *db, gint64 seq, GError **error); /* delivered */
/* Given up: an opening takes along what waits in its ticket, for without it there is no ticket. */
gboolean tkt_outbox_discard (TktDb *db, gint64 seq, GError **error);
gint64 tkt_outbox_count (TktDb *db, GError **error); /* without read marks; -1: failed */

G_END_DECLS
