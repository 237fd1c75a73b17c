/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of an organization: Organization Settings → People. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

#define TKT_TYPE_PEOPLE_PAGE (tkt_people_page_get_type ())
G_DECLARE_FINAL_TYPE (TktPeoplePage, tkt_people_page, TKT, PEOPLE_PAGE, AdwPreferencesPage)

void tkt_people_page_set_desk (TktPeoplePage *self, TktDesk *desk);

G_END_DECLS
