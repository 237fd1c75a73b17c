/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo's tickets on a server that is a program of its own, so that it can be stopped. */
#pragma once

#include <gio/gio.h>

#include "test-folder.h"

G_BEGIN_DECLS

#define NETWORK_ADMIN "admin"
#define NETWORK_PASSWORD "correct horse battery"

typedef struct
{
  TestFolder *folder;
  char *program;
  char *database;
  GSubprocess *server; /* NULL while stopped */
  char *uri;
} Network;

/* @server: the program; @tickets: the file that it takes in. */
Network *network_new (const char *server, const char *tickets);
/* Kills it, and starts it again where it listened before. */
void network_stop (Network *self);
void network_start (Network *self);
/* Support tickets on or off, while it is stopped or not. */
void network_set_support (Network *self, gboolean enabled);
void network_free (Network *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Network, network_free)

G_END_DECLS
