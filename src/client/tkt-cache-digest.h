/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest of what a desk has fetched, for comparing it with the server's. */
#pragma once

#include "tkt-digest.h"

G_BEGIN_DECLS

/**
 * tkt_cache_digest:
 * @folder: the account's (tkt_sign_ins_get_account_folder())
 *
 * Adds all rows that the cache in @folder has of the server to @digest, as one moment shows them;
 * what waits in the outbox is not looked at. The desk may run meanwhile. Waits for the disk, and
 * for as long as reading the whole cache takes. From any thread.
 *
 * Returns: FALSE with a %TKT_PROBLEM_UNAVAILABLE where the first fetch, or one that began anew, has
 *   not come to its end, or the cache is of an older version; with a %TKT_DB_ERROR where it can't
 *   be read
 */
gboolean
tkt_cache_digest (const char *folder, const char *account_id, TktDigest *digest, GError **error);

G_END_DECLS
