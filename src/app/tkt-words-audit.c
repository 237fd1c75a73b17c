/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail in words. */
#include "tkt-words-audit.h"

#include <glib/gi18n.h>

#include "tkt-uuid.h"
#include "tkt-words.h"

const char *
tkt_words_audit_kind (TktAuditKind kind)
{
  switch (kind)
    {
    case TKT_AUDIT_SIGN_IN:
      return _ ("Signed in");
    case TKT_AUDIT_SIGN_IN_FAILED:
      return _ ("Failed to sign in");
    case TKT_AUDIT_SIGN_OUT:
      return _ ("Signed out");
    case TKT_AUDIT_SESSION_ENDED:
      return _ ("Ended a session");
    case TKT_AUDIT_PASSWORD_CHANGED:
      return _ ("Changed the own password");
    case TKT_AUDIT_PASSWORD_SET:
      return _ ("Set somebody's password");
    case TKT_AUDIT_TICKET_OPENED:
      return _ ("Opened a ticket");
    case TKT_AUDIT_TICKET_CLOSED:
      return _ ("Closed a ticket");
    case TKT_AUDIT_TICKET_REASSIGNED:
      return _ ("Reassigned a ticket");
    case TKT_AUDIT_MESSAGE_DELETED:
      return _ ("Deleted a message");
    case TKT_AUDIT_SETTINGS_CHANGED:
      return _ ("Changed a setting");
    case TKT_AUDIT_ACCOUNT_ADDED:
      return _ ("Added an account");
    case TKT_AUDIT_ACCOUNT_DISABLED:
      return _ ("Disabled an account");
    case TKT_AUDIT_ACCOUNT_ENABLED:
      return _ ("Enabled an account");
    case TKT_AUDIT_ACCOUNT_RENAMED:
      return _ ("Renamed an account");
    case TKT_AUDIT_ACCOUNT_ROLE_CHANGED:
      return _ ("Changed a role");
    case TKT_AUDIT_ACCOUNT_MOVED:
      return _ ("Moved an account to another publisher");
    case TKT_AUDIT_INVITATION_MADE:
      return _ ("Made an invitation code");
    case TKT_AUDIT_INVITATION_USED:
      return _ ("Used an invitation code");
    case TKT_AUDIT_PUBLISHER_ADDED:
      return _ ("Added a publisher");
    case TKT_AUDIT_PUBLISHER_CHANGED:
      return _ ("Changed a publisher");
    case TKT_AUDIT_PUBLISHER_ASSIGNED:
      return _ ("Gave a publisher another account manager");
    case TKT_AUDIT_IMPORTED:
      return _ ("Imported tickets");
    }
  g_return_val_if_reached ("");
}

char *
tkt_words_audit_deed (const TktListedAuditEntry *listed)
{
  const char *deed = tkt_words_audit_kind (listed->entry.kind);

  if (listed->object_name == NULL)
    return g_strdup (deed);
  /* Translators: what was done, and what it was done to: "Closed a ticket: #12". */
  return g_strdup_printf (_ ("%s: %s"), deed, listed->object_name);
}

static void
append (GString *text, const char *part)
{
  if (part != NULL)
    g_string_append_printf (text, " · %s", part);
}

/* What people can read of a value. */
static const char *
get_readable (const char *value, const char *name)
{
  if (name != NULL)
    return name;
  return value != NULL && !tkt_uuid_is_valid (value) ? value : NULL;
}

char *
tkt_words_audit_details (const TktListedAuditEntry *listed, const char *who)
{
  const TktAuditEntry *entry = &listed->entry;
  GString *text = g_string_new (who);
  g_autofree char *when = tkt_words_moment (entry->at);
  const char *from = get_readable (entry->old_value, listed->old_name);
  const char *to = get_readable (entry->new_value, listed->new_name);

  append (text, when);
  append (text, entry->address);
  append (text, entry->field);
  if (from != NULL && to != NULL)
    g_string_append_printf (text, " · %s → %s", from, to);
  else if (from != NULL && entry->new_value == NULL)
    g_string_append_printf (text, " · %s → –", from);
  else
    append (text, to != NULL ? to : from);
  return g_string_free (text, FALSE);
}
