/* SPDX-License-Identifier: GPL-3.0-or-later */
/* History that is exported at desks: without a network, whole or not at all, and as the server
 * would export it. */
#include "desk-fixture.h"

#include <string.h>

#include "test-acts.h"
#include "tkt-desk-history.h"
#include "tkt-exchange.h"
#include "tkt-export.h"
#include "tkt-import.h"

#define HOSTILE "<script>alert(\"x\")</script> & 'y'\nsecond, \xe2\x80\xaegnp.exe \xf0\x9f\x98\x80"

static GFile *
get_target (Seat *seat)
{
  return g_file_new_build_filename (seat->fixture->folder, "exports", "tickets.out", NULL);
}

/* Waits for one export to its end. */
static gboolean
export_until (Seat *seat,
              TktHistoryChoice *choice_taken,
              const TktHistoryFormat *format,
              TktTransfer *progress,
              GCancellable *cancellable,
              TktHistoryFigures *figures,
              GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) target = get_target (seat);
  g_autoptr (GFile) folder = g_file_get_parent (target);

  g_file_make_directory (folder, NULL, NULL);
  tkt_desk_export_async (seat->desk,
                         choice_taken,
                         format,
                         "Tickets",
                         target,
                         progress,
                         cancellable,
                         test_keep_result,
                         (gpointer)&result);
  test_await (result != NULL);
  return tkt_desk_export_finish (seat->desk, result, figures, error);
}

static char *
load (Seat *seat)
{
  g_autoptr (GFile) target = get_target (seat);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_load_contents (target, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* How many files there are in the folder of the exports. */
static guint
count_files (Seat *seat)
{
  g_autoptr (GFile) target = get_target (seat);
  g_autoptr (GFile) folder = g_file_get_parent (target);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) files = g_dir_open (g_file_peek_path (folder), 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (files) != NULL)
    n++;
  return n;
}

/* With all that the seat may see. */
static char *
export_all (Seat *seat, const TktHistoryFormat *format, TktHistoryFigures *figures)
{
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GError) error = NULL;
  TktHistoryChoice *choice;

  filter->status = TKT_SHOW_ALL;
  choice = tkt_history_choice_new_filter (filter);
  choice->notes = TRUE;
  export_until (seat, choice, format, NULL, NULL, figures, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (seat), ==, 1);
  return load (seat);
}

static gpointer
export_in_tx (TktStoreTx *tx, gpointer data, GError **error)
{
  gpointer *pair = data;
  TestServer *server = pair[0];
  guint64 n_tickets;

  return GINT_TO_POINTER (
      tkt_export (tx, server->organization, G_OUTPUT_STREAM (pair[1]), &n_tickets, error));
}

/* What the server itself exports. */
static char *
export_of_server (TestServer *server)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  gpointer pair[] = { server, out };
  g_autoptr (GError) error = NULL;

  tkt_store_read (server->store, export_in_tx, pair, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (out, "", 1, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
}

static void
import_in_tx (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  g_auto (GStrv) lines = g_strsplit (data, "\n", -1);
  g_autoptr (TktImporter) importer = tkt_importer_new (tx, operator->organization->id);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      g_autoptr (TktExchangeTicket) ticket
          = tkt_exchange_ticket_read (lines[i], strlen (lines[i]), &error);

      g_assert_no_error (error);
      tkt_importer_take (importer, ticket, &error);
      g_assert_no_error (error);
    }
}

static TktAttachment *
attach (Seat *seat, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TktAttachment *attachment;

  tkt_desk_attach_async (
      seat->desk, NULL, bytes, "a \"b\".txt", test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  attachment = tkt_desk_attach_finish (seat->desk, result, &error);
  g_assert_no_error (error);
  return attachment;
}

static void
reply_with (Seat *seat, const char *ticket_id, const char *text)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (seat, ticket_id);
  g_autoptr (TktAttachment) attachment = attach (seat, text);
  g_autoptr (GPtrArray) attachments = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  g_ptr_array_add (attachments, attachment);
  tkt_desk_reply_async (
      seat->desk, row->ticket, "See this", attachments, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  id = tkt_desk_finish (seat->desk, result, &error);
  g_assert_no_error (error);
}

/* Files that a seat has seen are on its computer. */
static void
fetch_last (Seat *seat, const char *ticket_id)
{
  g_autoptr (GPtrArray) messages = seat_list_messages (seat, ticket_id);
  /* Behind it is a note. */
  const TktMessageRow *row = g_ptr_array_index (messages, messages->len - 2);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  tkt_desk_fetch_async (seat->desk,
                        g_ptr_array_index (row->message->attachments, 0),
                        test_keep_result,
                        (gpointer)&result);
  test_await (result != NULL);
  file = tkt_desk_fetch_finish (seat->desk, result, &error);
  g_assert_no_error (error);
}

/* Two tickets of two publishers with all that can happen to them. */
static char *
make_history (DeskFixture *self, Seat *mara, Seat *ada, Seat *bob)
{
  g_autofree char *first = seat_open_ticket (ada, NULL, "=1+1 \"Payout\"", HOSTILE, NULL);
  g_autofree char *second = seat_open_ticket (bob, NULL, "Creatives", "New banners?", NULL);
  g_autofree char *deleted = NULL;

  desk_settle (self);
  deleted = seat_reply (mara, first, "quagmire", NULL);
  reply_with (ada, first, "The bytes of a file");
  g_free (seat_reply (mara, second, "Tomorrow", NULL));
  desk_settle (self);
  g_free (seat_write_note (mara, second, "Not before Friday", NULL));
  g_free (seat_write_note (mara, first, "Ask the bank", NULL));
  desk_settle (self);
  seat_delete_message (mara, first, deleted, NULL);
  seat_close_ticket (mara, second, NULL);
  desk_settle (self);
  return g_steal_pointer (&first);
}

/* What a desk exports, another server takes in, and exports it as the first one does. */
static void
test_import (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (TestServer) elsewhere = test_server_new ();
  Seat *mara = seat_new (self, "mara");
  g_autofree char *first
      = make_history (self, mara, seat_new (self, "ada"), seat_new (self, "bob"));
  g_autofree char *expected = export_of_server (self->server);
  g_autofree char *lines = NULL;
  g_autofree char *taken = NULL;
  TktHistoryFigures figures;

  lines = export_all (mara, &tkt_history_jsonl, &figures);
  g_assert_cmpuint (figures.n_files, ==, 1);
  g_clear_pointer (&lines, g_free);

  fetch_last (mara, first);
  test_server_stop (self->server);
  lines = export_all (mara, &tkt_history_jsonl, &figures);
  g_assert_cmpuint (figures.n_files, ==, 0);
  g_assert_cmpuint (figures.n_tickets, ==, 2);
  test_server_change (elsewhere, import_in_tx, lines);
  taken = export_of_server (elsewhere);
  g_assert_cmpstr (taken, ==, expected);
  test_server_start (self->server);
}

/* Rule 9: what a publisher exports is what it sees. */
static void
test_own (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  Seat *ada = seat_new (self, "ada");
  Seat *bob = seat_new (self, "bob");
  g_autofree char *first = make_history (self, mara, ada, bob);
  const TktHistoryFormat *const formats[] = { &tkt_history_jsonl, &tkt_history_csv };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      TktHistoryFigures figures;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = export_all (bob, formats[i], &figures);
      g_autofree char *none = NULL;

      g_assert_cmpuint (figures.n_tickets, ==, 1);
      g_assert_null (strstr (text, "Payout"));
      g_assert_null (strstr (text, "Acme"));
      g_assert_null (strstr (text, "Friday"));
      g_assert_nonnull (strstr (text, "Bravo Deals"));
      g_assert_true (export_until (
          bob, tkt_history_choice_new_ticket (first), formats[i], NULL, NULL, &figures, &error));
      none = load (bob);
      g_assert_cmpuint (figures.n_tickets, ==, 0);
      g_assert_null (strstr (none, "Payout"));
    }
}

