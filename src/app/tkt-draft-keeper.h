/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps what is typed: on the disk within a second of the last key. */
#pragma once

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktDraftKeeper:
 *
 * Belongs to a place where somebody types. What can't be written (the desk says why) is tried again
 * until it can.
 */
#define TKT_TYPE_DRAFT_KEEPER (tkt_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TktDraftKeeper, tkt_draft_keeper, TKT, DRAFT_KEEPER, GObject)

TktDraftKeeper *tkt_draft_keeper_new (TktDesk *desk);

/* The text as it is now. A draft of another ticket than the one before is saved after that. */
void tkt_draft_keeper_keep (TktDraftKeeper *self, TktDraft *draft_taken);

/* Saves at once what is not saved yet. */
void tkt_draft_keeper_flush (TktDraftKeeper *self);

/* What is not saved yet is in the outbox, or not wanted. */
void tkt_draft_keeper_forget (TktDraftKeeper *self);

G_END_DECLS
