/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Organization Settings, for admins: the Partner Platform tab with its Support Tickets switch (rule
 * 1). */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

#define TKT_TYPE_ORGANIZATION_SETTINGS (tkt_organization_settings_get_type ())
G_DECLARE_FINAL_TYPE (TktOrganizationSettings,
                      tkt_organization_settings,
                      TKT,
                      ORGANIZATION_SETTINGS,
                      AdwPreferencesWindow)

TktOrganizationSettings *tkt_organization_settings_new (GtkWindow *parent, TktDesk *desk);

G_END_DECLS
