/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a database fares, for whoever looks after the machine. */
#pragma once

#include "tkt-db.h"

G_BEGIN_DECLS

/* Hears of something. @check is one word that stays, for programs; @text is for a person: what it
 * is, and what there is to do. @problem: it needs doing; else it is good to know. */
typedef void (*TktSymptomFunc) (gboolean problem,
                                const char *check,
                                const char *text,
                                gpointer data);

typedef struct
{
  char *name; /* of a table, its indexes included */
  gint64 n_bytes;
} TktTableSize;

typedef struct
{
  gint64 n_bytes;      /* the database */
  gint64 n_wal_bytes;  /* what was written last, beside it */
  gint64 n_free_bytes; /* in it, that vacuum would give back */
  gint64 n_disk_bytes; /* free on its disk */
  gint64 version;      /* of the schema */
  gint64 n_sessions;
  gint64 n_expired_sessions;
  GPtrArray *tables; /* of TktTableSize, the largest first */
} TktHealth;

TktHealth *tkt_health_new (void);
void tkt_health_free (TktHealth *health);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktHealth, tkt_health_free)

/**
 * tkt_sqlite_examine:
 * @now: the wall clock, in milliseconds
 *
 * Looks at the files and into the database, which may be served meanwhile, and writes nothing.
 *
 * Returns: FALSE with an error where there is no database of ours that could be looked into
 */
gboolean tkt_sqlite_examine (const char *path,
                             gint64 now,
                             TktSymptomFunc func,
                             gpointer data,
                             TktHealth *health,
                             GError **error);

/* For the files that look: where they stand. */
typedef struct
{
  const char *path;
  gint64 now;
  TktSymptomFunc func;
  gpointer data;
  TktHealth *health;
} TktSqliteExam;

void tkt_sqlite_exam_tell (TktSqliteExam *exam, gboolean problem, const char *check, char *text);

gboolean tkt_sqlite_examine_files (TktSqliteExam *exam, GError **error);

G_END_DECLS
