/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program is. */
#include "tkt-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tkt-config.h"

void
tkt_about_show (GtkWindow *parent)
{
  adw_show_about_window (parent,
                         "application-name",
                         _ ("Tickets"),
                         "application-icon",
                         "org.example.Tickets",
                         "version",
                         TKT_VERSION,
                         "comments",
                         _ ("The support desk of a partner-marketing network and its publishers"),
                         "license-type",
                         GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line; they stand under Credits. */
                         "translator-credits",
                         _ ("translator-credits"),
                         NULL);
}
