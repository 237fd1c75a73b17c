/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A storm: people at desks do what comes to mind, and each desk has a network of its own. */
#pragma once

#include "desk-fixture.h"
#include "model.h"
#include "test-proxy.h"

G_BEGIN_DECLS

#define STORM_DESKS_MAX 8

/* One account at one desk. */
typedef struct
{
  guint number;
  Seat *seat;
  TestProxy *proxy;
  TktDb *db; /* the desk's own files, read beside it */
  const ModelPerson *who;
  gboolean offline;
  guint hold; /* seconds that undoing is possible, or 0 */
} StormDesk;

typedef struct
{
  Model *model;
  GRand *lots;
  DeskFixture *fixture;
  StormDesk desks[STORM_DESKS_MAX];
  guint n_desks;
  guint n_texts;   /* no two are alike */
  gboolean strict; /* nothing happens that would excuse a refusal, but closings */
} Storm;

/* Runs the storm of @seed with so many operations, and checks all that came of it. */
void storm_run (guint32 seed, guint n_operations);

/* The next lot: less than @n. */
guint storm_draw (Storm *self, guint n);

/* Operations of the person at a desk that runs. FALSE where there was nothing to do it to.
 * (storm-deeds.c, storm-outbox.c) */
typedef gboolean (*StormOperation) (Storm *self, StormDesk *desk);
gboolean storm_open (Storm *self, StormDesk *desk);
gboolean storm_reply (Storm *self, StormDesk *desk);
gboolean storm_close (Storm *self, StormDesk *desk);
gboolean storm_reassign (Storm *self, StormDesk *desk);
gboolean storm_delete (Storm *self, StormDesk *desk);
gboolean storm_mark (Storm *self, StormDesk *desk);
gboolean storm_set_support (Storm *self, StormDesk *desk);
gboolean storm_retry (Storm *self, StormDesk *desk);
gboolean storm_take_back (Storm *self, StormDesk *desk);
gboolean storm_undo (Storm *self, StormDesk *desk);
gboolean storm_release (Storm *self, StormDesk *desk);

/* Waits for the end of what was begun at @desk, and answers the id that it gave; NULL where the
 * desk has said no, as a rule lets it. */
char *storm_finish (Storm *self, StormDesk *desk, GAsyncResult **result);

/* (element-type TktEntry): what the outbox has. */
GPtrArray *storm_list_outbox (const StormDesk *desk);

/* Operations behind everybody's back; of the desks only what happens to them.
 * (storm-operator.c) */
gboolean storm_change_manager (Storm *self, StormDesk *desk);
gboolean storm_disable (Storm *self, StormDesk *desk);
gboolean storm_block (Storm *self, StormDesk *desk);
gboolean storm_move (Storm *self, StormDesk *desk);
gboolean storm_turn_off (Storm *self, StormDesk *desk);
gboolean storm_change_network (Storm *self, StormDesk *desk);
gboolean storm_stop_or_start (Storm *self, StormDesk *desk);
gboolean storm_look (Storm *self, StormDesk *desk);
/* All that the operator has turned off is on again. */
void storm_restore (Storm *self);

void storm_start_desk (StormDesk *desk);

G_END_DECLS
