/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server in a process of its own, so that what it costs can be told from what its client does:
 * the real one, or the bare SoupServer that is its floor. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GSubprocess *process;
  guint16 port;
} BenchChild;

/* The real server on @database. */
BenchChild *bench_child_new_server (const char *database, guint lanes);

/* As many threads that answer everything with @status and @size bytes of JSON. */
BenchChild *bench_child_new_floor (guint status, gsize size, guint lanes);

/* Ends it, and waits for that. */
void bench_child_free (BenchChild *child);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchChild, bench_child_free)

/* Processor seconds so far, of all its threads. */
double bench_child_get_cpu (BenchChild *child);

/* The first thing in main(): in a child it serves and does not return. */
void bench_child_serve (int argc, char **argv);

G_END_DECLS
