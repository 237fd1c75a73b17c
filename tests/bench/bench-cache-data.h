/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk's cache of any size, the same each time for the same numbers. */
#pragma once

#include "test-folder.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_tickets;
  guint n_messages;  /* of each ticket */
  guint long_thread; /* messages of one more ticket, or 0 */
} BenchCacheSize;

typedef struct
{
  TestFolder *own; /* NULL where the caller named the folder */
  char *folder;
  char *account_id;   /* the account manager whose desk it is */
  char *publisher_id; /* one of many */
  char *long_ticket;  /* id */
} BenchCacheData;

/* What quality.md has for a long one. */
#define BENCH_LONG_THREAD 10000

/* @folder: (nullable): used if a cache is there, filled and kept if not. */
BenchCacheData *bench_cache_data_new (const char *folder, const BenchCacheSize *size);
void bench_cache_data_free (BenchCacheData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchCacheData, bench_cache_data_free)

/* Milliseconds that SQLite alone takes for all rows of @sql in the cache, with @text (nullable)
 * bound. */
double bench_cache_data_query (BenchCacheData *data, const char *sql, const char *text);

G_END_DECLS
