/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates: token buckets. A bucket is one time, that at which it will be full again (GCRA): taking
 * moves it on by what one costs, and it may not lie further ahead than a whole bucket. */
#include "tkt-rates.h"

#include <glib/gi18n-lib.h>

#include "tkt-problem.h"

/* A bucket that is full says nothing. From so many on they are thrown out, once a second. */
#define SWEEP_FROM 1000
#define SWEEP_US G_TIME_SPAN_SECOND

struct _TktRates
{
  GMutex mutex;
  GHashTable *full_at_us; /* key → gint64 */
  gint64 cost_us;         /* of one */
  gint64 bucket_us;       /* of as many as a bucket holds */
  gint64 swept_us;
};

TktRates *
tkt_rates_new (guint rate, guint burst)
{
  TktRates *self = g_new0 (TktRates, 1);

  g_mutex_init (&self->mutex);
  self->full_at_us = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cost_us = MAX (G_TIME_SPAN_SECOND / MAX (rate, 1), 1);
  self->bucket_us = self->cost_us * MAX (burst, 1);
  return self;
}

void
tkt_rates_free (TktRates *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->full_at_us);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
is_full (gpointer key, gpointer full_at_us, gpointer now_us)
{
  return *(gint64 *)full_at_us <= *(gint64 *)now_us;
}

static void
sweep (TktRates *self, gint64 now_us)
{
  if (g_hash_table_size (self->full_at_us) < SWEEP_FROM || now_us < self->swept_us + SWEEP_US)
    return;
  g_hash_table_foreach_remove (self->full_at_us, is_full, &now_us);
  self->swept_us = now_us;
}

/* 0: taken. Else how long there is none. */
static gint64
take (TktRates *self, const char *key, gint64 now_us)
{
  gint64 *full_at_us = g_hash_table_lookup (self->full_at_us, key);
  gint64 then;

  if (full_at_us == NULL)
    {
      sweep (self, now_us);
      full_at_us = g_new0 (gint64, 1);
      g_hash_table_insert (self->full_at_us, g_strdup (key), full_at_us);
    }
  then = MAX (*full_at_us, now_us) + self->cost_us;
  if (then > now_us + self->bucket_us)
    return then - now_us - self->bucket_us;
  *full_at_us = then;
  return 0;
}

gboolean
tkt_rates_take (TktRates *self, const char *key, gint64 now_us, GError **error)
{
  GError *problem;
  gint64 wait_us;
  guint seconds;

  g_mutex_lock (&self->mutex);
  wait_us = take (self, key, now_us);
  g_mutex_unlock (&self->mutex);
  if (wait_us == 0)
    return TRUE;
  seconds = wait_us / G_TIME_SPAN_SECOND + 1;
  problem = tkt_problem_new (TKT_PROBLEM_SLOW_DOWN,
                             g_dngettext (GETTEXT_PACKAGE,
                                          "Too many requests. Try again in %u second.",
                                          "Too many requests. Try again in %u seconds.",
                                          seconds),
                             seconds);
  tkt_problem_set_retry_after (problem, seconds);
  g_propagate_error (error, problem);
  return FALSE;
}

guint
tkt_rates_get_size (TktRates *self)
{
  guint size;

  g_mutex_lock (&self->mutex);
  size = g_hash_table_size (self->full_at_us);
  g_mutex_unlock (&self->mutex);
  return size;
}
