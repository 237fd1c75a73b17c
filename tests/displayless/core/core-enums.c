/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closed sets: their words are protocol.md's, their numbers are what SQL columns hold. */
#include "core-fixture.h"

static const struct
{
  const TktEnum *set;
  int value;
  const char *word;
} words[] = {
  { &tkt_role_enum, TKT_ROLE_PUBLISHER, "publisher" },
  { &tkt_role_enum, TKT_ROLE_ACCOUNT_MANAGER, "account-manager" },
  { &tkt_role_enum, TKT_ROLE_ADMIN, "admin" },
  { &tkt_ticket_status_enum, TKT_TICKET_OPEN, "open" },
  { &tkt_ticket_status_enum, TKT_TICKET_CLOSED, "closed" },
  { &tkt_publisher_status_enum, TKT_PUBLISHER_ACTIVE, "active" },
  { &tkt_publisher_status_enum, TKT_PUBLISHER_PENDING, "pending" },
  { &tkt_publisher_status_enum, TKT_PUBLISHER_PAUSED, "paused" },
  { &tkt_publisher_status_enum, TKT_PUBLISHER_BLOCKED, "blocked" },
  { &tkt_audit_kind_enum, TKT_AUDIT_SIGN_IN, "sign-in" },
  { &tkt_audit_kind_enum, TKT_AUDIT_SIGN_IN_FAILED, "sign-in-failed" },
  { &tkt_audit_kind_enum, TKT_AUDIT_SIGN_OUT, "sign-out" },
  { &tkt_audit_kind_enum, TKT_AUDIT_SESSION_ENDED, "session-ended" },
  { &tkt_audit_kind_enum, TKT_AUDIT_PASSWORD_CHANGED, "password-changed" },
  { &tkt_audit_kind_enum, TKT_AUDIT_PASSWORD_SET, "password-set" },
  { &tkt_audit_kind_enum, TKT_AUDIT_TICKET_OPENED, "ticket-opened" },
  { &tkt_audit_kind_enum, TKT_AUDIT_TICKET_CLOSED, "ticket-closed" },
  { &tkt_audit_kind_enum, TKT_AUDIT_TICKET_REASSIGNED, "ticket-reassigned" },
  { &tkt_audit_kind_enum, TKT_AUDIT_MESSAGE_DELETED, "message-deleted" },
  { &tkt_audit_kind_enum, TKT_AUDIT_SETTINGS_CHANGED, "settings-changed" },
  { &tkt_audit_kind_enum, TKT_AUDIT_ACCOUNT_ADDED, "account-added" },
  { &tkt_audit_kind_enum, TKT_AUDIT_ACCOUNT_DISABLED, "account-disabled" },
  { &tkt_audit_kind_enum, TKT_AUDIT_ACCOUNT_ENABLED, "account-enabled" },
  { &tkt_audit_kind_enum, TKT_AUDIT_ACCOUNT_RENAMED, "account-renamed" },
  { &tkt_audit_kind_enum, TKT_AUDIT_ACCOUNT_ROLE_CHANGED, "account-role-changed" },
  { &tkt_audit_kind_enum, TKT_AUDIT_ACCOUNT_MOVED, "account-moved" },
  { &tkt_audit_kind_enum, TKT_AUDIT_INVITATION_MADE, "invitation-made" },
  { &tkt_audit_kind_enum, TKT_AUDIT_INVITATION_USED, "invitation-used" },
  { &tkt_audit_kind_enum, TKT_AUDIT_PUBLISHER_ADDED, "publisher-added" },
  { &tkt_audit_kind_enum, TKT_AUDIT_PUBLISHER_CHANGED, "publisher-changed" },
  { &tkt_audit_kind_enum, TKT_AUDIT_PUBLISHER_ASSIGNED, "publisher-assigned" },
  { &tkt_audit_kind_enum, TKT_AUDIT_IMPORTED, "imported" },
  { &tkt_audit_kind_enum, TKT_AUDIT_SAVED_REPLY_ADDED, "saved-reply-added" },
  { &tkt_audit_kind_enum, TKT_AUDIT_SAVED_REPLY_CHANGED, "saved-reply-changed" },
  { &tkt_audit_kind_enum, TKT_AUDIT_SAVED_REPLY_DELETED, "saved-reply-deleted" },
  { &tkt_audit_kind_enum, TKT_AUDIT_NOTE_DELETED, "note-deleted" },
};

static const TktEnum *const sets[]
    = { &tkt_role_enum, &tkt_ticket_status_enum, &tkt_publisher_status_enum, &tkt_audit_kind_enum };

