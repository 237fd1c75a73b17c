/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the import tests take files in: a store with one empty organization. */
#include "import-place.h"

#include <string.h>

#include "tkt-export.h"
#include "tkt-import.h"
#include "tkt-problem.h"
#include "tkt-sqlite-store.h"
#include "tkt-uuid.h"

static gpointer
make_organization (TktStoreTx *tx, gpointer data, GError **error)
{
  ImportPlace *self = data;
  g_autoptr (TktOrganization) organization = tkt_organization_new ();

  organization->id = g_strdup (self->organization);
  organization->slug = g_strdup ("larkfield");
  organization->name = g_strdup ("Larkfield Partner Network");

  return GINT_TO_POINTER (tkt_store_put_organization (tx, organization, error));
}

ImportPlace *
import_place_new (void)
{
  ImportPlace *self = g_new0 (ImportPlace, 1);
  g_autoptr (GError) error = NULL;

  self->folder = test_folder_new ();
  self->database = g_build_filename (self->folder, "tickets.db", NULL);
  self->organization = tkt_uuid_new ();
  self->store = tkt_sqlite_store_new (self->database, TRUE, &error);
  g_assert_no_error (error);
  tkt_store_write_sync (self->store, make_organization, self, &error);
  g_assert_no_error (error);

  return self;
}

void
import_place_close (ImportPlace *self)
{
  tkt_store_stop (self->store);
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

void
import_place_open (ImportPlace *self)
{
  g_autoptr (GError) error = NULL;

  self->store = tkt_sqlite_store_new (self->database, FALSE, &error);
  g_assert_no_error (error);
}

void
import_place_free (ImportPlace *self)
{
  if (self->store != NULL)
    import_place_close (self);
  test_folder_free (self->folder);
  g_free (self->database);
  g_free (self->organization);
  g_free (self);
}

char *
import_load (const char *folder, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

char *
import_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

typedef struct
{
  ImportPlace *place;
  const char *lines;
  TktImporter *importer;
  const char *line;
  GString *refused; /* NULL: the first bad line ends it */
} Taking;

static gpointer
take_line (TktStoreTx *tx, gpointer data, GError **error)
{
  Taking *self = data;
  g_autoptr (TktExchangeTicket) ticket
      = tkt_exchange_ticket_read (self->line, strlen (self->line), error);

  return GINT_TO_POINTER (ticket != NULL && tkt_importer_take (self->importer, ticket, error));
}

static gpointer
take_lines (TktStoreTx *tx, gpointer data, GError **error)
{
  Taking *self = data;
  g_autoptr (TktImporter) importer = tkt_importer_new (tx, self->place->organization);
  g_auto (GStrv) lines = g_strsplit (self->lines, "\n", -1);

  self->importer = importer;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GError) problem = NULL;

      self->line = lines[i];
      if (*self->line == '\0')
        continue;
      if (self->refused == NULL)
        {
          if (take_line (tx, self, error) == NULL)
            {
              g_prefix_error (error, "line %u: ", i + 1);
              return NULL;
            }
        }
      else if (tkt_store_attempt (tx, take_line, self, &problem) == NULL)
        {
          g_assert_cmpuint (problem->domain, ==, TKT_PROBLEM);
          g_string_append_printf (self->refused, "%s%u", self->refused->len > 0 ? " " : "", i + 1);
        }
    }

  return GINT_TO_POINTER (TRUE);
}

gboolean
import_place_take (ImportPlace *self, const char *lines, GError **error)
{
  Taking taking = { .place = self, .lines = lines };

  return tkt_store_write_sync (self->store, take_lines, &taking, error) != NULL;
}

char *
import_place_take_good (ImportPlace *self, const char *lines)
{
  Taking taking = { .place = self, .lines = lines, .refused = g_string_new (NULL) };
  g_autoptr (GError) error = NULL;

  tkt_store_write_sync (self->store, take_lines, &taking, &error);
  g_assert_no_error (error);

  return g_string_free (taking.refused, FALSE);
}

typedef struct
{
  ImportPlace *place;
  GOutputStream *out;
  ImportCounts counts;
  const char *username;
} Looking;

static gpointer
write_export (TktStoreTx *tx, gpointer data, GError **error)
{
  Looking *self = data;
  guint64 n_tickets;

  return GINT_TO_POINTER (tkt_export (tx, self->place->organization, self->out, &n_tickets, error));
}

char *
import_place_export (ImportPlace *self)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  Looking looking = { .place = self, .out = out };
  g_autoptr (GError) error = NULL;

  tkt_store_read (self->store, write_export, &looking, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (out, "", 1, NULL, NULL, &error);
  g_output_stream_close (out, NULL, &error);
  g_assert_no_error (error);

  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
}

static gpointer
count (TktStoreTx *tx, gpointer data, GError **error)
{
  Looking *self = data;
  const char *organization = self->place->organization;
  const TktPublisherQuery every_publisher = { .status = -1, .limit = 1000 };
  const TktTicketQuery every_ticket = { .status = -1, .limit = 1000 };
  g_autoptr (GPtrArray) accounts = tkt_store_list_accounts (tx, organization, error);
  g_autoptr (GPtrArray) publishers
      = tkt_store_list_publishers (tx, organization, &every_publisher, error);
  g_autoptr (GPtrArray) tickets = tkt_store_list_tickets (tx, organization, &every_ticket, error);

  g_assert_no_error (*error);
  self->counts = (ImportCounts){
    .accounts = accounts->len,
    .publishers = publishers->len,
    .tickets = tickets->len,
    .revision = tkt_store_get_revision (tx, organization, error),
  };

  return GINT_TO_POINTER (TRUE);
}

ImportCounts
import_place_count (ImportPlace *self)
{
  Looking looking = { .place = self };
  g_autoptr (GError) error = NULL;

  tkt_store_read (self->store, count, &looking, &error);
  g_assert_no_error (error);

  return looking.counts;
}

static gpointer
get_account (TktStoreTx *tx, gpointer data, GError **error)
{
  Looking *self = data;

  return tkt_store_get_account_by_username (tx, self->place->organization, self->username, error);
}

TktAccount *
import_place_get_account (ImportPlace *self, const char *username)
{
  Looking looking = { .place = self, .username = username };
  g_autoptr (GError) error = NULL;
  TktAccount *account = tkt_store_read (self->store, get_account, &looking, &error);

  g_assert_no_error (error);
  g_assert_nonnull (account);

  return account;
}
