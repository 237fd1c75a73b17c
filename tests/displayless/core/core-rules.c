/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of domain.md that the pure function decides, one by one. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-rules.h"

static const TktRole everybody[] = { TKT_ROLE_PUBLISHER, TKT_ROLE_ACCOUNT_MANAGER, TKT_ROLE_ADMIN };

/* What nothing stands in the way of: the feature is on, all is the account's own, the ticket open.
 */
static TktSituation
at_home (TktRole role)
{
  return (TktSituation){
    .role = role,
    .support_enabled = TRUE,
    .own_organization = TRUE,
    .own_publisher = TRUE,
    .author = TRUE,
    .status = TKT_TICKET_OPEN,
  };
}

static const char *
judge (TktAction action, TktSituation s)
{
  TktProblemCode problem;

  switch (tkt_rules_judge (action, &s, &problem))
    {
    case TKT_VERDICT_YES:
      return "yes";
    case TKT_VERDICT_NOTHING_TO_DO:
      return "nothing-to-do";
    case TKT_VERDICT_NO:
    default:
      return tkt_problem_code_to_word (problem);
    }
}

static gboolean
is_about_tickets (guint action)
{
  return action != TKT_ACTION_SEE_PUBLISHERS && action != TKT_ACTION_ADMINISTER
         && action != TKT_ACTION_SEE_SAVED_REPLIES && action != TKT_ACTION_WRITE_SAVED_REPLY;
}

static gboolean
is_about_notes (guint action)
{
  return action >= TKT_ACTION_SEE_NOTES && action <= TKT_ACTION_DELETE_NOTE;
}

static void
test_1_only_an_admin (void)
{
  g_assert_cmpstr (judge (TKT_ACTION_ADMINISTER, at_home (TKT_ROLE_ADMIN)), ==, "yes");
  g_assert_cmpstr (
      judge (TKT_ACTION_ADMINISTER, at_home (TKT_ROLE_ACCOUNT_MANAGER)), ==, "not-allowed");
  g_assert_cmpstr (judge (TKT_ACTION_ADMINISTER, at_home (TKT_ROLE_PUBLISHER)), ==, "not-allowed");
}

/* Else nobody could ever turn it on. */
static void
test_1_while_off (void)
{
  TktSituation s = at_home (TKT_ROLE_ADMIN);

  s.support_enabled = FALSE;
  g_assert_cmpstr (judge (TKT_ACTION_ADMINISTER, s), ==, "yes");
}

static void
test_2_publishers (void)
{
  for (guint action = 0; action < TKT_N_ACTIONS; action++)
    if (is_about_tickets (action) && !is_about_notes (action))
      {
        TktSituation s = at_home (TKT_ROLE_PUBLISHER);

        s.support_enabled = FALSE;
        g_assert_cmpstr (judge (action, s), ==, "support-disabled");
        /* Not even whether there is such a ticket can be learnt. */
        s.own_publisher = s.own_organization = FALSE;
        s.status = TKT_TICKET_CLOSED;
        g_assert_cmpstr (judge (action, s), ==, "support-disabled");
      }
}

static void
test_2_staff (void)
{
  for (guint i = 1; i < G_N_ELEMENTS (everybody); i++)
    for (guint action = 0; action < TKT_N_ACTIONS; action++)
      if (is_about_tickets (action))
        {
          gboolean reads = action == TKT_ACTION_SEE || action == TKT_ACTION_MARK_READ
                           || action == TKT_ACTION_SEE_NOTES;
          TktSituation s = at_home (everybody[i]);

          s.support_enabled = FALSE;
          g_assert_cmpstr (judge (action, s), ==, reads ? "yes" : "support-disabled");
        }
}

static void
test_4_opens (void)
{
  TktSituation s = at_home (TKT_ROLE_PUBLISHER);

  g_assert_cmpstr (judge (TKT_ACTION_OPEN, s), ==, "yes");
  s.publisher_blocked = TRUE;
  g_assert_cmpstr (judge (TKT_ACTION_OPEN, s), ==, "publisher-blocked");
}