static void
test_words (void)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      int value = -1;

      g_assert_cmpstr (tkt_enum_to_word (words[i].set, words[i].value), ==, words[i].word);
      g_assert_true (tkt_enum_from_word (words[i].set, words[i].word, &value));
      g_assert_cmpint (value, ==, words[i].value);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    n += g_strv_length ((char **)sets[i]->words);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (words));
}

/* A number that moved would turn rows on the disk into other rows. */
static void
test_numbers (void)
{
  static const TktAuditKind audit_kinds[] = {
    TKT_AUDIT_SIGN_IN,
    TKT_AUDIT_SIGN_IN_FAILED,
    TKT_AUDIT_SIGN_OUT,
    TKT_AUDIT_SESSION_ENDED,
    TKT_AUDIT_PASSWORD_CHANGED,
    TKT_AUDIT_PASSWORD_SET,
    TKT_AUDIT_TICKET_OPENED,
    TKT_AUDIT_TICKET_CLOSED,
    TKT_AUDIT_TICKET_REASSIGNED,
    TKT_AUDIT_MESSAGE_DELETED,
    TKT_AUDIT_SETTINGS_CHANGED,
    TKT_AUDIT_ACCOUNT_ADDED,
    TKT_AUDIT_ACCOUNT_DISABLED,
    TKT_AUDIT_ACCOUNT_ENABLED,
    TKT_AUDIT_ACCOUNT_RENAMED,
    TKT_AUDIT_ACCOUNT_ROLE_CHANGED,
    TKT_AUDIT_ACCOUNT_MOVED,
    TKT_AUDIT_INVITATION_MADE,
    TKT_AUDIT_INVITATION_USED,
    TKT_AUDIT_PUBLISHER_ADDED,
    TKT_AUDIT_PUBLISHER_CHANGED,
    TKT_AUDIT_PUBLISHER_ASSIGNED,
    TKT_AUDIT_IMPORTED,
    TKT_AUDIT_SAVED_REPLY_ADDED,
    TKT_AUDIT_SAVED_REPLY_CHANGED,
    TKT_AUDIT_SAVED_REPLY_DELETED,
    TKT_AUDIT_NOTE_DELETED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (audit_kinds); i++)
    g_assert_cmpint (audit_kinds[i], ==, i);
  g_assert_cmpint (TKT_ROLE_PUBLISHER, ==, 0);
  g_assert_cmpint (TKT_ROLE_ACCOUNT_MANAGER, ==, 1);
  g_assert_cmpint (TKT_ROLE_ADMIN, ==, 2);
  g_assert_cmpint (TKT_TICKET_OPEN, ==, 0);
  g_assert_cmpint (TKT_TICKET_CLOSED, ==, 1);
  g_assert_cmpint (TKT_PUBLISHER_ACTIVE, ==, 0);
  g_assert_cmpint (TKT_PUBLISHER_PENDING, ==, 1);
  g_assert_cmpint (TKT_PUBLISHER_PAUSED, ==, 2);
  g_assert_cmpint (TKT_PUBLISHER_BLOCKED, ==, 3);
}

static void
test_other_words (void)
{
  static const char *const others[] = { "",
                                        " ",
                                        "Open",
                                        "OPEN",
                                        "open ",
                                        " open",
                                        "ope",
                                        "opened",
                                        "admins",
                                        "account_manager",
                                        "account manager",
                                        "0",
                                        "NULL",
                                        "оpen" /* a Cyrillic o */,
                                        "blocked\n" };

  for (guint s = 0; s < G_N_ELEMENTS (sets); s++)
    for (guint i = 0; i < G_N_ELEMENTS (others); i++)
      {
        int value = 77;

        g_assert_false (tkt_enum_from_word (sets[s], others[i], &value));
        g_assert_cmpint (value, ==, 77);
      }
}

static void
test_staff (void)
{
  g_assert_false (tkt_role_is_staff (TKT_ROLE_PUBLISHER));
  g_assert_true (tkt_role_is_staff (TKT_ROLE_ACCOUNT_MANAGER));
  g_assert_true (tkt_role_is_staff (TKT_ROLE_ADMIN));
}

void
core_add_enum_tests (void)
{
  g_test_add_func ("/core/enum/words-are-the-protocols", test_words);
  g_test_add_func ("/core/enum/numbers-never-change", test_numbers);
  g_test_add_func ("/core/enum/other-words-are-refused", test_other_words);
  g_test_add_func ("/core/enum/admins-and-account-managers-are-staff", test_staff);
}
