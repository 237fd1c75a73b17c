/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window holds in which something is added or changed at the server. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TktForm:
 *
 * Cancel and Save in a header bar, rows below it, and what the server says when it refuses.
 *
 * Property rows (GtkWidget): what is filled in.
 * Property save-label (string): the words on the button that saves.
 *
 * Signal save (): the person wants it. Until tkt_form_end() the button can't be pressed again.
 */
#define TKT_TYPE_FORM (tkt_form_get_type ())
G_DECLARE_FINAL_TYPE (TktForm, tkt_form, TKT, FORM, AdwBin)

/* Whether what is filled in can be saved. */
void tkt_form_set_ready (TktForm *self, gboolean ready);

/* The answer is there. @error: (nullable): why it was refused; NULL closes the window. */
void tkt_form_end (TktForm *self, const GError *error);

/* An entry row's title names the row; assistive technology looks at the text inside it. Of any
 * AdwEntryRow. */
void tkt_form_name_entry (gpointer row);

G_END_DECLS
