/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo's people, publishers and tickets. */
#include "tkt-demo-network.h"

#include <string.h>

#include "tkt-demo-resources.h"
#include "tkt-import.h"
#include "tkt-service.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

/* Messages of the last hours are unread. */
#define UNREAD_FOR (3 * TKT_HOUR)

#define FOLDER "/org/example/Tickets/demo/"

/* An account as data/demo/network.json has it. */
typedef struct
{
  char *username;
  char *display_name;
  TktRole role;
  char *publisher; /* its name; NULL for staff */
} DemoAccount;

typedef struct
{
  char *name;
  TktPublisherStatus status;
  char *account_manager; /* username; NULL: nobody */
} DemoPublisher;

typedef struct
{
  char *slug;
  char *name;
} DemoOrganization;

typedef struct
{
  gint64 now;
  DemoOrganization *organization;
  GPtrArray *accounts;
  GPtrArray *publishers;
} DemoFile;

#define ACCOUNT(name) G_STRUCT_OFFSET (DemoAccount, name)
#define PUBLISHER(name) G_STRUCT_OFFSET (DemoPublisher, name)

static const TktMember account_members[] = {
  { "username", TKT_MEMBER_TEXT, ACCOUNT (username), .text = TKT_TEXT_USERNAME },
  { "display_name", TKT_MEMBER_TEXT, ACCOUNT (display_name), .text = TKT_TEXT_NAME },
  { "role", TKT_MEMBER_ENUM, ACCOUNT (role), .set = &tkt_role_enum },
  { "publisher",
    TKT_MEMBER_TEXT,
    ACCOUNT (publisher),
    TKT_MEMBER_NULLABLE | TKT_MEMBER_OPTIONAL,
    .text = TKT_TEXT_NAME },
};
static const TktShape account_shape = TKT_SHAPE (DemoAccount, "account", account_members);

static const TktMember publisher_members[] = {
  { "name", TKT_MEMBER_TEXT, PUBLISHER (name), .text = TKT_TEXT_NAME },
  { "status", TKT_MEMBER_ENUM, PUBLISHER (status), .set = &tkt_publisher_status_enum },
  { "account_manager",
    TKT_MEMBER_TEXT,
    PUBLISHER (account_manager),
    TKT_MEMBER_NULLABLE | TKT_MEMBER_OPTIONAL,
    .text = TKT_TEXT_USERNAME },
};
static const TktShape publisher_shape = TKT_SHAPE (DemoPublisher, "publisher", publisher_members);

static const TktMember organization_members[] = {
  { "slug", TKT_MEMBER_TEXT, G_STRUCT_OFFSET (DemoOrganization, slug), .text = TKT_TEXT_SLUG },
  { "name", TKT_MEMBER_TEXT, G_STRUCT_OFFSET (DemoOrganization, name), .text = TKT_TEXT_NAME },
};
static const TktShape organization_shape
    = TKT_SHAPE (DemoOrganization, "organization", organization_members);

static const TktMember file_members[] = {
  { "now", TKT_MEMBER_TIME, G_STRUCT_OFFSET (DemoFile, now) },
  { "organization",
    TKT_MEMBER_OBJECT,
    G_STRUCT_OFFSET (DemoFile, organization),
    .shape = &organization_shape },
  { "accounts", TKT_MEMBER_ARRAY, G_STRUCT_OFFSET (DemoFile, accounts), .shape = &account_shape },
  { "publishers",
    TKT_MEMBER_ARRAY,
    G_STRUCT_OFFSET (DemoFile, publishers),
    .shape = &publisher_shape },
};
static const TktShape file_shape = TKT_SHAPE (DemoFile, "network", file_members);

/* What one transaction works with. */
typedef struct
{
  DemoFile *file;
  const char *tickets;
  const char *password_hash;
  gint64 shift;              /* ms between the file's now and the real one */
  GHashTable *account_ids;   /* username → id */
  GHashTable *publisher_ids; /* name → id */
} Filling;

