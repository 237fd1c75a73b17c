/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one lane counts. */
#include "tkt-figures.h"

#include <stdatomic.h>

/* Upper ends of the histogram's buckets, in microseconds; one more is for all the rest. */
static const guint bounds_us[]
    = { 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 5000000 };
#define N_BUCKETS (G_N_ELEMENTS (bounds_us) + 1)

/* "1xx" to "5xx" */
#define N_CLASSES 5

typedef struct
{
  atomic_uint_fast64_t classes[N_CLASSES];
  atomic_uint_fast64_t buckets[N_BUCKETS];
  atomic_uint_fast64_t sum_us;
} Row;

struct _TktFigures
{
  atomic_int connections;
  atomic_int streams;
  Row rows[]; /* one a route, and one for what has none */
};

TktFigures *
tkt_figures_new (void)
{
  return g_atomic_rc_box_alloc0 (sizeof (TktFigures) + (tkt_n_routes + 1) * sizeof (Row));
}

TktFigures *
tkt_figures_ref (TktFigures *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tkt_figures_unref (TktFigures *self)
{
  g_atomic_rc_box_release (self);
}

static void
add (atomic_uint_fast64_t *number, guint64 by)
{
  atomic_fetch_add_explicit (number, by, memory_order_relaxed);
}

static guint64
get (atomic_uint_fast64_t *number)
{
  return atomic_load_explicit (number, memory_order_relaxed);
}

void
tkt_figures_count (TktFigures *self, const TktRoute *route, guint status, gint64 us)
{
  Row *row = &self->rows[route != NULL ? (guint)(route - tkt_routes) : tkt_n_routes];
  guint bucket = 0;

  while (bucket < G_N_ELEMENTS (bounds_us) && us > bounds_us[bucket])
    bucket++;
  add (&row->classes[CLAMP (status / 100, 1, N_CLASSES) - 1], 1);
  add (&row->buckets[bucket], 1);
  add (&row->sum_us, us);
}

void
tkt_figures_add_connections (TktFigures *self, int by)
{
  atomic_fetch_add_explicit (&self->connections, by, memory_order_relaxed);
}

void
tkt_figures_add_streams (TktFigures *self, int by)
{
  atomic_fetch_add_explicit (&self->streams, by, memory_order_relaxed);
}

/* What has no lane's threads behind it. */
typedef struct
{
  guint64 classes[N_CLASSES];
  guint64 buckets[N_BUCKETS];
  guint64 sum_us;
} Sum;

static Sum
sum_up (const GPtrArray *all, guint row_index)
{
  Sum sum = { .sum_us = 0 };

  for (guint i = 0; i < all->len; i++)
    {
      Row *row = &((TktFigures *)g_ptr_array_index (all, i))->rows[row_index];

      for (guint c = 0; c < N_CLASSES; c++)
        sum.classes[c] += get (&row->classes[c]);
      for (guint b = 0; b < N_BUCKETS; b++)
        sum.buckets[b] += get (&row->buckets[b]);
      sum.sum_us += get (&row->sum_us);
    }
  return sum;
}

static const char *
get_method (guint row)
{
  return row < tkt_n_routes ? tkt_routes[row].method : "other";
}

static const char *
get_path (guint row)
{
  return row < tkt_n_routes ? tkt_routes[row].path : "other";
}

static void
write_counts (guint row, const Sum *sum, GString *text)
{
  for (guint c = 0; c < N_CLASSES; c++)
    g_string_append_printf (text,
                            "tickets_requests_total{method=\"%s\",route=\"%s\",status=\"%uxx\"}"
                            " %" G_GUINT64_FORMAT "\n",
                            get_method (row),
                            get_path (row),
                            c + 1,
                            sum->classes[c]);
}

static void
write_seconds (GString *text, guint64 us)
{
  g_string_append_printf (
      text, "%" G_GUINT64_FORMAT ".%06u", us / G_USEC_PER_SEC, (guint)(us % G_USEC_PER_SEC));
}

static void
write_histogram (guint row, const Sum *sum, GString *text)
{
  const char *method = get_method (row), *path = get_path (row);
  guint64 n = 0;

  for (guint b = 0; b < N_BUCKETS; b++)
    {
      n += sum->buckets[b];
      g_string_append_printf (
          text, "tickets_request_seconds_bucket{method=\"%s\",route=\"%s\",le=\"", method, path);
      if (b < G_N_ELEMENTS (bounds_us))
        write_seconds (text, bounds_us[b]);
      else
        g_string_append (text, "+Inf");
      g_string_append_printf (text, "\"} %" G_GUINT64_FORMAT "\n", n);
    }
  g_string_append_printf (
      text, "tickets_request_seconds_sum{method=\"%s\",route=\"%s\"} ", method, path);
  write_seconds (text, sum->sum_us);
  g_string_append_printf (text,
                          "\ntickets_request_seconds_count{method=\"%s\",route=\"%s\"}"
                          " %" G_GUINT64_FORMAT "\n",
                          method,
                          path,
                          n);
}

void
tkt_figures_write (const GPtrArray *all, GString *text)
{
  int connections = 0, streams = 0;

  g_string_append (text,
                   "# HELP tickets_requests_total Requests that were answered.\n"
                   "# TYPE tickets_requests_total counter\n");
  for (guint row = 0; row <= tkt_n_routes; row++)
    {
      Sum sum = sum_up (all, row);

      write_counts (row, &sum, text);
    }
  g_string_append (text,
                   "# HELP tickets_request_seconds From a request's head to its answer.\n"
                   "# TYPE tickets_request_seconds histogram\n");
  for (guint row = 0; row <= tkt_n_routes; row++)
    {
      Sum sum = sum_up (all, row);

      write_histogram (row, &sum, text);
    }
  for (guint i = 0; i < all->len; i++)
    {
      TktFigures *figures = g_ptr_array_index (all, i);

      connections += atomic_load_explicit (&figures->connections, memory_order_relaxed);
      streams += atomic_load_explicit (&figures->streams, memory_order_relaxed);
    }
  g_string_append_printf (text,
                          "# HELP tickets_connections_open Connections of clients.\n"
                          "# TYPE tickets_connections_open gauge\n"
                          "tickets_connections_open %d\n"
                          "# HELP tickets_event_streams_open Those that are event streams.\n"
                          "# TYPE tickets_event_streams_open gauge\n"
                          "tickets_event_streams_open %d\n",
                          connections,
                          streams);
}
