/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of domain.md as one pure function. */
#include "tkt-rules.h"

#include <glib/gi18n-lib.h>

static gboolean
is_about_saved_replies (TktAction action)
{
  return action == TKT_ACTION_SEE_SAVED_REPLIES || action == TKT_ACTION_WRITE_SAVED_REPLY;
}

static gboolean
is_about_tickets (TktAction action)
{
  return action != TKT_ACTION_SEE_PUBLISHERS && action != TKT_ACTION_ADMINISTER
         && !is_about_saved_replies (action);
}

/* Rule 2: staff keep reading the history and may not write. A read mark is the reader's own and no
 * word in a ticket; a saved reply is there for the words in tickets. */
static gboolean
writes (TktAction action)
{
  return (is_about_tickets (action) && action != TKT_ACTION_SEE && action != TKT_ACTION_SEE_NOTES
          && action != TKT_ACTION_MARK_READ)
         || action == TKT_ACTION_WRITE_SAVED_REPLY;
}

/* Rule 9: another organization's people and settings are as far away as its tickets. What somebody
 * has saved for themselves is nobody else's. */
static gboolean
is_in_view (TktAction action, const TktSituation *s)
{
  return s->own_organization
         && (tkt_role_is_staff (s->role) || s->own_publisher || !is_about_tickets (action))
         && !(s->others_own && is_about_saved_replies (action));
}

static gboolean
is_about_notes (TktAction action)
{
  return action == TKT_ACTION_SEE_NOTES || action == TKT_ACTION_WRITE_NOTE
         || action == TKT_ACTION_DELETE_NOTE;
}

static gboolean
role_may (TktAction action, TktRole role)
{
  if (action == TKT_ACTION_ADMINISTER)
    return role == TKT_ROLE_ADMIN;
  if (action == TKT_ACTION_SEE_PUBLISHERS || action == TKT_ACTION_REASSIGN
      || is_about_saved_replies (action))
    return tkt_role_is_staff (role);
  return TRUE;
}

static TktVerdict
no (TktProblemCode *problem, TktProblemCode reason)
{
  if (problem != NULL)
    *problem = reason;
  return TKT_VERDICT_NO;
}

/* What the state of the ticket or message makes of an action that the account may do. */
static TktVerdict
judge_state (TktAction action, const TktSituation *s, TktProblemCode *problem)
{
  gboolean closed = s->status == TKT_TICKET_CLOSED;

  switch (action)
    {
    case TKT_ACTION_REPLY:
    case TKT_ACTION_REASSIGN:
      return closed ? no (problem, TKT_PROBLEM_TICKET_CLOSED) : TKT_VERDICT_YES;
    case TKT_ACTION_REOPEN:
      return closed ? no (problem, TKT_PROBLEM_TICKET_CLOSED) : TKT_VERDICT_NOTHING_TO_DO;
    case TKT_ACTION_CLOSE:
      return closed ? TKT_VERDICT_NOTHING_TO_DO : TKT_VERDICT_YES;
    case TKT_ACTION_WRITE_SAVED_REPLY:
    case TKT_ACTION_DELETE_MESSAGE:
    case TKT_ACTION_DELETE_NOTE:
      return s->tombstone ? TKT_VERDICT_NOTHING_TO_DO : TKT_VERDICT_YES;
    case TKT_ACTION_SEE:
    case TKT_ACTION_MARK_READ:
    case TKT_ACTION_OPEN:
    case TKT_ACTION_SEE_NOTES:
    case TKT_ACTION_WRITE_NOTE:
    case TKT_ACTION_SEE_PUBLISHERS:
    case TKT_ACTION_SEE_SAVED_REPLIES:
    case TKT_ACTION_ADMINISTER:
    case TKT_N_ACTIONS:
      break;
    }
  return TKT_VERDICT_YES;
}

TktVerdict
tkt_rules_judge (TktAction action, const TktSituation *s, TktProblemCode *problem)
{
  gboolean staff = tkt_role_is_staff (s->role);

  /* Rule 21: whatever it is about, so that nothing can be learnt from it. */
  if (is_about_notes (action) && !staff)
    return no (problem, TKT_PROBLEM_NOT_ALLOWED);
  if (is_about_tickets (action) && !s->support_enabled && !staff)
    return no (problem, TKT_PROBLEM_SUPPORT_DISABLED);
  if (!is_in_view (action, s))
    return no (problem, TKT_PROBLEM_NOT_FOUND);
  if (!role_may (action, s->role))
    return no (problem, TKT_PROBLEM_NOT_ALLOWED);
  if (!s->support_enabled && writes (action))
    return no (problem, TKT_PROBLEM_SUPPORT_DISABLED);
  if (!staff && s->publisher_blocked && (action == TKT_ACTION_OPEN || action == TKT_ACTION_REPLY))
    return no (problem, TKT_PROBLEM_PUBLISHER_BLOCKED);
  if (action == TKT_ACTION_DELETE_MESSAGE && !staff && !s->author)
    return no (problem, TKT_PROBLEM_NOT_YOURS);
  return judge_state (action, s, problem);
}

static const char *
closed_sentence (TktAction action)
{
  if (action == TKT_ACTION_REOPEN)
    return _ ("A closed ticket can't be opened again. Open a new ticket instead.");
  if (action == TKT_ACTION_REASSIGN)
    return _ ("This ticket is closed and keeps its assignee.");
  return _ ("This ticket is closed and takes no more replies. Open a new ticket instead.");
}

GError *
tkt_rules_problem (TktAction action, TktProblemCode problem)
{
  const char *sentence;

  switch ((int)problem)
    {
    case TKT_PROBLEM_SUPPORT_DISABLED:
      sentence = _ ("Support tickets are turned off in this organization.");
      break;
    case TKT_PROBLEM_NOT_FOUND:
      sentence = is_about_saved_replies (action) ? _ ("There is no such saved reply in your view.")
                 : action == TKT_ACTION_DELETE_NOTE
                     ? _ ("There is no such note in your view.")
                     : _ ("There is no such ticket or message in your view.");
      break;
    case TKT_PROBLEM_NOT_ALLOWED:
      sentence = action == TKT_ACTION_ADMINISTER ? _ ("Only an admin may do this.")
                                                 : _ ("Only the network's staff may do this.");
      break;
    case TKT_PROBLEM_NOT_YOURS:
      sentence = _ ("You can delete only messages that you wrote.");
      break;
    case TKT_PROBLEM_PUBLISHER_BLOCKED:
      sentence = _ ("Your publisher is blocked: it can't open tickets or reply.");
      break;
    case TKT_PROBLEM_TICKET_CLOSED:
      sentence = closed_sentence (action);
      break;
    default:
      sentence = tkt_problem_code_to_title (problem);
    }
  return g_error_new_literal (TKT_PROBLEM, problem, sentence);
}
