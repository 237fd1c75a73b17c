/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the account takes on this computer: Preferences → Storage. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

#define TKT_TYPE_STORAGE_PAGE (tkt_storage_page_get_type ())
G_DECLARE_FINAL_TYPE (TktStoragePage, tkt_storage_page, TKT, STORAGE_PAGE, AdwPreferencesPage)

/* Measures each time that the page is shown. */
void tkt_storage_page_set_desk (TktStoragePage *self, TktDesk *desk);

/* For what is bound to it. (transfer none) */
AdwComboRow *tkt_storage_page_get_download (TktStoragePage *self);

G_END_DECLS
