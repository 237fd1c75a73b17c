/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history written down: every text as it is, what waits marked, what is deleted gone, and
 * memory for one ticket at a time. */
#include "client-fixture.h"

#include <malloc.h>
#include <string.h>

#include "tkt-history-private.h"
#include "tkt-json.h"

#define HOSTILE "<script>alert(\"x\")</script> & 'y'\nsecond, \xe2\x80\xaegnp.exe \xf0\x9f\x98\x80"

static gboolean
go_on (gpointer data, guint done, guint total, GError **error)
{
  return TRUE;
}

static gboolean
read_with (ClientFixture *self,
           const TktTicketFilter *filter,
           gboolean notes,
           const TktHistoryFormat *format,
           const TktHistoryPlace *place,
           TktHistoryStep step,
           gpointer data,
           GError **error)
{
  g_autoptr (TktDb) db = tkt_history_open (self->folder, error);
  g_autoptr (TktHistoryChoice) choice = tkt_history_choice_new_filter (filter);
  gpointer writer = format->open (place, error);
  gboolean good;

  g_assert_nonnull (db);
  g_assert_nonnull (writer);
  choice->notes = notes;
  good = tkt_history_read (db, self->own, choice, format, writer, place->figures, step, data, error)
         && (format->close == NULL || format->close (writer, error));
  format->free (writer);
  return good;
}

static char *
write_with (ClientFixture *self,
            gboolean notes,
            const TktHistoryFormat *format,
            TktHistoryFigures *figures)
{
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  const TktHistoryPlace place = { .out = out, .folder = self->folder, .figures = figures };
  g_autoptr (GError) error = NULL;

  filter->status = TKT_SHOW_ALL;
  filter->sort = TKT_SHOW_BY_NUMBER;
  *figures = (TktHistoryFigures){ 0 };
  read_with (self, filter, notes, format, &place, go_on, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (out, "", 1, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
}

static char *
write_down (ClientFixture *self, const TktHistoryFormat *format, TktHistoryFigures *figures)
{
  return write_with (self, FALSE, format, figures);
}

/* Takes one field off @p, as RFC 4180 has it; @p is then behind its comma or line's end. */
static char *
take_field (const char **p)
{
  GString *field = g_string_new (NULL);
  const gboolean quoted = **p == '"';

  *p += quoted;
  for (; **p != '\0'; (*p)++)
    {
      if (quoted && g_str_has_prefix (*p, "\"\""))
        (*p)++;
      else if (quoted ? **p == '"' : **p == ',' || **p == '\r')
        break;
      g_string_append_c (field, **p);
    }
  *p += quoted;
  g_assert_true (**p == ',' || g_str_has_prefix (*p, "\r\n"));
  *p += **p == ',' ? 1 : 2;
  return g_string_free (field, FALSE);
}

/* The field of that name in the line @line; 0 is the header. */
static char *
find_field (const char *csv, guint line, const char *name)
{
  g_autofree char *header = g_strndup (csv, strcspn (csv, "\r"));
  g_auto (GStrv) names = g_strsplit (header, ",", -1);
  const guint n = g_strv_length (names);
  const char *p = csv;

  for (guint i = 0; *p != '\0'; i++)
    {
      g_autofree char *field = take_field (&p);

      if (i / n == line && g_str_equal (names[i % n], name))
        return g_steal_pointer (&field);
    }
  return NULL;
}

#define assert_field(csv, line, name, expected)                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found = find_field ((csv), (line), (name));                                   \
                                                                                                   \
    g_assert_cmpstr (found, ==, (expected));                                                       \
  }                                                                                                \
  G_STMT_END

static void
test_csv (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  TktTicket *ticket = client_put_ticket (self, 3, "=HYPERLINK(\"http://evil\")");
  g_autofree char *csv = NULL;
  TktHistoryFigures figures;

  client_put_message (self, ticket, 1, self->author, HOSTILE);
  client_put_message (self, ticket, 2, self->author, "-1+1");
  client_put_message (self, ticket, 3, self->author, "\t=1");
  client_put_message (self,
                      ticket,
                      4,
                      self->author,
                      "\xef\xbc\x9d"
                      "1");
  client_put_message (self, ticket, 5, self->author, "1 = 1");
  client_apply (self);
  csv = write_down (self, &tkt_history_csv, &figures);
  g_assert_cmpuint (figures.n_tickets, ==, 1);
  assert_field (csv, 1, "ticket", "3");
  assert_field (csv, 1, "title", "'=HYPERLINK(\"http://evil\")");
  assert_field (csv, 1, "publisher", "Acme Media");
  assert_field (csv, 1, "body", HOSTILE);
  assert_field (csv, 1, "state", "delivered");
  assert_field (csv, 2, "body", "'-1+1");
  assert_field (csv, 3, "body", "'\t=1");
  assert_field (csv,
                4,
                "body",
                "'\xef\xbc\x9d"
                "1");
  assert_field (csv, 5, "body", "1 = 1");
  assert_field (csv, 6, "body", NULL);
}

/* Rule 13: a tombstone says who and when. One whose deletion waits is none the less one. */
static void
test_deleted (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  TktTicket *ticket = client_put_ticket (self, 1, "Secrets");
  g_autofree char *ticket_id = g_strdup (ticket->id);
  g_autoptr (TktMessage) first = NULL;
  g_autoptr (TktMessage) second = NULL;
  const TktHistoryFormat *const formats[] = { &tkt_history_csv, &tkt_history_jsonl };
  TktEntry *deletion;

  first = tkt_message_copy (client_put_message (self, ticket, 1, self->author, "quagmire"));
  second = tkt_message_copy (client_put_message (self, ticket, 2, self->own, "bandicoot"));
  client_apply (self);
  client_put_tombstone (self, first);
  client_apply (self);
  deletion = client_entry (self, TKT_ENTRY_DELETE_MESSAGE, ticket_id);
  deletion->message_id = g_strdup (second->id);
  client_add (self, deletion);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      TktHistoryFigures figures;
      g_autofree char *text = write_down (self, formats[i], &figures);

      g_assert_null (strstr (text, "quagmire"));
      g_assert_null (strstr (text, "bandicoot"));
      g_assert_nonnull (strstr (text, "nils"));
      g_assert_nonnull (strstr (text, "mara"));
      if (i > 0)
        continue;
      assert_field (text, 1, "deleted_by", "nils");
      assert_field (text, 1, "state", "delivered");
      assert_field (text, 2, "deleted_by", "mara");
      assert_field (text, 2, "state", "waiting");
    }
}

