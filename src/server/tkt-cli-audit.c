/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server audit. */
#include <glib/gi18n-lib.h>

#include "tkt-cli.h"
#include "tkt-problem.h"
#include "tkt-time.h"

#define PAGE 500

typedef struct
{
  TktCli *cli;
  TktAuditQuery query;
  char *account; /* a username, "-" for the command line, or NULL */
  gboolean json;
} Audit;

/* What the id of an entry stands for. */
typedef enum
{
  NOTHING,
  ACCOUNT,
  PUBLISHER,
  TICKET,
  MESSAGE,
} Thing;

/* What an entry is about, and what its old and new values are where they are ids. */
static void
classify (TktAuditKind kind, Thing *object, Thing *values)
{
  *object = *values = NOTHING;
  switch (kind)
    {
    case TKT_AUDIT_PASSWORD_CHANGED:
    case TKT_AUDIT_PASSWORD_SET:
    case TKT_AUDIT_ACCOUNT_ADDED:
    case TKT_AUDIT_ACCOUNT_DISABLED:
    case TKT_AUDIT_ACCOUNT_ENABLED:
    case TKT_AUDIT_ACCOUNT_RENAMED:
    case TKT_AUDIT_ACCOUNT_ROLE_CHANGED:
    case TKT_AUDIT_INVITATION_MADE:
    case TKT_AUDIT_INVITATION_USED:
      *object = ACCOUNT;
      break;
    case TKT_AUDIT_ACCOUNT_MOVED:
      *object = ACCOUNT;
      *values = PUBLISHER;
      break;
    case TKT_AUDIT_PUBLISHER_ADDED:
    case TKT_AUDIT_PUBLISHER_CHANGED:
      *object = PUBLISHER;
      break;
    case TKT_AUDIT_PUBLISHER_ASSIGNED:
      *object = PUBLISHER;
      *values = ACCOUNT;
      break;
    case TKT_AUDIT_TICKET_OPENED:
    case TKT_AUDIT_TICKET_CLOSED:
      *object = TICKET;
      break;
    case TKT_AUDIT_TICKET_REASSIGNED:
      *object = TICKET;
      *values = ACCOUNT;
      break;
    case TKT_AUDIT_MESSAGE_DELETED:
      *object = MESSAGE;
      break;
    case TKT_AUDIT_SIGN_IN:
    case TKT_AUDIT_SIGN_IN_FAILED:
    case TKT_AUDIT_SIGN_OUT:
    case TKT_AUDIT_SESSION_ENDED:
    case TKT_AUDIT_SETTINGS_CHANGED:
    case TKT_AUDIT_IMPORTED:
      break;
    }
}

static char *
describe_ticket (TktStoreTx *tx, const char *organization, const char *id, GError **error)
{
  g_autoptr (TktTicket) ticket = tkt_store_get_ticket (tx, organization, id, error);

  return ticket != NULL ? g_strdup_printf ("#%" G_GINT64_FORMAT, ticket->number) : NULL;
}

/* As people call it; what is no id stays as it is. NULL with @error set where the store failed. */
static char *
describe (TktStoreTx *tx, const TktActor *actor, Thing thing, const char *value, GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktAccount) account = NULL;
  g_autoptr (TktPublisher) publisher = NULL;
  g_autoptr (TktMessage) message = NULL;
  g_autofree char *text = NULL;
  GError *failed = NULL;

  if (value == NULL)
    return g_strdup ("-");
  if (thing == ACCOUNT)
    account = tkt_store_get_account (tx, organization, value, &failed);
  else if (thing == PUBLISHER)
    publisher = tkt_store_get_publisher (tx, organization, value, &failed);
  else if (thing == MESSAGE)
    message = tkt_store_get_message (tx, organization, value, &failed);
  if (failed == NULL && (thing == TICKET || message != NULL))
    text
        = describe_ticket (tx, organization, message != NULL ? message->ticket_id : value, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }

  if (account != NULL)
    return g_strdup (account->username);
  if (publisher != NULL)
    return g_strdup (publisher->name);

  return text != NULL ? g_steal_pointer (&text) : g_strdup (value);
}

/* Nobody at a desk is the command line. */
static char *
describe_who (TktStoreTx *tx, const TktActor *actor, const TktAuditEntry *entry, GError **error)
{
  if (entry->account_id == NULL && entry->request_id != NULL)
    return g_strdup ("?");

  return describe (tx, actor, ACCOUNT, entry->account_id, error);
}

