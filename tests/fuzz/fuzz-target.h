/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fuzz target: what libFuzzer, or fuzz-driver.c where there is none, calls with any bytes. A
 * finding is whatever ends the program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

G_END_DECLS
