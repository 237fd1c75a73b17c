/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads that are cut, go on, come twice, and come in crowds. */
#include "api-process.h"

#include <signal.h>
#include <string.h>

#include "test-await.h"

#define PIECE 65536
#define SIZE (3 * PIECE + 5000)

static GBytes *
make_file (gsize size)
{
  guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (i * 31 + i / 509) & 0xff;

  return g_bytes_new_take (bytes, size);
}

/* The bytes from @first to @end, the last left out. */
static GBytes *
cut_out (GBytes *file, gsize first, gsize end)
{
  return g_bytes_new_from_bytes (file, first, end - first);
}

static const char *
get_offset (Api *api, const char *id)
{
  ApiAnswer *answer = api_call (api, "ada", NULL, "HEAD /v1/attachments/%s", id);
  const char *offset = soup_message_headers_get_one (answer->headers, "Upload-Offset");

  return answer->status == 204 ? offset : NULL;
}

/* Sends the beginning of an upload over a bare connection, and lets it hang. */
static GSocketConnection *
begin (Api *api, const char *id, GBytes *file, gsize n_sent)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  const char *head
      = api_text (api,
                  "POST /v1/attachments?name=a&id=%s HTTP/1.1\r\nHost: x\r\n"
                  "Authorization: Bearer %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                  id,
                  api_token (api, "ada"),
                  g_bytes_get_size (file));
  GSocketConnection *connection;
  GOutputStream *out;
  g_autoptr (GError) error = NULL;

  connection
      = g_socket_client_connect_to_host (client, "127.0.0.1", api->server->port, NULL, &error);
  g_assert_no_error (error);
  out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (out, g_bytes_get_data (file, NULL), n_sent, NULL, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

/* The server stores what comes in its own time: asks it until it has. */
static void
await_offset (Api *api, const char *id, const char *offset)
{
  const gint64 deadline = g_get_monotonic_time () + TEST_AWAIT_MS * G_GINT64_CONSTANT (1000);

  while (g_strcmp0 (get_offset (api, id), offset) != 0)
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
}

static void
assert_whole (Api *api, const char *id, GBytes *file)
{
  ApiAnswer *got = api_expect (api, "200", "ada", NULL, "GET /v1/attachments/%s", id);

  g_assert_cmpmem (got->text, got->length, g_bytes_get_data (file, NULL), g_bytes_get_size (file));
}

/* Sends what is missing from @from on, and checks what is answered. */
static void
finish (Api *api, const char *id, GBytes *file, gsize from)
{
  g_autoptr (GBytes) rest = cut_out (file, from, g_bytes_get_size (file));
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
  ApiAnswer *answer = api_send_bytes (
      api, "ada", NULL, rest, "PUT /v1/attachments/%s?offset=%" G_GSIZE_FORMAT, id, from);

  g_assert_cmpstr (answer->said, ==, "200");
  g_assert_cmpstr (api_string (answer, "id"), ==, id);
  g_assert_cmpstr (api_string (answer, "sha256"), ==, sha256);
  g_assert_cmpint (api_integer (answer, "size"), ==, g_bytes_get_size (file));
  assert_whole (api, id, file);
}

static void
test_cut (void)
{
  static const gsize from[] = { 2 * PIECE, 0, 100, PIECE, 2 * PIECE - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (from); i++)
    {
      g_autoptr (Api) api = api_new ();
      g_autoptr (GBytes) file = make_file (SIZE);
      const char *id = api_new_id (api);
      g_autoptr (GSocketConnection) connection = begin (api, id, file, 2 * PIECE + 777);

      await_offset (api, id, "131072");
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      g_assert_cmpstr (
          api_send_bytes (api, "ada", NULL, file, "PUT /v1/attachments/%s?offset=131073", id)->said,
          ==,
          "409 wrong-offset");
      finish (api, id, file, from[i]);
    }
}

/* It is not complete before its end, and no message takes it. */
static void
test_unfinished (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) file = make_file (SIZE);
  const char *id = api_new_id (api);
  const char *ticket = api_open (api, "ada", "Mine");
  const char *body = api_text (api, "{'body':'B','attachments':[{'id':'%s'}]}", id);
  g_autoptr (GSocketConnection) connection = begin (api, id, file, 2 * PIECE + 777);

  await_offset (api, id, "131072");
  api_expect (api, "204", "ada", NULL, "GET /v1/attachments/%s", id);
  api_expect (api, "404 not-found", "mara", NULL, "GET /v1/attachments/%s", id);
  api_expect (api, "422 /attachments/0/id", "ada", body, "POST /v1/tickets/%s/messages", ticket);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  finish (api, id, file, 2 * PIECE);
  api_expect (api, "201", "ada", body, "POST /v1/tickets/%s/messages", ticket);
}

