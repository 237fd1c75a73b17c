/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a database holds what it must: the file itself, the rules of the domain, the search
 * index. */
#pragma once

#include "tkt-db.h"

G_BEGIN_DECLS

typedef enum
{
  TKT_FINDING_DAMAGE, /* pages, indexes: the file is not what SQLite wrote */
  TKT_FINDING_RULE,   /* a rule of the domain is broken */
  TKT_FINDING_SEARCH, /* the search index is not of these texts */
} TktFindingKind;

/* Hears of one finding: a sentence for a person, which holds nothing of what people wrote. */
typedef void (*TktFindingFunc) (TktFindingKind kind, const char *finding, gpointer data);

typedef struct
{
  guint64 n_found[TKT_FINDING_SEARCH + 1]; /* by kind */
  gboolean file_only; /* an older version wrote it: nothing but the file was looked at */
  guint64 n_tickets;
  guint64 n_messages;
} TktVerdictOnFile;

/* How many findings of all kinds. */
guint64 tkt_verdict_on_file_count (const TktVerdictOnFile *verdict);

/* So many findings of one sort are told one by one, and then how many more there are. */
#define TKT_FINDINGS_TOLD 20

/**
 * tkt_sqlite_verify:
 * @path: it may be served meanwhile: all is as one moment shows it, and nothing is written
 *
 * Takes time in proportion to the data; memory does not grow with it.
 *
 * Returns: FALSE with an error where it could not be looked at: a disk, no database of ours, one of
 * a newer version. Findings are no errors.
 */
gboolean tkt_sqlite_verify (const char *path,
                            TktFindingFunc func,
                            gpointer data,
                            TktVerdictOnFile *verdict,
                            GError **error);

/* Opens it for reading. Where a program was killed in the midst of a change that is to be undone,
 * this does it, as the next program that writes would. (transfer full) (nullable) */
TktDb *tkt_sqlite_open_to_read (const char *path, GError **error);

/* What there is to do about findings of @kind. */
const char *tkt_finding_kind_get_advice (TktFindingKind kind);

/* For the files that look: what they tell their findings to. */
typedef struct
{
  const char *path;
  TktDb *db;
  TktFindingFunc func;
  gpointer data;
  TktVerdictOnFile *verdict;
} TktSqliteLook;

/* Counts a finding, and tells of it unless there were too many: @nth counts those of its sort. */
void tkt_sqlite_look_tell (TktSqliteLook *look, TktFindingKind kind, guint64 nth, char *finding);
/* After the last of @n of a sort. */
void tkt_sqlite_look_tell_rest (TktSqliteLook *look, TktFindingKind kind, guint64 n);

gboolean tkt_sqlite_look_at_rules (TktSqliteLook *look, GError **error);
gboolean tkt_sqlite_look_at_revisions (TktSqliteLook *look, GError **error);
gboolean tkt_sqlite_look_at_search (TktSqliteLook *look, GError **error);

G_END_DECLS
