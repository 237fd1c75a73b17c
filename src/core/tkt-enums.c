/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed sets of words and their spelling. */
#include "tkt-enums.h"

static const char *const role_words[] = { "publisher", "account-manager", "admin", NULL };
static const char *const ticket_status_words[] = { "open", "closed", NULL };
static const char *const publisher_status_words[]
    = { "active", "pending", "paused", "blocked", NULL };

const TktEnum tkt_role_enum = { role_words };
const TktEnum tkt_ticket_status_enum = { ticket_status_words };
const TktEnum tkt_publisher_status_enum = { publisher_status_words };

const char *
tkt_enum_to_word (const TktEnum *set, int value)
{
  g_return_val_if_fail (value >= 0, NULL);

  for (int i = 0; set->words[i] != NULL; i++)
    if (i == value)
      return set->words[i];
  g_return_val_if_reached (NULL);
}

gboolean
tkt_enum_from_word (const TktEnum *set, const char *word, int *value)
{
  for (int i = 0; set->words[i] != NULL; i++)
    if (g_str_equal (set->words[i], word))
      {
        *value = i;
        return TRUE;
      }
  return FALSE;
}