/* What waits is marked where there is a place for that, and else left out and counted. */
static void
test_waiting (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  TktTicket *ticket = client_put_ticket (self, 1, "Here");
  g_autofree char *ticket_id = g_strdup (ticket->id);
  g_autofree char *csv = NULL;
  g_autofree char *jsonl = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  TktHistoryFigures figures;

  client_put_message (self, ticket, 1, self->author, "First");
  client_apply (self);
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, ticket_id));
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, ticket_id));
  client_add (self, client_entry (self, TKT_ENTRY_CLOSE, ticket_id));
  client_add (self, client_entry (self, TKT_ENTRY_OPEN_TICKET, NULL));
  client_set_state (self, 2, TKT_ENTRY_REFUSED);

  csv = write_down (self, &tkt_history_csv, &figures);
  g_assert_cmpuint (figures.n_tickets, ==, 2);
  g_assert_cmpuint (figures.n_waiting, ==, 0);
  assert_field (csv, 1, "title", "New");
  assert_field (csv, 1, "state", "waiting");
  assert_field (csv, 1, "ticket", "");
  assert_field (csv, 2, "state", "delivered");
  assert_field (csv, 2, "status", "closed");
  assert_field (csv, 3, "state", "waiting");
  assert_field (csv, 4, "state", "refused");

  jsonl = write_down (self, &tkt_history_jsonl, &figures);
  g_assert_cmpuint (figures.n_tickets, ==, 1);
  g_assert_cmpuint (figures.n_waiting, ==, 3);
  g_assert_null (strstr (jsonl, "waiting"));
  g_assert_cmpstr (strchr (jsonl, '\n'), ==, "\n");
  root = tkt_json_parse (jsonl, strlen (jsonl) - 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (
      json_object_get_string_member (json_node_get_object (root), "status"), ==, "open");
}

