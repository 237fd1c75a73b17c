/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of a digest's rows: writing one, and finding where another side's differs. */
#pragma once

#include <gio/gio.h>

#include "tkt-digest.h"

G_BEGIN_DECLS

/* Adds all rows to @digest. */
typedef gboolean (*TktDigestFill) (TktDigest *digest, gpointer data, GError **error);

/* Writes a line for each row that @fill adds. */
gboolean tkt_digest_list (TktDigestFill fill, gpointer data, GOutputStream *out, GError **error);

/**
 * tkt_digest_explain:
 * @list: what tkt_digest_list() has written on the other side
 * @there: what to call the other side: its file's name
 * @difference: (out) (nullable): the first difference between what @fill adds and @list, with what
 *   each side has, for a person; NULL where there is none
 *
 * Both are read once and as they come: the memory does not grow with them.
 *
 * Returns: FALSE with a %TKT_PROBLEM_INVALID where @list is none, or with @fill's or @list's error
 */
gboolean tkt_digest_explain (TktDigestFill fill,
                             gpointer data,
                             GInputStream *list,
                             const char *there,
                             char **difference,
                             GError **error);

G_END_DECLS
