/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lane: from a request to a call, through authentication and a transaction, to an answer. */
#include "tkt-lane.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tkt-lane-private.h"
#include "tkt-sessions.h"
#include "tkt-time.h"

static void
flight_free (TktFlight *flight)
{
  g_atomic_int_add (&flight->lane->in_flight, -1);
  tkt_call_free (flight->call);
  g_free (flight);
}

void
tkt_flight_refuse (TktFlight *flight, GError *problem_taken)
{
  g_autoptr (GError) problem = problem_taken;

  tkt_http_refuse (flight->request, problem);
  flight_free (flight);
}

void
tkt_flight_answer (TktFlight *flight)
{
  tkt_call_finish_answer (flight->call);
  tkt_http_answer (flight->request, flight->call);
  flight_free (flight);
}

/* It comes from where nothing is counted. */
static gboolean
is_exempt (TktFlight *flight)
{
  return tkt_limits_exempt (flight->lane->shared.http.limits, flight->call->address);
}

static gboolean
take_one_of_address (TktFlight *flight, GError **error)
{
  g_autofree char *client = NULL;

  if (is_exempt (flight))
    return TRUE;
  client = tkt_limits_client_of (flight->call->address);
  return tkt_rates_take (flight->lane->shared.addresses, client, g_get_monotonic_time (), error);
}

static gboolean
take_one_of_account (TktFlight *flight, const char *account_id, GError **error)
{
  return is_exempt (flight)
         || tkt_rates_take (
             flight->lane->shared.accounts, account_id, g_get_monotonic_time (), error);
}

/* A request comes here more than once where it writes: it counts the first time. */
gboolean
tkt_flight_load_actor (TktFlight *flight, TktStoreTx *tx, GError **error)
{
  TktCall *call = flight->call;
  gboolean first = call->actor == NULL;
  TktActor *actor;

  if (call->route->anyone)
    return TRUE;
  actor = tkt_sessions_load (tx, call->token_hash, tkt_time_now (), &flight->touch, error);
  if (actor == NULL)
    return FALSE;
  tkt_actor_free (call->actor);
  call->actor = actor;
  tkt_call_tell_origin (call, actor);
  if (first && !take_one_of_account (flight, actor->account->id, error))
    return FALSE;
  return call->route->action < 0 || tkt_service_check (actor, call->route->action, error);
}

static gpointer
run_handler (TktStoreTx *tx, gpointer data, GError **error)
{
  TktFlight *flight = data;
  TktCall *call = flight->call;

  return GINT_TO_POINTER (tkt_flight_load_actor (flight, tx, error)
                          && call->route->handle (call, tx, error));
}

static gpointer
run_authentication (TktStoreTx *tx, gpointer data, GError **error)
{
  TktFlight *flight = data;

  return GINT_TO_POINTER (tkt_flight_load_actor (flight, tx, error));
}

/* A use of a session, on its way to the writer: the call has been answered before. */
typedef struct
{
  guint8 token_hash[32];
  char *address;
  TktSessionLife life;
} Touch;

static void
touch_free (gpointer data)
{
  Touch *touch = data;

  g_free (touch->address);
  g_free (touch);
}

static gpointer
run_touch (TktStoreTx *tx, gpointer data, GError **error)
{
  const Touch *touch = data;

  return GINT_TO_POINTER (tkt_sessions_touch (
      tx, touch->token_hash, touch->address, &touch->life, tkt_time_now (), error));
}

static void
on_touched (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* The session goes on either way; its next use is written. */
  if (tkt_store_write_finish (TKT_STORE (store), result, &error) == NULL)
    g_warning ("The use of a session could not be written: %s", error->message);
}

static void
touch_session (TktFlight *flight)
{
  TktLane *lane = flight->lane;
  Touch *touch;

  if (!flight->touch)
    return;
  touch = g_new (Touch, 1);
  memcpy (touch->token_hash, flight->call->token_hash, sizeof touch->token_hash);
  touch->address = g_strdup (flight->call->address);
  touch->life = lane->shared.session_life;
  tkt_store_write_async (
      lane->shared.store, run_touch, touch, touch_free, NULL, NULL, on_touched, NULL);
}

