/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program tickets-server as a process of its own, over the database of a fixture. */
#pragma once

#include "api-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  GSubprocess *process;
  guint16 port;
} ApiProcess;

/* `tickets-server serve` on a free port of its own choice; the fixture's server must be stopped.
 * The fixture calls the process from now on. */
ApiProcess *api_process_new (Api *api);

/* Ends it with @signal and waits until it is gone. Returns its exit status, or -1: by the signal.
 */
int api_process_end (ApiProcess *self, int signal);

void api_process_free (ApiProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApiProcess, api_process_free)

void api_add_failing_tests (void);
void api_add_killing_tests (void);
void api_add_stopping_tests (void);

G_END_DECLS
