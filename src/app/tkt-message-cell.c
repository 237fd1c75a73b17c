/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a conversation. */
#include "tkt-message-cell.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "tkt-attachment-view.h"
#include "tkt-link.h"
#include "tkt-refusal-box.h"
#include "tkt-time.h"
#include "tkt-tip.h"
#include "tkt-words.h"

struct _TktMessageCell
{
  TktCell parent_instance;

  GtkWidget *unread_box;
  GtkLabel *day_label;
  GtkWidget *card;
  AdwAvatar *avatar;
  GtkLabel *author_label;
  GtkWidget *note_label;
  GtkLabel *body_label;
  GtkWidget *attachment_box;
  GPtrArray *attachments; /* that are shown there, of @attachments_key; or NULL */
  gint64 attachments_key;
  GtkLabel *byline_label;
  GtkMenuButton *menu_button;
  GtkImage *delivery_image;
  GtkLabel *delivery_label;
  GtkWidget *undo_button;
  GtkWidget *refusal_box; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TktMessageCell, tkt_message_cell, TKT_TYPE_CELL)

static void
set_css_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static gint64
get_time (const TktMessageRow *row)
{
  return row->message->sent_at != 0 ? row->message->sent_at : row->message->written_at;
}

static void
show_separators (TktMessageCell *self, const TktMessageRow *row)
{
  g_autofree char *day = tkt_words_day (get_time (row), tkt_time_now ());

  gtk_label_set_label (self->day_label, day);
  gtk_widget_set_visible (GTK_WIDGET (self->day_label), row->first_of_day);
  gtk_widget_set_visible (self->unread_box, row->first_unread);
}

/* The text is what its markup shows, so that it has the same places. */
static void
show_marks (TktMessageCell *self, const char *text)
{
  const gint64 key = tkt_row_item_get_key (tkt_cell_get_item (TKT_CELL (self)));
  TktSearchState *search = tkt_cell_get_search (TKT_CELL (self));
  g_autoptr (PangoAttrList) marks = NULL;

  if (text != NULL && search != NULL)
    marks = tkt_search_state_mark (search, text, tkt_search_state_get_current (search) == key);
  /* GTK 4.8 writes them into the attributes of the markup, where they stay with the same markup. */
  if (gtk_label_get_attributes (self->body_label) != NULL)
    gtk_label_set_text (self->body_label, "");
  gtk_label_set_attributes (self->body_label, marks);
}

/* (nullable) (transfer full): what stands where a text was. */
static char *
say_gone (const TktMessageRow *row)
{
  if (!row->deleting && !tkt_message_is_tombstone (row->message))
    return NULL;
  if (row->deleted_by_name != NULL)
    return g_strdup_printf (row->note ? _ ("Note deleted by %s") : _ ("Message deleted by %s"),
                            row->deleted_by_name);
  return g_strdup (row->note ? _ ("Note deleted") : C_ ("tombstone", "Message deleted"));
}

static void
show_body (TktMessageCell *self, const TktMessageRow *row)
{
  g_autofree char *words = say_gone (row);
  const gboolean gone = words != NULL;

  set_css_class (self->card, "tombstone", gone);
  set_css_class (self->card, "own", row->own && !gone && !row->note);
  set_css_class (self->card, "note", row->note && !gone);
  gtk_widget_set_visible (self->note_label, row->note);
  gtk_label_set_selectable (self->body_label, !gone);
  show_marks (self, gone ? NULL : row->message->body);
  if (!gone)
    {
      g_autofree char *markup = tkt_words_link_markup (row->message->body);

      gtk_label_set_markup (self->body_label, markup);
    }
  else
    gtk_label_set_text (self->body_label, words);
}

/* Every line begins at the edge at which its script does, however short the text is. */
static void
direct_body (TktMessageCell *self)
{
  gtk_label_set_xalign (self->body_label,
                        tkt_words_run_against (gtk_label_get_text (self->body_label)) ? 1 : 0);
}

