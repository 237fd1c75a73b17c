/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The saved replies that fit what is being typed, below it. */
#include "tkt-reply-popover.h"

#include <glib/gi18n.h>

#include "tkt-cell-place.h"
#include "tkt-saved-reply-cell.h"
#include "tkt-words.h"

struct _TktReplyPopover
{
  GtkPopover parent_instance;

  GtkTextView *text_view; /* not owned: it lives in the popover's parent */
  TktDesk *desk;          /* NULL where nothing is offered */
  TktRowModel *model;     /* of what is looked for, or NULL */
  char *typed;            /* what is looked for; NULL: all were asked for */
  char *publisher;
  char *me;
  char *ticket;
  gboolean composing; /* an input method has not ended a character */

  GtkStack *stack;
  GtkListView *list_view;
  GtkSingleSelection *selection;
};

enum
{
  TOLD,
  UNKNOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktReplyPopover, tkt_reply_popover, GTK_TYPE_POPOVER)

static GtkTextBuffer *
get_buffer (TktReplyPopover *self)
{
  return gtk_text_view_get_buffer (self->text_view);
}

static void
get_cursor (TktReplyPopover *self, GtkTextIter *cursor)
{
  gtk_text_buffer_get_iter_at_mark (
      get_buffer (self), cursor, gtk_text_buffer_get_insert (get_buffer (self)));
}

static gboolean
is_offering (TktReplyPopover *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self));
}

static gboolean
is_offering_none (TktReplyPopover *self)
{
  return is_offering (self)
         && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "none") == 0;
}

/* What was looked for before stays in sight until the answer is there, and is not chosen from. */
static const TktSavedReplyRow *
get_selected (TktReplyPopover *self)
{
  TktRowItem *item = self->model != NULL && !tkt_row_model_get_loading (self->model)
                         ? gtk_single_selection_get_selected_item (self->selection)
                         : NULL;

  return item != NULL ? tkt_row_item_get_row (item) : NULL;
}

/* What is chosen is said as it changes: the focus stays in the text, where nothing else tells. */
static void
tell (TktReplyPopover *self)
{
  const TktSavedReplyRow *row = is_offering (self) ? get_selected (self) : NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *words = NULL;

  if (row != NULL)
    words = g_strdup_printf (
        /* Translators: a saved reply's name, whose it is ("shared"), which of how many. */
        _ ("%s, %s, %u of %u: Enter inserts it, Escape closes"),
        row->reply->name,
        tkt_words_saved_reply_whose (row->reply),
        gtk_single_selection_get_selected (self->selection) + 1,
        n);
  else if (is_offering_none (self))
    words = g_strdup (_ ("There are no saved replies yet: Enter goes where they are made"));
  g_signal_emit (self, signals[TOLD], 0, words);
}

static void
drop_model (TktReplyPopover *self)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_pointer (&self->typed, g_free);
}

static void
close_offer (TktReplyPopover *self)
{
  drop_model (self);
  gtk_single_selection_set_model (self->selection, NULL);
  if (!is_offering (self))
    return;
  gtk_popover_popdown (GTK_POPOVER (self));
  tell (self);
}

/* What is typed of a name before the cursor; NULL: none is. (transfer full) */
static char *
find_typed (TktReplyPopover *self)
{
  g_autofree char *line = NULL;
  GtkTextIter start, cursor;

  get_cursor (self, &cursor);
  start = cursor;
  gtk_text_iter_set_line_offset (&start, 0);
  line = gtk_text_iter_get_text (&start, &cursor);
  return g_strdup (tkt_saved_reply_find_typed (line));
}

static void
point_at_cursor (TktReplyPopover *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  GdkRectangle place;
  GtkTextIter cursor;
  double x, y;

  get_cursor (self, &cursor);
  gtk_text_view_get_iter_location (self->text_view, &cursor, &place);
  gtk_text_view_buffer_to_window_coords (
      self->text_view, GTK_TEXT_WINDOW_WIDGET, place.x, place.y, &place.x, &place.y);
  if (!gtk_widget_translate_coordinates (
          GTK_WIDGET (self->text_view), parent, place.x, place.y, &x, &y))
    return;
  place.x = (int)x;
  place.y = (int)y;
  place.width = MAX (place.width, 1);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), &place);
}

/* The first answer of the model is there, or it has changed. */
static void
show_offer (TktReplyPopover *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  if (tkt_row_model_get_loading (self->model))
    return;
  if (gtk_single_selection_get_model (self->selection) != G_LIST_MODEL (self->model))
    gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  if (n == 0 && self->typed != NULL)
    {
      if (is_offering (self))
        gtk_popover_popdown (GTK_POPOVER (self));
      tell (self);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "replies" : "none");
  if (!is_offering (self))
    {
      point_at_cursor (self);
      gtk_popover_popup (GTK_POPOVER (self));
    }
  tell (self);
}

/* @typed_taken: what is looked for; NULL: all. */
static void
look_for (TktReplyPopover *self, char *typed_taken)
{
  drop_model (self);
  self->typed = typed_taken;
  self->model = tkt_desk_list_saved_replies (self->desk, self->typed);
  g_signal_connect_swapped (self->model, "notify::loading", G_CALLBACK (show_offer), self);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (show_offer), self);
}

