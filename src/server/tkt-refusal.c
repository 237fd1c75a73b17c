/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections that are one too many: told so in HTTP, without ever being served. A request that is
 * still on its way would make the system throw the answer away if the connection was closed at
 * once; it stays a moment for that, unless there are many. */
#include "tkt-refusal.h"

#include <string.h>

#include "tkt-problem.h"
#include "tkt-token.h"

#define LINGER_US (2 * G_TIME_SPAN_SECOND)
#define LINGER_MOST 64

typedef struct
{
  GSocketConnection *connection;
  gint64 until_us;
} Refused;

struct _TktRefusals
{
  GQueue refused; /* of Refused, the oldest first */
};

static void
refused_free (gpointer data)
{
  Refused *refused = data;

  g_object_unref (refused->connection);
  g_free (refused);
}

TktRefusals *
tkt_refusals_new (void)
{
  TktRefusals *self = g_new0 (TktRefusals, 1);

  g_queue_init (&self->refused);
  return self;
}

void
tkt_refusals_free (TktRefusals *self)
{
  g_queue_clear_full (&self->refused, refused_free);
  g_free (self);
}

static char *
make_answer (const GError *problem)
{
  g_autofree char *id = tkt_request_id_new ();
  guint status = tkt_problem_code_to_status (problem->code);
  gsize length;
  g_autofree char *json = tkt_problem_to_json (problem, &length);

  return g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                          "Content-Type: application/problem+json\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "X-Request-Id: %s\r\n"
                          "X-Content-Type-Options: nosniff\r\n"
                          "Content-Security-Policy: " TKT_CONTENT_POLICY "\r\n"
                          "Retry-After: %u\r\n"
                          "Connection: close\r\n\r\n%s",
                          status,
                          status == 429 ? "Too Many Requests" : "Service Unavailable",
                          length,
                          id,
                          tkt_problem_get_retry_after (problem),
                          json);
}

void
tkt_refusals_add (TktRefusals *self, GSocketConnection *connection, const GError *problem)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autofree char *answer = make_answer (problem);
  Refused *refused;

  /* The buffer of a new connection has room for it. Whoever is gone again is not told. */
  g_socket_set_blocking (socket, FALSE);
  if (g_socket_send (socket, answer, strlen (answer), NULL, NULL) < 0
      || !g_socket_shutdown (socket, FALSE, TRUE, NULL))
    return;
  if (g_queue_get_length (&self->refused) >= LINGER_MOST)
    refused_free (g_queue_pop_head (&self->refused));
  refused = g_new0 (Refused, 1);
  refused->connection = g_object_ref (connection);
  refused->until_us = g_get_monotonic_time () + LINGER_US;
  g_queue_push_tail (&self->refused, refused);
}

gboolean
tkt_refusals_look (TktRefusals *self, gint64 now_us)
{
  Refused *oldest;

  while ((oldest = g_queue_peek_head (&self->refused)) != NULL && oldest->until_us <= now_us)
    refused_free (g_queue_pop_head (&self->refused));
  return oldest != NULL;
}
