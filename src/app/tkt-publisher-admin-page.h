/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The publishers of an organization, to be added and changed: Organization Settings → Publishers.
 */
#pragma once

#include <adwaita.h>

#include "tkt-accounts.h"

G_BEGIN_DECLS

#define TKT_TYPE_PUBLISHER_ADMIN_PAGE (tkt_publisher_admin_page_get_type ())
G_DECLARE_FINAL_TYPE (TktPublisherAdminPage,
                      tkt_publisher_admin_page,
                      TKT,
                      PUBLISHER_ADMIN_PAGE,
                      AdwPreferencesPage)

/* Once. @accounts: among them the account managers. */
void
tkt_publisher_admin_page_set_up (TktPublisherAdminPage *self, TktDesk *desk, TktAccounts *accounts);

G_END_DECLS