static gboolean
are_shown (TktMessageCell *self, const GPtrArray *attachments, gint64 key)
{
  if (self->attachments == NULL || self->attachments_key != key
      || self->attachments->len != attachments->len)
    return FALSE;
  for (guint i = 0; i < attachments->len; i++)
    if (!tkt_shape_equal (&tkt_attachment_shape,
                          g_ptr_array_index (self->attachments, i),
                          g_ptr_array_index (attachments, i)))
      return FALSE;
  return TRUE;
}

/* A row that changed in something else keeps its pictures. */
static void
show_attachments (TktMessageCell *self, const TktMessageRow *row)
{
  const gint64 key = tkt_row_item_get_key (tkt_cell_get_item (TKT_CELL (self)));
  const gboolean shown = !row->deleting && row->message->attachments->len > 0;
  GtkWidget *child;

  gtk_widget_set_visible (self->attachment_box, shown);
  if (shown && are_shown (self, row->message->attachments, key))
    return;
  while ((child = gtk_widget_get_first_child (self->attachment_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->attachment_box), child);
  g_clear_pointer (&self->attachments, tkt_attachments_free);
  if (!shown)
    return;
  self->attachments = tkt_attachments_copy (row->message->attachments);
  self->attachments_key = key;
  for (guint i = 0; i < self->attachments->len; i++)
    gtk_box_append (GTK_BOX (self->attachment_box),
                    tkt_attachment_view_new (g_ptr_array_index (self->attachments, i), key));
}

static const char *
delete_action (const TktMessageRow *row)
{
  if (row->note)
    return "conversation.delete-note";
  return row->own ? "conversation.delete-own" : "conversation.delete";
}

/* What waits its time may still be taken back. */
static void
show_undo (TktMessageCell *self, const TktMessageRow *row)
{
  const gboolean held = row->delivery == TKT_DELIVERY_HELD;

  if (held)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->undo_button),
                                        "x",
                                        tkt_row_item_get_key (tkt_cell_get_item (TKT_CELL (self))));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->undo_button),
                                      "conversation.undo-message");
    }
  gtk_widget_set_visible (self->undo_button, held);
}

static void
show_refusal (TktMessageCell *self, const TktMessageRow *row, const char *words)
{
  const gboolean refused = row->delivery == TKT_DELIVERY_REFUSED;

  if (refused && self->refusal_box == NULL)
    {
      self->refusal_box = tkt_refusal_box_new ();
      gtk_box_append (GTK_BOX (self->card), self->refusal_box);
    }
  if (self->refusal_box == NULL)
    return;
  gtk_widget_set_visible (self->refusal_box, refused);
  if (refused)
    tkt_refusal_box_show (TKT_REFUSAL_BOX (self->refusal_box),
                          row,
                          tkt_row_item_get_key (tkt_cell_get_item (TKT_CELL (self))),
                          words);
}

static void
show_delivery (TktMessageCell *self, const TktMessageRow *row)
{
  gboolean sent = row->delivery == TKT_DELIVERY_DELIVERED && !row->deleting;
  gboolean refused = row->delivery == TKT_DELIVERY_REFUSED;
  /* A deletion waits as a reply does. */
  g_autofree char *words
      = tkt_words_delivery (row->deleting ? TKT_DELIVERY_WAITING : row->delivery, row->refusal);

  gtk_widget_set_visible (GTK_WIDGET (self->delivery_image), !sent && !refused);
  gtk_widget_set_visible (GTK_WIDGET (self->delivery_label), !sent && !refused);
  gtk_label_set_label (self->delivery_label, words);
  set_css_class (self->card, "undelivered", !sent);
  show_undo (self, row);
  show_refusal (self, row, words);
}

/* Something can be done with it. */
static gboolean
has_menu (const TktMessageRow *row)
{
  return !row->deleting && !tkt_message_is_tombstone (row->message);
}

