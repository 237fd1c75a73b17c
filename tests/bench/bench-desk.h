/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account that is signed in on this computer, with a generated cache and no network. */
#pragma once

#include "bench-cache-data.h"
#include "tkt-sign-ins.h"

G_BEGIN_DECLS

typedef struct
{
  TestFolder *home; /* for XDG_DATA_HOME */
  char *folder;     /* of the accounts, below it */
  TktSignIn *sign_in;
} BenchDesk;

/* The cache is @data's own; the outbox is new. */
BenchDesk *bench_desk_new (BenchCacheData *data);
void bench_desk_free (BenchDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchDesk, bench_desk_free)

G_END_DECLS
