/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which instants are visited: all where TICKETS_INSTANTS=all, else some of them by lot. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint test_instants_first (void);
guint test_instants_step (void);

void crash_add_desk_instants (void);
void crash_add_server_instants (void);
void crash_add_keep_instants (void);

G_END_DECLS
