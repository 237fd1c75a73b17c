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
  const char *picture;            /* the file of one, to be attached */
} Look;

/* A new size, where the look has one. */
void scenes_give_size (TestWalk *walk, const char *title, gpointer look);
void scenes_turn_to (const Look *look, const char *title);
/* Of the dialog that was last turned to. */
void scenes_picture_dialog (TestWalk *walk, const char *name, gpointer look);

/* The window of the admin, who has signed in, is in front: what only admins have, one's devices,
 * and a conversation with files. */
void scenes_of_admin (const Look *look, Network *network);
/* Signing in with an invitation. */
void scenes_of_invited (const Look *look, Network *network);

/* Signing in, the settings of an admin, and what is left without a server. */
void scenes_of_network (const Look *look, Network *network);
/* Both windows of the demo. */
void scenes_of_demo (const Look *look);

G_END_DECLS
