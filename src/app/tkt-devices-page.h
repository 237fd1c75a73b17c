/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one is signed in: Preferences → Devices. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

#define TKT_TYPE_DEVICES_PAGE (tkt_devices_page_get_type ())
G_DECLARE_FINAL_TYPE (TktDevicesPage, tkt_devices_page, TKT, DEVICES_PAGE, AdwPreferencesPage)

void tkt_devices_page_set_desk (TktDevicesPage *self, TktDesk *desk);

G_END_DECLS
