/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lane's files share: the lane, and a request that is being answered. */
#pragma once

#include "tkt-answers.h"
#include "tkt-http-file.h"
#include "tkt-hub.h"
#include "tkt-lane.h"

G_BEGIN_DECLS

struct _TktLane
{
  TktLaneShared shared;
  TktWorker *worker;
  TktHttp *http;
  TktAnswers *answers; /* what has been read and not changed since */
  TktHub *hub;
  gint in_flight; /* atomic */
};

/* A request that is being answered. */
typedef struct
{
  TktLane *lane;
  TktHttpRequest *request;
  TktCall *call;
  gboolean touch; /* the session's end should be moved */
} TktFlight;

/* One of the two ends a flight, and frees it. */
void tkt_flight_answer (TktFlight *flight);
void tkt_flight_refuse (TktFlight *flight, GError *problem_taken);

/* The actor as this transaction sees it, and whether the route's role is theirs. */
gboolean tkt_flight_load_actor (TktFlight *flight, TktStoreTx *tx, GError **error);

/* Answers with the file that the handler has found. */
void tkt_flight_send_file (TktFlight *flight);

/* Takes the body of an upload whose handler has let it pass, and answers at its end. */
void tkt_flight_take_upload (TktFlight *flight);

G_END_DECLS