/* What has not been fetched yet is not there, and that is said. */
static void
test_partial (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (GError) error = NULL;
  TktHistoryFigures figures;

  client_begin_snapshot (self);
  client_put_message (self, client_put_ticket (self, 1, "Here"), 1, self->author, "First");
  error = client_try_apply (self, TRUE);
  g_assert_no_error (error);
  g_free (write_down (self, &tkt_history_csv, &figures));
  g_assert_cmpuint (figures.n_tickets, ==, 1);
  g_assert_true (figures.partial);
  client_apply (self);
  g_free (write_down (self, &tkt_history_csv, &figures));
  g_assert_false (figures.partial);
}

/* Rule 21: the staff's notes are in nothing that is written down, unless they are asked for; then
 * they are told apart. */
static void
test_notes (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  TktTicket *ticket = client_put_ticket (self, 1, "Here");
  g_autofree char *ticket_id = g_strdup (ticket->id);
  g_autofree char *csv = NULL;
  g_autofree char *jsonl = NULL;
  g_autofree char *id = NULL;
  const TktHistoryFormat *const formats[] = { &tkt_history_csv, &tkt_history_jsonl };
  TktHistoryFigures figures;
  TktEntry *entry;

  client_put_message (self, ticket, 1, self->author, "First");
  client_put_note (self, ticket, 1, 1, self->other, "bandicoot");
  id = g_strdup (client_put_note (self, ticket, 1, 2, self->own, "quagmire")->id);
  client_put_message (self, ticket, 2, self->author, "Second");
  client_apply (self);
  client_add (self, client_entry (self, TKT_ENTRY_WRITE_NOTE, ticket_id));
  entry = client_entry (self, TKT_ENTRY_DELETE_NOTE, ticket_id);
  entry->message_id = g_strdup (id);
  client_add (self, entry);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = write_down (self, formats[i], &figures);

      g_assert_cmpuint (figures.n_tickets, ==, 1);
      g_assert_cmpuint (figures.n_waiting, ==, 0);
      g_assert_nonnull (strstr (text, "Second"));
      g_assert_null (strstr (text, "bandicoot"));
      g_assert_null (strstr (text, "note\""));
      g_assert_null (strstr (text, "notes"));
    }
  csv = write_with (self, TRUE, &tkt_history_csv, &figures);
  assert_field (csv, 1, "kind", "message");
  assert_field (csv, 2, "kind", "note");
  assert_field (csv, 2, "body", "bandicoot");
  assert_field (csv, 2, "position", "");
  assert_field (csv, 3, "deleted_by", "mara");
  assert_field (csv, 3, "state", "waiting");
  assert_field (csv, 4, "body", "Second");
  assert_field (csv, 5, "kind", "note");
  assert_field (csv, 5, "state", "waiting");
  g_assert_null (strstr (csv, "quagmire"));
  jsonl = write_with (self, TRUE, &tkt_history_jsonl, &figures);
  g_assert_cmpuint (figures.n_waiting, ==, 1);
  g_assert_nonnull (strstr (jsonl, "bandicoot"));
  g_assert_null (strstr (jsonl, "quagmire"));
}

/* A day is told of once, whether or not what began it is left out. */
static void
test_day_of_note (void)
{
  g_autoptr (TktHistoryThread) copy = NULL;
  g_autoptr (TktHistoryThread) thread = g_new0 (TktHistoryThread, 1);
  static const struct
  {
    gboolean note;
    gboolean first;
  } rows[]
      = { { FALSE, TRUE }, { TRUE, TRUE }, { TRUE, FALSE }, { FALSE, FALSE }, { FALSE, FALSE } };
  const gboolean expected[] = { TRUE, TRUE, FALSE };

  thread->ticket = g_new0 (TktHistoryTicket, 1);
  thread->ticket->row = g_new0 (TktTicketRow, 1);
  thread->ticket->row->ticket = tkt_ticket_new ();
  thread->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_history_message_free);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TktHistoryMessage *message = g_new0 (TktHistoryMessage, 1);

      message->row = g_new0 (TktMessageRow, 1);
      message->row->message = tkt_message_new ();
      message->row->note = rows[i].note;
      message->row->first_of_day = rows[i].first;
      g_ptr_array_add (thread->messages, message);
    }
  copy = tkt_history_thread_copy_without_notes (thread);
  g_assert_cmpuint (copy->messages->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < copy->messages->len; i++)
    {
      const TktHistoryMessage *message = g_ptr_array_index (copy->messages, i);

      g_assert_cmpint (message->row->first_of_day, ==, expected[i]);
    }
}

