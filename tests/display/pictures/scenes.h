/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to see of the program, one scene after the other. */
#pragma once

#include "test-offline.h"
#include "test-walk.h"

G_BEGIN_DECLS

typedef struct
{
  TestWalk *walk;
  const char *program;
  const char *const *environment; /* of the look: dark, another language */
  gboolean narrow;                /* 360 px */
} Look;

/* Signing in, the settings of an admin, and what is left without a server. */
void scenes_of_network (const Look *look, Network *network);
/* Both windows of the demo. */
void scenes_of_demo (const Look *look);

G_END_DECLS
