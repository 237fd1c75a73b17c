/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The story of somebody who works without a network. */
#pragma once

#include "test-network.h"
#include "test-walk.h"

G_BEGIN_DECLS

#define OFFLINE_WINDOW "Helena Brandt – Larkfield Partner Network"

/* The program runs, the admin is signed in, and the tickets are there. Replies without a network,
 * types on, is killed, starts again, and is online: what was sent is delivered once, what was typed
 * is there, and what the server refuses stays. */
void test_offline_tell (TestWalk *walk, Network *network, const char *program);

G_END_DECLS
