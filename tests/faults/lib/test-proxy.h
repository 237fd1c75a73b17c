/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fault proxy: stands between a desk and its server and does to their calls what networks do.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What happens to one call. Those that answer in the server's place may have asked the server
 * before: it depends on the lot. */
typedef enum
{
  TEST_FAULT_NONE,
  TEST_FAULT_CUT_BEFORE,     /* the server does not get a byte of the request */
  TEST_FAULT_CUT_REQUEST,    /* the server gets a part of it */
  TEST_FAULT_CUT_UNANSWERED, /* the server has answered, and not a byte of that arrives */
  TEST_FAULT_CUT_HEADERS,    /* a part of the answer's headers arrives */
  TEST_FAULT_CUT_BODY,       /* the headers arrive, and a part of the body */
  TEST_FAULT_DELAY,          /* the way there takes its time, or the way back (@reaches) */
  TEST_FAULT_OVERTAKEN,      /* the server gets it after a call that was made later */
  TEST_FAULT_LATE,           /* the server gets it after its sender has heard of a cut */
  TEST_FAULT_TWICE,          /* the server gets it on two connections; one answer arrives */
  TEST_FAULT_INTERNAL,       /* 500 */
  TEST_FAULT_UNAVAILABLE,    /* 503 with Retry-After */
  TEST_FAULT_SLOW_DOWN,      /* 429 with Retry-After */
  TEST_FAULT_GARBAGE,        /* bytes that are no HTTP */
  TEST_FAULT_TRUNCATED,      /* a part of the answer's JSON, with the length of that part */
  TEST_FAULT_WRONG_LENGTH,   /* a length that promises more than comes */
  TEST_FAULT_PAGE,           /* 200 with a page: a captive portal */
  TEST_FAULT_NO_PAGE,        /* 404 with a page: a wrong proxy */
  TEST_FAULT_STALL,          /* not a byte, and the connection stays */
  TEST_N_FAULTS
} TestFault;

const char *test_fault_to_word (TestFault fault);

typedef enum
{
  TEST_WEATHER_FAIR,    /* nothing happens but what was planned */
  TEST_WEATHER_STORM,   /* lots are drawn for each call */
  TEST_WEATHER_OFFLINE, /* every connection is cut at once */
} TestWeather;

/* Events, other reads and writes: what a desk does in each of them comes one after the other, so
 * that the same seed gives the same faults. */
typedef enum
{
  TEST_LANE_EVENTS,
  TEST_LANE_READS,
  TEST_LANE_WRITES,
  TEST_N_LANES
} TestLane;

/**
 * TestProxy:
 *
 * Listens on a free port of the loopback interface and hands each call on to the server, on a
 * connection of its own each; calls are served by threads of its own. One proxy a desk. The thread
 * that makes it runs the main context that accepts.
 */
typedef struct _TestProxy TestProxy;

TestProxy *test_proxy_new (guint16 server_port, guint32 seed);
/* Cuts what is open and waits for its end. */
void test_proxy_free (TestProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProxy, test_proxy_free)

/* "http://127.0.0.1:PORT" (transfer full) */
char *test_proxy_get_uri (TestProxy *self);

/* Going offline cuts what is open; in any other weather what was held back before goes on at once,
 * also where it is the same again. */
void test_proxy_set_weather (TestProxy *self, TestWeather weather);

/* Cuts all connections that are open: calls, streams and what is stalled. */
void test_proxy_cut (TestProxy *self);

/* Waits until no call is on its way to the server whose sender has given it up. */
void test_proxy_await_late (TestProxy *self);

/* What happens to the next call of @lane for which nothing is planned, in any weather but offline.
 * @reaches: the server is asked before it is answered for. @pause_ms: how long what takes time
 * takes; -1: until the weather is set, or the proxy is cut. */
void
test_proxy_plan (TestProxy *self, TestLane lane, TestFault fault, gboolean reaches, int pause_ms);

/* How many calls it has happened to. */
guint test_proxy_count (TestProxy *self, TestFault fault);
/* What happened in one lane, in order: "none late none …" (transfer full) */
char *test_proxy_get_history (TestProxy *self, TestLane lane);

G_END_DECLS
