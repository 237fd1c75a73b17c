/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told at the listener for metrics, and that it is what happened. */
#include <string.h>

#include "ops-fixture.h"

#define OPTIONS                                                                                    \
  "--metrics-listen=127.0.0.1 --metrics-port=0 --tls-listen=127.0.0.1 --tls-port=0"                \
  " --certificate=$F/certificate.pem --private-key=$F/key.pem"

/* (transfer full): the body. */
static char *
scrape (Ops *ops)
{
  g_autofree char *answer = ops_ask (ops->metrics, NULL, "/metrics");

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  g_assert_nonnull (strstr (answer, "Content-Type: text/plain; version=0.0.4"));
  return g_strdup (strstr (answer, "\r\n\r\n") + 4);
}

/* The number behind @sample; the test fails where it is not told. */
static double
find (const char *text, const char *sample)
{
  g_autofree char *begin = g_strdup_printf ("\n%s ", sample);
  const char *at = strstr (text, begin);

  if (at == NULL)
    g_error ("“%s” is not told", sample);
  return g_ascii_strtod (at + strlen (begin), NULL);
}

static double
look (Ops *ops, const char *sample)
{
  g_autofree char *text = scrape (ops);

  return find (text, sample);
}

static void
test_requests (void)
{
  static const struct
  {
    const char *who, *line;
    guint n;
    const char *sample; /* its labels but status */
    const char *status;
  } cases[] = {
    { "ada", "GET /v1/me", 7, "method=\"GET\",route=\"/v1/me\"", "2xx" },
    { NULL, "GET /v1/me", 3, "method=\"GET\",route=\"/v1/me\"", "4xx" },
    { "ada",
      "GET /v1/tickets/" API_MISSING,
      5,
      "method=\"GET\",route=\"/v1/tickets/{id}\"",
      "4xx" },
    { NULL, "GET /nowhere", 2, "method=\"other\",route=\"other\"", "4xx" },
  };
  g_autoptr (Ops) ops = ops_new ();
  g_autofree char *text = NULL;

  ops_serve (ops, OPTIONS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint n = 0; n < cases[i].n; n++)
      api_send (ops->api, cases[i].who, NULL, NULL, "%s", cases[i].line);
  text = scrape (ops);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (find (text,
                             api_text (ops->api,
                                       "tickets_requests_total{%s,status=\"%s\"}",
                                       cases[i].sample,
                                       cases[i].status)),
                       ==,
                       cases[i].n);
  g_assert_cmpfloat (
      find (text, "tickets_request_seconds_count{method=\"GET\",route=\"/v1/me\"}"), ==, 10);
  g_assert_cmpfloat (
      find (text, "tickets_request_seconds_bucket{method=\"GET\",route=\"/v1/me\",le=\"+Inf\"}"),
      ==,
      10);
  g_assert_cmpfloat (
      find (text, "tickets_request_seconds_sum{method=\"GET\",route=\"/v1/me\"}"), >, 0);
}

/* A histogram's buckets only grow, and a line is a comment or a sample of the type that was said.
 */
static void
test_form (void)
{
  g_autoptr (Ops) ops = ops_new ();
  g_autoptr (GRegex) sample
      = g_regex_new ("^([a-z_]+)(\\{[a-z]+=\"[^\"\\\\]*\"(,[a-z]+=\"[^\"\\\\]*\")*"
                     "\\})? [0-9.]+$",
                     0,
                     0,
                     NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *family = g_strdup ("none");
  double last = 0;

  ops_serve (ops, OPTIONS);
  for (guint i = 0; i < 20; i++)
    api_expect (ops->api, "200", NULL, NULL, "GET /healthz");
  text = scrape (ops);
  g_assert_true (g_str_has_suffix (text, "\n"));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i + 1] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);

      if (g_str_has_prefix (lines[i], "# HELP "))
        continue;
      if (g_str_has_prefix (lines[i], "# TYPE "))
        {
          g_free (family);
          family = g_strdup (words[2]);
          continue;
        }
      if (!g_regex_match (sample, lines[i], 0, NULL) || !g_str_has_prefix (lines[i], family))
        g_error ("“%s” is no sample of %s", lines[i], family);
      if (strstr (lines[i], "_bucket{") != NULL)
        {
          double n = g_ascii_strtod (strrchr (lines[i], ' '), NULL);

          g_assert_true (strstr (lines[i], "le=\"0.000500\"") != NULL || n >= last);
          last = n;
        }
    }
}

