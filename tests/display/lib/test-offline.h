/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The story of somebody who works without a network: a test to the walk, and to the pictures what
 * there is to see in each look. */
#pragma once

#include "test-network.h"
#include "test-walk.h"

G_BEGIN_DECLS

#define OFFLINE_WINDOW "Helena Brandt – Larkfield Partner Network"

/* How the program is started, and made to be seen. */
typedef struct
{
  const char *program;
  const char *const *environment; /* (nullable) */
  /* (nullable): the window has come, and may be given its size */
  void (*on_window) (TestWalk *walk, const char *title, gpointer data);
  /* (nullable): takes the picture of a dialog that has come */
  void (*on_dialog) (TestWalk *walk, const char *name, gpointer data);
  gpointer data;
} TestOfflineLook;

/* The program runs, the admin is signed in, and the tickets are there. Replies without a network,
 * types on, is killed, starts again, and is online: what was sent is delivered once, what was typed
 * is there, and what the server refuses stays. */
void test_offline_tell (TestWalk *walk, Network *network, const TestOfflineLook *look);

G_END_DECLS
