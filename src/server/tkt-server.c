/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server: lanes that listen, one store, and a graceful end. */
#include "tkt-server.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "tkt-lane.h"
#include "tkt-monitor.h"
#include "tkt-store-calls.h"

/* How long calls that are under way may still take, and how often that is looked at. */
#define GRACE_US (10 * G_TIME_SPAN_SECOND)
#define LOOK_US (5 * G_TIME_SPAN_MILLISECOND)

struct _TktServer
{
  GObject parent_instance;

  TktLaneShared shared;
  TktLimits limits;
  GPtrArray *endpoints; /* of TktEndpoint, while it listens */
  GPtrArray *lanes;     /* of TktLane */
  TktMonitor *monitor;  /* or NULL */
  GPtrArray *figures;   /* of TktFigures: the lanes' */
  char *uri;
};

G_DEFINE_FINAL_TYPE (TktServer, tkt_server, G_TYPE_OBJECT)

static void
tkt_server_dispose (GObject *object)
{
  tkt_server_stop (TKT_SERVER (object));

  G_OBJECT_CLASS (tkt_server_parent_class)->dispose (object);
}

static void
tkt_server_finalize (GObject *object)
{
  TktServer *self = TKT_SERVER (object);

  g_ptr_array_unref (self->lanes);
  g_ptr_array_unref (self->figures);
  g_clear_pointer (&self->shared.readiness, tkt_readiness_unref);
  g_clear_pointer (&self->shared.throttle, tkt_throttle_free);
  g_clear_pointer (&self->shared.http.gate, tkt_gate_free);
  g_clear_pointer (&self->shared.http.proxies, tkt_proxies_free);
  g_clear_pointer (&self->shared.http.tls, tkt_tls_unref);
  g_clear_pointer (&self->shared.addresses, tkt_rates_free);
  g_clear_pointer (&self->shared.accounts, tkt_rates_free);
  g_clear_object (&self->shared.store);
  g_free (self->uri);

  G_OBJECT_CLASS (tkt_server_parent_class)->finalize (object);
}

static void
tkt_server_class_init (TktServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tkt_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_server_finalize;
}

static void
tkt_server_init (TktServer *self)
{
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_lane_free);
  self->figures = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_figures_unref);
}

static GPtrArray *
listen_at_loopback (guint16 port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  TktEndpoint *endpoint
      = tkt_endpoint_open (TKT_ENDPOINT_HTTP, G_INET_SOCKET_ADDRESS (address), error);
  GPtrArray *endpoints;

  if (endpoint == NULL)
    return NULL;
  endpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_endpoint_free);
  g_ptr_array_add (endpoints, endpoint);
  return endpoints;
}

static gboolean
start_lanes (TktServer *self, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      TktLane *lane = tkt_lane_new (&self->shared, error);

      if (lane == NULL)
        return FALSE;
      g_ptr_array_add (self->lanes, lane);
      g_ptr_array_add (self->figures, tkt_figures_ref (tkt_lane_get_figures (lane)));
    }
  return TRUE;
}

/* (transfer container): those of @all that are for metrics, or the others. */
static GPtrArray *
select_endpoints (GPtrArray *all, gboolean metrics)
{
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      TktEndpoint *endpoint = g_ptr_array_index (all, i);

      if ((endpoint->role == TKT_ENDPOINT_METRICS) == metrics)
        g_ptr_array_add (some, endpoint);
    }
  return some;
}

static gboolean
start_monitor (TktServer *self, GPtrArray *endpoints, GError **error)
{
  TktMonitorOptions options = { .http = self->shared.http,
                                .store = self->shared.store,
                                .readiness = self->shared.readiness,
                                .figures = self->figures };

  if (endpoints->len == 0)
    return TRUE;
  options.http.endpoints = endpoints;
  /* Whoever watches it has to be let in when it is full above all. */
  options.http.gate = NULL;
  self->monitor = tkt_monitor_new (&options, error);
  return self->monitor != NULL;
}

/* Everybody listens at a duplicate of an endpoint. */
static gboolean
start (TktServer *self, GPtrArray *endpoints, guint n_lanes, GError **error)
{
  g_autoptr (GPtrArray) api = select_endpoints (endpoints, FALSE);
  g_autoptr (GPtrArray) metrics = select_endpoints (endpoints, TRUE);

  self->shared.http.endpoints = api;
  if (!start_lanes (self, n_lanes, error) || !start_monitor (self, metrics, error))
    return FALSE;
  self->shared.http.endpoints = NULL;
  return TRUE;
}

