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
    case TKT_AUDIT_SAVED_REPLY_ADDED:
      return _ ("Saved a reply for the staff");
    case TKT_AUDIT_SAVED_REPLY_CHANGED:
      return _ ("Changed a saved reply");
    case TKT_AUDIT_SAVED_REPLY_DELETED:
      return _ ("Deleted a saved reply");
    case TKT_AUDIT_NOTE_DELETED:
      return _ ("Deleted an internal note");
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

/* What was changed, where the deed does not say it; NULL: it does. */
static const char *
get_field (const TktAuditEntry *entry)
{
  static const struct
  {
    const char *member; /* of the shape that was changed */
    const char *words;
  } fields[] = {
    { "name", NC_ ("company", "Name") },
    { "number", NC_ ("company", "Number") },
    { "status", NC_ ("company", "Status") },
    { "support_tickets_enabled", NC_ ("company", "Support Tickets") },
    { "body", NC_ ("company", "Text") },
    { "shared", NC_ ("company", "Shared") },
  };

  if (entry->kind != TKT_AUDIT_SETTINGS_CHANGED && entry->kind != TKT_AUDIT_PUBLISHER_CHANGED
      && entry->kind != TKT_AUDIT_SAVED_REPLY_CHANGED)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (entry->field, fields[i].member) == 0)
      return g_dpgettext2 (NULL, "company", fields[i].words);
  /* A newer server's. */
  return entry->field;
}

static char *
say_word (const TktAuditEntry *entry, const char *value)
{
  int word;

  if (g_strcmp0 (entry->field, "support_tickets_enabled") == 0)
    return g_strdup (g_str_equal (value, "true") ? C_ ("setting", "On") : C_ ("setting", "Off"));
  if (entry->kind == TKT_AUDIT_ACCOUNT_ROLE_CHANGED
      && tkt_enum_from_word (&tkt_role_enum, value, &word))
    return g_strdup (tkt_words_role (word));
  if (entry->kind == TKT_AUDIT_PUBLISHER_CHANGED && g_strcmp0 (entry->field, "status") == 0
      && tkt_enum_from_word (&tkt_publisher_status_enum, value, &word))
    return g_strdup (tkt_words_publisher_status (word));
  return g_strdup (value);
}

static char *
say_imported (const char *value)
{
  const guint n = g_ascii_strtoull (value, NULL, 10);

  return g_strdup_printf (ngettext ("%'u ticket", "%'u tickets", n), n);
}

/* (transfer full) (nullable): what people can read of a value. */
static char *
say_value (const TktAuditEntry *entry, const char *value, const char *name)
{
  if (name != NULL)
    return g_strdup (name);
  if (value == NULL || tkt_uuid_is_valid (value))
    return NULL;
  return entry->kind == TKT_AUDIT_IMPORTED ? say_imported (value) : say_word (entry, value);
}

char *
tkt_words_audit_details (const TktListedAuditEntry *listed, const char *who)
{
  const TktAuditEntry *entry = &listed->entry;
  GString *text = g_string_new (who);
  g_autofree char *when = tkt_words_moment (entry->at);
  g_autofree char *from = say_value (entry, entry->old_value, listed->old_name);
  g_autofree char *to = say_value (entry, entry->new_value, listed->new_name);
  g_autofree char *change = NULL;

  append (text, when);
  append (text, entry->address);
  append (text, get_field (entry));
  if (from != NULL && (to != NULL || entry->new_value == NULL))
    /* Translators: what something was before, and what it is now. */
    change = g_strdup_printf (_ ("%s → %s"), from, to != NULL ? to : "–");
  append (text, change != NULL ? change : to != NULL ? to : from);
  return g_string_free (text, FALSE);
}