/* What was told to be stored is on the disk. */
static void
test_killed (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) file = make_file (SIZE);
  const char *id = api_new_id (api);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (TestProcess) first = NULL;
  g_autoptr (TestProcess) second = NULL;

  test_server_stop (api->server);
  first = api_process_new (api);
  connection = begin (api, id, file, 2 * PIECE + 777);
  await_offset (api, id, "131072");
  test_process_end (first, SIGKILL);
  second = api_process_new (api);
  g_assert_cmpstr (get_offset (api, id), ==, "131072");
  finish (api, id, file, 2 * PIECE);
  test_process_end (second, SIGTERM);
}

/* Two connections with one file: both may go on where the other is, and both are answered. */
static void
test_at_once (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) file = make_file (SIZE);
  const char *id = api_new_id (api);
  g_autoptr (GSocketConnection) slow = begin (api, id, file, PIECE + 777);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (slow));
  const char *bytes = g_bytes_get_data (file, NULL);
  g_autoptr (GError) error = NULL;
  char answer[16];
  gsize n_read;

  await_offset (api, id, "65536");
  finish (api, id, file, PIECE);
  g_output_stream_write_all (out, bytes + PIECE + 777, SIZE - PIECE - 777, NULL, NULL, &error);
  g_assert_no_error (error);
  g_input_stream_read_all (
      g_io_stream_get_input_stream (G_IO_STREAM (slow)), answer, 12, &n_read, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (answer, n_read, "HTTP/1.1 200", 12);
  assert_whole (api, id, file);
}

/* Writing twice is writing once, and an id belongs to one file. */
static void
test_repeats (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) file = make_file (SIZE);
  g_autoptr (GBytes) shorter = cut_out (file, 0, SIZE - 1);
  g_autoptr (GBytes) much_shorter = cut_out (file, 0, PIECE);
  g_autoptr (GBytes) nothing = cut_out (file, 0, 0);
  g_autoptr (GBytes) longer = make_file (SIZE + 1);
  g_autoptr (GBytes) much_longer = make_file (SIZE + 3 * PIECE);
  g_autoptr (GBytes) end = cut_out (file, PIECE, SIZE);
  const char *id = api_new_id (api);
  const char *post = api_text (api, "POST /v1/attachments?name=a&id=%s", id);
  const char *other_name = api_text (api, "POST /v1/attachments?name=b&id=%s", id);
  const char *put = api_text (api, "PUT /v1/attachments/%s?offset=65536", id);
  const struct
  {
    const char *who;
    const char *call;
    GBytes *bytes;
    const char *said;
  } cases[] = {
    { "ada", post, file, "201" },
    { "ada", post, file, "200" },
    { "ada/2", post, file, "200" },
    { "ada", put, end, "200" },
    { "ada", api_text (api, "PUT /v1/attachments/%s?offset=%d", id, SIZE), nothing, "200" },
    { "ada", api_text (api, "PUT /v1/attachments/%s", id), file, "200" },
    { "ada", post, shorter, "409 id-taken" },
    { "ada", post, much_shorter, "409 id-taken" },
    { "ada", post, nothing, "409 id-taken" },
    { "ada", post, longer, "409 id-taken" },
    { "ada", post, much_longer, "409 id-taken" },
    { "ada", post, end, "409 id-taken" },
    { "ada", put, file, "409 id-taken" },
    { "ada", other_name, file, "409 id-taken" },
    { "abel", post, file, "409 id-taken" },
    { "mara", post, file, "409 id-taken" },
    { "ursa", post, file, "409 id-taken" },
    { "abel", put, end, "404 not-found" },
    { "mara", put, end, "404 not-found" },
    { "ursa", put, end, "404 not-found" },
    { "ada", "PUT /v1/attachments/" API_MISSING "?offset=0", file, "404 not-found" },
    { "ada", api_text (api, "PUT /v1/attachments/%s?offset=999999", id), file, "409 wrong-offset" },
    { "ada", api_text (api, "PUT /v1/attachments/%s?offset=-1", id), file, "400 bad-request" },
    { "ada", api_text (api, "PUT /v1/attachments/%s?offset=x", id), file, "400 bad-request" },
  };
  const char *first = NULL;

  api_add_elsewhere (api);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApiAnswer *answer
          = api_send_bytes (api, cases[i].who, NULL, cases[i].bytes, "%s", cases[i].call);

      g_test_message ("%u: %s %s", i, cases[i].who, cases[i].call);
      g_assert_cmpstr (answer->said, ==, cases[i].said);
      if (i == 0)
        first = answer->text;
      if (answer->status == 200)
        g_assert_cmpstr (answer->text, ==, first);
      assert_whole (api, id, file);
    }
}

