/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: what thousands of idle event streams cost one server process, and how soon an event has
 * reached them all. */
#include <arpa/inet.h>
#include <errno.h>
#include <gio/gio.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bench-figures.h"
#include "bench-load.h"
#include "bench-program.h"
#include "bench-server-data.h"

static struct
{
  int streams, lanes, rounds;
  double seconds;
  char *server;
} options = { .streams = 10000, .rounds = 5, .seconds = 10 };

static const GOptionEntry entries[] = {
  { "streams", 0, 0, G_OPTION_ARG_INT, &options.streams, "At a time (10,000)", "N" },
  { "lanes",
    0,
    0,
    G_OPTION_ARG_INT,
    &options.lanes,
    "Threads that serve (one for each processor)",
    "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds, "Events (5)", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options.seconds, "To be idle for (10)", "S" },
  { "server", 0, 0, G_OPTION_ARG_FILENAME, &options.server, "tickets-server", "PROGRAM" },
  G_OPTION_ENTRY_NULL,
};

/* At a time on their way to be opened; the listening socket's queue has room for more. */
#define OPENING 256
#define EVENTS_MAX 256

typedef struct
{
  int poll;
  int *fds;
  guint n_open;
} Streams;

static void G_GNUC_NORETURN
fail (const char *what)
{
  g_printerr ("%s: %s\n", what, g_strerror (errno));
  exit (1);
}

/* Both ends of a stream are a file: this one's, and as the child inherits it, the server's. */
static void
raise_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    fail ("getrlimit");
  if (limit.rlim_max < (rlim_t)options.streams + 100)
    {
      g_printerr ("Only %" G_GUINT64_FORMAT " files may be open here\n", (guint64)limit.rlim_max);
      exit (1);
    }
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    fail ("setrlimit");
}

static void
stream_open (Streams *self, guint index, guint16 port, const char *request)
{
  const struct sockaddr_in address = { .sin_family = AF_INET,
                                       .sin_port = htons (port),
                                       .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  struct epoll_event event = { .events = EPOLLIN, .data.u32 = index };
  gsize size = strlen (request);
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || connect (fd, (const struct sockaddr *)&address, sizeof address) != 0)
    fail ("The server can't be reached");
  if (send (fd, request, size, MSG_NOSIGNAL) != (gssize)size)
    fail ("A request can't be sent");
  if (epoll_ctl (self->poll, EPOLL_CTL_ADD, fd, &event) != 0)
    fail ("epoll_ctl");
  self->fds[index] = fd;
}

/* Waits until @n more streams have had an event; their times in ms since @began. */
static void
streams_wait (Streams *self, guint n, double began, BenchSamples *times_ms)
{
  struct epoll_event events[EVENTS_MAX];

  while (n > 0)
    {
      int n_ready = epoll_wait (self->poll, events, EVENTS_MAX, 60000);

      if (n_ready <= 0)
        fail ("Some streams had no event in a minute");
      for (int i = 0; i < n_ready; i++)
        {
          char bytes[2048];
          gssize size = recv (self->fds[events[i].data.u32], bytes, sizeof bytes, 0);

          if (size <= 0)
            fail ("The server hung up");
          /* Else it is a sign of life, or what comes before the first event. */
          if (memmem (bytes, size, "event:", 6) == NULL)
            continue;
          if (times_ms != NULL)
            bench_samples_add (times_ms, (bench_now () - began) * 1e3);
          n--;
        }
    }
}

static void
streams_open (Streams *self, const BenchProgram *server, const char *request)
{
  while (self->n_open < (guint)options.streams)
    {
      guint n = MIN (OPENING, options.streams - self->n_open);

      for (guint i = 0; i < n; i++)
        stream_open (self, self->n_open + i, server->port, request);
      streams_wait (self, n, 0, NULL);
      self->n_open += n;
    }
}

/* Somebody replies: from the moment when that is asked for. */
static void
measure_events (Streams *self, BenchServerData *data, const BenchProgram *server)
{
  g_autofree char *target
      = g_strdup_printf ("/v1/tickets/%s/messages", (char *)g_ptr_array_index (data->open, 0));
  g_autofree char *request
      = bench_server_data_request (data, "POST", target, "", "{\"body\":\"Is it there?\"}");
  g_autoptr (BenchSamples) times_ms = bench_samples_new ();
  double cpu = bench_program_get_cpu (server);

  for (int i = 0; i < options.rounds; i++)
    {
      double began = bench_now ();
      gsize size;

      g_free (bench_load_ask (server->port, request, &size));
      streams_wait (self, self->n_open, began, times_ms);
    }
  bench_print_times ("server-streams/event", times_ms, 0);
  bench_print ("server-streams/event/cpu",
               (bench_program_get_cpu (server) - cpu) / options.rounds * 1e3,
               "ms/event",
               BENCH_NO_RATIO);
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchServerData) data = NULL;
  g_autofree char *request = NULL;
  BenchProgram server = { 0 };
  Streams streams = { 0 };
  double memory, cpu, began;

  bench_parse ("What thousands of idle event streams cost.", entries, &argc, &argv);
  if (options.server == NULL)
    g_error ("Say with --server where tickets-server is");
  raise_limit ();
  data = bench_server_data_new (NULL, 1000);
  bench_program_start (&server, options.server, data->database, options.lanes);
  request = bench_server_data_request (data, "GET", "/v1/events", "", NULL);
  streams.poll = epoll_create1 (EPOLL_CLOEXEC);
  streams.fds = g_new (int, options.streams);

  memory = bench_program_get_memory (&server);
  began = bench_now ();
  streams_open (&streams, &server, request);
  bench_print ("server-streams/opened",
               options.streams / (bench_now () - began),
               "streams/s",
               BENCH_NO_RATIO);
  bench_print ("server-streams/memory",
               (bench_program_get_memory (&server) - memory) / options.streams,
               "KiB/stream",
               BENCH_NO_RATIO);
  cpu = bench_program_get_cpu (&server);
  g_usleep (options.seconds * G_USEC_PER_SEC);
  bench_print ("server-streams/idle-cpu",
               (bench_program_get_cpu (&server) - cpu) / options.seconds * 100,
               "%",
               BENCH_NO_RATIO);
  measure_events (&streams, data, &server);
  bench_print ("server-streams/memory-after",
               (bench_program_get_memory (&server) - memory) / options.streams,
               "KiB/stream",
               BENCH_NO_RATIO);
  began = bench_now ();
  bench_program_stop (&server);
  bench_print ("server-streams/stop", (bench_now () - began) * 1e3, "ms", BENCH_NO_RATIO);
  g_free (streams.fds);
  return 0;
}
