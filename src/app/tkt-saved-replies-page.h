/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts that staff keep: Preferences → Saved Replies. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

#define TKT_TYPE_SAVED_REPLIES_PAGE (tkt_saved_replies_page_get_type ())
G_DECLARE_FINAL_TYPE (TktSavedRepliesPage,
                      tkt_saved_replies_page,
                      TKT,
                      SAVED_REPLIES_PAGE,
                      AdwPreferencesPage)

void tkt_saved_replies_page_set_desk (TktSavedRepliesPage *self, TktDesk *desk);

G_END_DECLS