/* Kilobytes that the process has needed at most. */
static guint64
get_peak (TestProcess *process)
{
  g_autofree char *path
      = g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (process->process));
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

#define N_CROWD 64
#define CROWD_SIZE (2 * 1024 * 1024)

typedef struct
{
  guint n_done;
  guint n_right;
} Crowd;

static void
on_uploaded (GObject *session, GAsyncResult *result, gpointer user_data)
{
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (session), result);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body
      = soup_session_send_and_read_finish (SOUP_SESSION (session), result, &error);
  Crowd *crowd = user_data;

  g_assert_no_error (error);
  crowd->n_done++;
  crowd->n_right += soup_message_get_status (message) == 201;
}

static void
upload_crowd (Api *api, GBytes *file)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options (
      "timeout", 60, "max-conns", N_CROWD, "max-conns-per-host", N_CROWD, NULL);
  g_autofree char *uri
      = g_strdup_printf ("http://127.0.0.1:%u/v1/attachments?name=crowd", api->server->port);
  g_autofree char *token = g_strconcat ("Bearer ", api_token (api, "ada"), NULL);
  g_autoptr (GTimer) timer = g_timer_new ();
  Crowd crowd = { 0 };

  for (guint i = 0; i < N_CROWD; i++)
    {
      g_autoptr (SoupMessage) message = soup_message_new ("POST", uri);

      soup_message_set_request_body_from_bytes (message, "image/png", file);
      soup_message_headers_replace (
          soup_message_get_request_headers (message), "Authorization", token);
      soup_session_send_and_read_async (
          session, message, G_PRIORITY_DEFAULT, NULL, on_uploaded, &crowd);
    }
  /* The deadline is that of the session: this is work, not waiting. */
  while (crowd.n_done < N_CROWD)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (crowd.n_right, ==, N_CROWD);
  g_test_message ("%.1f s", g_timer_elapsed (timer, NULL));
}

/* What the first crowd needs is there for the second, and is less than what is uploaded. */
static void
test_crowd (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) file = make_file (CROWD_SIZE);
  g_autoptr (TestProcess) process = NULL;
  guint64 before, after;

  test_server_stop (api->server);
  /* AddressSanitizer would keep what is freed for a while. */
  g_setenv ("ASAN_OPTIONS", "quarantine_size_mb=1:thread_local_quarantine_size_kb=64", TRUE);
  process = api_process_new (api);
  api_token (api, "ada");
  before = get_peak (process);
  upload_crowd (api, file);
  after = get_peak (process);
  g_test_message ("%" G_GUINT64_FORMAT " KiB, then %" G_GUINT64_FORMAT " KiB", before, after);
  g_assert_cmpuint (after - before, <, N_CROWD * CROWD_SIZE / 1024 / 2);
  test_process_end (process, SIGTERM);
}

void
api_add_upload_tests (void)
{
  g_test_add_func ("/api/uploads/cut-and-gone-on", test_cut);
  g_test_add_func ("/api/uploads/unfinished-is-nothing-yet", test_unfinished);
  g_test_add_func ("/api/uploads/survive-a-kill", test_killed);
  g_test_add_func ("/api/uploads/two-at-once", test_at_once);
  g_test_add_func ("/api/uploads/twice-is-once", test_repeats);
  g_test_add_func ("/api/uploads/a-crowd-stays-small", test_crowd);
}
