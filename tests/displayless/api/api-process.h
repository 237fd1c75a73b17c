/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program tickets-server as a process of its own, over the database of a fixture. */
#pragma once

#include "api-fixture.h"
#include "test-process.h"

G_BEGIN_DECLS

/* `tickets-server serve` on a free port of its own choice; the fixture's server must be stopped.
 * The fixture calls the process from now on. */
TestProcess *api_process_new (Api *api);

void api_add_failing_tests (void);
void api_add_killing_tests (void);
void api_add_stopping_tests (void);

G_END_DECLS
