/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the system knows of this process. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends memory, processor time and open files, under the names that Prometheus's own libraries
 * use. What the system does not tell is left out. */
void tkt_process_figures_write (GString *text);

G_END_DECLS
