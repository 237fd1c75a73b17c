/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every action of every role in every situation, against domain.md as a decision table. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-rules.h"

#define BIT(action) (1u << TKT_ACTION_##action)
#define READING (BIT (SEE) | BIT (MARK_READ))
#define NOTES (BIT (SEE_NOTES) | BIT (WRITE_NOTE) | BIT (DELETE_NOTE))
#define WRITING                                                                                    \
  (BIT (OPEN) | BIT (REPLY) | BIT (CLOSE) | BIT (REOPEN) | BIT (REASSIGN) | BIT (DELETE_MESSAGE))
#define TICKETS (READING | WRITING)
#define REPLIES (BIT (SEE_SAVED_REPLIES) | BIT (WRITE_SAVED_REPLY))
#define ALL ((1u << TKT_N_ACTIONS) - 1)

/* What a row asks of a situation, in the order of TktSituation; a dot takes either:
 * support enabled, own organization, own publisher, publisher blocked, author, others' own,
 * tombstone, closed. */
#define N_FACTS 8

/* The first row that fits is the answer, so the order of rows is the order of reasons. */
typedef struct
{
  const char *sentence; /* of domain.md, or of the contract in tkt-rules.h */
  guint actions;
  const char *roles; /* letters of publisher, manager, admin */
  const char *facts;
  const char *answer;
} Row;

static const Row rows[] = {
  { "21: notes are the staff's alone: 403, whatever it is about",
    NOTES,
    "p",
    "........",
    "not-allowed" },
  { "2: while off, every ticket call of a publisher account answers 403 support-disabled",
    TICKETS,
    "p",
    "0.......",
    "support-disabled" },
  { "9: no account sees another organization's anything: 404",
    ALL,
    "pma",
    ".0......",
    "not-found" },
  { "9: a publisher account sees the tickets of its own publisher, never another's",
    TICKETS,
    "p",
    "..0.....",
    "not-found" },
  { "what somebody saved for themselves is nobody else's: 404",
    REPLIES,
    "pma",
    ".....1..",
    "not-found" },
  { "saved replies are the staff's", REPLIES, "p", "........", "not-allowed" },
  { "2: staff may not write while off, nor what is there to be written",
    BIT (WRITE_SAVED_REPLY),
    "ma",
    "0.......",
    "support-disabled" },
  { "a deleted reply is deleted already",
    BIT (WRITE_SAVED_REPLY),
    "ma",
    "......1.",
    "nothing-to-do" },
  { "1: only an admin turns it on or off", BIT (ADMINISTER), "pm", "........", "not-allowed" },
  { "protocol: publishers and accounts are for staff",
    BIT (SEE_PUBLISHERS),
    "p",
    "........",
    "not-allowed" },
  { "6: staff may reassign", BIT (REASSIGN), "p", "........", "not-allowed" },
  { "2: staff keep reading the history and may not write",
    WRITING | BIT (WRITE_NOTE) | BIT (DELETE_NOTE),
    "ma",
    "0.......",
    "support-disabled" },
  { "protocol: publisher-blocked", BIT (OPEN) | BIT (REPLY), "p", "...1....", "publisher-blocked" },
  { "12: an account deletes its own messages, staff any",
    BIT (DELETE_MESSAGE),
    "p",
    "....0...",
    "not-yours" },
  { "11: there is no reply to a closed ticket", BIT (REPLY), "pma", ".......1", "ticket-closed" },
  { "11: a closed ticket can never be opened again",
    BIT (REOPEN),
    "pma",
    ".......1",
    "ticket-closed" },
  { "6: closed ones keep theirs", BIT (REASSIGN), "ma", ".......1", "ticket-closed" },
  { "11: closing a closed ticket changes nothing and is no error",
    BIT (CLOSE),
    "pma",
    ".......1",
    "nothing-to-do" },
  { "an open ticket is open already", BIT (REOPEN), "pma", ".......0", "nothing-to-do" },
  { "13: deleting a tombstone changes nothing and is no error",
    BIT (DELETE_MESSAGE) | BIT (DELETE_NOTE),
    "pma",
    "......1.",
    "nothing-to-do" },
  { "4, 5, 7, 10, 12, 14, 15, 21: what nothing forbids is allowed", ALL, "pma", "........", "yes" },
};