/* The chosen one takes the place of what was typed to find it. All of it is one step of undo. */
static void
insert (TktReplyPopover *self, const TktSavedReplyRow *row)
{
  const TktSavedReplyFacts facts = { self->publisher, self->me, self->ticket };
  GtkTextBuffer *buffer = get_buffer (self);
  g_autofree char *unknown = NULL;
  g_autofree char *text = tkt_saved_reply_fill (row->reply->body, &facts, &unknown);
  g_autofree char *typed = self->typed != NULL ? find_typed (self) : NULL;
  GtkTextIter start, end;

  close_offer (self);
  gtk_text_buffer_begin_user_action (buffer);
  if (typed != NULL)
    {
      get_cursor (self, &end);
      start = end;
      gtk_text_iter_backward_chars (&start, (int)g_utf8_strlen (typed, -1) + 1);
      gtk_text_buffer_delete (buffer, &start, &end);
    }
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (self->text_view, gtk_text_buffer_get_insert (buffer));
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  if (unknown != NULL)
    g_signal_emit (self, signals[UNKNOWN], 0, unknown);
}

static void
on_activate (TktReplyPopover *self, guint position)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  const TktSavedReplyRow *row = item != NULL ? tkt_row_item_get_row (item) : NULL;

  if (row != NULL)
    insert (self, row);
}

static void
on_manage_clicked (TktReplyPopover *self)
{
  close_offer (self);
  gtk_widget_activate_action (GTK_WIDGET (self->text_view), "win.saved-replies", NULL);
}

static void
step (TktReplyPopover *self, int by)
{
  int n = (int)g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  int selected = (int)gtk_single_selection_get_selected (self->selection);

  if (n == 0)
    return;
  selected = (selected + by + n) % n;
  gtk_single_selection_set_selected (self->selection, selected);
  gtk_widget_activate_action (
      GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", (guint)selected);
}

/* The keys that choose are the text's own everywhere else. */
static gboolean
on_key_pressed (TktReplyPopover *self, guint key, guint code, GdkModifierType state)
{
  const TktSavedReplyRow *row;

  if (!is_offering (self) || self->composing
      || (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (self, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, -1);
      return TRUE;
    case GDK_KEY_Escape:
      close_offer (self);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Tab:
      row = get_selected (self);
      if (row != NULL)
        insert (self, row);
      else if (is_offering_none (self))
        on_manage_clicked (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* The cursor went elsewhere, or the text lost it: nobody is typing a name any more. */
static void
on_cursor_moved (TktReplyPopover *self)
{
  g_autofree char *typed = NULL;

  if (self->model == NULL)
    return;
  typed = find_typed (self);
  if (self->typed == NULL || g_strcmp0 (typed, self->typed) != 0)
    close_offer (self);
}

static void
on_preedit_changed (TktReplyPopover *self, const char *preedit)
{
  self->composing = *preedit != '\0';
}

static void
clear_facts (TktReplyPopover *self)
{
  g_clear_pointer (&self->publisher, g_free);
  g_clear_pointer (&self->me, g_free);
  g_clear_pointer (&self->ticket, g_free);
}

static void
tkt_reply_popover_dispose (GObject *object)
{
  TktReplyPopover *self = TKT_REPLY_POPOVER (object);

  drop_model (self);
  g_clear_object (&self->desk);
  clear_facts (self);

  G_OBJECT_CLASS (tkt_reply_popover_parent_class)->dispose (object);
}

static void
tkt_reply_popover_class_init (TktReplyPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_reply_popover_dispose;

  signals[TOLD] = g_signal_new ("told",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_STRING);
  signals[UNKNOWN] = g_signal_new ("unknown",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-reply-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, TktReplyPopover, stack);
  gtk_widget_class_bind_template_child (widget_class, TktReplyPopover, list_view);
  gtk_widget_class_bind_template_child (widget_class, TktReplyPopover, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_manage_clicked);
  gtk_widget_class_bind_template_callback (widget_class, tell);
}

static void
tkt_reply_popover_init (TktReplyPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_cell_place_fill_list (self->list_view, TKT_TYPE_SAVED_REPLY_CELL, NULL);
}

/* Before the text, and before what the text's parents make of the keys. */
static void
listen (TktReplyPopover *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (
      keys, "key-pressed", G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (gtk_widget_get_parent (GTK_WIDGET (self)), keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (close_offer), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text_view), focus);
  g_signal_connect_object (
      self->text_view, "preedit-changed", G_CALLBACK (on_preedit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_buffer (self),
                           "notify::cursor-position",
                           G_CALLBACK (on_cursor_moved),
                           self,
                           G_CONNECT_SWAPPED);
}

TktReplyPopover *
tkt_reply_popover_new (GtkWidget *parent, GtkTextView *text_view)
{
  TktReplyPopover *self = g_object_new (TKT_TYPE_REPLY_POPOVER, NULL);

  self->text_view = text_view;
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  listen (self);
  return self;
}

void
tkt_reply_popover_set_desk (TktReplyPopover *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_REPLY_POPOVER (self));

  close_offer (self);
  if (desk != NULL && !tkt_desk_is_staff (desk))
    desk = NULL;
  g_set_object (&self->desk, desk);
}

void
tkt_reply_popover_set_facts (TktReplyPopover *self, const TktSavedReplyFacts *facts)
{
  g_return_if_fail (TKT_IS_REPLY_POPOVER (self));

  clear_facts (self);
  self->publisher = g_strdup (facts->publisher);
  self->me = g_strdup (facts->me);
  self->ticket = g_strdup (facts->ticket);
}

void
tkt_reply_popover_look (TktReplyPopover *self)
{
  g_autofree char *typed = NULL;

  g_return_if_fail (TKT_IS_REPLY_POPOVER (self));

  if (self->desk == NULL)
    return;
  typed = find_typed (self);
  if (typed == NULL)
    close_offer (self);
  else if (self->model == NULL || g_strcmp0 (typed, self->typed) != 0)
    look_for (self, g_steal_pointer (&typed));
}

void
tkt_reply_popover_offer_all (TktReplyPopover *self)
{
  g_return_if_fail (TKT_IS_REPLY_POPOVER (self));

  if (self->desk == NULL)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  look_for (self, NULL);
}
