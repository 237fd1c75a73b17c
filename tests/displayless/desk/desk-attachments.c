/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments at desks: kept from the moment they were chosen, delivered with their words, fetched,
 * and gone with their message. */
#include "desk-fixture.h"

#include <string.h>

#include "test-acts.h"
#include "tkt-files.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

#define SIZE 150000

/* Bytes that stand nowhere else, from end to end. */
static GBytes *
make_file (const char *word)
{
  GString *bytes = g_string_new (NULL);

  while (bytes->len < SIZE)
    g_string_append_printf (bytes, "%s-%05u ", word, (guint)bytes->len);
  return g_string_free_to_bytes (bytes);
}

static TktAttachment *
attach (Seat *seat, GBytes *bytes, const char *name)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TktAttachment *attachment;

  tkt_desk_attach_async (seat->desk, NULL, bytes, name, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  attachment = tkt_desk_attach_finish (seat->desk, result, &error);
  g_assert_no_error (error);
  return attachment;
}

/* (element-type TktAttachment): one of that word. */
static GPtrArray *
attach_word (Seat *seat, const char *word)
{
  g_autoptr (GBytes) bytes = make_file (word);
  GPtrArray *attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_attachment_free);

  g_ptr_array_add (attachments, attach (seat, bytes, "a.txt"));
  return attachments;
}

static char *
reply_with (Seat *seat, const char *ticket_id, const GPtrArray *attachments, GError **error)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (seat, ticket_id);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_reply_async (
      seat->desk, row->ticket, "See this", attachments, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  return tkt_desk_finish (seat->desk, result, error);
}

/* The attachment of the last message that the seat shows. */
static TktAttachment *
get_last (Seat *seat, const char *ticket_id)
{
  g_autoptr (GPtrArray) messages = seat_list_messages (seat, ticket_id);
  const TktMessageRow *row = g_ptr_array_index (messages, messages->len - 1);

  g_assert_cmpuint (row->message->attachments->len, ==, 1);
  return tkt_attachment_copy (g_ptr_array_index (row->message->attachments, 0));
}