static const struct
{
  const char *json;
  const char *pointers[3];
} incomplete[] = {
  { "{}", { "/title", "/message" } },
  { "{'message':{'body':'Hello'}}", { "/title" } },
  { "{'title':'Late payout'}", { "/message" } },
  { "{'title':'Late payout','message':{}}", { "/message/body" } },
  { "{'title':' ','message':{'body':''}}", { "/title", "/message/body" } },
  { "{'title':null,'message':null}", { "/title", "/message" } },
};

static void
test_4_both_are_required (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (incomplete); i++)
    {
      g_autofree char *json = core_json (incomplete[i].json);
      g_autoptr (GError) error = NULL;

      g_assert_null (tkt_shape_read_bytes (
          &tkt_new_ticket_shape, json, strlen (json), TKT_READ_STRICT, &error));
      core_assert_fields (error, incomplete[i].pointers);
    }
}

static void
test_5_staff_open (void)
{
  for (guint i = 1; i < G_N_ELEMENTS (everybody); i++)
    {
      TktSituation s = at_home (everybody[i]);

      s.own_publisher = FALSE;
      g_assert_cmpstr (judge (TKT_ACTION_OPEN, s), ==, "yes");
    }
}

static void
test_6_by_hand (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    {
      gboolean staff = everybody[i] != TKT_ROLE_PUBLISHER;
      TktSituation s = at_home (everybody[i]);

      g_assert_cmpstr (judge (TKT_ACTION_REASSIGN, s), ==, staff ? "yes" : "not-allowed");
      s.status = TKT_TICKET_CLOSED;
      g_assert_cmpstr (judge (TKT_ACTION_REASSIGN, s), ==, staff ? "ticket-closed" : "not-allowed");
    }
}

static void
test_7_everyone (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    {
      TktSituation s = at_home (everybody[i]);

      /* Whoever opened it, and whoever wrote last. */
      s.author = FALSE;
      g_assert_cmpstr (judge (TKT_ACTION_REPLY, s), ==, "yes");
    }
}

static void
test_9_other_publishers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    for (guint action = 0; action < TKT_N_ACTIONS; action++)
      if (is_about_tickets (action) && !is_about_notes (action))
        {
          TktSituation s = at_home (everybody[i]);
          const char *own = judge (action, s);

          s.own_publisher = FALSE;
          g_assert_cmpstr (
              judge (action, s), ==, everybody[i] == TKT_ROLE_PUBLISHER ? "not-found" : own);
        }
}

static void
test_9_other_organizations (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    for (guint action = 0; action < TKT_N_ACTIONS; action++)
      {
        TktSituation s = at_home (everybody[i]);

        s.own_organization = FALSE;
        g_assert_cmpstr (judge (action, s),
                         ==,
                         everybody[i] == TKT_ROLE_PUBLISHER && is_about_notes (action)
                             ? "not-allowed"
                             : "not-found");
      }
}

/* Rule 21: the staff's alone, on a closed ticket as on an open one; and a publisher's account
 * learns nothing from what it is told. */
static void
test_21_staff_only (void)
{
  static const TktAction actions[]
      = { TKT_ACTION_SEE_NOTES, TKT_ACTION_WRITE_NOTE, TKT_ACTION_DELETE_NOTE };

  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    for (guint j = 0; j < G_N_ELEMENTS (actions); j++)
      for (guint bits = 0; bits < 8; bits++)
        {
          gboolean staff = everybody[i] != TKT_ROLE_PUBLISHER;
          TktSituation s = at_home (everybody[i]);

          s.author = bits & 1;
          s.status = bits & 2 ? TKT_TICKET_CLOSED : TKT_TICKET_OPEN;
          s.support_enabled = staff || bits & 4;
          g_assert_cmpstr (judge (actions[j], s), ==, staff ? "yes" : "not-allowed");
        }
}

