/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed sets of words in domain.md, and their spelling in protocol.md. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TKT_ROLE_PUBLISHER,
  TKT_ROLE_ACCOUNT_MANAGER,
  TKT_ROLE_ADMIN,
} TktRole;

typedef enum
{
  TKT_TICKET_OPEN,
  TKT_TICKET_CLOSED,
} TktTicketStatus;

typedef enum
{
  TKT_PUBLISHER_ACTIVE,
  TKT_PUBLISHER_PENDING,
  TKT_PUBLISHER_PAUSED,
  TKT_PUBLISHER_BLOCKED,
} TktPublisherStatus;

/**
 * TktEnum:
 *
 * One closed set: its words in protocol order. The values of the C enum are
 * the indices into @words and are what SQL columns hold, so they never change.
 */
typedef struct
{
  const char *const *words; /* NULL-terminated */
} TktEnum;

extern const TktEnum tkt_role_enum;             /* publisher, account-manager, admin */
extern const TktEnum tkt_ticket_status_enum;    /* open, closed */
extern const TktEnum tkt_publisher_status_enum; /* active, pending, paused, blocked */

/* The word of @value; never NULL for a value of the set. */
const char *tkt_enum_to_word (const TktEnum *set, int value);

/* FALSE, and @value untouched, when @word is not in the set. */
gboolean tkt_enum_from_word (const TktEnum *set, const char *word, int *value);

/* Admins and account managers together are staff. */
static inline gboolean
tkt_role_is_staff (TktRole role)
{
  return role != TKT_ROLE_PUBLISHER;
}

G_END_DECLS