static void
count_told (GObject *object, GParamSpec *pspec, gpointer n_told)
{
  (*(guint *)n_told)++;
}

/* Cancelled at each of its moments: what was there before is there still, and nothing else. */
static void
test_cancelled (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GFile) target = get_target (ada);
  TktHistoryFigures figures;

  for (guint i = 0; i < 20; i++)
    g_free (seat_open_ticket (ada, NULL, "One of many", "Text", NULL));
  desk_settle (self);
  g_free (export_all (ada, &tkt_history_csv, &figures));
  g_file_replace_contents (target, "before", 6, NULL, FALSE, 0, NULL, NULL, NULL);
  for (guint turns = 0;; turns++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (TktTransfer) progress = tkt_transfer_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      guint n_told = 0;
      gboolean done;

      g_signal_connect (progress, "notify::fraction", G_CALLBACK (count_told), &n_told);
      tkt_desk_export_async (ada->desk,
                             tkt_history_choice_new_filter (filter),
                             &tkt_history_csv,
                             "Tickets",
                             target,
                             progress,
                             cancellable,
                             test_keep_result,
                             (gpointer)&result);
      test_await (n_told >= turns || result != NULL);
      g_cancellable_cancel (cancellable);
      test_await (result != NULL);
      done = tkt_desk_export_finish (ada->desk, result, &figures, &error);
      g_assert_cmpuint (count_files (ada), ==, 1);
      text = load (ada);
      if (done)
        {
          g_assert_cmpstr (text, !=, "before");
          g_assert_cmpuint (turns, >, 0);
          break;
        }
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpstr (text, ==, "before");
    }
}

/* The program ends in the midst of it. */
static void
test_stopped (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GFile) target = get_target (ada);
  g_autoptr (GFile) folder = g_file_get_parent (target);
  g_autoptr (GAsyncResult) result = NULL;

  g_file_make_directory (folder, NULL, NULL);
  for (guint i = 0; i < 20; i++)
    g_free (seat_open_ticket (ada, NULL, "One of many", "Text", NULL));
  tkt_desk_export_async (ada->desk,
                         tkt_history_choice_new_filter (filter),
                         &tkt_history_jsonl,
                         "Tickets",
                         target,
                         NULL,
                         NULL,
                         test_keep_result,
                         (gpointer)&result);
  tkt_desk_stop (ada->desk);
  g_assert_cmpuint (count_files (ada), ==, 0);
  test_await (result != NULL);
  g_clear_object (&result);
  seat_stop (ada);
}

/* Where nothing can be written, that is said, and nothing is left. */
static void
test_no_place (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GFile) target
      = g_file_new_build_filename (self->folder, "nowhere", "tickets.csv", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TktHistoryFigures figures;

  tkt_desk_export_async (ada->desk,
                         tkt_history_choice_new_filter (filter),
                         &tkt_history_csv,
                         "Tickets",
                         target,
                         NULL,
                         NULL,
                         test_keep_result,
                         (gpointer)&result);
  test_await (result != NULL);
  g_assert_false (tkt_desk_export_finish (ada->desk, result, &figures, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  desk_init (&argc, &argv);
  g_test_add_func ("/desk/history/rule-18/import-takes-what-was-exported", test_import);
  g_test_add_func ("/desk/history/rule-9/own", test_own);
  g_test_add_func ("/desk/history/cancelled", test_cancelled);
  g_test_add_func ("/desk/history/stopped", test_stopped);
  g_test_add_func ("/desk/history/no-place", test_no_place);
  return g_test_run ();
}
