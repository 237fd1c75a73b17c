/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server audit. */
#include <glib/gi18n-lib.h>

#include "tkt-cli.h"
#include "tkt-problem.h"
#include "tkt-text.h"
#include "tkt-time.h"

#define PAGE 500

typedef struct
{
  TktCli *cli;
  TktAuditQuery query;
  char *account; /* a username, "-" for the command line, or NULL */
  gboolean json;
} Audit;

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "-";
}

/* As people call it, or as it stands there. */
static const char *
get_name (const char *name, const char *value)
{
  return name != NULL ? name : or_dash (value);
}

static void
print_line (const TktListedAuditEntry *listed)
{
  const TktAuditEntry *entry = &listed->entry;
  char time[TKT_TIME_LENGTH + 1];
  /* Nobody at a desk is the command line. */
  gboolean unknown = entry->account_id == NULL && entry->request_id != NULL;

  tkt_time_write (entry->at, time);
  g_print ("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
           time,
           unknown ? "?" : get_name (listed->account_username, entry->account_id),
           or_dash (entry->address),
           tkt_enum_to_word (&tkt_audit_kind_enum, entry->kind),
           get_name (listed->object_name, entry->object_id),
           or_dash (entry->field),
           get_name (listed->old_name, entry->old_value),
           get_name (listed->new_name, entry->new_value));
}

static void
print_page (Audit *self, GPtrArray *page)
{
  for (guint i = 0; i < page->len; i++)
    {
      const TktListedAuditEntry *listed = g_ptr_array_index (page, i);
      g_autofree char *json = NULL;

      self->query.before_at = listed->entry.at;
      self->query.before_number = listed->entry.number;
      if (!self->json)
        {
          print_line (listed);
          continue;
        }
      json = tkt_shape_to_json (&tkt_listed_audit_entry_shape, listed);
      g_print ("%s\n", json);
    }
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

      if (page == NULL)
        return NULL;
      print_page (self, page);
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
  words = tkt_text_list_join (tkt_audit_kind_enum.words);
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
