/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: what is known about the account. */
#include "tkt-desk.h"

#include "tkt-desk-private.h"
#include "tkt-disk-error.h"

enum
{
  PROP_0,
  PROP_READY,
  PROP_ACCOUNT,
  PROP_ORGANIZATION,
  PROP_NETWORK,
  PROP_SYNCED_AT,
  PROP_WAITING,
  PROP_OPEN_TICKETS,
  PROP_FETCHING,
  PROP_N_FETCHED,
  PROP_N_EXPECTED,
  PROP_PROBLEM,
  PROP_RESCUED,
  N_PROPS
};

enum
{
  REFUSED,
  LOOKED_AT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktDesk, tkt_desk, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (TktNetworkState,
                    tkt_network_state,
                    G_DEFINE_ENUM_VALUE (TKT_NETWORK_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (TKT_NETWORK_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (TKT_NETWORK_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (TKT_NETWORK_SIGNED_OUT, "signed-out"))

/* A disk that was full may have room by then. */
#define RETRY_MS 5000

static void read_state (TktDesk *self);

static void
notify (TktDesk *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* A damaged cache begins anew, and so does the sync, when it has. */
static void
on_problem_notify (TktDesk *self)
{
  if (self->sync != NULL && tkt_cache_is_damaged (self->cache))
    {
      tkt_sync_stop (self->sync);
      g_clear_object (&self->sync);
      notify (self, PROP_NETWORK);
    }
  notify (self, PROP_PROBLEM);
}

/* (transfer full) (nullable) */
static char *
get_problem (TktDesk *self)
{
  const GError *problem = tkt_cache_get_problem (self->cache);
  g_autoptr (GError) explained = NULL;

  if (problem == NULL)
    return g_strdup (self->problem);
  explained = tkt_disk_error_explain (g_error_copy (problem));
  return g_strdup (explained->message);
}

static void
set_synced_at (TktDesk *self, gint64 time)
{
  if (time == self->synced_at)
    return;
  self->synced_at = time;
  notify (self, PROP_SYNCED_AT);
}

static guint
count_expected (const TktCacheState *state)
{
  /* Tickets are numbered from 1, but an account of a publisher sees few of them. */
  return tkt_desk_is_known (state) && tkt_role_is_staff (state->account->role) ? state->max_number
                                                                               : 0;
}

/* A cache that begins anew does not know yet whose it is; the desk does. */
static void
keep_account (const TktCacheState *before, TktCacheState *state)
{
  if (!tkt_desk_is_known (before) || tkt_desk_is_known (state))
    return;
  tkt_account_free (state->account);
  state->account = tkt_account_copy (before->account);
  tkt_organization_free (state->organization);
  state->organization = tkt_organization_copy (before->organization);
}

/* Takes @state's place and tells what differs, so that nothing is drawn anew for nothing. */
static void
set_state (TktDesk *self, TktCacheState *state)
{
  g_autoptr (TktCacheState) before = g_steal_pointer (&self->state);
  gboolean was_ready = tkt_desk_is_known (before);
  gboolean ready = tkt_desk_is_known (state);

  self->state = state;
  keep_account (before, state);
  g_object_freeze_notify (G_OBJECT (self));
  if (ready
      && !(was_ready && tkt_shape_equal (&tkt_account_shape, before->account, state->account)))
    notify (self, PROP_ACCOUNT);
  if (ready
      && !(was_ready
           && tkt_shape_equal (&tkt_organization_shape, before->organization, state->organization)))
    notify (self, PROP_ORGANIZATION);
  if (before == NULL || before->n_waiting != state->n_waiting)
    notify (self, PROP_WAITING);
  if (before == NULL || before->open_tickets != state->open_tickets)
    notify (self, PROP_OPEN_TICKETS);
  if (before == NULL || before->n_tickets != state->n_tickets)
    notify (self, PROP_N_FETCHED);
  if (count_expected (before) != count_expected (state))
    notify (self, PROP_N_EXPECTED);
  if (before == NULL || before->complete != state->complete)
    notify (self, PROP_FETCHING);
  if (ready != was_ready)
    notify (self, PROP_READY);
  if ((before != NULL && before->rescue != NULL) != (state->rescue != NULL))
    notify (self, PROP_RESCUED);
  /* What is written down may be older than what the sync knows; which of two times is later does
   * not tell, for the clock may have been set back. */
  if (self->sync == NULL || tkt_sync_get_synced_at (self->sync) == 0)
    set_synced_at (self, state->synced_at);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_network_notify (TktDesk *self)
{
  notify (self, PROP_NETWORK);
}

static void
on_synced_notify (TktDesk *self)
{
  set_synced_at (self, tkt_sync_get_synced_at (self->sync));
}

static void
on_refused (TktDesk *self, const char *sentence, const char *ticket_id)
{
  g_signal_emit (self, signals[REFUSED], 0, sentence, ticket_id);
}

static void
on_token_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = tkt_sign_ins_lookup_token_finish (TKT_SIGN_INS (object), result, &error);

  if (self->cancellable == NULL || self->sync == NULL)
    return;
  /* A keyring that stays locked is a session that can't be used: the person is asked to sign in. */
  if (error != NULL)
    g_info ("The session's token can't be read: %s", error->message);
  tkt_sync_set_token (self->sync, token);
}

static void
start_sync (TktDesk *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktApi) api = tkt_api_new (self->sign_in->server, &error);

  if (api == NULL)
    {
      self->problem = g_strdup (error->message);
      notify (self, PROP_PROBLEM);
      return;
    }
  g_set_object (&self->api, api);
  self->sync = tkt_sync_new (api, self->cache, self->files, self->state->cursor);
  g_signal_connect_object (
      self->sync, "notify::network", G_CALLBACK (on_network_notify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->sync, "notify::synced-at", G_CALLBACK (on_synced_notify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "refused", G_CALLBACK (on_refused), self, G_CONNECT_SWAPPED);
  tkt_desk_signed_in_again (self);
}

static void
read_later (gpointer data)
{
  TktDesk *self = data;

  self->retry = 0;
  read_state (self);
}

static void
on_state_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  TktCacheState *state = tkt_cache_get_state_finish (TKT_CACHE (object), result, &error);

  self->reading = FALSE;
  if (self->cancellable == NULL)
    {
      tkt_cache_state_free (state);
      return;
    }
  if (state != NULL)
    set_state (self, state);
  else if (self->retry == 0)
    self->retry = g_timeout_add_once (RETRY_MS, read_later, self);
  if (state != NULL && self->sync == NULL && self->problem == NULL
      && !tkt_cache_is_damaged (self->cache))
    start_sync (self);
  if (self->read_again)
    read_state (self);
}

static void
read_state (TktDesk *self)
{
  self->read_again = self->reading;
  if (self->reading || self->cancellable == NULL)
    return;
  self->reading = TRUE;
  tkt_cache_get_state_async (self->cache, self->cancellable, on_state_read, g_object_ref (self));
}

static void
tkt_desk_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktDesk *self = TKT_DESK (object);

  switch (prop_id)
    {
    case PROP_READY:
      g_value_set_boolean (value, tkt_desk_get_ready (self));
      break;
    case PROP_ACCOUNT:
      g_value_set_boxed (value, tkt_desk_get_account (self));
      break;
    case PROP_ORGANIZATION:
      g_value_set_boxed (value, tkt_desk_get_organization (self));
      break;
    case PROP_NETWORK:
      g_value_set_enum (value, tkt_desk_get_network (self));
      break;
    case PROP_SYNCED_AT:
      g_value_set_int64 (value, self->synced_at);
      break;
    case PROP_WAITING:
      g_value_set_uint (value, tkt_desk_get_waiting (self));
      break;
    case PROP_OPEN_TICKETS:
      g_value_set_uint (value, tkt_desk_get_open_tickets (self));
      break;
    case PROP_FETCHING:
      g_value_set_boolean (value, self->state != NULL && !self->state->complete);
      break;
    case PROP_N_FETCHED:
      g_value_set_uint (value, self->state != NULL ? self->state->n_tickets : 0);
      break;
    case PROP_N_EXPECTED:
      g_value_set_uint (value, count_expected (self->state));
      break;
    case PROP_PROBLEM:
      g_value_take_string (value, get_problem (self));
      break;
    case PROP_RESCUED:
      g_value_take_string (value, tkt_desk_dup_rescued (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_desk_dispose (GObject *object)
{
  tkt_desk_stop (TKT_DESK (object));

  G_OBJECT_CLASS (tkt_desk_parent_class)->dispose (object);
}

static void
tkt_desk_finalize (GObject *object)
{
  TktDesk *self = TKT_DESK (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->api);
  g_clear_object (&self->historian);
  g_object_unref (self->cache);
  g_object_unref (self->files);
  g_object_unref (self->sign_ins);
  tkt_sign_in_free (self->sign_in);
  g_clear_pointer (&self->state, tkt_cache_state_free);
  g_free (self->problem);
  g_free (self->signature);

  G_OBJECT_CLASS (tkt_desk_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_ACCOUNT]
      = g_param_spec_boxed ("account", NULL, NULL, tkt_account_get_type (), flags);
  properties[PROP_ORGANIZATION]
      = g_param_spec_boxed ("organization", NULL, NULL, tkt_organization_get_type (), flags);
  properties[PROP_NETWORK] = g_param_spec_enum (
      "network", NULL, NULL, tkt_network_state_get_type (), TKT_NETWORK_CONNECTING, flags);
  properties[PROP_SYNCED_AT]
      = g_param_spec_int64 ("synced-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_OPEN_TICKETS]
      = g_param_spec_uint ("open-tickets", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FETCHING] = g_param_spec_boolean ("fetching", NULL, NULL, FALSE, flags);
  properties[PROP_N_FETCHED] = g_param_spec_uint ("n-fetched", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_EXPECTED]
      = g_param_spec_uint ("n-expected", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_RESCUED] = g_param_spec_string ("rescued", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tkt_desk_class_init (TktDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tkt_desk_get_property;
  object_class->dispose = tkt_desk_dispose;
  object_class->finalize = tkt_desk_finalize;
  install_properties (object_class);

  signals[REFUSED] = g_signal_new ("refused",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   G_TYPE_STRING,
                                   G_TYPE_STRING);
  signals[LOOKED_AT] = g_signal_new ("looked-at",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_STRING);
}

static void
tkt_desk_init (TktDesk *self)
{
  self->cancellable = g_cancellable_new ();
}

TktDesk *
tkt_desk_new (TktSignIns *sign_ins, const TktSignIn *sign_in)
{
  TktDesk *self = g_object_new (TKT_TYPE_DESK, NULL);
  g_autofree char *folder = tkt_sign_ins_get_account_folder (sign_ins, sign_in->account_id);

  self->sign_ins = g_object_ref (sign_ins);
  self->sign_in = tkt_sign_in_copy (sign_in);
  self->cache = tkt_cache_new (folder, sign_in->account_id);
  self->files = tkt_files_new (folder);
  g_signal_connect_object (
      self->cache, "changed", G_CALLBACK (read_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->cache, "erased", G_CALLBACK (tkt_desk_sweep), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->cache, "notify::problem", G_CALLBACK (on_problem_notify), self, G_CONNECT_SWAPPED);
  read_state (self);
  tkt_desk_sweep (self);
  return self;
}

void
tkt_desk_stop (TktDesk *self)
{
  g_return_if_fail (TKT_IS_DESK (self));

  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->retry, g_source_remove);
  if (self->sync != NULL)
    tkt_sync_stop (self->sync);
  if (self->historian != NULL)
    tkt_worker_stop (self->historian);
  tkt_cache_stop (self->cache);
}

void
tkt_desk_sync_now (TktDesk *self)
{
  g_return_if_fail (TKT_IS_DESK (self));

  /* The cache could not be opened; perhaps it can be now. */
  if (self->sync == NULL)
    {
      read_state (self);
      return;
    }
  tkt_sync_pull (self->sync);
  tkt_sync_push_all (self->sync);
}

void
tkt_desk_signed_in_again (TktDesk *self)
{
  g_return_if_fail (TKT_IS_DESK (self));

  tkt_sign_ins_lookup_token_async (self->sign_ins,
                                   self->sign_in->account_id,
                                   self->cancellable,
                                   on_token_found,
                                   g_object_ref (self));
}

void
tkt_desk_look_at (TktDesk *self, const char *ticket_id)
{
  g_return_if_fail (TKT_IS_DESK (self));

  g_signal_emit (self, signals[LOOKED_AT], 0, ticket_id);
}