static gboolean
print_line (TktStoreTx *tx, const TktActor *actor, const TktAuditEntry *entry, GError **error)
{
  char time[TKT_TIME_LENGTH + 1];
  g_autofree char *who = describe_who (tx, actor, entry, error);
  g_autofree char *object = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  Thing thing, values;

  classify (entry->kind, &thing, &values);
  if (who != NULL)
    object = describe (tx, actor, thing, entry->object_id, error);
  if (object != NULL)
    from = describe (tx, actor, values, entry->old_value, error);
  if (from != NULL)
    to = describe (tx, actor, values, entry->new_value, error);
  if (to == NULL)
    return FALSE;

  tkt_time_write (entry->at, time);
  g_print ("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
           time,
           who,
           entry->address != NULL ? entry->address : "-",
           tkt_enum_to_word (&tkt_audit_kind_enum, entry->kind),
           object,
           entry->field != NULL ? entry->field : "-",
           from,
           to);

  return TRUE;
}

static gboolean
print_page (Audit *self, TktStoreTx *tx, const TktActor *actor, GPtrArray *page, GError **error)
{
  for (guint i = 0; i < page->len; i++)
    {
      const TktAuditEntry *entry = g_ptr_array_index (page, i);
      g_autofree char *json = NULL;

      self->query.before_at = entry->at;
      self->query.before_number = entry->number;
      if (!self->json)
        {
          if (!print_line (tx, actor, entry, error))
            return FALSE;
          continue;
        }
      json = tkt_shape_to_json (&tkt_audit_entry_shape, entry);
      g_print ("%s\n", json);
    }

  return TRUE;
}

static gpointer
run_audit (TktStoreTx *tx, gpointer data, GError **error)
{
  Audit *self = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (self->cli, tx, error);
  g_autoptr (TktAccount) account = NULL;

  if (actor == NULL)
    return NULL;
  self->query.account_given = self->account != NULL;
  if (self->account != NULL && !g_str_equal (self->account, "-"))
    {
      account = tkt_cli_find_account (tx, actor, self->account, error);
      if (account == NULL)
        return NULL;
      self->query.account_id = account->id;
    }

  while (TRUE)
    {
      g_autoptr (GPtrArray) page = tkt_service_list_audit (tx, actor, &self->query, error);

      if (page == NULL || !print_page (self, tx, actor, page, error))
        return NULL;
      if (page->len < self->query.limit)
        return GINT_TO_POINTER (TRUE);
    }
}

/* A day is its first moment, in UTC. */
static gboolean
read_time (const char *option, const char *text, gint64 *time, GError **error)
{
  g_autofree char *day = g_strconcat (text != NULL ? text : "", "T00:00:00Z", NULL);

  if (text == NULL || tkt_time_parse (text, time) || tkt_time_parse (day, time))
    return TRUE;
  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_BAD_VALUE,
               _ ("%s has to be a day like 2026-11-23 or a time like 2026-11-23T10:15:30Z."),
               option);

  return FALSE;
}

static gboolean
read_kind (const char *word, int *kind, GError **error)
{
  g_autofree char *words = NULL;

  if (word == NULL || tkt_enum_from_word (&tkt_audit_kind_enum, word, kind))
    return TRUE;
  words = g_strjoinv (", ", (char **)tkt_audit_kind_enum.words);
  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_BAD_VALUE,
               _ ("--kind has to be one of these: %s."),
               words);

  return FALSE;
}

TktCliStatus
tkt_cli_run_audit (int argc, char **argv)
{
  Audit self = { .query = TKT_AUDIT_QUERY_INIT };
  g_autofree char *account = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "audit",
    NULL,
    0,
    0,
    N_ ("Tells who did what, and when: the newest first."),
    N_ ("One a line, with tabs between: time; username, or - for the command line; address; what"
        " was done;\nto what; which setting; from; to."),
  };
  const GOptionEntry entries[] = {
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_ ("From this time on"), N_ ("TIME") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, N_ ("Before this time"), N_ ("TIME") },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, N_ ("Only deeds of this kind"), N_ ("KIND") },
    { "account",
      0,
      0,
      G_OPTION_ARG_STRING,
      &account,
      N_ ("Only what this person did; - is the command line"),
      N_ ("USERNAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("As JSON, one object a line"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  self.account = account;
  self.query.limit = PAGE;
  if (cli != NULL && read_time ("--since", since, &self.query.since, &error)
      && read_time ("--until", until, &self.query.before_at, &error)
      && read_kind (kind, &self.query.kind, &error) && tkt_cli_open_store (cli, FALSE, &error))
    tkt_store_read (cli->store, run_audit, &self, &error);

  return tkt_cli_end (syntax.name, error);
}