static GIOStream *
open_events (Ops *ops, guint16 port, const char *trusted)
{
  GIOStream *wire = ops_connect (port, trusted);

  ops_say (wire,
           api_text (ops->api,
                     "GET /v1/events HTTP/1.1\r\nHost: localhost\r\n"
                     "Authorization: Bearer %s\r\n\r\n",
                     api_token (ops->api, "ada")));
  g_free (ops_hear (wire, "\n\n\r\n"));
  return wire;
}

/* What is open, in the clear and with TLS, goes up and down again. */
static void
test_open (void)
{
  g_autoptr (Ops) ops = ops_new ();
  GIOStream *events[4];

  ops_serve (ops, OPTIONS);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    events[i] = i % 2 == 0 ? open_events (ops, ops->api->server->port, NULL)
                           : open_events (ops, ops->https, ops->certificate);
  g_assert_cmpfloat (look (ops, "tickets_event_streams_open"), ==, 4);
  g_assert_cmpfloat (look (ops, "tickets_connections_open"), >=, 4);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    g_object_unref (events[i]);
  soup_session_abort (ops->api->session);
  /* Each look is a turn of the server's, too. */
  while (look (ops, "tickets_event_streams_open") > 0)
    ;
  while (look (ops, "tickets_connections_open") > 0)
    ;
}

static void
test_store (void)
{
  g_autoptr (Ops) ops = ops_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const char *ticket;

  ops_serve (ops, OPTIONS);
  ticket = api_open (ops->api, "ada", "Counted");
  before = scrape (ops);
  for (guint i = 0; i < 5; i++)
    api_reply (ops->api, "ada", ticket, "And again");
  after = scrape (ops);
  g_assert_cmpfloat (
      find (after, "tickets_writes_total") - find (before, "tickets_writes_total"), >=, 5);
  g_assert_cmpfloat (
      find (after, "tickets_commits_total") - find (before, "tickets_commits_total"), >=, 5);
  g_assert_cmpfloat (
      find (after, "tickets_commits_total"), <=, find (after, "tickets_writes_total"));
  g_assert_cmpfloat (find (after, "tickets_writes_queued"), ==, 0);
  g_assert_cmpfloat (find (after, "tickets_wal_bytes"), >, find (before, "tickets_wal_bytes"));
  g_assert_cmpfloat (find (after, "tickets_database_bytes"), >, 0);
  g_assert_cmpfloat (find (after, "process_resident_memory_bytes"), >, 1e6);
  g_assert_cmpfloat (find (after, "process_open_fds"), >, 3);
}

/* Each listener has its own calls. */
static void
test_apart (void)
{
  static const struct
  {
    gboolean metrics;
    const char *target;
    const char *answer;
  } cases[] = {
    { FALSE, "/metrics", "HTTP/1.1 404" },    { TRUE, "/v1/me", "HTTP/1.1 404" },
    { TRUE, "/v1/sessions", "HTTP/1.1 404" }, { TRUE, "/healthz", "HTTP/1.1 200" },
    { TRUE, "/readyz", "HTTP/1.1 200" },      { FALSE, "/healthz", "HTTP/1.1 200" },
    { FALSE, "/readyz", "HTTP/1.1 200" },
  };
  g_autoptr (Ops) ops = ops_new ();

  ops_serve (ops, OPTIONS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = ops_ask (
          cases[i].metrics ? ops->metrics : ops->api->server->port, NULL, cases[i].target);

      g_test_message ("%s", cases[i].target);
      g_assert_true (g_str_has_prefix (answer, cases[i].answer));
    }
}

void
ops_add_metrics_tests (void)
{
  g_test_add_func ("/ops/metrics/requests", test_requests);
  g_test_add_func ("/ops/metrics/form", test_form);
  g_test_add_func ("/ops/metrics/what-is-open", test_open);
  g_test_add_func ("/ops/metrics/store-and-process", test_store);
  g_test_add_func ("/ops/metrics/listeners-are-apart", test_apart);
}
