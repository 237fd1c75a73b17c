/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing out of a desk, after a question where something would be lost. */
#include "tkt-sign-out-dialog.h"

#include <glib/gi18n.h>

#include "tkt-confirm.h"

static void
sign_out (GtkWidget *widget, TktDesk *desk, gboolean discard)
{
  gtk_widget_activate_action (
      widget, "app.sign-out", "(sb)", tkt_desk_get_sign_in (desk)->account_id, discard);
}

static void
on_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktDesk) desk = user_data;

  if (tkt_confirm_finish (GTK_WIDGET (object), result))
    sign_out (GTK_WIDGET (object), desk, TRUE);
}

void
tkt_sign_out_dialog_ask (GtkWidget *widget, TktDesk *desk)
{
  guint waiting = tkt_desk_get_waiting (desk);
  g_autofree char *body = NULL;

  if (waiting == 0)
    {
      sign_out (widget, desk, FALSE);
      return;
    }
  body = g_strdup_printf (
      ngettext ("%u thing that you wrote or did is not delivered yet. It would be lost.",
                "%u things that you wrote or did are not delivered yet. They would be lost.",
                waiting),
      waiting);
  tkt_confirm_async (widget,
                     _ ("Sign Out and Lose What Is Not Delivered?"),
                     body,
                     _ ("Sign Out"),
                     on_answered,
                     g_object_ref (desk));
}