/* Live bytes of the heap, whoever counts them. */
extern size_t __sanitizer_get_current_allocated_bytes (void) __attribute__ ((weak));

static gint64
count_bytes (void)
{
  return __sanitizer_get_current_allocated_bytes != NULL
             ? (gint64)__sanitizer_get_current_allocated_bytes ()
             : (gint64)mallinfo2 ().uordblks;
}

/* Remembers the most. */
static gboolean
weigh (gpointer data, guint done, guint total, GError **error)
{
  gint64 *most = data;

  *most = MAX (*most, count_bytes ());
  return TRUE;
}

/* What a connection keeps of its file, and one message with all around it. */
#define MOST_BYTES (2 * 1024 * 1024)

/* Many times as much text as may be in memory, some of it in one ticket. */
static void
test_memory (void)
{
  const guint n = g_getenv ("TICKETS_HISTORY") != NULL ? atoi (g_getenv ("TICKETS_HISTORY")) : 200;
  const TktHistoryFormat *const formats[] = { &tkt_history_csv, &tkt_history_jsonl };
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autofree char *body = g_strnfill (4000, 'x');
  g_autoptr (GFile) null = g_file_new_for_path ("/dev/null");

  for (guint i = 1; i <= n; i++)
    {
      TktTicket *ticket = client_put_ticket (self, i, "One of many");

      for (guint j = 1; j <= (i == 1 ? 1000 : 10); j++)
        client_put_message (self, ticket, j, self->author, body);
      if (i % 20 == 0)
        client_apply (self);
    }
  client_apply (self);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GFileOutputStream) out = g_file_append_to (null, G_FILE_CREATE_NONE, NULL, NULL);
      TktHistoryFigures figures = { 0 };
      const TktHistoryPlace place
          = { .out = G_OUTPUT_STREAM (out), .folder = self->folder, .figures = &figures };
      g_autoptr (GError) error = NULL;
      const gint64 before = count_bytes ();
      gint64 most = before;

      read_with (self, filter, FALSE, formats[i], &place, weigh, &most, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (figures.n_tickets, ==, n);
      g_test_message ("%" G_GINT64_FORMAT " bytes more", most - before);
      g_assert_cmpint (most - before, <, MOST_BYTES);
    }
}

static gboolean
stop_at_third (gpointer data, guint done, guint total, GError **error)
{
  g_assert_cmpuint (total, ==, 5);
  if (done < 2)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Enough");
  return FALSE;
}

static void
test_stopped (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  TktHistoryFigures figures = { 0 };
  const TktHistoryPlace place = { .out = out, .folder = self->folder, .figures = &figures };
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= 5; i++)
    client_put_message (self, client_put_ticket (self, i, "Many"), 1, self->author, "Text");
  client_apply (self);
  g_assert_false (
      read_with (self, filter, FALSE, &tkt_history_csv, &place, stop_at_third, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (figures.n_tickets, ==, 2);
}

void
client_add_history_tests (void)
{
  g_test_add_func ("/client/history/rule-18/csv", test_csv);
  g_test_add_func ("/client/history/rule-13/deleted", test_deleted);
  g_test_add_func ("/client/history/rule-18/waiting", test_waiting);
  g_test_add_func ("/client/history/rule-21/notes", test_notes);
  g_test_add_func ("/client/history/partial", test_partial);
  g_test_add_func ("/client/history/day-of-note", test_day_of_note);
  g_test_add_func ("/client/history/memory", test_memory);
  g_test_add_func ("/client/history/stopped", test_stopped);
}
