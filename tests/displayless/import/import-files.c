/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: the project's own files go in, out, in again elsewhere, and nothing of them changes. */
#include "import-place.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "tkt-exchange.h"

typedef struct
{
  const char *folder;
  const char *name;
} File;

static const File samples = { "samples", "conversations.jsonl" };
static const File demo = { "demo", "tickets.jsonl" };

static ImportPlace *
take_file (const char *lines)
{
  ImportPlace *place = import_place_new ();
  g_autoptr (GError) error = NULL;

  import_place_take (place, lines, &error);
  g_assert_no_error (error);

  return place;
}

static void
test_exported_and_imported_elsewhere_is_equal (gconstpointer data)
{
  const File *file = data;
  g_autofree char *lines = import_load (file->folder, file->name);
  g_autoptr (ImportPlace) here = take_file (lines);
  g_autofree char *exported = import_place_export (here);
  g_autoptr (ImportPlace) elsewhere = take_file (exported);
  g_autofree char *again = import_place_export (elsewhere);

  g_assert_cmpstr (exported, ==, again);
}

/* A ticket with one file of so many bytes, and one with none. */
static char *
make_lines (gsize size)
{
  g_autofree guchar *bytes = g_malloc (MAX (size, 1));
  g_autofree char *data = NULL;
  g_autofree char *line = NULL;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (i * 7 + i / 253) & 0xff;
  data = g_base64_encode (bytes, size);
  line = g_strdup_printf (
      "{'id':'0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeee1','number':1,'publisher':'Acme','title':'One',"
      "'status':'open','opened_at':'2026-11-02T09:00:00.000Z','closed_at':null,'closed_by':null,"
      "'messages':[{'id':'0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeee2','author':'pat','name':'Pat',"
      "'role':'publisher','sent_at':'2026-11-02T09:00:00.000Z','body':'Hello',"
      "'attachments':[{'id':'0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeee3','name':'a b.bin',"
      "'data':'%s'},{'id':'0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeee4','name':'c','data':''}]}]}\n",
      data);
  return import_json (line);
}

/* Files of a message go along, whatever their size; and an id belongs to one of them. */
static void
test_attachments (void)
{
  static const gsize sizes[] = { 0, 1, 65536, 65537, 300000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *lines = make_lines (sizes[i]);
      g_autoptr (ImportPlace) here = take_file (lines);
      g_autofree char *exported = import_place_export (here);
      g_autoptr (ImportPlace) elsewhere = take_file (exported);
      g_autofree char *again = import_place_export (elsewhere);

      g_assert_nonnull (strstr (exported, "\"name\":\"a b.bin\""));
      g_assert_cmpuint (strlen (exported), >=, strlen (lines) - 10);
      g_assert_cmpstr (exported, ==, again);
    }
}

static GHashTable *
read_by_title (const char *text)
{
  GHashTable *tickets = g_hash_table_new_full (
      g_str_hash, g_str_equal, NULL, (GDestroyNotify)tkt_exchange_ticket_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;
      TktExchangeTicket *ticket = tkt_exchange_ticket_read (lines[i], strlen (lines[i]), &error);

      g_assert_no_error (error);
      g_assert_false (g_hash_table_contains (tickets, ticket->title));
      g_hash_table_insert (tickets, ticket->title, ticket);
    }

  return tickets;
}

/* Ids and numbers are the server's where the file gives none: all else must be as it was. */
static void
forget_ids (TktExchangeTicket *ticket)
{
  g_clear_pointer (&ticket->id, g_free);
  ticket->number = 0;
  for (guint i = 0; i < ticket->messages->len; i++)
    {
      TktExchangeMessage *message = g_ptr_array_index (ticket->messages, i);

      g_clear_pointer (&message->id, g_free);
    }
}

static void
test_loses_nothing (gconstpointer data)
{
  const File *file = data;
  g_autofree char *lines = import_load (file->folder, file->name);
  g_autoptr (ImportPlace) place = take_file (lines);
  g_autofree char *exported = import_place_export (place);
  g_autoptr (GHashTable) before = read_by_title (lines);
  g_autoptr (GHashTable) after = read_by_title (exported);
  GHashTableIter iter;
  gpointer ticket;

  g_assert_cmpuint (g_hash_table_size (before), ==, g_hash_table_size (after));
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, NULL, &ticket))
    {
      TktExchangeTicket *found = g_hash_table_lookup (after, ((TktExchangeTicket *)ticket)->title);
      g_autofree char *was = NULL;
      g_autofree char *is = NULL;

      g_assert_nonnull (found);
      forget_ids (found);
      was = tkt_shape_to_json (&tkt_exchange_ticket_shape, ticket);
      is = tkt_shape_to_json (&tkt_exchange_ticket_shape, found);
      g_assert_cmpstr (was, ==, is);
    }
}

/* The words in which network.json names people and publishers. */
static GHashTable *
read_names (JsonObject *network, const char *list, const char *member)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *array = json_object_get_array_member (network, list);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *entry = json_array_get_object_element (array, i);

      g_assert_true (
          g_hash_table_add (names, g_strdup (json_object_get_string_member (entry, member))));
    }

  return names;
}

static void
assert_known (GHashTable *names, const char *name)
{
  if (name != NULL && !g_hash_table_contains (names, name))
    g_error ("network.json does not know “%s”", name);
}

static void
test_demo_names_nobody_else (void)
{
  g_autofree char *text = import_load ("demo", "network.json");
  g_autofree char *lines = import_load (demo.folder, demo.name);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  g_autoptr (GHashTable) tickets = read_by_title (lines);
  g_autoptr (GHashTable) usernames = NULL;
  g_autoptr (GHashTable) publishers = NULL;
  GHashTableIter iter;
  gpointer value;

  g_assert_nonnull (root);
  usernames = read_names (json_node_get_object (root), "accounts", "username");
  publishers = read_names (json_node_get_object (root), "publishers", "name");
  g_hash_table_iter_init (&iter, tickets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const TktExchangeTicket *ticket = value;

      assert_known (publishers, ticket->publisher);
      assert_known (usernames, ticket->assignee);
      assert_known (usernames, ticket->closed_by);
      for (guint i = 0; i < ticket->messages->len; i++)
        {
          const TktExchangeMessage *message = g_ptr_array_index (ticket->messages, i);

          assert_known (usernames, message->author);
          assert_known (usernames, message->deleted_by);
        }
    }
}

void
import_add_file_tests (void)
{
  g_test_add_data_func ("/import/samples/exported-and-imported-elsewhere-is-equal",
                        &samples,
                        test_exported_and_imported_elsewhere_is_equal);
  g_test_add_data_func ("/import/samples/loses-nothing", &samples, test_loses_nothing);
  g_test_add_data_func ("/import/demo/exported-and-imported-elsewhere-is-equal",
                        &demo,
                        test_exported_and_imported_elsewhere_is_equal);
  g_test_add_data_func ("/import/demo/loses-nothing", &demo, test_loses_nothing);
  g_test_add_func ("/import/demo/names-nobody-but-the-network", test_demo_names_nobody_else);
  g_test_add_func ("/import/attachments-go-along", test_attachments);
}
