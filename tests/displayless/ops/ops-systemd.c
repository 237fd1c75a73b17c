/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Under a service manager: it hands over sockets, hears what goes on, and waits for signs of life.
 */
#include <gio/gunixsocketaddress.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>

#include "ops-fixture.h"

#define TLS "--certificate=$F/certificate.pem --private-key=$F/key.pem"

/* (transfer full): listens at a free port of loopback. */
static GSocket *
listen_at (guint16 *port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, any, FALSE, &error));
  g_assert_true (g_socket_listen (socket, &error));
  address = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  return socket;
}

/* What the server says at $NOTIFY_SOCKET. */
static GSocket *
listen_to_notes (const char *path)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (
      G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, address, FALSE, &error));
  g_assert_no_error (error);
  return socket;
}

/* (transfer full) (nullable): the next note; NULL: none within @seconds. */
static char *
read_note (GSocket *notes, guint seconds)
{
  char text[512];
  g_autoptr (GError) error = NULL;
  gssize n;

  g_socket_set_timeout (notes, seconds);
  n = g_socket_receive (notes, text, sizeof text, NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return NULL;
  g_assert_no_error (error);
  g_test_message ("%.*s", (int)n, text);
  return g_strndup (text, n);
}

static void
expect_note (GSocket *notes, const char *expected)
{
  g_autofree char *note = read_note (notes, 30);

  g_assert_cmpstr (note, ==, expected);
}

static GSubprocessLauncher *
new_launcher (const char *const *variables)
{
  GSubprocessLauncher *launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  for (guint i = 0; variables[i] != NULL; i += 2)
    g_subprocess_launcher_setenv (launcher, variables[i], variables[i + 1], TRUE);
  return launcher;
}

static void
hand_over (GSubprocessLauncher *launcher, GSocket *socket, int fd)
{
  g_subprocess_launcher_take_fd (launcher, dup (g_socket_get_fd (socket)), fd);
}

/* Both sockets are served, each in its way, and none of the configured ones. */
static void
test_sockets (void)
{
  static const char *const variables[]
      = { "LISTEN_FDS", "2", "LISTEN_FDNAMES", "https:http", NULL };
  g_autoptr (Ops) ops = ops_new ();
  GSubprocessLauncher *launcher = new_launcher (variables);
  guint16 http, https;
  g_autoptr (GSocket) secret = listen_at (&https);
  g_autoptr (GSocket) clear = listen_at (&http);
  g_autofree char *answer = NULL;

  hand_over (launcher, secret, 3);
  hand_over (launcher, clear, 4);
  ops_launch (ops, launcher, TLS, 2);
  g_assert_cmpuint (ops->api->server->port, ==, http);
  g_assert_cmpuint (ops->https, ==, https);
  api_expect (ops->api, "200", "ada", NULL, "GET /v1/me");
  answer = ops_ask (https, ops->certificate, "/healthz");
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
}

/* Who is not served is told why. */
static void
test_wrong_sockets (void)
{
  static const struct
  {
    const char *name, *options, *said;
  } cases[] = {
    { "tickets-server.socket", TLS, "FileDescriptorName=" },
    { "", TLS, "FileDescriptorName=" },
    { "https", "", "needs a certificate" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const variables[] = { "LISTEN_FDS", "1", "LISTEN_FDNAMES", cases[i].name, NULL };
      g_autoptr (Ops) ops = ops_new ();
      GSubprocessLauncher *launcher = new_launcher (variables);
      guint16 port;
      g_autoptr (GSocket) socket = listen_at (&port);

      hand_over (launcher, socket, 3);
      ops_launch (ops, launcher, cases[i].options, 0);
      g_free (ops_wait_log (ops, cases[i].said));
      g_subprocess_wait (ops->process->process, NULL, NULL);
      g_assert_cmpint (g_subprocess_get_exit_status (ops->process->process), !=, 0);
    }
}

/* What was handed over to another process is not taken. */
static void
test_not_ours (void)
{
  static const char *const variables[]
      = { "LISTEN_PID", "1", "LISTEN_FDS", "1", "LISTEN_FDNAMES", "nonsense", NULL };
  g_autoptr (Ops) ops = ops_new ();

  ops_launch (ops, new_launcher (variables), "", 1);
  api_expect (ops->api, "200", NULL, NULL, "GET /healthz");
}

/* Ready when it answers, reloading, stopping. */
static void
test_notes (void)
{
  g_autoptr (Ops) ops = ops_new ();
  g_autofree char *path = g_build_filename (ops->api->server->folder, "notes", NULL);
  const char *const variables[] = { "NOTIFY_SOCKET", path, NULL };
  g_autoptr (GSocket) notes = listen_to_notes (path);
  g_autofree char *reloading = NULL;
  gint64 began = g_get_monotonic_time ();
  gint64 at;

  ops_launch (ops, new_launcher (variables), "", 1);
  expect_note (notes, "READY=1");
  api_expect (ops->api, "200", NULL, NULL, "GET /healthz");
  g_subprocess_send_signal (ops->process->process, SIGHUP);
  reloading = read_note (notes, 30);
  g_assert_true (g_str_has_prefix (reloading, "RELOADING=1\nMONOTONIC_USEC="));
  at = g_ascii_strtoll (strrchr (reloading, '=') + 1, NULL, 10);
  g_assert_cmpint (at, >=, began);
  g_assert_cmpint (at, <=, g_get_monotonic_time ());
  expect_note (notes, "READY=1");
  g_subprocess_send_signal (ops->process->process, SIGTERM);
  expect_note (notes, "STOPPING=1");
  g_subprocess_wait (ops->process->process, NULL, NULL);
  g_assert_cmpint (g_subprocess_get_exit_status (ops->process->process), ==, 0);
}

static void
on_answered (GObject *session, GAsyncResult *result, gpointer done)
{
  g_autoptr (GBytes) body
      = soup_session_send_and_read_finish (SOUP_SESSION (session), result, NULL);

  *(gboolean *)done = TRUE;
}

/* A write that the database keeps waiting keeps the writer: as long there is no sign of life, and
 * then there is again. */
static void
test_watchdog (void)
{
  g_autoptr (Ops) ops = ops_new ();
  g_autofree char *path = g_build_filename (ops->api->server->folder, "notes", NULL);
  const char *const variables[] = { "NOTIFY_SOCKET", path, "WATCHDOG_USEC", "300000", NULL };
  g_autoptr (GSocket) notes = listen_to_notes (path);
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) body = NULL;
  gboolean answered = FALSE;
  sqlite3 *db = NULL;
  const char *json = "{\"title\":\"T\",\"message\":{\"body\":\"B\"}}";

  ops_launch (ops, new_launcher (variables), "", 1);
  expect_note (notes, "READY=1");
  for (guint i = 0; i < 5; i++)
    expect_note (notes, "WATCHDOG=1");

  api_token (ops->api, "ada");
  g_assert_cmpint (sqlite3_open (ops->api->server->database, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  message = soup_message_new (
      "POST", api_text (ops->api, "http://127.0.0.1:%u/v1/tickets", ops->api->server->port));
  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Authorization",
                                api_text (ops->api, "Bearer %s", api_token (ops->api, "ada")));
  body = g_bytes_new_static (json, strlen (json));
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_session_send_and_read_async (
      ops->api->session, message, G_PRIORITY_DEFAULT, NULL, on_answered, &answered);
  /* Until the writer has it, there are some more; then none for ten intervals. */
  for (;;)
    {
      g_autofree char *note = NULL;

      g_main_context_iteration (NULL, FALSE);
      note = read_note (notes, 1);
      if (note == NULL)
        break;
    }
  g_assert_false (answered);
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close (db);
  expect_note (notes, "WATCHDOG=1");
  while (!answered)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (soup_message_get_status (message), ==, 201);
}

void
ops_add_systemd_tests (void)
{
  g_test_add_func ("/ops/systemd/sockets", test_sockets);
  g_test_add_func ("/ops/systemd/wrong-sockets-are-told", test_wrong_sockets);
  g_test_add_func ("/ops/systemd/sockets-of-others", test_not_ours);
  g_test_add_func ("/ops/systemd/notes", test_notes);
  g_test_add_func ("/ops/systemd/watchdog", test_watchdog);
}
