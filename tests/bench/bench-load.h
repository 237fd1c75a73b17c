/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client that costs little: keep-alive connections on bare sockets, each with one request under
 * way. */
#pragma once

#include "bench-figures.h"

G_BEGIN_DECLS

typedef struct
{
  guint16 port;
  guint n_connections;
  double seconds;
  GPtrArray *requests; /* of char *: whole requests, sent in turn */
  guint status;        /* of every answer; another one ends the program */
} BenchLoad;

typedef struct
{
  double rate; /* answers a second */
  double cpu;  /* processor seconds of the client for each answer */
  guint64 n_answers;
  BenchSamples *times_ms; /* (nullable): of each answer; given by the caller */
} BenchLoadResult;

/* Runs it on the calling thread. */
void bench_load_run (const BenchLoad *load, BenchLoadResult *result);

/* The answer to one request: its head, and how long its body is. (transfer full) */
char *bench_load_ask (guint16 port, const char *request, gsize *body_size);

G_END_DECLS
