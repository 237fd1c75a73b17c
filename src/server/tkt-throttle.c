/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failed sign-ins. */
#include "tkt-throttle.h"

#include <glib/gi18n-lib.h>

#include "tkt-problem.h"

/* Names that are made up must not fill the memory: past this many, windows that have passed are
 * swept out. */
#define SWEEP_AT 10000

/* Failures since the first one of the window. */
typedef struct
{
  gint64 since;
  guint n;
} Window;

struct _TktThrottle
{
  GMutex mutex;
  const TktLimits *limits;
  gint64 window_us;
  GHashTable *names;     /* → Window */
  GHashTable *addresses; /* → Window */
};

TktThrottle *
tkt_throttle_new (const TktLimits *limits)
{
  TktThrottle *throttle = g_new0 (TktThrottle, 1);

  g_mutex_init (&throttle->mutex);
  throttle->limits = limits;
  throttle->window_us = limits->failures_minutes * G_TIME_SPAN_MINUTE;
  throttle->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  throttle->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return throttle;
}

void
tkt_throttle_free (TktThrottle *throttle)
{
  if (throttle == NULL)
    return;
  g_hash_table_unref (throttle->names);
  g_hash_table_unref (throttle->addresses);
  g_mutex_clear (&throttle->mutex);
  g_free (throttle);
}

/* Seconds until the window of @key has passed; 0 while it has room. */
static guint
seconds_left (TktThrottle *throttle,
              GHashTable *windows,
              const char *key,
              gint64 most,
              gint64 now_us)
{
  Window *window = g_hash_table_lookup (windows, key);
  gint64 left = window != NULL ? window->since + throttle->window_us - now_us : 0;

  if (window == NULL || window->n < most || left <= 0)
    return 0;
  return left / G_TIME_SPAN_SECOND + 1;
}

gboolean
tkt_throttle_check (TktThrottle *throttle,
                    const char *name,
                    const char *address,
                    gint64 now_us,
                    GError **error)
{
  g_autofree char *client = tkt_limits_client_of (address);
  guint seconds;
  GError *problem;

  g_mutex_lock (&throttle->mutex);
  seconds = MAX (
      seconds_left (throttle, throttle->names, name, throttle->limits->failures_per_name, now_us),
      seconds_left (
          throttle, throttle->addresses, client, throttle->limits->failures_per_address, now_us));
  g_mutex_unlock (&throttle->mutex);
  if (seconds == 0)
    return TRUE;
  problem = tkt_problem_new (TKT_PROBLEM_SLOW_DOWN,
                             g_dngettext (GETTEXT_PACKAGE,
                                          "Too many failed sign-ins. Try again in %u second.",
                                          "Too many failed sign-ins. Try again in %u seconds.",
                                          seconds),
                             seconds);
  tkt_problem_set_retry_after (problem, seconds);
  g_propagate_error (error, problem);
  return FALSE;
}

static gboolean
has_passed (gpointer key, gpointer value, gpointer begun_us)
{
  return ((Window *)value)->since <= *(gint64 *)begun_us;
}

static void
count (TktThrottle *throttle, GHashTable *windows, const char *key, gint64 now_us)
{
  gint64 begun_us = now_us - throttle->window_us;
  Window *window = g_hash_table_lookup (windows, key);

  if (g_hash_table_size (windows) >= SWEEP_AT)
    {
      g_hash_table_foreach_remove (windows, has_passed, &begun_us);
      window = g_hash_table_lookup (windows, key);
    }
  if (window == NULL)
    {
      window = g_new0 (Window, 1);
      window->since = now_us;
      g_hash_table_insert (windows, g_strdup (key), window);
    }
  if (window->since <= begun_us)
    *window = (Window){ now_us, 0 };
  window->n++;
}

void
tkt_throttle_failed (TktThrottle *throttle, const char *name, const char *address, gint64 now_us)
{
  g_autofree char *client = tkt_limits_client_of (address);

  g_mutex_lock (&throttle->mutex);
  count (throttle, throttle->names, name, now_us);
  count (throttle, throttle->addresses, client, now_us);
  g_mutex_unlock (&throttle->mutex);
}

void
tkt_throttle_succeeded (TktThrottle *throttle, const char *name)
{
  g_mutex_lock (&throttle->mutex);
  g_hash_table_remove (throttle->names, name);
  g_mutex_unlock (&throttle->mutex);
}
