/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of an organization: Organization Settings → People. */
#pragma once

#include <adwaita.h>

#include "tkt-accounts.h"

G_BEGIN_DECLS

#define TKT_TYPE_PEOPLE_PAGE (tkt_people_page_get_type ())
G_DECLARE_FINAL_TYPE (TktPeoplePage, tkt_people_page, TKT, PEOPLE_PAGE, AdwPreferencesPage)

/* Once. @accounts: of others who show them, which hear of what is changed here. */
void tkt_people_page_set_up (TktPeoplePage *self, TktDesk *desk, TktAccounts *accounts);

G_END_DECLS
