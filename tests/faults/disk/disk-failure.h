/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that refuses changes. */
#pragma once

#include <glib.h>

#include "tkt-db.h"

G_BEGIN_DECLS

#define DISK_FAILURE_GENERAL "The files of this program can't be read or written"

/* Why a disk refuses, and what is said of it. */
typedef struct
{
  const char *name;
  int reason;           /* errno */
  gboolean lasting;     /* all from the first one on, or that one alone */
  TktDbError code;      /* at the desk */
  const char *sentence; /* its beginning */
  const char *answer;   /* the server's */
  const char
      *not_ready; /* what it says of itself; SQLite forgets most reasons of a write that failed */
} DiskFailure;
extern const DiskFailure disk_failures[]; /* the first is the full disk */
extern const guint n_disk_failures;

/* Changes below @folder fail, from the @n-th on. */
void disk_failure_begin (const DiskFailure *failure, const char *folder, guint n);
/* How many have failed so far. Any thread. */
guint disk_failure_count (void);
/* There is room again. Returns how many have failed. */
guint disk_failure_end (void);

void disk_add_desk_tests (void);
void disk_add_server_tests (void);

G_END_DECLS
