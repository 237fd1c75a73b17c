/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the disk said, in words that a person can act on. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): @error, taken, with its domain and code; where it is %TKT_DB_ERROR or
 * %G_FILE_ERROR its message says what happened and what to do. */
GError *tkt_disk_error_explain (GError *error);

G_END_DECLS