static gboolean
fits (const Row *row, TktAction action, const TktSituation *s)
{
  static const char letters[]
      = { [TKT_ROLE_PUBLISHER] = 'p', [TKT_ROLE_ACCOUNT_MANAGER] = 'm', [TKT_ROLE_ADMIN] = 'a' };
  const gboolean facts[N_FACTS] = { s->support_enabled, s->own_organization,
                                    s->own_publisher,   s->publisher_blocked,
                                    s->author,          s->others_own,
                                    s->tombstone,       s->status == TKT_TICKET_CLOSED };

  if (!(row->actions & 1u << action) || strchr (row->roles, letters[s->role]) == NULL)
    return FALSE;
  for (guint i = 0; i < N_FACTS; i++)
    if (row->facts[i] != '.' && (row->facts[i] == '1') != facts[i])
      return FALSE;
  return TRUE;
}

static guint
find_row (TktAction action, const TktSituation *s)
{
  guint i = 0;

  while (!fits (&rows[i], action, s))
    i++;
  return i;
}

static const char *
judge (TktAction action, const TktSituation *s)
{
  TktProblemCode problem = TKT_N_PROBLEMS;
  TktVerdict verdict = tkt_rules_judge (action, s, &problem);

  /* The reason is optional, and there is one where the answer is no, only there. */
  g_assert_cmpint (tkt_rules_judge (action, s, NULL), ==, verdict);
  g_assert_cmpint (verdict == TKT_VERDICT_NO, ==, problem != TKT_N_PROBLEMS);
  if (verdict == TKT_VERDICT_NO)
    return tkt_problem_code_to_word (problem);
  return verdict == TKT_VERDICT_YES ? "yes" : "nothing-to-do";
}

static TktSituation
make_situation (TktRole role, guint bits)
{
  return (TktSituation){
    .role = role,
    .support_enabled = bits & 1,
    .own_organization = bits >> 1 & 1,
    .own_publisher = bits >> 2 & 1,
    .publisher_blocked = bits >> 3 & 1,
    .author = bits >> 4 & 1,
    .others_own = bits >> 5 & 1,
    .tombstone = bits >> 6 & 1,
    .status = bits >> 7 & 1 ? TKT_TICKET_CLOSED : TKT_TICKET_OPEN,
  };
}

static void
test_every_situation (void)
{
  guint answered[G_N_ELEMENTS (rows)] = { 0 };

  for (guint action = 0; action < TKT_N_ACTIONS; action++)
    for (guint role = TKT_ROLE_PUBLISHER; role <= TKT_ROLE_ADMIN; role++)
      for (guint bits = 0; bits < 1u << N_FACTS; bits++)
        {
          TktSituation s = make_situation (role, bits);
          guint row = find_row (action, &s);
          const char *answer = judge (action, &s);

          answered[row]++;
          if (!g_str_equal (answer, rows[row].answer))
            g_error ("Action %u of role %u in situation 0x%02x: %s, not %s (%s)",
                     action,
                     role,
                     bits,
                     answer,
                     rows[row].answer,
                     rows[row].sentence);
        }
  /* No sentence stands in the shade of those above it. */
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (answered[i], >, 0);
}

/* Each step takes away the reason that was given; the last answer is what remains. */
typedef struct
{
  const char *name;
  TktAction action;
  TktRole role;
  const char *answers; /* one a step, steps 0 to 6 of take_away() */
} Descent;

static const Descent descents[] = {
  { "publisher-replies",
    TKT_ACTION_REPLY,
    TKT_ROLE_PUBLISHER,
    "support-disabled not-found not-found publisher-blocked ticket-closed ticket-closed yes" },
  { "publisher-deletes",
    TKT_ACTION_DELETE_MESSAGE,
    TKT_ROLE_PUBLISHER,
    "support-disabled not-found not-found not-yours not-yours nothing-to-do nothing-to-do" },
  { "publisher-reassigns",
    TKT_ACTION_REASSIGN,
    TKT_ROLE_PUBLISHER,
    "support-disabled not-found not-found not-allowed not-allowed not-allowed not-allowed" },
  { "publisher-writes-a-note",
    TKT_ACTION_WRITE_NOTE,
    TKT_ROLE_PUBLISHER,
    "not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed" },
  { "staff-delete-a-note",
    TKT_ACTION_DELETE_NOTE,
    TKT_ROLE_ACCOUNT_MANAGER,
    "not-found not-found nothing-to-do nothing-to-do nothing-to-do nothing-to-do nothing-to-do" },
  { "staff-reassign",
    TKT_ACTION_REASSIGN,
    TKT_ROLE_ACCOUNT_MANAGER,
    "not-found not-found ticket-closed ticket-closed ticket-closed ticket-closed yes" },
  { "manager-administers",
    TKT_ACTION_ADMINISTER,
    TKT_ROLE_ACCOUNT_MANAGER,
    "not-found not-found not-allowed not-allowed not-allowed not-allowed not-allowed" },
};