static void
read_now (TktFlight *flight)
{
  TktLane *lane = flight->lane;
  GError *error = NULL;

  if (tkt_store_read (lane->shared.store, run_handler, flight, &error) == NULL)
    {
      tkt_flight_refuse (flight, error);
      return;
    }
  touch_session (flight);
  if (flight->call->route->stream && !flight->call->head)
    {
      tkt_hub_add (lane->hub, flight->request, flight->call);
      flight_free (flight);
      return;
    }
  if (flight->call->file != NULL && flight->call->file->complete)
    {
      tkt_flight_send_file (flight);
      flight_free (flight);
      return;
    }
  tkt_call_finish_answer (flight->call);
  tkt_answers_add (lane->answers, tkt_http_get_target (flight->request), flight->call);
  tkt_flight_answer (flight);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TktFlight *flight = user_data;
  GError *problem = NULL;

  if (tkt_readiness_check_finish (result, &problem))
    read_now (flight);
  else
    tkt_flight_refuse (flight, problem);
}

static void
on_written (GObject *store, GAsyncResult *result, gpointer user_data)
{
  TktFlight *flight = user_data;
  GError *error = NULL;

  if (tkt_store_write_finish (TKT_STORE (store), result, &error) == NULL)
    {
      tkt_flight_refuse (flight, error);
      return;
    }
  tkt_flight_answer (flight);
}

static void
write_later (TktFlight *flight)
{
  tkt_store_write_async (
      flight->lane->shared.store, run_handler, flight, NULL, NULL, NULL, on_written, flight);
}

static void
prepare_on_hasher (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TktFlight *flight = data;
  GError *error = NULL;

  if (flight->call->route->prepare (flight->call, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TktFlight *flight = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    write_later (flight);
  else
    tkt_flight_refuse (flight, error);
}

static void
prepare (TktFlight *flight)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_prepared, flight);

  g_task_set_source_tag (task, prepare);
  g_task_set_task_data (task, flight, NULL);
  tkt_worker_run_task (flight->lane->shared.hasher, task, prepare_on_hasher);
}

/* Before a body is looked at or a password hashed, it is known that the caller may. */
static gboolean
authenticate (TktFlight *flight, GError **error)
{
  if (flight->call->route->anyone)
    return TRUE;
  return tkt_http_read_token (flight->request, flight->call, error)
         && tkt_store_read (flight->lane->shared.store, run_authentication, flight, error) != NULL;
}

/* A read whose answer is remembered needs no transaction at all. */
static gboolean
answer_from_memory (TktFlight *flight)
{
  TktLane *lane = flight->lane;
  TktCall *call = flight->call;
  g_autoptr (GError) error = NULL;
  gint64 generation;

  if (call->route->anyone || call->route->write
      || !tkt_http_read_token (flight->request, call, NULL))
    return FALSE;
  generation = tkt_store_get_generation (lane->shared.store, &error);
  if (generation < 0)
    {
      g_warning ("The store's generation can't be read: %s", error->message);
      return FALSE;
    }
  tkt_answers_set_generation (lane->answers, generation);
  return tkt_answers_find (lane->answers, tkt_http_get_target (flight->request), call);
}

/* Before any of the body has come. */
static void
upload (TktFlight *flight)
{
  GError *error = NULL;

  if (tkt_http_read_token (flight->request, flight->call, &error)
      && tkt_http_read_query (flight->request, flight->call, &error)
      && tkt_store_read (flight->lane->shared.store, run_handler, flight, &error) != NULL
      && tkt_http_check_body (flight->request, &error))
    {
      touch_session (flight);
      tkt_flight_take_upload (flight);
    }
  else
    tkt_flight_refuse (flight, error);
}

static void
read_when_ready (TktFlight *flight)
{
  if (flight->call->route->ready)
    tkt_readiness_check_async (flight->lane->shared.readiness, on_ready, flight);
  else
    read_now (flight);
}

