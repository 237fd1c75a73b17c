/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of domain.md as one pure function: may this account do this to that? */
#pragma once

#include "tkt-enums.h"
#include "tkt-problem.h"

G_BEGIN_DECLS

typedef enum
{
  TKT_ACTION_SEE,            /* a ticket, its messages, lists and changes of tickets */
  TKT_ACTION_MARK_READ,      /* the asking account's own state: allowed wherever SEE is */
  TKT_ACTION_OPEN,           /* rules 4, 5 */
  TKT_ACTION_REPLY,          /* rules 7, 11 */
  TKT_ACTION_CLOSE,          /* rules 10, 11 */
  TKT_ACTION_REOPEN,         /* rule 11: never on a closed ticket */
  TKT_ACTION_REASSIGN,       /* rule 6 */
  TKT_ACTION_DELETE_MESSAGE, /* rules 12, 13 */
  TKT_ACTION_SEE_NOTES,      /* rule 21: the staff's own words about a ticket */
  TKT_ACTION_WRITE_NOTE,     /* rule 21: on a closed ticket, too */
  TKT_ACTION_DELETE_NOTE,    /* rules 13, 21 */
  TKT_ACTION_SEE_PUBLISHERS, /* the overview, all accounts */
  TKT_ACTION_ADMINISTER,     /* rule 1: settings, people and publishers */
  TKT_ACTION_SEE_SAVED_REPLIES,
  TKT_ACTION_WRITE_SAVED_REPLY, /* also to delete one */
  TKT_N_ACTIONS
} TktAction;

/* All that a verdict may depend on. Members that an action has no use for are not looked at. */
typedef struct
{
  TktRole role;
  gboolean support_enabled;   /* the organization's setting (rules 1–3) */
  gboolean own_organization;  /* the object is of the actor's organization */
  gboolean own_publisher;     /* the ticket is of the actor's publisher */
  gboolean publisher_blocked; /* the actor's publisher is blocked */
  gboolean author;            /* the actor wrote the message */
  gboolean others_own;        /* the saved reply is another account's own */
  gboolean tombstone;         /* the message, note or saved reply is deleted already */
  TktTicketStatus status;
} TktSituation;

typedef enum
{
  TKT_VERDICT_YES,
  TKT_VERDICT_NOTHING_TO_DO, /* no error, and nothing changes: closing a closed ticket, say */
  TKT_VERDICT_NO,
} TktVerdict;

/**
 * tkt_rules_judge:
 * @problem: (out) (optional): the reason, set for %TKT_VERDICT_NO only
 *
 * The one place that knows the rules: the server answers what it says and the
 * desk greys what it refuses. The order of reasons is part of the contract, for
 * an account must not learn from an error what it may not see: first notes
 * (publishers: 403 to all about them), the switched-off feature (publishers: 403 to
 * everything), then what lies outside
 * its view (404), then what its role may not (403), what the switched-off feature
 * keeps staff from writing (403), a blocked publisher (403: opening and replying),
 * whose message it is (403), and last the ticket's state (409).
 */
TktVerdict
tkt_rules_judge (TktAction action, const TktSituation *situation, TktProblemCode *problem);

/* (transfer full): the problem as a sentence for the person who tried @action. */
GError *tkt_rules_problem (TktAction action, TktProblemCode problem);

G_END_DECLS
