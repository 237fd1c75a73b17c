/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A generated organization on disk for servers to serve. */
#include "bench-server-data.h"

#include <string.h>

#include "tkt-generate.h"
#include "tkt-sessions.h"
#include "tkt-sqlite-store.h"
#include "tkt-store-calls.h"
#include "tkt-time.h"
#include "tkt-token.h"

/* All that a list gives in one go. */
#define MANY_TICKETS 20000
#define OPEN_TICKETS 50

static void
generate (TktStore *store, guint n_tickets)
{
  const TktGenerateOptions options = { .slug = "generated",
                                       .n_tickets = n_tickets,
                                       .n_messages = 10,
                                       .seed = 1,
                                       .until = tkt_time_now () };
  g_autoptr (GError) error = NULL;
  TktGenerated made;

  tkt_generate (store, &options, NULL, NULL, &made, &error);
  g_assert_no_error (error);
}

static void
add_session (TktStoreTx *tx, BenchServerData *data, const char *organization_id, GError **error)
{
  g_autoptr (TktActor) actor = tkt_actor_load (tx, organization_id, data->account_id, error);
  gint64 expires_at;

  g_assert_nonnull (actor);
  data->token = tkt_sessions_begin (tx, actor, NULL, &tkt_session_life, &expires_at, error);
}

static GPtrArray *
list_ids (TktStoreTx *tx, const char *organization_id, int status, guint limit, GError **error)
{
  const TktTicketQuery query = { .status = status, .limit = limit };
  g_autoptr (GPtrArray) tickets = tkt_store_list_tickets (tx, organization_id, &query, error);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; tickets != NULL && i < tickets->len; i++)
    g_ptr_array_add (ids, g_strdup (((TktTicket *)g_ptr_array_index (tickets, i))->id));
  return ids;
}

static gpointer
look_around (TktStoreTx *tx, gpointer user_data, GError **error)
{
  BenchServerData *data = user_data;
  g_autoptr (GPtrArray) organizations = tkt_store_list_organizations (tx, error);
  const char *organization_id;
  g_autoptr (TktAccount) account = NULL;

  g_assert_nonnull (organizations);
  organization_id = ((TktOrganization *)g_ptr_array_index (organizations, 0))->id;
  account = tkt_store_get_account_by_username (tx, organization_id, "manager1", error);
  g_assert_nonnull (account);
  data->account_id = g_strdup (account->id);
  data->open = list_ids (tx, organization_id, TKT_TICKET_OPEN, OPEN_TICKETS, error);
  data->tickets = list_ids (tx, organization_id, -1, MANY_TICKETS, error);
  add_session (tx, data, organization_id, error);
  return GINT_TO_POINTER (TRUE);
}

BenchServerData *
bench_server_data_new (const char *database, guint n_tickets)
{
  BenchServerData *data = g_new0 (BenchServerData, 1);
  gboolean there = database != NULL && g_file_test (database, G_FILE_TEST_EXISTS);
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStore) store = NULL;

  if (database == NULL)
    data->folder = test_folder_new ();
  data->database = database != NULL ? g_strdup (database)
                                    : g_build_filename (data->folder, "tickets.db", NULL);
  store = tkt_sqlite_store_new (data->database, !there, &error);
  g_assert_no_error (error);
  if (!there)
    generate (store, n_tickets);
  tkt_store_write_sync (store, look_around, data, &error);
  g_assert_no_error (error);
  tkt_store_stop (store);
  return data;
}

void
bench_server_data_free (BenchServerData *data)
{
  g_clear_pointer (&data->folder, test_folder_free);
  g_free (data->database);
  g_free (data->account_id);
  g_free (data->token);
  g_ptr_array_unref (data->open);
  g_ptr_array_unref (data->tickets);
  g_free (data);
}

char *
bench_server_data_request (BenchServerData *data,
                           const char *method,
                           const char *target,
                           const char *head,
                           const char *body)
{
  g_autoptr (GString) request = g_string_new (NULL);

  g_string_printf (request,
                   "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s",
                   method,
                   target,
                   data->token,
                   head);
  if (body != NULL)
    g_string_append_printf (request,
                            "Content-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT
                            "\r\n\r\n%s",
                            strlen (body),
                            body);
  else
    g_string_append (request, "\r\n");
  return g_string_free (g_steal_pointer (&request), FALSE);
}

GPtrArray *
bench_server_data_threads (BenchServerData *data, const char *method, const char *body)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < data->open->len; i++)
    {
      g_autofree char *target
          = g_strdup_printf ("/v1/tickets/%s/messages", (char *)g_ptr_array_index (data->open, i));

      g_ptr_array_add (requests, bench_server_data_request (data, method, target, "", body));
    }
  return requests;
}
