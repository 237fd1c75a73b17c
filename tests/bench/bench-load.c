/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client that costs little: keep-alive connections on bare sockets. */
#include "bench-load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_SIZE 65536
#define EVENTS_MAX 64

typedef struct
{
  int fd;
  char *buffer;
  gsize used;      /* of the buffer, while the head is not complete */
  gsize body_left; /* once it is */
  gsize head_size; /* 0: not complete */
  gsize body_size;
  guint status;
  double sent_at;
} Connection;

static void G_GNUC_PRINTF (1, 2) G_GNUC_NORETURN fail (const char *format, ...)
{
  va_list values;
  g_autofree char *text = NULL;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_printerr ("%s\n", text);
  exit (1);
}

static void
connection_open (Connection *connection, guint16 port)
{
  const struct sockaddr_in address = { .sin_family = AF_INET,
                                       .sin_port = htons (port),
                                       .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int on = 1;

  *connection = (Connection){ .fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
                              .buffer = g_malloc (BUFFER_SIZE) };
  if (connect (connection->fd, (const struct sockaddr *)&address, sizeof address) != 0)
    fail ("The server can't be reached: %s", g_strerror (errno));
  setsockopt (connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void
connection_close (Connection *connection)
{
  close (connection->fd);
  g_free (connection->buffer);
}

static void
connection_send (Connection *connection, const char *request)
{
  gsize size = strlen (request);

  connection->used = connection->head_size = 0;
  connection->sent_at = bench_now ();
  /* A request is far smaller than a socket's buffer. */
  if (send (connection->fd, request, size, MSG_NOSIGNAL) != (gssize)size)
    fail ("A request can't be sent: %s", g_strerror (errno));
}

static void
read_head (Connection *connection)
{
  const char *end = memmem (connection->buffer, connection->used, "\r\n\r\n", 4);
  const char *length;

  if (end == NULL)
    return;
  connection->head_size = end + 4 - connection->buffer;
  connection->status = strtoul (connection->buffer + strlen ("HTTP/1.1 "), NULL, 10);
  length = memmem (connection->buffer, connection->head_size, "Content-Length: ", 16);
  connection->body_size = length != NULL ? strtoul (length + 16, NULL, 10) : 0;
  if (connection->status == 304)
    connection->body_size = 0;
  connection->body_left = connection->body_size - (connection->used - connection->head_size);
}

/* Takes what has come; TRUE once the answer is whole. */
static gboolean
connection_receive (Connection *connection)
{
  gboolean in_body = connection->head_size > 0;
  gsize at = in_body ? connection->head_size : connection->used;
  gssize n = recv (connection->fd, connection->buffer + at, BUFFER_SIZE - at, 0);

  if (n <= 0)
    fail ("The server hung up");
  if (in_body)
    connection->body_left -= n;
  else
    {
      connection->used += n;
      read_head (connection);
    }
  return connection->head_size > 0 && connection->body_left == 0;
}

typedef struct
{
  const BenchLoad *load;
  BenchLoadResult *result;
  Connection *connections;
  int poll;
  guint next; /* request */
} Run;

static void
send_next (Run *run, Connection *connection)
{
  connection_send (connection, g_ptr_array_index (run->load->requests, run->next));
  run->next = (run->next + 1) % run->load->requests->len;
}

static void
count (Run *run, const Connection *connection)
{
  if (connection->status != run->load->status)
    fail ("An answer has status %u instead of %u", connection->status, run->load->status);
  run->result->n_answers++;
  if (run->result->times_ms != NULL)
    bench_samples_add (run->result->times_ms, (bench_now () - connection->sent_at) * 1000);
}

/* What is on its way when the time is over is not waited for: the connections are closed. */
static void
work (Run *run, double until)
{
  struct epoll_event events[EVENTS_MAX];

  while (bench_now () < until)
    {
      int n = epoll_wait (run->poll, events, EVENTS_MAX, 1000);

      for (int i = 0; i < n; i++)
        {
          Connection *connection = events[i].data.ptr;

          if (connection_receive (connection))
            {
              count (run, connection);
              send_next (run, connection);
            }
        }
    }
}

void
bench_load_run (const BenchLoad *load, BenchLoadResult *result)
{
  Run run = { load, result, g_new (Connection, load->n_connections), epoll_create1 (0), 0 };
  double cpu, begin;

  result->n_answers = 0;
  for (guint i = 0; i < load->n_connections; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &run.connections[i] };

      connection_open (&run.connections[i], load->port);
      epoll_ctl (run.poll, EPOLL_CTL_ADD, run.connections[i].fd, &event);
    }

  cpu = bench_thread_cpu ();
  begin = bench_now ();
  for (guint i = 0; i < load->n_connections; i++)
    send_next (&run, &run.connections[i]);
  work (&run, begin + load->seconds);
  result->rate = result->n_answers / (bench_now () - begin);
  result->cpu = (bench_thread_cpu () - cpu) / MAX (result->n_answers, 1);

  for (guint i = 0; i < load->n_connections; i++)
    connection_close (&run.connections[i]);
  close (run.poll);
  g_free (run.connections);
}

char *
bench_load_ask (guint16 port, const char *request, gsize *body_size)
{
  Connection connection;
  char *head;

  connection_open (&connection, port);
  connection_send (&connection, request);
  while (!connection_receive (&connection))
    ;
  *body_size = connection.body_size;
  head = g_strndup (connection.buffer, connection.head_size);
  connection_close (&connection);
  return head;
}
