/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the proxy and its faults share. */
#pragma once

#include <gio/gio.h>

#include "test-proxy.h"
#include "test-wire.h"

G_BEGIN_DECLS

/* What was drawn, or planned, for one call. */
typedef struct
{
  TestFault fault;
  gboolean reaches;
  int pause_ms;
  double at; /* 0 to 1: where what is cut is cut */
} TestPlan;

/* A call under way, on a thread of its own. */
typedef struct
{
  TestProxy *proxy;
  GIOStream *client;
  GCancellable *cancellable;
  TestWire request;
  TestPlan plan;
} TestCall;

/* Does to the call what its plan says (test-proxy-faults.c). */
void test_call_run (TestCall *call);

/* A connection to the server, or NULL. */
GIOStream *test_proxy_connect (TestProxy *self, GCancellable *cancellable);

/* Waits, but not longer than until the call is cut or the weather is set. */
void test_call_pause (TestCall *call);
/* The same; ends also when the server has answered a call that came later. */
void test_call_await_other (TestCall *call);
void test_proxy_note_answered (TestProxy *self);
/* From when the sender has been cut until the server has answered. */
void test_proxy_begin_late (TestProxy *self);
void test_proxy_end_late (TestProxy *self);

G_END_DECLS