/* A menu costs as much as the rest of a cell, and few are ever opened: it is made when it is. */
static void
make_menu (GtkMenuButton *button, gpointer user_data)
{
  TktMessageCell *self = user_data;
  TktRowItem *shown = tkt_cell_get_item (TKT_CELL (self));
  const TktMessageRow *row = tkt_row_item_get_row (shown);
  const gint64 key = tkt_row_item_get_key (shown);
  const gboolean there = has_menu (row);
  g_autoptr (GMenu) menu = g_menu_new ();
  const struct
  {
    const char *label;
    const char *action;
    gboolean shown;
  } items[] = {
    { _ ("Copy"), "conversation.copy", there },
    /* In a reply it would tell the publisher. */
    { _ ("Quote"), "conversation.quote", there && !row->note },
    /* Whether this account may is the action's business: where the rules refuse it, it is disabled
     * and the item hidden. */
    { row->note ? _ ("Delete Note") : _ ("Delete Message"),
      delete_action (row),
      there && row->outbox_seq == 0 },
    { _ ("Edit"), tkt_refusal_box_get_edit_action (row), row->delivery == TKT_DELIVERY_WAITING },
    { _ ("Discard"), "conversation.discard", row->delivery == TKT_DELIVERY_WAITING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    if (items[i].shown)
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (items[i].label, NULL);

        g_menu_item_set_action_and_target (item, items[i].action, "x", key);
        g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
        g_menu_append_item (menu, item);
      }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
show_menu (TktMessageCell *self, const TktMessageRow *row)
{
  /* It was another row's, or this one's before it changed. */
  if (gtk_menu_button_get_menu_model (self->menu_button) != NULL)
    gtk_menu_button_set_menu_model (self->menu_button, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), has_menu (row));
}

static void
tkt_message_cell_show (TktCell *cell, gconstpointer data)
{
  TktMessageCell *self = TKT_MESSAGE_CELL (cell);
  const TktMessageRow *row = data;
  g_autofree char *byline = tkt_words_byline (row);
  g_autofree char *moment = tkt_words_moment (get_time (row));

  show_separators (self, row);
  show_body (self, row);
  direct_body (self);
  show_attachments (self, row);
  show_delivery (self, row);
  show_menu (self, row);
  adw_avatar_set_text (self->avatar, row->message->author_name);
  gtk_label_set_label (self->author_label, row->message->author_name);
  gtk_label_set_label (self->byline_label, byline);
  tkt_tip_set (GTK_WIDGET (self->byline_label), moment);
}

static char *
tkt_message_cell_say (gconstpointer data)
{
  const TktMessageRow *row = data;
  g_autofree char *moment = tkt_words_moment (get_time (row));
  g_autofree char *delivery = tkt_words_delivery (row->delivery, row->refusal);
  g_autofree char *gone = say_gone (row);

  return g_strdup_printf ("%s%s%s, %s: %s%s%s",
                          row->note ? _ ("Internal note") : "",
                          row->note ? ", " : "",
                          row->message->author_name,
                          moment,
                          gone != NULL ? gone : row->message->body,
                          *delivery != '\0' ? ", " : "",
                          delivery);
}

/* A link to a ticket is for this program, whichever the desktop would start for it. */
static gboolean
on_link (TktMessageCell *self, const char *uri)
{
  if (g_ascii_strncasecmp (uri, TKT_LINK_SCHEME ":", strlen (TKT_LINK_SCHEME ":")) != 0)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "app.open-link", "s", uri);
  return TRUE;
}

static void
tkt_message_cell_finalize (GObject *object)
{
  tkt_attachments_free (TKT_MESSAGE_CELL (object)->attachments);

  G_OBJECT_CLASS (tkt_message_cell_parent_class)->finalize (object);
}

static void
tkt_message_cell_class_init (TktMessageCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tkt_message_cell_finalize;
  TKT_CELL_CLASS (klass)->show = tkt_message_cell_show;
  TKT_CELL_CLASS (klass)->say = tkt_message_cell_say;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-message-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, unread_box);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, day_label);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, card);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, avatar);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, author_label);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, note_label);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, body_label);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, attachment_box);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, byline_label);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, delivery_image);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, delivery_label);
  gtk_widget_class_bind_template_child (widget_class, TktMessageCell, undo_button);
  gtk_widget_class_bind_template_callback (widget_class, on_link);
  gtk_widget_class_set_css_name (widget_class, "messagecell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tkt_message_cell_init (TktMessageCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, make_menu, self, NULL);
  tkt_tip_set (GTK_WIDGET (self->menu_button), _ ("Message Menu"));
}
