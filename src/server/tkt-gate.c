/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gate: how many connections there are, in all and of each client. */
#include "tkt-gate.h"

#include <glib/gi18n-lib.h>
#include <sys/resource.h>

#include "tkt-problem.h"

/* Files that are no connections: databases, lanes, logs. */
#define OTHER_FILES 256

#define RETRY_SECONDS 5

struct _TktGate
{
  GMutex mutex;
  const TktLimits *limits;
  const TktProxies *proxies;
  gint64 most;
  gint64 n;
  GHashTable *clients; /* client → number of its connections */
};

/* So that the last file goes to a database, not to a connection. */
static gint64
get_most (const TktLimits *limits)
{
  struct rlimit files;
  rlim_t room;

  if (getrlimit (RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY)
    return limits->connections;
  room = files.rlim_cur - MIN (files.rlim_cur / 2, OTHER_FILES);
  return MIN ((rlim_t)limits->connections, room);
}

TktGate *
tkt_gate_new (const TktLimits *limits, const TktProxies *proxies)
{
  TktGate *self = g_new0 (TktGate, 1);

  g_mutex_init (&self->mutex);
  self->limits = limits;
  self->proxies = proxies;
  self->most = get_most (limits);
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
tkt_gate_free (TktGate *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->clients);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static guint
get_count (TktGate *self, const char *client)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->clients, client));
}

static void
set_count (TktGate *self, const char *client, guint count)
{
  if (count > 0)
    g_hash_table_replace (self->clients, g_strdup (client), GUINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->clients, client);
}

static GError *
enter (TktGate *self, const char *client)
{
  if (self->n >= self->most)
    return tkt_problem_new (TKT_PROBLEM_UNAVAILABLE,
                            _ ("The server has as many connections as it takes. Try again in a "
                               "few seconds."));
  if (client != NULL && get_count (self, client) >= self->limits->connections_per_address)
    return tkt_problem_new (TKT_PROBLEM_SLOW_DOWN,
                            _ ("There are too many connections from your address. Close some, "
                               "then try again."));
  if (client != NULL)
    set_count (self, client, get_count (self, client) + 1);
  self->n++;
  return NULL;
}

/* NULL: of this one only the sum counts. */
static char *
client_of (TktGate *self, const char *address)
{
  if (tkt_limits_exempt (self->limits, address) || tkt_proxies_trust (self->proxies, address))
    return NULL;
  return tkt_limits_client_of (address);
}

gboolean
tkt_gate_enter (TktGate *self, const char *address, GError **error)
{
  g_autofree char *client = client_of (self, address);
  GError *problem;

  g_mutex_lock (&self->mutex);
  problem = enter (self, client);
  g_mutex_unlock (&self->mutex);
  if (problem == NULL)
    return TRUE;
  tkt_problem_set_retry_after (problem, RETRY_SECONDS);
  g_propagate_error (error, problem);
  return FALSE;
}

void
tkt_gate_leave (TktGate *self, const char *address)
{
  g_autofree char *client = client_of (self, address);

  g_mutex_lock (&self->mutex);
  if (client != NULL)
    set_count (self, client, get_count (self, client) - 1);
  self->n--;
  g_mutex_unlock (&self->mutex);
}
