/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds tickets in an account's cache without its desk: for links and for the desktop's search. */
#pragma once

#include "tkt-client-rows.h"

G_BEGIN_DECLS

/**
 * tkt_finder_search_async:
 * @folder: the account's (tkt_sign_ins_get_account_folder())
 * @words: as in the search entry; "#123" is a number
 * @most: how many tickets
 *
 * Tickets of any status with those words, the latest first. In a thread of GIO's; a desk may run
 * meanwhile or not. What was not fetched yet is not found, nor (rule 2) anything by an account that
 * does not see the feature.
 */
void tkt_finder_search_async (const char *folder,
                              const char *account_id,
                              const char *words,
                              guint most,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* The tickets of these ids that are there, in their order. */
void tkt_finder_load_async (const char *folder,
                            const char *account_id,
                            const char *const *ticket_ids,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* Ends either: (element-type TktTicketRow) (transfer full). */
GPtrArray *tkt_finder_finish (GAsyncResult *result, GError **error);

G_END_DECLS