static void
on_request (TktHttpRequest *request, TktCall *call, gpointer user_data)
{
  TktLane *lane = user_data;
  TktFlight *flight = g_new0 (TktFlight, 1);
  GError *error = NULL;

  *flight = (TktFlight){ .lane = lane, .request = request, .call = call };
  g_atomic_int_inc (&lane->in_flight);
  call->store = g_object_ref (lane->shared.store);
  call->throttle = lane->shared.throttle;
  call->strength = lane->shared.strength;
  call->session_life = lane->shared.session_life;
  call->uploads_waiting = lane->shared.http.limits->uploads_waiting;

  if (!take_one_of_address (flight, &error))
    tkt_flight_refuse (flight, error);
  else if (answer_from_memory (flight))
    {
      if (take_one_of_account (flight, call->account_id, &error))
        tkt_flight_answer (flight);
      else
        tkt_flight_refuse (flight, error);
    }
  else if (!call->route->write)
    {
      if ((call->route->anyone || tkt_http_read_token (request, call, &error))
          && tkt_http_read_query (request, call, &error))
        read_when_ready (flight);
      else
        tkt_flight_refuse (flight, error);
    }
  else if (call->route->upload)
    upload (flight);
  else if (!authenticate (flight, &error) || !tkt_http_read_query (request, call, &error)
           || !tkt_http_read_body (request, call, &error))
    tkt_flight_refuse (flight, error);
  else
    {
      touch_session (flight);
      if (call->route->prepare != NULL)
        prepare (flight);
      else
        write_later (flight);
    }
}

typedef struct
{
  TktLane *lane;
  GError *error;
} Start;

static void
start_on_worker (gpointer data, gpointer user_data)
{
  Start *start = data;

  start->lane->hub
      = tkt_hub_new (start->lane->shared.store, tkt_worker_get_context (start->lane->worker));
  start->lane->http
      = tkt_http_new (&start->lane->shared.http, on_request, start->lane, &start->error);
}

TktLane *
tkt_lane_new (const TktLaneShared *shared, GError **error)
{
  TktLane *lane = g_new0 (TktLane, 1);
  Start start = { .lane = lane };

  lane->shared = *shared;
  lane->shared.http.routes = tkt_routes;
  lane->shared.http.n_routes = tkt_n_routes;
  lane->shared.http.figures = tkt_figures_new ();
  lane->answers = tkt_answers_new ();
  lane->worker = tkt_worker_new ("lane");
  tkt_worker_run_sync (lane->worker, start_on_worker, &start, NULL);
  if (start.error == NULL)
    return lane;
  g_propagate_error (error, start.error);
  tkt_lane_free (lane);
  return NULL;
}

TktFigures *
tkt_lane_get_figures (TktLane *lane)
{
  return lane->shared.http.figures;
}

void
tkt_lane_push (TktLane *lane, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  tkt_worker_push (lane->worker, func, data, destroy);
}

static void
close_on_worker (gpointer data, gpointer user_data)
{
  TktLane *lane = data;

  tkt_hub_close (lane->hub);
  if (lane->http != NULL)
    tkt_http_close (lane->http);
}

void
tkt_lane_close (TktLane *lane)
{
  tkt_worker_run_sync (lane->worker, close_on_worker, lane, NULL);
}

gboolean
tkt_lane_is_idle (TktLane *lane)
{
  return g_atomic_int_get (&lane->in_flight) == 0
         && (lane->http == NULL || tkt_http_is_idle (lane->http));
}

static void
free_on_worker (gpointer data, gpointer user_data)
{
  TktLane *lane = data;

  tkt_hub_close (lane->hub);
  g_clear_pointer (&lane->hub, tkt_hub_unref);
  g_clear_pointer (&lane->http, tkt_http_free);
}

void
tkt_lane_free (TktLane *lane)
{
  tkt_worker_run_sync (lane->worker, free_on_worker, lane, NULL);
  tkt_worker_stop (lane->worker);
  g_object_unref (lane->worker);
  tkt_answers_free (lane->answers);
  tkt_figures_unref (lane->shared.http.figures);
  g_free (lane);
}
