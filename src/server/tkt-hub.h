/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hub: tells the event streams of one lane that there is something to fetch (protocol.md,
 * "Events"). */
#pragma once

#include "tkt-call.h"
#include "tkt-http.h"

G_BEGIN_DECLS

/**
 * TktHub:
 *
 * A stream is told no more than that something changed that its account can see, and at most ten
 * times a second: bursts merge. One whose session has ended is ended; one that does not read is
 * dropped. Nothing here takes longer than a few milliseconds at a time, however many streams there
 * are. Lives on its lane's thread but for tkt_hub_wake().
 */
typedef struct _TktHub TktHub;

/* Wakes by itself when @store says that it has committed something. @context: the lane's. */
TktHub *tkt_hub_new (TktStore *store, GMainContext *context);
void tkt_hub_close (TktHub *hub); /* ends all streams; no more may be added */
TktHub *tkt_hub_ref (TktHub *hub);
void tkt_hub_unref (TktHub *hub);

/* Opens the stream that @call asked for and was granted; its revision is the newest that the
 * account can see. Takes @request. */
void tkt_hub_add (TktHub *hub, TktHttpRequest *request, const TktCall *call);

/* Something was committed. From any thread. */
void tkt_hub_wake (TktHub *hub);

G_END_DECLS