static TktActor *
make_organization (TktStoreTx *tx, Filling *filling, GError **error)
{
  const DemoOrganization *wanted = filling->file->organization;
  const TktOrganizationPatch turned_on
      = { .support_tickets_enabled = TRUE, .support_tickets_given = TRUE };
  g_autoptr (TktOrganization) organization
      = tkt_service_create_organization (tx, wanted->slug, wanted->name, error);
  g_autoptr (TktActor) actor = NULL;
  g_autoptr (TktOrganization) ready = NULL;

  if (organization == NULL)
    return NULL;
  actor = tkt_actor_new_operator (organization);
  ready = tkt_service_patch_organization (tx, actor, &turned_on, -1, error);
  return ready != NULL ? tkt_actor_new_operator (ready) : NULL;
}

static gboolean
make_account (TktStoreTx *tx,
              Filling *filling,
              TktActor *actor,
              const DemoAccount *wanted,
              GError **error)
{
  const TktNewAccount request = {
    .username = wanted->username,
    .display_name = wanted->display_name,
    .role = wanted->role,
    .publisher_id = wanted->publisher != NULL
                        ? g_hash_table_lookup (filling->publisher_ids, wanted->publisher)
                        : NULL,
  };
  g_autoptr (TktAccount) account
      = tkt_service_create_account (tx, actor, &request, filling->password_hash, NULL, error);

  if (account == NULL)
    return FALSE;
  g_hash_table_insert (filling->account_ids, g_strdup (account->username), g_strdup (account->id));
  return TRUE;
}

