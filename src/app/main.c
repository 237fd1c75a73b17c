/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets: the desk. */
#include <glib/gi18n.h>
#include <locale.h>

#include "tkt-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (TktApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, TKT_LOCALE_FOLDER);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = tkt_application_new (NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
