/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server in a process of its own. */
#include "bench-child.h"

#include <libsoup/soup.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tkt-server.h"
#include "tkt-sqlite-store.h"
#include "tkt-store-calls.h"
#include "tkt-worker.h"

#define SERVE "--serve"
#define FLOOR "--floor"

/* A child is this same program with other arguments: how, what, how much, threads. */
static BenchChild *
spawn (const char *how, const char *what, gsize size, guint lanes)
{
  g_autofree char *size_text = g_strdup_printf ("%" G_GSIZE_FORMAT, size);
  g_autofree char *lanes_text = g_strdup_printf ("%u", lanes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) answer = NULL;
  g_autofree char *line = NULL;
  BenchChild *child = g_new0 (BenchChild, 1);

  child->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error,
                                     "/proc/self/exe",
                                     how,
                                     what,
                                     size_text,
                                     lanes_text,
                                     NULL);
  g_assert_no_error (error);
  answer = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child->process));
  line = g_data_input_stream_read_line (answer, NULL, NULL, NULL);
  if (line == NULL)
    g_error ("A server did not start");
  child->port = g_ascii_strtoull (line, NULL, 10);
  return child;
}

BenchChild *
bench_child_new_server (const char *database, guint lanes)
{
  return spawn (SERVE, database, 0, lanes);
}

BenchChild *
bench_child_new_floor (guint status, gsize size, guint lanes)
{
  g_autofree char *text = g_strdup_printf ("%u", status);

  return spawn (FLOOR, text, size, lanes);
}

void
bench_child_free (BenchChild *child)
{
  /* It reads its input only to see it end. */
  g_output_stream_close (g_subprocess_get_stdin_pipe (child->process), NULL, NULL);
  g_subprocess_wait (child->process, NULL, NULL);
  g_object_unref (child->process);
  g_free (child);
}

double
bench_child_get_cpu (BenchChild *child)
{
  pid_t pid = atoi (g_subprocess_get_identifier (child->process));
  struct timespec time = { 0 };
  clockid_t clock;

  if (clock_getcpuclockid (pid, &clock) == 0)
    clock_gettime (clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void
say_port_and_wait (guint port)
{
  char byte;

  g_print ("%u\n", port);
  fflush (stdout);
  while (read (STDIN_FILENO, &byte, 1) > 0)
    ;
}

static void
serve (const char *database, guint lanes)
{
  const TktServerOptions options = { .lanes = lanes, .strength = TKT_PASSWORD_QUICK };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStore) store = tkt_sqlite_store_new (database, FALSE, &error);
  g_autoptr (TktServer) server = NULL;

  g_assert_no_error (error);
  server = tkt_server_new (store, &options, &error);
  g_assert_no_error (error);
  say_port_and_wait (g_ascii_strtoull (strrchr (tkt_server_get_uri (server), ':') + 1, NULL, 10));
  tkt_server_stop (server);
  tkt_store_stop (store);
}

/* The floor's one answer. */
typedef struct
{
  guint status;
  GBytes *body;
  GSocket *socket;
} Floor;

static void
answer (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
  const Floor *floor = user_data;

  soup_server_message_set_status (message, floor->status, NULL);
  soup_message_headers_set_content_type (
      soup_server_message_get_response_headers (message), "application/json", NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), floor->body);
}

static void
listen_on_worker (gpointer data, gpointer user_data)
{
  const Floor *floor = data;
  SoupServer *server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) own = g_socket_new_from_fd (dup (g_socket_get_fd (floor->socket)), &error);

  g_assert_no_error (error);
  soup_server_add_handler (server, NULL, answer, user_data, NULL);
  soup_server_listen_socket (server, own, 0, &error);
  g_assert_no_error (error);
}

/* All threads listen on one socket, as the real server's do. Nothing is taken down: the process
 * ends. */
static void
serve_floor (guint status, gsize size, guint lanes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  Floor floor = { .status = status, .body = g_bytes_new_take (g_malloc0 (size), size) };

  memset ((char *)g_bytes_get_data (floor.body, NULL), ' ', size);
  floor.socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (floor.socket, 512);
  g_socket_bind (floor.socket, wanted, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (floor.socket, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < lanes; i++)
    tkt_worker_run_sync (tkt_worker_new ("floor"), listen_on_worker, &floor, &floor);
  bound = g_socket_get_local_address (floor.socket, NULL);
  say_port_and_wait (g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

void
bench_child_serve (int argc, char **argv)
{
  guint lanes;

  if (argc != 5)
    return;
  lanes = g_ascii_strtoull (argv[4], NULL, 10);
  if (g_str_equal (argv[1], SERVE))
    serve (argv[2], lanes);
  else if (g_str_equal (argv[1], FLOOR))
    serve_floor (g_ascii_strtoull (argv[2], NULL, 10), g_ascii_strtoull (argv[3], NULL, 10), lanes);
  else
    return;
  _exit (0);
}
