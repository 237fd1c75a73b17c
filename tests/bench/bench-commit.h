/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor of durable writes: SQLite alone, with the row of a message. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BenchCommit BenchCommit;

/* A database of its own in @folder: the table of messages with its indexes, nothing else. */
BenchCommit *bench_commit_new (const char *folder);
void bench_commit_free (BenchCommit *commit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchCommit, bench_commit_free)

/* Rows a second, @batch of them in each transaction, each transaction on the disk before the next
 * begins. */
double bench_commit_run (BenchCommit *commit, guint batch, const char *body, double seconds);

G_END_DECLS