/* Staff before the publishers that they manage, and those before their own people. */
static gboolean
make_accounts (TktStoreTx *tx, Filling *filling, TktActor *actor, gboolean staff, GError **error)
{
  for (guint i = 0; i < filling->file->accounts->len; i++)
    {
      const DemoAccount *account = g_ptr_array_index (filling->file->accounts, i);

      if (tkt_role_is_staff (account->role) == staff
          && !make_account (tx, filling, actor, account, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_publishers (TktStoreTx *tx, Filling *filling, TktActor *actor, GError **error)
{
  for (guint i = 0; i < filling->file->publishers->len; i++)
    {
      const DemoPublisher *wanted = g_ptr_array_index (filling->file->publishers, i);
      const TktNewPublisher request = {
        .name = wanted->name,
        .status = wanted->status,
        .status_given = TRUE,
        .account_manager_id = wanted->account_manager != NULL ? g_hash_table_lookup (
                                  filling->account_ids, wanted->account_manager)
                                                              : NULL,
      };
      g_autoptr (TktPublisher) publisher
          = tkt_service_create_publisher (tx, actor, &request, NULL, error);

      if (publisher == NULL)
        return FALSE;
      g_hash_table_insert (
          filling->publisher_ids, g_strdup (publisher->name), g_strdup (publisher->id));
    }
  return TRUE;
}

static void
move_time (gint64 *time, gint64 shift)
{
  if (*time != 0)
    *time += shift;
}

static void
move_ticket (TktExchangeTicket *ticket, gint64 shift)
{
  move_time (&ticket->opened_at, shift);
  move_time (&ticket->closed_at, shift);
  for (guint i = 0; i < ticket->messages->len; i++)
    {
      TktExchangeMessage *message = g_ptr_array_index (ticket->messages, i);

      move_time (&message->written_at, shift);
      move_time (&message->sent_at, shift);
      move_time (&message->deleted_at, shift);
    }
}

/* How far somebody has read who was at the desk all along: all but what came lately, and that up to
 * the last word of their own side. */
static guint
find_read (const TktExchangeTicket *ticket, TktRole role, gint64 now)
{
  guint n = ticket->messages->len;

  for (; ticket->status != TKT_TICKET_CLOSED && n > 0; n--)
    {
      const TktExchangeMessage *message = g_ptr_array_index (ticket->messages, n - 1);

      if (message->sent_at < now - UNREAD_FOR
          || tkt_role_is_staff (message->role) == tkt_role_is_staff (role))
        break;
    }
  return n;
}

static gboolean
mark_read (TktStoreTx *tx,
           Filling *filling,
           TktActor *
           operator,
           const TktExchangeTicket * ticket,
           GError **error)
{
  for (guint i = 0; i < filling->file->accounts->len; i++)
    {
      const DemoAccount *account = g_ptr_array_index (filling->file->accounts, i);
      const char *id = g_hash_table_lookup (filling->account_ids, account->username);
      const TktNewReadMark mark
          = { .position = find_read (ticket, account->role, filling->file->now + filling->shift) };
      g_autoptr (TktActor) actor = NULL;
      g_autoptr (TktReadMark) marked = NULL;

      if (mark.position == 0
          || (account->publisher != NULL && !g_str_equal (account->publisher, ticket->publisher)))
        continue;
      actor = tkt_actor_load (tx, operator->organization->id, id, error);
      if (actor == NULL)
        return FALSE;
      marked = tkt_service_mark_read (tx, actor, ticket->id, &mark, error);
      if (marked == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_tickets (TktStoreTx *tx, Filling *filling, TktActor *actor, GError **error)
{
  g_autoptr (TktImporter) importer = tkt_importer_new (tx, actor->organization->id);
  const char *end;

  for (const char *line = filling->tickets; *line != '\0'; line = end + 1)
    {
      g_autoptr (TktExchangeTicket) ticket = NULL;

      end = strchrnul (line, '\n');
      ticket = tkt_exchange_ticket_read (line, end - line, error);
      if (ticket == NULL)
        return FALSE;
      move_ticket (ticket, filling->shift);
      if (ticket->id == NULL)
        ticket->id = tkt_uuid_new ();
      if (!tkt_importer_take (importer, ticket, error)
          || !mark_read (tx, filling, actor, ticket, error))
        return FALSE;
      if (*end == '\0')
        break;
    }
  return TRUE;
}

static gpointer
fill (TktStoreTx *tx, gpointer data, GError **error)
{
  Filling *filling = data;
  g_autoptr (TktActor) actor = make_organization (tx, filling, error);

  return actor != NULL && make_accounts (tx, filling, actor, TRUE, error)
                 && make_publishers (tx, filling, actor, error)
                 && make_accounts (tx, filling, actor, FALSE, error)
                 && take_tickets (tx, filling, actor, error)
             ? filling
             : NULL;
}

static const char *
first_username (const DemoFile *file, TktRole role)
{
  for (guint i = 0; i < file->accounts->len; i++)
    {
      const DemoAccount *account = g_ptr_array_index (file->accounts, i);

      if (account->role == role)
        return account->username;
    }
  return NULL;
}

static GBytes *
load (const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);

  return g_resource_lookup_data (
      tkt_demo_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

TktDemoNetwork *
tkt_demo_network_fill (TktStore *store, const char *password_hash, gint64 now, GError **error)
{
  g_autoptr (GBytes) text = load ("network.json", error);
  g_autoptr (GBytes) tickets = text != NULL ? load ("tickets.jsonl", error) : NULL;
  g_autoptr (GHashTable) accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) publishers
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Filling filling = { .password_hash = password_hash };
  TktDemoNetwork *network = NULL;

  if (tickets == NULL)
    return NULL;
  filling.file = tkt_shape_read_bytes (
      &file_shape, g_bytes_get_data (text, NULL), g_bytes_get_size (text), TKT_READ_STRICT, error);
  if (filling.file == NULL)
    return NULL;
  filling.tickets = g_bytes_get_data (tickets, NULL); /* resources end with a NUL */
  filling.shift = now - filling.file->now;
  filling.account_ids = accounts;
  filling.publisher_ids = publishers;
  if (tkt_store_write_sync (store, fill, &filling, error) != NULL)
    {
      network = g_new0 (TktDemoNetwork, 1);
      network->manager = g_strdup (first_username (filling.file, TKT_ROLE_ACCOUNT_MANAGER));
      network->partner = g_strdup (first_username (filling.file, TKT_ROLE_PUBLISHER));
    }
  tkt_shape_free (&file_shape, filling.file);
  return network;
}

void
tkt_demo_network_free (TktDemoNetwork *network)
{
  if (network == NULL)
    return;
  g_free (network->manager);
  g_free (network->partner);
  g_free (network);
}