static GFile *
fetch (Seat *seat, const TktAttachment *attachment, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_fetch_async (seat->desk, attachment, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  return tkt_desk_fetch_finish (seat->desk, result, error);
}

static void
assert_fetched (Seat *seat, const char *ticket_id, const char *word)
{
  g_autoptr (TktAttachment) attachment = get_last (seat, ticket_id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = fetch (seat, attachment, &error);
  g_autoptr (GBytes) expected = make_file (word);
  g_autoptr (GBytes) bytes = NULL;
  TktTransfer *transfer = tkt_desk_get_transfer (seat->desk, attachment->id);

  g_assert_no_error (error);
  bytes = g_file_load_bytes (file, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, expected));
  g_assert_cmpstr (attachment->name, ==, "a.txt");
  g_assert_cmpstr (attachment->media_type, ==, "text/plain");
  g_assert_cmpfloat (tkt_transfer_get_fraction (transfer), ==, 1);
}

/* The server is not there: the words and the file wait, over restarts, and go out once. */
static void
test_offline (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *ticket = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (GPtrArray) attachments = NULL;
  g_autofree char *message = NULL;

  desk_settle (self);
  test_server_stop (self->server);
  attachments = attach_word (ada, "bandicoot");
  message = reply_with (ada, ticket, attachments, NULL);
  assert_fetched (ada, ticket, "bandicoot");
  seat_stop (ada);
  seat_start (ada);
  seat_await_ready (ada);
  assert_fetched (ada, ticket, "bandicoot");
  test_server_start (self->server);
  desk_settle (self);
  seat_assert_messages (mara, ticket, "ada: Where is it? | ada: See this");
  assert_fetched (mara, ticket, "bandicoot");
  assert_fetched (ada, ticket, "bandicoot");
  seat_assert_in_step (ada);
}

/* An opening takes its attachments along. */
static void
test_opening (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autoptr (GPtrArray) attachments = attach_word (ada, "quokka");
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *ticket = NULL;

  tkt_desk_open_ticket_async (
      ada->desk, NULL, "Payout", "See this", attachments, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  ticket = tkt_desk_finish (ada->desk, result, NULL);
  desk_settle (self);
  assert_fetched (mara, ticket, "quokka");
}

static void
put_other_bytes (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  TktAttachment *attachment = data;
  const TktUploadRequest request = { attachment->id, attachment->name, 0 };
  g_autofree char *other = g_strnfill (TKT_UPLOAD_PIECE, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new (other, TKT_UPLOAD_PIECE);
  g_autoptr (GError) error = NULL;

  tkt_service_store_piece (tx, actor, &request, 0, bytes, &error);
  g_assert_no_error (error);
}

/* Keeps where the file stood when it first was under way. */
static void
on_fraction (TktTransfer *transfer, GParamSpec *pspec, gpointer user_data)
{
  double *first = user_data;

  if (*first < 0)
    *first = tkt_transfer_get_fraction (transfer);
}

/* The server has a beginning already. That it is another one shows that it is not sent again. */
static void
test_goes_on (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *ticket = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (GPtrArray) attachments = attach_word (ada, "wombat");
  g_autoptr (GBytes) file = make_file ("wombat");
  g_autofree char *mixed = g_memdup2 (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  g_autofree char *sha256 = NULL;
  g_autofree char *message = NULL;
  g_autoptr (TktAttachment) delivered = NULL;
  const TktAttachment *attachment = g_ptr_array_index (attachments, 0);
  double first = -1;

  desk_settle (self);
  desk_act (self, "ada", put_other_bytes, g_ptr_array_index (attachments, 0));
  g_signal_connect (tkt_desk_get_transfer (ada->desk, attachment->id),
                    "notify::fraction",
                    G_CALLBACK (on_fraction),
                    &first);
  message = reply_with (ada, ticket, attachments, NULL);
  desk_settle (self);
  g_assert_cmpfloat (first, >=, (double)TKT_UPLOAD_PIECE / SIZE);
  delivered = get_last (ada, ticket);
  memset (mixed, 'x', TKT_UPLOAD_PIECE);
  sha256
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *)mixed, g_bytes_get_size (file));
  g_assert_cmpstr (delivered->sha256, ==, sha256);
}

static TktDraft *
find_draft (Seat *seat, const char *ticket_id)
{
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_find_draft_async (seat->desk, ticket_id, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  return tkt_desk_find_draft_finish (seat->desk, result, NULL);
}

/* A draft without a word keeps its files, too. */
static void
test_draft (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *ticket = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (GPtrArray) attachments = attach_word (ada, "numbat");
  g_autoptr (TktDraft) draft = tkt_draft_make (ticket, NULL, NULL, "");
  g_autoptr (TktDraft) found = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *message = NULL;

  tkt_attachments_free (draft->attachments);
  draft->attachments = tkt_attachments_copy (attachments);
  tkt_desk_save_draft_async (ada->desk, draft, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  saved = tkt_desk_finish (ada->desk, result, NULL);
  g_clear_object (&result);
  desk_settle (self);
  for (guint i = 0; i < 2; i++)
    {
      seat_stop (ada);
      seat_start (ada);
      seat_await_ready (ada);
      desk_settle (self);
    }
  found = find_draft (ada, ticket);
  g_assert_cmpuint (found->attachments->len, ==, 1);
  message = reply_with (ada, ticket, found->attachments, NULL);
  desk_settle (self);
  assert_fetched (ada, ticket, "numbat");
}

/* What was refused keeps its file, and takes it along to where it is sent instead. */
static void
test_refused (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *ticket = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (GPtrArray) attachments = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GAsyncResult) taken = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (TktDraft) draft = NULL;
  g_autofree char *message = NULL;
  g_autofree char *other = NULL;
  g_autofree char *done = NULL;

  desk_settle (self);
  test_server_stop (self->server);
  attachments = attach_word (ada, "potoroo");
  message = reply_with (ada, ticket, attachments, NULL);
  test_server_start (self->server);
  test_act_close_ticket (self->server, "nils", ticket);
  desk_settle (self);
  seat_assert_messages (ada, ticket, "ada: Where is it? | ada: See this [refused]");
  seat_stop (ada);
  seat_start (ada);
  seat_await_ready (ada);
  assert_fetched (ada, ticket, "potoroo");
  messages = seat_list_messages (ada, ticket);
  tkt_desk_take_back_async (
      ada->desk,
      ((TktMessageRow *)g_ptr_array_index (messages, messages->len - 1))->outbox_seq,
      TKT_TAKE_BACK_AS_NEW_TICKET,
      test_keep_result,
      (gpointer)&taken);
  test_await (taken != NULL);
  done = tkt_desk_finish (ada->desk, taken, NULL);
  draft = find_draft (ada, NULL);
  tkt_desk_open_ticket_async (ada->desk,
                              NULL,
                              "Again",
                              draft->body,
                              draft->attachments,
                              test_keep_result,
                              (gpointer)&opened);
  test_await (opened != NULL);
  other = tkt_desk_finish (ada->desk, opened, NULL);
  desk_settle (self);
  assert_fetched (mara, other, "potoroo");
}

/* Deleted, its bytes are on nobody's computer any more. */
static void
test_deleted (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *ticket = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (GPtrArray) attachments = attach_word (ada, "dunnart");
  g_autofree char *message = NULL;

  desk_settle (self);
  message = reply_with (ada, ticket, attachments, NULL);
  desk_settle (self);
  assert_fetched (mara, ticket, "dunnart");
  g_assert_true (test_folder_contains (ada->folder, "dunnart"));
  g_assert_true (test_folder_contains (mara->folder, "dunnart"));
  seat_delete_message (ada, ticket, message, NULL);
  desk_settle (self);
  desk_await (self, !test_folder_contains (ada->folder, "dunnart"));
  desk_await (self, !test_folder_contains (mara->folder, "dunnart"));
}

/* Without a network what is here opens, and what is not says so. */
static void
test_not_here (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Seat *nils = seat_new (self, "nils");
  g_autofree char *ticket = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (GPtrArray) attachments = attach_word (ada, "bettong");
  g_autofree char *message = NULL;
  g_autoptr (TktAttachment) attachment = NULL;
  g_autoptr (GError) error = NULL;

  desk_settle (self);
  message = reply_with (ada, ticket, attachments, NULL);
  desk_settle (self);
  assert_fetched (mara, ticket, "bettong");
  test_server_stop (self->server);
  assert_fetched (mara, ticket, "bettong");
  attachment = get_last (nils, ticket);
  g_assert_null (fetch (nils, attachment, &error));
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_UNAVAILABLE);
  g_assert_cmpstr (
      error->message, ==, "This file is not on this computer, and the server can't be reached.");
}

/* Too large, or too many: said before anything waits to be sent. */
static void
test_too_much (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *ticket = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autofree char *large = g_malloc0 (TKT_ATTACHMENT_SIZE_MAX + 1);
  g_autoptr (GBytes) most = g_bytes_new (large, TKT_ATTACHMENT_SIZE_MAX);
  g_autoptr (GBytes) more = g_bytes_new (large, TKT_ATTACHMENT_SIZE_MAX + 1);
  g_autoptr (TktAttachment) taken = attach (ada, most, "a.bin");
  g_autoptr (GPtrArray) eleven = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tkt_desk_attach_async (ada->desk, NULL, more, "b.bin", test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  g_assert_null (tkt_desk_attach_finish (ada->desk, result, &error));
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "“b.bin” is too large. An attachment has at most 10 MiB.");
  g_clear_error (&error);
  for (guint i = 0; i < 11; i++)
    g_ptr_array_add (eleven, taken);
  g_assert_null (reply_with (ada, ticket, eleven, &error));
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_TOO_LARGE);
}

/* Names that the server would refuse are made into ones that it takes. */
static void
test_names (void)
{
  static const struct
  {
    const char *name, *taken;
  } names[] = {
    { "Screenshot.png", "Screenshot.png" },
    { "a\xe2\x80\xae"
      "gnp.exe",
      "agnp.exe" },
    { "a/b\\c\n.txt", "abc.txt" },
    { "  ", "File" },
    { "..", "File" },
    { "\xff", "\xef\xbf\xbd" },
  };
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TktAttachment) attachment = attach (ada, bytes, names[i].name);

      g_assert_cmpstr (attachment->name, ==, names[i].taken);
    }
}

