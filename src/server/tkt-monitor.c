/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What those see who watch over the server. */
#include "tkt-monitor.h"

#include "tkt-figures.h"
#include "tkt-process-figures.h"
#include "tkt-store-calls.h"
#include "tkt-worker.h"

struct _TktMonitor
{
  TktMonitorOptions options;
  TktWorker *worker;
  TktHttp *http;
  gint n_open; /* requests that wait for an answer; on the worker */
};

typedef struct
{
  TktMonitor *monitor;
  TktHttpRequest *request;
  TktCall *call;
} Visit;

enum
{
  METRICS,
  HEALTH,
  READINESS,
  N_ROUTES
};

static const TktRoute routes[N_ROUTES] = {
  [METRICS] = { "GET",
                "/metrics",
                .anyone = TRUE,
                .action = -1,
                .media_type = "text/plain; version=0.0.4; charset=utf-8" },
  [HEALTH] = { "GET", "/healthz", .anyone = TRUE, .action = -1 },
  [READINESS] = { "GET", "/readyz", .anyone = TRUE, .action = -1 },
};

static void
write_store (TktStore *store, GString *text)
{
  TktStoreFigures figures;

  tkt_store_get_figures (store, &figures);
  g_string_append_printf (text,
                          "# HELP tickets_writes_queued Writes that wait for the writer.\n"
                          "# TYPE tickets_writes_queued gauge\n"
                          "tickets_writes_queued %u\n"
                          "# HELP tickets_commits_total Transactions that are on the disk.\n"
                          "# TYPE tickets_commits_total counter\n"
                          "tickets_commits_total %" G_GUINT64_FORMAT "\n"
                          "# HELP tickets_writes_total Writes in them: many make one commit.\n"
                          "# TYPE tickets_writes_total counter\n"
                          "tickets_writes_total %" G_GUINT64_FORMAT "\n"
                          "# HELP tickets_database_bytes Size of the database's file.\n"
                          "# TYPE tickets_database_bytes gauge\n"
                          "tickets_database_bytes %" G_GINT64_FORMAT "\n"
                          "# HELP tickets_wal_bytes Size of its write-ahead log.\n"
                          "# TYPE tickets_wal_bytes gauge\n"
                          "tickets_wal_bytes %" G_GINT64_FORMAT "\n",
                          figures.n_queued,
                          figures.n_commits,
                          figures.n_writes,
                          figures.database_bytes,
                          figures.wal_bytes);
}

static void
visit_end (Visit *visit, GString *text_taken)
{
  visit->call->json = text_taken;
  tkt_call_finish_answer (visit->call);
  tkt_http_answer (visit->request, visit->call);
  visit->monitor->n_open--;
  tkt_call_free (visit->call);
  g_free (visit);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visit *visit = user_data;
  g_autoptr (GError) problem = NULL;

  if (tkt_readiness_check_finish (result, &problem))
    {
      visit_end (visit, g_string_new (TKT_CALL_OK));
      return;
    }
  tkt_http_refuse (visit->request, problem);
  visit->monitor->n_open--;
  tkt_call_free (visit->call);
  g_free (visit);
}

static void
on_request (TktHttpRequest *request, TktCall *call, gpointer user_data)
{
  TktMonitor *self = user_data;
  Visit *visit = g_new (Visit, 1);
  GString *text;

  *visit = (Visit){ self, request, call };
  self->n_open++;
  switch (call->route - routes)
    {
    case READINESS:
      tkt_readiness_check_async (self->options.readiness, on_checked, visit);
      return;
    case HEALTH:
      visit_end (visit, g_string_new (TKT_CALL_OK));
      return;
    case METRICS:
    default:
      text = g_string_sized_new (64 * 1024);
      tkt_figures_write (self->options.figures, text);
      write_store (self->options.store, text);
      tkt_process_figures_write (text);
      visit_end (visit, text);
    }
}

typedef struct
{
  TktMonitor *monitor;
  GError *error;
} Start;

static void
start_on_worker (gpointer data, gpointer user_data)
{
  Start *start = data;
  TktMonitor *self = start->monitor;

  self->options.http.routes = routes;
  self->options.http.n_routes = N_ROUTES;
  /* Those who ask every few seconds are worth no line each. */
  self->options.http.log = MIN (self->options.http.log, TKT_REQUEST_LOG_SLOW);
  self->http = tkt_http_new (&self->options.http, on_request, self, &start->error);
}

TktMonitor *
tkt_monitor_new (const TktMonitorOptions *options, GError **error)
{
  TktMonitor *self = g_new0 (TktMonitor, 1);
  Start start = { .monitor = self };

  self->options = *options;
  self->worker = tkt_worker_new ("monitor");
  tkt_worker_run_sync (self->worker, start_on_worker, &start, NULL);
  if (start.error == NULL)
    return self;
  g_propagate_error (error, start.error);
  tkt_monitor_free (self);
  return NULL;
}

static void
free_on_worker (gpointer data, gpointer user_data)
{
  TktMonitor *self = data;

  if (self->http == NULL)
    return;
  tkt_http_close (self->http);
  while (self->n_open > 0 || !tkt_http_is_idle (self->http))
    g_main_context_iteration (tkt_worker_get_context (self->worker), TRUE);
  tkt_http_free (self->http);
}

void
tkt_monitor_free (TktMonitor *self)
{
  tkt_worker_run_sync (self->worker, free_on_worker, self, NULL);
  tkt_worker_stop (self->worker);
  g_object_unref (self->worker);
  g_free (self);
}
