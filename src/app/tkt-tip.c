/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tooltips that cost nothing until they are shown. */
#include "tkt-tip.h"

static gboolean
on_tip_asked (GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tip)
{
  const char *text = g_object_get_data (G_OBJECT (widget), "tkt-tip");

  gtk_tooltip_set_text (tip, text);
  return text != NULL;
}

void
tkt_tip_set (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_has_tooltip (widget))
    {
      gtk_widget_set_has_tooltip (widget, TRUE);
      g_signal_connect (widget, "query-tooltip", G_CALLBACK (on_tip_asked), NULL);
    }
  g_object_set_data_full (G_OBJECT (widget), "tkt-tip", g_strdup (text), g_free);
  if (text != NULL)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}