static void
keep (TktFiles *files, const char *id, const char *word)
{
  g_autoptr (GBytes) bytes = make_file (word);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  TktAttachment attachment = { .id = (char *)id, .sha256 = sha256 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tkt_files_keep_async (files, &attachment, bytes, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  tkt_files_keep_finish (files, result, &error);
  g_assert_no_error (error);
}

/* Looking for it is looking at it. */
static gboolean
is_here (TktFiles *files, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *path = NULL;

  tkt_files_find_async (files, id, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  path = tkt_files_find_finish (files, result, NULL);
  return path != NULL;
}

/* Without looking at it. */
static gboolean
is_gone (TktFiles *files, const char *id)
{
  g_auto (GStrv) paths = tkt_files_get_paths (files, id);

  for (char **path = paths; *path != NULL; path++)
    if (g_file_test (*path, G_FILE_TEST_EXISTS))
      return FALSE;
  return TRUE;
}

/* What was looked at longest ago makes room; what waits to be sent never does. */
static void
test_room (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (TktFiles) files = tkt_files_new (folder);
  g_autoptr (TktCacheFiles) known = g_new0 (TktCacheFiles, 1);
  g_autoptr (GBytes) bytes = make_file ("own");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TktAttachment) own = NULL;
  char *ids[4];

  known->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  known->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  tkt_files_take_async (files, NULL, bytes, "own", test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  own = tkt_files_take_finish (files, result, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ids[i] = tkt_uuid_new ();
      g_hash_table_add (known->seen, g_strdup (ids[i]));
      keep (files, ids[i], "seen");
    }
  g_assert_true (is_here (files, ids[0]));
  tkt_files_set_limit (files, 2 * SIZE + SIZE / 2);
  tkt_files_sweep (files, known);
  test_await (is_gone (files, ids[1]) && is_gone (files, ids[2]));
  g_assert_true (is_here (files, ids[3]) && is_here (files, ids[0]));
  g_assert_true (is_here (files, own->id));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

int
main (int argc, char **argv)
{
  desk_init (&argc, &argv);
  g_test_add_func ("/desk/attachments/rule-19/offline-and-over-a-restart", test_offline);
  g_test_add_func ("/desk/attachments/opening", test_opening);
  g_test_add_func ("/desk/attachments/goes-on-where-it-was-cut", test_goes_on);
  g_test_add_func ("/desk/attachments/drafts-keep-theirs", test_draft);
  g_test_add_func ("/desk/attachments/rule-20/refused-keeps-its-file", test_refused);
  g_test_add_func ("/desk/attachments/rule-13/gone-with-its-message", test_deleted);
  g_test_add_func ("/desk/attachments/rule-18/what-is-here-opens-offline", test_not_here);
  g_test_add_func ("/desk/attachments/too-large-and-too-many", test_too_much);
  g_test_add_func ("/desk/attachments/names", test_names);
  g_test_add_func ("/desk/attachments/room-is-made", test_room);
  return g_test_run ();
}
