/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everybody writes at random and reads the feed at random: in the end each copy is what the lists
 * show. --seed repeats a run. */
#include "api-reader.h"

#define N_STEPS 250

#define N_STAFF 3
static const char *const writers[] = { "alma", "mara", "nils", "ada", "abel", "bob" };
static const char *const readers[] = { "mara", "mara/2", "ada", "ada/2", "abel", "bob", "alma" };

typedef struct
{
  Api *api;
  GPtrArray *tickets;  /* ids */
  GPtrArray *messages; /* ids */
} Network;

static const char *
any (GPtrArray *ids)
{
  return g_ptr_array_index (ids, g_test_rand_int_range (0, ids->len));
}

static const char *
anybody (void)
{
  return writers[g_test_rand_int_range (0, G_N_ELEMENTS (writers))];
}

static void
open_one (Network *self)
{
  const char *publisher
      = g_test_rand_int_range (0, 2) ? self->api->server->acme : self->api->server->bravo;
  guint who = g_test_rand_int_range (0, G_N_ELEMENTS (writers));
  const char *of_staff = api_text (self->api, ",'publisher_id':'%s'", publisher);
  const char *body = api_text (self->api,
                               "{'title':'Random','message':{'body':'Opening'}%s}",
                               who < N_STAFF ? of_staff : "");
  ApiAnswer *answer = api_expect (self->api, "201", writers[who], body, "POST /v1/tickets");

  g_ptr_array_add (self->tickets, (char *)api_string (answer, "ticket.id"));
  g_ptr_array_add (self->messages, (char *)api_string (answer, "message.id"));
}

static void
reply (Network *self)
{
  ApiAnswer *answer = api_call (self->api,
                                anybody (),
                                "{'body':'Random reply'}",
                                "POST /v1/tickets/%s/messages",
                                any (self->tickets));

  g_assert_cmpuint (answer->status, <, 500);
  if (answer->status == 201)
    g_ptr_array_add (self->messages, (char *)api_string (answer, "id"));
}

/* Any other write, allowed or not. */
static void
write_any (Network *self)
{
  static const struct
  {
    const char *call, *body;
  } writes[] = {
    { "PATCH /v1/tickets/$T", "{'status':'closed'}" },
    { "PATCH /v1/tickets/$T", "{'status':'open'}" },
    { "PATCH /v1/tickets/$T", "{'assignee_id':'$N'}" },
    { "PATCH /v1/tickets/$T", "{'assignee_id':null}" },
    { "DELETE /v1/messages/$M", NULL },
    { "DELETE /v1/messages/$M", NULL },
    { "PUT /v1/tickets/$T/read", "{'position':$X}" },
    { "PUT /v1/tickets/$T/read", "{'position':$X}" },
    { "PATCH /v1/publishers/$P", "{'account_manager_id':'$N'}" },
    { "PATCH /v1/publishers/$P", "{'account_manager_id':null,'name':'Acme $X'}" },
    { "PATCH /v1/accounts/$N", "{'display_name':'Nils $X'}" },
    { "PATCH /v1/accounts/$A", "{'publisher_id':'$P'}" },
    { "PATCH /v1/accounts/$A", "{'publisher_id':'$B'}" },
    { "PATCH /v1/organization", "{'name':'Lark $X'}" },
  };
  guint i = g_test_rand_int_range (0, G_N_ELEMENTS (writes));
  g_autoptr (GString) both = g_string_new (NULL);
  g_autofree char *nils = test_server_find_account (self->api->server, "nils");
  g_autofree char *abel = test_server_find_account (self->api->server, "abel");
  g_autofree char *number = g_strdup_printf ("%d", g_test_rand_int_range (1, 9));
  const char *admins = i >= 8 ? "alma" : anybody ();
  g_auto (GStrv) parts = NULL;

  g_string_printf (both, "%s\n%s", writes[i].call, writes[i].body != NULL ? writes[i].body : "");
  g_string_replace (both, "$T", any (self->tickets), 0);
  g_string_replace (both, "$M", any (self->messages), 0);
  g_string_replace (both, "$P", self->api->server->acme, 0);
  g_string_replace (both, "$B", self->api->server->bravo, 0);
  g_string_replace (both, "$N", nils, 0);
  g_string_replace (both, "$A", abel, 0);
  g_string_replace (both, "$X", number, 0);
  parts = g_strsplit (both->str, "\n", 2);
  g_assert_cmpuint (
      api_call (self->api, admins, writes[i].body != NULL ? parts[1] : NULL, "%s", parts[0])
          ->status,
      <,
      500);
}

static void
test_converging (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GPtrArray) tickets = g_ptr_array_new ();
  g_autoptr (GPtrArray) messages = g_ptr_array_new ();
  Network network = { api, tickets, messages };
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func ((GDestroyNotify)api_reader_free);

  for (guint r = 0; r < G_N_ELEMENTS (readers); r++)
    g_ptr_array_add (copies, api_reader_new (api, readers[r]));
  g_ptr_array_add (tickets, (char *)api_open (api, "ada", "The first"));
  g_ptr_array_add (messages, (char *)api_reply (api, "ada", any (tickets), "a reply"));
  for (guint step = 0; step < N_STEPS; step++)
    {
      guint what = g_test_rand_int_range (0, 10);

      if (what == 0)
        open_one (&network);
      else if (what < 4)
        reply (&network);
      else if (what < 7)
        write_any (&network);
      else
        api_reader_read_page (copies->pdata[g_test_rand_int_range (0, copies->len)],
                              g_test_rand_int_range (1, 30));
    }
  for (guint r = 0; r < copies->len; r++)
    {
      ApiReader *reader = g_ptr_array_index (copies, r);

      g_test_message ("%s", reader->who);
      api_reader_drain (reader, g_test_rand_int_range (1, 100));
      api_reader_assert_current (reader);
    }
  api_reader_assert_equal (g_ptr_array_index (copies, 0), g_ptr_array_index (copies, 1));
  api_reader_assert_equal (g_ptr_array_index (copies, 2), g_ptr_array_index (copies, 3));
}

void
api_add_converging_tests (void)
{
  g_test_add_func ("/api/converging/two-sessions-and-two-accounts", test_converging);
}
