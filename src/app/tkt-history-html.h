/* SPDX-License-Identifier: GPL-3.0-or-later */
/* History as a page that any web browser shows and prints. */
#pragma once

#include "tkt-history.h"

G_BEGIN_DECLS

/* One file with all it needs. No script, nothing that is fetched, and no text of a person's is
 * anything but text. */
extern const TktHistoryFormat tkt_history_html;

G_END_DECLS
