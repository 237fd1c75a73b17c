/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows an invitation's code, the one time that it can be seen. */
#pragma once

#include <adwaita.h>

#include "tkt-people.h"

G_BEGIN_DECLS

#define TKT_TYPE_INVITATION_WINDOW (tkt_invitation_window_get_type ())
G_DECLARE_FINAL_TYPE (TktInvitationWindow, tkt_invitation_window, TKT, INVITATION_WINDOW, AdwWindow)

TktInvitationWindow *tkt_invitation_window_new (GtkWindow *parent, const TktInvitation *invitation);

G_END_DECLS
