/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real server on a free port of the loopback interface, with a small network that tests know. */
#include "test-server.h"

#include <string.h>

#include "tkt-sqlite-store.h"

/* What one change is made with. */
typedef struct
{
  const char *organization;
  TestServerFunc func;
  gpointer data;
} Change;

static gpointer
change_in_tx (TktStoreTx *tx, gpointer data, GError **error)
{
  const Change *change = data;
  g_autoptr (TktOrganization) organization
      = tkt_store_get_organization (tx, change->organization, error);
  g_autoptr (TktActor) operator= NULL;

  g_assert_nonnull (organization);
  operator= tkt_actor_new_operator (organization);
  change->func (tx, operator, change->data);
  return GINT_TO_POINTER (TRUE);
}

static void
change_of (TestServer *self, const char *organization, TestServerFunc func, gpointer data)
{
  Change change = { organization, func, data };
  g_autoptr (GError) error = NULL;

  tkt_store_write_sync (self->store, change_in_tx, &change, &error);
  g_assert_no_error (error);
}

void
test_server_change (TestServer *self, TestServerFunc func, gpointer data)
{
  change_of (self, self->organization, func, data);
}

typedef struct
{
  TktNewAccount request;
  const char *hash;
  char *id;
} NewAccount;

static void
add_account (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  NewAccount *wanted = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account
      = tkt_service_create_account (tx, operator, & wanted->request, wanted->hash, NULL, &error);

  g_assert_no_error (error);
  wanted->id = g_strdup (account->id);
}

static char *
add_account_of (TestServer *self,
                const char *organization,
                const char *username,
                TktRole role,
                const char *publisher_id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = tkt_password_hash (TEST_PASSWORD, TKT_PASSWORD_QUICK, &error);
  g_autofree char *name = g_strdup_printf ("%s Example", username);
  NewAccount wanted = {
    .request = { .username = (char *)username,
                 .display_name = name,
                 .role = role,
                 .publisher_id = (char *)publisher_id },
    .hash = hash,
  };

  g_assert_no_error (error);
  name[0] = g_ascii_toupper (name[0]);
  change_of (self, organization, add_account, &wanted);
  return wanted.id;
}

char *
test_server_add_account (TestServer *self,
                         const char *username,
                         TktRole role,
                         const char *publisher_id)
{
  return add_account_of (self, self->organization, username, role, publisher_id);
}

typedef struct
{
  TktNewPublisher request;
  char *id;
} NewPublisher;

static void
add_publisher (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  NewPublisher *wanted = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPublisher) publisher
      = tkt_service_create_publisher (tx, operator, & wanted->request, NULL, &error);

  g_assert_no_error (error);
  wanted->id = g_strdup (publisher->id);
}

char *
test_server_add_publisher (TestServer *self, const char *name, const char *manager_id)
{
  NewPublisher wanted
      = { .request = { .name = (char *)name, .account_manager_id = (char *)manager_id } };

  test_server_change (self, add_publisher, &wanted);
  return wanted.id;
}

typedef struct
{
  const char *account_id;
  gboolean disabled;
} Disabling;

static void
set_disabled (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const Disabling *wanted = data;
  const TktAccountPatch request = { .disabled = wanted->disabled, .disabled_given = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account
      = tkt_service_patch_account (tx, operator, wanted->account_id, &request, NULL, -1, &error);

  g_assert_no_error (error);
}

void
test_server_set_disabled (TestServer *self, const char *account_id, gboolean disabled)
{
  Disabling wanted = { account_id, disabled };

  test_server_change (self, set_disabled, &wanted);
}

static void
set_support_tickets (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const TktOrganizationPatch request
      = { .support_tickets_given = TRUE, .support_tickets_enabled = GPOINTER_TO_INT (data) };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktOrganization) organization
      = tkt_service_patch_organization (tx, operator, & request, -1, &error);

  g_assert_no_error (error);
}

void
test_server_set_support_tickets (TestServer *self, gboolean enabled)
{
  test_server_change (self, set_support_tickets, GINT_TO_POINTER (enabled));
}

static gpointer
add_organization (TktStoreTx *tx, gpointer data, GError **error)
{
  const char *slug = data;
  g_autofree char *name = g_strdup_printf ("%s Network", slug);
  g_autoptr (TktOrganization) organization = NULL;

  name[0] = g_ascii_toupper (name[0]);
  organization = tkt_service_create_organization (tx, slug, name, error);
  return organization != NULL ? g_strdup (organization->id) : NULL;
}

static char *
make_organization (TestServer *self, const char *slug)
{
  g_autoptr (GError) error = NULL;
  char *id = tkt_store_write_sync (self->store, add_organization, (gpointer)slug, &error);

  g_assert_no_error (error);
  change_of (self, id, set_support_tickets, GINT_TO_POINTER (TRUE));
  return id;
}

