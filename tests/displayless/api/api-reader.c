/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk that reads the change feed: its copy of what an account sees, page by page. */
#include "api-reader.h"

ApiReader *
api_reader_new (Api *api, const char *who)
{
  ApiReader *self = g_new0 (ApiReader, 1);

  self->api = api;
  self->who = who;
  self->rows
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_node_unref);

  return self;
}

void
api_reader_free (ApiReader *self)
{
  g_hash_table_unref (self->rows);
  g_free (self);
}

static const char *
id_of (JsonObject *row)
{
  return json_object_get_string_member (row,
                                        json_object_has_member (row, "id") ? "id" : "ticket_id");
}

/* A row never comes in an older state than the reader has. */
static void
apply (ApiReader *self, JsonObject *change)
{
  const char *kind = json_object_get_string_member (change, "kind");
  JsonNode *row = json_object_get_member (change, kind);
  char *key = g_strdup_printf ("%s %s", kind, id_of (json_node_get_object (row)));
  JsonNode *old = g_hash_table_lookup (self->rows, key);

  g_assert_cmpuint (json_object_get_size (change), ==, 2);
  if (old != NULL)
    g_assert_cmpint (json_object_get_int_member (json_node_get_object (row), "revision"),
                     >=,
                     json_object_get_int_member (json_node_get_object (old), "revision"));
  g_hash_table_replace (self->rows, key, json_node_ref (row));
}

gboolean
api_reader_read_page (ApiReader *self, guint limit)
{
  const char *cursor = self->cursor != NULL ? api_text (self->api, "&cursor=%s", self->cursor) : "";
  ApiAnswer *page
      = api_call (self->api, self->who, NULL, "GET /v1/changes?limit=%u%s", limit, cursor);
  JsonArray *changes;

  if (self->cursor == NULL)
    self->n_snapshots++;
  if (page->status == 410)
    {
      g_hash_table_remove_all (self->rows);
      self->cursor = NULL;
      return TRUE;
    }
  g_assert_cmpstr (page->said, ==, "200");
  changes = json_node_get_array (api_member (page, "changes"));
  g_assert_cmpuint (json_array_get_length (changes), <=, limit);
  for (guint i = 0; i < json_array_get_length (changes); i++)
    apply (self, json_array_get_object_element (changes, i));
  self->cursor = api_string (page, "cursor");

  return json_node_get_boolean (api_member (page, "more"));
}

void
api_reader_drain (ApiReader *self, guint limit)
{
  guint n_pages = 0;

  while (api_reader_read_page (self, limit))
    g_assert_cmpuint (n_pages++, <, 100000);
}

static guint
count_kind (ApiReader *self, const char *kind)
{
  g_autofree char *prefix = g_strconcat (kind, " ", NULL);
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n += g_str_has_prefix (key, prefix);

  return n;
}

static void
assert_row (ApiReader *self, const char *kind, JsonNode *shown)
{
  g_autofree char *key = g_strdup_printf ("%s %s", kind, id_of (json_node_get_object (shown)));
  JsonNode *row = g_hash_table_lookup (self->rows, key);
  g_autofree char *text = json_to_string (shown, FALSE);
  g_autofree char *copy = row != NULL ? json_to_string (row, FALSE) : NULL;

  g_assert_cmpstr (copy, ==, text);
}

static void
assert_threads (ApiReader *self)
{
  g_autoptr (JsonArray) tickets = api_walk (self->api, self->who, "/v1/tickets?status=all", 100);
  guint n_messages = 0;

  for (guint i = 0; i < json_array_get_length (tickets); i++)
    {
      JsonNode *ticket = json_array_get_element (tickets, i);
      g_autofree char *path
          = g_strdup_printf ("/v1/tickets/%s/messages", id_of (json_node_get_object (ticket)));
      g_autoptr (JsonArray) messages = api_walk (self->api, self->who, path, 100);

      assert_row (self, "ticket", ticket);
      for (guint m = 0; m < json_array_get_length (messages); m++)
        assert_row (self, "message", json_array_get_element (messages, m));
      n_messages += json_array_get_length (messages);
    }
  g_assert_cmpuint (count_kind (self, "ticket"), ==, json_array_get_length (tickets));
  g_assert_cmpuint (count_kind (self, "message"), ==, n_messages);
}

/* Whose names stand in the tickets: of a publisher's account, its own and the staff's. */
static void
assert_people (ApiReader *self)
{
  ApiAnswer *me = api_call (self->api, self->who, NULL, "GET /v1/me");
  const char *own = api_string (me, "account.publisher_id");
  g_autoptr (JsonArray) publishers = api_walk (self->api, "alma", "/v1/publishers", 100);
  JsonArray *accounts = json_node_get_array (
      api_member (api_call (self->api, "alma", NULL, "GET /v1/accounts"), "items"));
  guint n_publishers = 0, n_accounts = 0;

  assert_row (self, "organization", api_member (me, "organization"));
  for (guint i = 0; i < json_array_get_length (publishers); i++)
    {
      JsonNode *publisher = json_array_get_element (publishers, i);
      JsonObject *row = json_node_get_object (publisher);

      json_object_remove_member (row, "open_tickets");
      if (own != NULL && !g_str_equal (json_object_get_string_member (row, "id"), own))
        continue;
      assert_row (self, "publisher", publisher);
      n_publishers++;
    }
  g_assert_cmpuint (count_kind (self, "publisher"), ==, n_publishers);
  for (guint i = 0; i < json_array_get_length (accounts); i++)
    {
      JsonNode *account = json_array_get_element (accounts, i);
      JsonObject *row = json_node_get_object (account);
      gboolean staff = json_object_get_null_member (row, "publisher_id");

      if (own != NULL && !staff
          && !g_str_equal (json_object_get_string_member (row, "publisher_id"), own))
        continue;
      assert_row (self, "account", account);
      n_accounts++;
    }
  g_assert_cmpuint (count_kind (self, "account"), ==, n_accounts);
}

void
api_reader_assert_current (ApiReader *self)
{
  assert_threads (self);
  assert_people (self);
}

void
api_reader_assert_equal (ApiReader *self, ApiReader *other)
{
  GHashTableIter iter;
  gpointer key, row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      JsonNode *theirs = g_hash_table_lookup (other->rows, key);
      g_autofree char *a = json_to_string (row, FALSE);
      g_autofree char *b = theirs != NULL ? json_to_string (theirs, FALSE) : NULL;

      g_assert_cmpstr (a, ==, b);
    }
  g_assert_cmpuint (g_hash_table_size (self->rows), ==, g_hash_table_size (other->rows));
}