static void
test_10_either_side (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    {
      TktSituation s = at_home (everybody[i]);

      s.author = FALSE;
      g_assert_cmpstr (judge (TKT_ACTION_CLOSE, s), ==, "yes");
      /* A blocked publisher may end what it began. */
      s.publisher_blocked = TRUE;
      g_assert_cmpstr (judge (TKT_ACTION_CLOSE, s), ==, "yes");
    }
}

/* What each role hears about a closed ticket. */
static void
check_closed (TktAction action, const char *answer)
{
  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    {
      TktSituation s = at_home (everybody[i]);

      s.status = TKT_TICKET_CLOSED;
      g_assert_cmpstr (judge (action, s), ==, answer);
    }
}

static void
test_11_never_reopens (void)
{
  check_closed (TKT_ACTION_REOPEN, "ticket-closed");
}

static void
test_11_no_reply (void)
{
  check_closed (TKT_ACTION_REPLY, "ticket-closed");
}

static void
test_11_closing_again (void)
{
  check_closed (TKT_ACTION_CLOSE, "nothing-to-do");
}

static void
test_12_own_and_any (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    for (guint closed = 0; closed < 2; closed++)
      {
        gboolean staff = everybody[i] != TKT_ROLE_PUBLISHER;
        TktSituation s = at_home (everybody[i]);

        s.status = closed ? TKT_TICKET_CLOSED : TKT_TICKET_OPEN;
        g_assert_cmpstr (judge (TKT_ACTION_DELETE_MESSAGE, s), ==, "yes");
        s.author = FALSE;
        g_assert_cmpstr (judge (TKT_ACTION_DELETE_MESSAGE, s), ==, staff ? "yes" : "not-yours");
      }
}

static void
test_13_tombstone (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    for (guint closed = 0; closed < 2; closed++)
      {
        TktSituation s = at_home (everybody[i]);

        s.tombstone = TRUE;
        s.status = closed ? TKT_TICKET_CLOSED : TKT_TICKET_OPEN;
        g_assert_cmpstr (judge (TKT_ACTION_DELETE_MESSAGE, s), ==, "nothing-to-do");
      }
}

void
core_add_rule_tests (void)
{
  g_test_add_func ("/rules/rule-1/only-an-admin-administers", test_1_only_an_admin);
  g_test_add_func ("/rules/rule-1/an-admin-administers-while-off", test_1_while_off);
  g_test_add_func ("/rules/rule-2/off-gives-publishers-403", test_2_publishers);
  g_test_add_func ("/rules/rule-2/off-lets-staff-read-and-not-write", test_2_staff);
  g_test_add_func ("/rules/rule-4/a-publisher-opens", test_4_opens);
  g_test_add_func ("/rules/rule-4/title-and-message-are-required", test_4_both_are_required);
  g_test_add_func ("/rules/rule-5/staff-open-for-any-publisher", test_5_staff_open);
  g_test_add_func ("/rules/rule-6/staff-reassign-what-is-open", test_6_by_hand);
  g_test_add_func ("/rules/rule-7/everyone-with-access-replies", test_7_everyone);
  g_test_add_func ("/rules/rule-9/other-publishers-are-not-there", test_9_other_publishers);
  g_test_add_func ("/rules/rule-9/other-organizations-are-not-there", test_9_other_organizations);
  g_test_add_func ("/rules/rule-10/either-side-closes", test_10_either_side);
  g_test_add_func ("/rules/rule-11/closed-never-reopens", test_11_never_reopens);
  g_test_add_func ("/rules/rule-11/closed-takes-no-reply", test_11_no_reply);
  g_test_add_func ("/rules/rule-11/closing-again-changes-nothing", test_11_closing_again);
  g_test_add_func ("/rules/rule-12/own-messages-and-staff-any-closed-too", test_12_own_and_any);
  g_test_add_func ("/rules/rule-13/deleting-a-tombstone-changes-nothing", test_13_tombstone);
  g_test_add_func ("/rules/rule-21/notes-are-the-staffs-alone", test_21_staff_only);
}
