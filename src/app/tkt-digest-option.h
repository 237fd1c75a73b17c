/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets --digest: whether desk and server agree, and where not. */
#pragma once

#include "tkt-sign-ins.h"

G_BEGIN_DECLS

/* Adds it to those of the program, with those that go with it. */
void tkt_digest_option_add (GApplication *application);

/* What the program exits with; -1: it was not asked for, and the program goes on. Prints what it
 * finds, and on standard error what is wrong. */
int tkt_digest_option_handle (TktSignIns *sign_ins, GVariantDict *options);

G_END_DECLS
