/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk in a process of its own (crash-desk.c) that is killed and started again over one folder,
 * and all that it said. */
#pragma once

#include "desk-fixture.h"
#include "test-process.h"

G_BEGIN_DECLS

/* What a desk said was kept: a line of crash-desk.c without its first word. */
typedef struct
{
  char *deed; /* "open", "reply", "close", "delete" or "read" */
  char *ticket;
  char *message; /* of a reply and a deletion */
  char *text;    /* of what was written; of a read mark its position */
} CrashWord;

typedef struct
{
  Seat *seat; /* stopped while the process runs */
  TestProcess *process;
  guint n_starts;
  guint n_said;    /* lines since the last start */
  gboolean killed; /* its end is no surprise */
  gboolean ended;
  GPtrArray *words;      /* of CrashWord: in the order they were kept */
  GHashTable *deletions; /* ids of messages that it was about to delete */
  GPtrArray *drafts;     /* one of these is the draft of a new ticket; "": there is none */
  guint n_drafts;        /* that were kept, in all */
} CrashPlayer;

CrashPlayer *crash_player_new (DeskFixture *fixture, const char *username);
void crash_player_free (CrashPlayer *self);

void crash_player_start (CrashPlayer *self);
/* And hears what it had said before. */
void crash_player_kill (CrashPlayer *self);

/* The draft of a new ticket, "" where there is none, must be one of those it may be. */
void crash_player_check_draft (CrashPlayer *self, const char *found);

/* After all has settled: what was said to be kept is on the server, or was refused as it must.
 * Returns how many were refused. */
guint crash_player_check (CrashPlayer *self);

G_END_DECLS
