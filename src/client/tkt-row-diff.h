/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From one order of keys to the next in few, well-aimed splices. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At @position of the list as the splices before have left it: @removed keys go, @added come. */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} TktSplice;

/**
 * tkt_row_diff:
 * @before, @after: (element-type gint64): keys without repetition
 *
 * A row that moved is put in at one place and taken out at the other, so that those which stayed
 * are not touched, however long the list. Where more than a handful moved, one splice covers all
 * that differs. No memory but the answer's; pure; for any thread.
 *
 * Returns: (transfer full) (element-type TktSplice): to apply in order; empty when nothing changed
 */
GArray *tkt_row_diff (const GArray *before, const GArray *after);

G_END_DECLS