char *
test_server_add_organization (TestServer *self, const char *slug)
{
  char *id = make_organization (self, slug);

  g_free (add_account_of (self, id, "ursa", TKT_ROLE_ADMIN, NULL));
  return id;
}

typedef struct
{
  const char *organization;
  const char *username;
} Wanted;

static gpointer
find_account (TktStoreTx *tx, gpointer data, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (TktAccount) account
      = tkt_store_get_account_by_username (tx, wanted->organization, wanted->username, error);

  g_assert_nonnull (account);
  return g_strdup (account->id);
}

char *
test_server_find_account (TestServer *self, const char *username)
{
  Wanted wanted = { self->organization, username };
  g_autoptr (GError) error = NULL;
  char *id = tkt_store_read (self->store, find_account, &wanted, &error);

  g_assert_no_error (error);
  return id;
}

char *
test_server_get_uri (TestServer *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", self->port);
}

void
test_server_start (TestServer *self)
{
  const TktServerOptions options = { .port = self->port,
                                     .lanes = self->lanes,
                                     .trusted_proxies = self->trusted_proxies,
                                     .log = TKT_REQUEST_LOG_YES,
                                     .strength = TKT_PASSWORD_QUICK,
                                     .session_life = self->session_life,
                                     .limits = self->limits };
  g_autoptr (GError) error = NULL;

  if (self->store == NULL)
    self->store = tkt_sqlite_store_new (self->database, FALSE, &error);
  g_assert_no_error (error);
  self->server = tkt_server_new (self->store, &options, &error);
  g_assert_no_error (error);
  self->port = g_ascii_strtoull (strrchr (tkt_server_get_uri (self->server), ':') + 1, NULL, 10);
}

void
test_server_stop (TestServer *self)
{
  if (self->server != NULL)
    {
      tkt_server_stop (self->server);
      g_assert_finalize_object (g_steal_pointer (&self->server));
    }
  if (self->store != NULL)
    {
      tkt_store_stop (self->store);
      g_assert_finalize_object (g_steal_pointer (&self->store));
    }
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (from, &bytes, &size, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, bytes, size, &error);
  g_assert_no_error (error);
}

void
test_server_fail_on_finding (TktFindingKind kind, const char *finding, gpointer data)
{
  g_error ("%s", finding);
}

guint
test_server_count_whole (const char *path)
{
  g_autoptr (GError) error = NULL;
  TktVerdictOnFile verdict;

  tkt_sqlite_verify (path, test_server_fail_on_finding, NULL, &verdict, &error);
  g_assert_no_error (error);

  return verdict.n_tickets;
}

void
test_server_back_up (TestServer *self)
{
  g_autofree char *backup = g_strconcat (self->database, ".backup", NULL);
  g_autofree char *wal = g_strconcat (self->database, "-wal", NULL);

  g_assert_null (self->store);
  /* A stopped server has all in one file. */
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  copy_file (self->database, backup);
}

void
test_server_restore (TestServer *self)
{
  g_autofree char *backup = g_strconcat (self->database, ".backup", NULL);

  g_assert_null (self->store);
  copy_file (backup, self->database);
}

TestServer *
test_server_new (void)
{
  return test_server_new_at (0);
}

TestServer *
test_server_new_at (guint16 port)
{
  TestServer *self = g_new0 (TestServer, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *mara = NULL;

  self->port = port;
  self->lanes = 2;
  self->folder = test_folder_new ();
  self->database = g_build_filename (self->folder, "tickets.db", NULL);
  self->store = tkt_sqlite_store_new (self->database, TRUE, &error);
  g_assert_no_error (error);
  self->organization = make_organization (self, "larkfield");

  g_free (test_server_add_account (self, "alma", TKT_ROLE_ADMIN, NULL));
  mara = test_server_add_account (self, "mara", TKT_ROLE_ACCOUNT_MANAGER, NULL);
  g_free (test_server_add_account (self, "nils", TKT_ROLE_ACCOUNT_MANAGER, NULL));
  self->acme = test_server_add_publisher (self, "Acme Media", mara);
  self->bravo = test_server_add_publisher (self, "Bravo Deals", NULL);
  g_free (test_server_add_account (self, "ada", TKT_ROLE_PUBLISHER, self->acme));
  g_free (test_server_add_account (self, "abel", TKT_ROLE_PUBLISHER, self->acme));
  g_free (test_server_add_account (self, "bob", TKT_ROLE_PUBLISHER, self->bravo));
  test_server_start (self);
  return self;
}

void
test_server_free (TestServer *self)
{
  test_server_stop (self);
  test_folder_free (self->folder);
  g_free (self->database);
  g_free (self->organization);
  g_free (self->acme);
  g_free (self->bravo);
  g_free (self);
}