static void
take_away (TktSituation *s, guint step)
{
  s->support_enabled = step >= 1;
  s->own_organization = step >= 2;
  s->own_publisher = step >= 3;
  s->publisher_blocked = step < 4;
  s->author = step >= 5;
  s->status = step >= 6 ? TKT_TICKET_OPEN : TKT_TICKET_CLOSED;
}

static void
test_order (gconstpointer data)
{
  const Descent *descent = data;
  g_auto (GStrv) answers = g_strsplit (descent->answers, " ", -1);
  TktSituation s = { .role = descent->role, .tombstone = TRUE };

  for (guint step = 0; step <= 6; step++)
    {
      take_away (&s, step);
      g_test_message ("step %u", step);
      g_assert_cmpstr (judge (descent->action, &s), ==, answers[step]);
    }
}

typedef struct
{
  guint actions;
  TktProblemCode problem;
  const char *sentence;
} Sentence;

static const Sentence sentences[] = {
  { TICKETS, TKT_PROBLEM_SUPPORT_DISABLED, "Support tickets are turned off in this organization." },
  { REPLIES, TKT_PROBLEM_NOT_FOUND, "There is no such saved reply in your view." },
  { TICKETS, TKT_PROBLEM_NOT_FOUND, "There is no such ticket or message in your view." },
  { BIT (ADMINISTER), TKT_PROBLEM_NOT_ALLOWED, "Only an admin may do this." },
  { BIT (DELETE_NOTE), TKT_PROBLEM_NOT_FOUND, "There is no such note in your view." },
  { BIT (SEE_PUBLISHERS) | BIT (REASSIGN) | NOTES | REPLIES,
    TKT_PROBLEM_NOT_ALLOWED,
    "Only the network's staff may do this." },
  { BIT (DELETE_MESSAGE), TKT_PROBLEM_NOT_YOURS, "You can delete only messages that you wrote." },
  { BIT (OPEN) | BIT (REPLY),
    TKT_PROBLEM_PUBLISHER_BLOCKED,
    "Your publisher is blocked: it can't open tickets or reply." },
  { BIT (REPLY),
    TKT_PROBLEM_TICKET_CLOSED,
    "This ticket is closed and takes no more replies. Open a new ticket instead." },
  { BIT (REOPEN),
    TKT_PROBLEM_TICKET_CLOSED,
    "A closed ticket can't be opened again. Open a new ticket instead." },
  { BIT (REASSIGN), TKT_PROBLEM_TICKET_CLOSED, "This ticket is closed and keeps its assignee." },
  /* What no rule says of an action is said by the code's title. */
  { ALL, TKT_PROBLEM_ID_TAKEN, "The id belongs to something else" },
};

static void
test_sentences (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    for (guint action = 0; action < TKT_N_ACTIONS; action++)
      if (sentences[i].actions & 1u << action)
        {
          g_autoptr (GError) error = tkt_rules_problem (action, sentences[i].problem);

          g_assert_error (error, TKT_PROBLEM, (int)sentences[i].problem);
          g_assert_cmpstr (error->message, ==, sentences[i].sentence);
        }
}

void
core_add_rule_table_tests (void)
{
  g_test_add_func ("/rules/every-situation-answers-as-the-domain-says", test_every_situation);
  for (guint i = 0; i < G_N_ELEMENTS (descents); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rules/order-of-reasons/%s", descents[i].name);

      g_test_add_data_func (path, &descents[i], test_order);
    }
  g_test_add_func ("/rules/reasons-are-sentences", test_sentences);
}
