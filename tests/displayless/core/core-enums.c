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
};

static const TktEnum *const sets[]
    = { &tkt_role_enum, &tkt_ticket_status_enum, &tkt_publisher_status_enum };

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