/* The proxies are known. */
static void
set_limits (TktServer *self, const TktLimits *limits)
{
  TktHttpOptions *http = &self->shared.http;

  self->limits = limits != NULL ? *limits : tkt_limits_default;
  http->limits = &self->limits;
  http->gate = tkt_gate_new (&self->limits, http->proxies);
  self->shared.throttle = tkt_throttle_new (&self->limits);
  self->shared.addresses = tkt_rates_new (self->limits.address_rate, self->limits.address_burst);
  self->shared.accounts = tkt_rates_new (self->limits.account_rate, self->limits.account_burst);
}

TktServer *
tkt_server_new (TktStore *store, const TktServerOptions *options, GError **error)
{
  g_autoptr (TktServer) self = g_object_new (TKT_TYPE_SERVER, NULL);
  TktHttpOptions *http = &self->shared.http;
  guint n_lanes = options->lanes != 0 ? options->lanes : g_get_num_processors ();

  if (sodium_init () < 0)
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("There are no random numbers to be had"));
      return NULL;
    }
  self->endpoints = options->endpoints != NULL ? g_ptr_array_ref (options->endpoints)
                                               : listen_at_loopback (options->port, error);
  if (self->endpoints == NULL)
    return NULL;
  http->proxies = tkt_proxies_new (options->trusted_proxies, error);
  if (http->proxies == NULL)
    return NULL;
  set_limits (self, options->limits);
  http->log = options->log;
  http->slow_us = options->slow_us;
  http->tls = options->tls != NULL ? tkt_tls_ref (options->tls) : NULL;
  self->uri = tkt_endpoint_get_uri (g_ptr_array_index (self->endpoints, 0));
  self->shared.store = g_object_ref (store);
  self->shared.hasher = tkt_worker_new ("hasher");
  self->shared.strength = options->strength;
  self->shared.session_life = options->session_life;
  self->shared.readiness = tkt_readiness_new (store);
  return start (self, self->endpoints, n_lanes, error) ? g_steal_pointer (&self) : NULL;
}

const char *
tkt_server_get_uri (TktServer *self)
{
  g_return_val_if_fail (TKT_IS_SERVER (self), NULL);

  return self->uri;
}

/* Each thread that is asked holds it; who lets go last tells the outcome. */
typedef struct
{
  GTask *task;
  gint n_silent; /* atomic: threads that have not answered */
} Check;

static void
check_clear (gpointer data)
{
  Check *check = data;

  if (g_atomic_int_get (&check->n_silent) == 0)
    g_task_return_boolean (check->task, TRUE);
  else
    g_task_return_new_error (
        check->task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The server was stopped meanwhile");
  g_object_unref (check->task);
}

static void
check_unref (gpointer check)
{
  g_atomic_rc_box_release_full (check, check_clear);
}

static gboolean
on_lane_answered (gpointer data)
{
  g_atomic_int_add (&((Check *)data)->n_silent, -1);
  return G_SOURCE_REMOVE;
}

static void
on_writer_answered (GObject *store, GAsyncResult *result, gpointer data)
{
  on_lane_answered (data);
  check_unref (data);
}

void
tkt_server_check_async (TktServer *self, GAsyncReadyCallback callback, gpointer user_data)
{
  Check *check = g_atomic_rc_box_new0 (Check);

  g_return_if_fail (TKT_IS_SERVER (self));

  check->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (check->task, tkt_server_check_async);
  check->n_silent = self->lanes->len + 1;
  for (guint i = 0; i < self->lanes->len; i++)
    tkt_lane_push (g_ptr_array_index (self->lanes, i),
                   on_lane_answered,
                   g_atomic_rc_box_acquire (check),
                   check_unref);
  tkt_store_ping_async (self->shared.store, on_writer_answered, check);
}

gboolean
tkt_server_check_finish (TktServer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
is_idle (TktServer *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (!tkt_lane_is_idle (g_ptr_array_index (self->lanes, i)))
      return FALSE;
  return TRUE;
}

void
tkt_server_stop (TktServer *self)
{
  gint64 deadline = g_get_monotonic_time () + GRACE_US;

  g_return_if_fail (TKT_IS_SERVER (self));

  g_ptr_array_foreach (self->lanes, (GFunc)tkt_lane_close, NULL);
  g_clear_pointer (&self->endpoints, g_ptr_array_unref);
  while (!is_idle (self) && g_get_monotonic_time () < deadline)
    g_usleep (LOOK_US);
  g_ptr_array_set_size (self->lanes, 0);
  g_clear_pointer (&self->monitor, tkt_monitor_free);
  if (self->shared.hasher != NULL)
    tkt_worker_stop (self->shared.hasher);
  g_clear_object (&self->shared.hasher);
}
