/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a reply is written. */
#include "tkt-composer.h"

#include <glib/gi18n.h>

#include "tkt-reply-popover.h"
#include "tkt-text.h"

struct _TktComposer
{
  GtkWidget parent_instance;

  gboolean busy;
  gboolean setting;    /* the text changes, but nobody types */
  gboolean note;       /* what is written is for the staff alone */
  gboolean composing;  /* an input method has not ended a character */
  GSettings *settings; /* of the program */
  char *refusal;       /* why nothing can be sent, or NULL */
  char *offer;         /* the saved reply that Enter inserts, in words, or NULL */
  TktDesk *desk;
  TktReplyPopover *reply_popover;

  GtkShortcutController *shortcuts;
  GtkWidget *content;
  GtkScrolledWindow *scrolled_window;
  GtkTextView *text_view;
  GtkLabel *placeholder;
  GtkLabel *hint_label;
  TktAttachmentBar *attachment_bar;
  GtkWidget *saved_reply_button;
  GtkWidget *choice_box;
  GtkToggleButton *reply_toggle;
  GtkToggleButton *note_toggle;
  GtkWidget *attach_button;
  GtkButton *send_button;
};

enum
{
  SEND,
  TYPED,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktComposer, tkt_composer, GTK_TYPE_WIDGET)

static GtkTextBuffer *
get_buffer (TktComposer *self)
{
  return gtk_text_view_get_buffer (self->text_view);
}

static void
send (TktComposer *self)
{
  g_autofree char *text = tkt_composer_get_text (self);

  g_signal_emit (self, signals[SEND], 0, text);
}

static gboolean
sends_by_enter (TktComposer *self)
{
  return g_settings_get_enum (self->settings, "send-key") == 1;
}

/* One line below the text: what is wrong with it, or what the keys do. */
static void
show_hint (TktComposer *self, glong over)
{
  g_autofree char *too_long = NULL;
  const char *problem = self->refusal;

  if (problem == NULL && over > 0)
    problem = too_long = g_strdup_printf (
        ngettext ("%ld character too long", "%ld characters too long", over), over);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->hint_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint_label), "error");
  if (problem == NULL && self->offer != NULL)
    problem = self->offer;
  if (problem == NULL)
    problem = sends_by_enter (self) ? _ ("Enter sends, Shift+Enter begins a line")
                                    : _ ("Ctrl+Enter sends");
  gtk_label_set_label (self->hint_label, problem);
}

static void
show_state (TktComposer *self)
{
  g_autofree char *text = tkt_composer_get_text (self);
  /* Only replies are signed. */
  glong length = self->desk != NULL && !self->note ? tkt_desk_count_signed (self->desk, text)
                                                   : g_utf8_strlen (text, -1);
  glong over = length - TKT_MESSAGE_MAX;

  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), *text == '\0');
  /* Not the button: its action would make it sensitive again. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "composer.send",
                                 !self->busy && self->refusal == NULL && over <= 0
                                     && !tkt_text_is_blank (text)
                                     && !tkt_attachment_bar_is_busy (self->attachment_bar));
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "composer.attach", !self->busy && !self->note && self->refusal == NULL);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "composer.insert-saved-reply", !self->busy && self->refusal == NULL);
  gtk_widget_set_sensitive (self->choice_box, !self->busy);
  show_hint (self, over);
}

static void
on_text_changed (TktComposer *self)
{
  show_state (self);
  if (self->setting)
    return;
  g_signal_emit (self, signals[TYPED], 0);
  tkt_reply_popover_look (self->reply_popover);
}

static void
on_offer_told (TktComposer *self, const char *words)
{
  g_free (self->offer);
  self->offer = g_strdup (words);
  show_state (self);
}

static void
on_unknown_placeholder (TktComposer *self, const char *placeholder)
{
  /* Translators: %s is a word in braces. */
  g_autofree char *sentence
      = g_strdup_printf (_ ("Nothing stands for %s here: change it before you send"), placeholder);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

/* The toggles follow what is written, and that follows who listens. */
static void
show_choice (TktComposer *self)
{
  gtk_toggle_button_set_active (self->note ? self->note_toggle : self->reply_toggle, TRUE);
}

static void
on_toggled (TktComposer *self)
{
  const gboolean note = gtk_toggle_button_get_active (self->note_toggle);

  if (note == self->note)
    return;
  g_signal_emit (self, signals[CHOSEN], 0, note);
  show_choice (self);
}

static void
on_attachments_changed (TktComposer *self)
{
  show_state (self);
  g_signal_emit (self, signals[TYPED], 0);
}

static void
on_attachment_refused (TktComposer *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

/* The text takes what it needs up to a third of the window. */
static void
tkt_composer_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  TktComposer *self = TKT_COMPOSER (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  int window = root != NULL ? gtk_widget_get_height (GTK_WIDGET (root)) : 0;
  int most = MAX (window / 3, 60);

  if (gtk_scrolled_window_get_max_content_height (self->scrolled_window) != most)
    gtk_scrolled_window_set_max_content_height (self->scrolled_window, most);
  gtk_widget_measure (
      self->content, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

static void
tkt_composer_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TktComposer *self = TKT_COMPOSER (widget);

  gtk_widget_allocate (self->content, width, height, baseline, NULL);
  gtk_popover_present (GTK_POPOVER (self->reply_popover));
}

static void
on_send_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  send (TKT_COMPOSER (widget));
}

/* Enter may choose among the characters that an input method offers, or press a button. */
static gboolean
on_enter (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TktComposer *self = TKT_COMPOSER (widget);

  if (!sends_by_enter (self) || self->composing
      || !gtk_widget_is_focus (GTK_WIDGET (self->text_view)))
    return FALSE;
  gtk_widget_activate_action (widget, "composer.send", NULL);
  return TRUE;
}

static void
on_preedit_changed (TktComposer *self, const char *preedit)
{
  self->composing = *preedit != '\0';
}

static void
on_attach_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_attachment_bar_choose (TKT_COMPOSER (widget)->attachment_bar);
}

static void
on_insert_saved_reply (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_reply_popover_offer_all (TKT_COMPOSER (widget)->reply_popover);
}

static void
tkt_composer_dispose (GObject *object)
{
  TktComposer *self = TKT_COMPOSER (object);
  GtkWidget *popover = GTK_WIDGET (g_steal_pointer (&self->reply_popover));

  if (popover != NULL)
    gtk_widget_unparent (popover);
  g_clear_pointer (&self->offer, g_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_object (&self->settings);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (tkt_composer_parent_class)->dispose (object);
}

static void
tkt_composer_class_init (TktComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_composer_dispose;
  widget_class->measure = tkt_composer_measure;
  widget_class->size_allocate = tkt_composer_size_allocate;

  signals[SEND] = g_signal_new ("send",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_STRING);
  signals[TYPED] = g_signal_new (
      "typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send_activated);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, on_attach_activated);
  gtk_widget_class_install_action (
      widget_class, "composer.insert-saved-reply", NULL, on_insert_saved_reply);
  g_type_ensure (TKT_TYPE_ATTACHMENT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, TktComposer, content);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, shortcuts);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, text_view);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, hint_label);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, attachment_bar);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, saved_reply_button);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, choice_box);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, reply_toggle);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, note_toggle);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, attach_button);
  gtk_widget_class_bind_template_child (widget_class, TktComposer, send_button);
  gtk_widget_class_bind_template_callback (widget_class, on_attachments_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_attachment_refused);
  gtk_widget_class_bind_template_callback (widget_class, on_preedit_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
tkt_composer_init (TktComposer *self)
{
  self->settings = g_settings_new ("org.example.Tickets");
  gtk_widget_init_template (GTK_WIDGET (self));
  self->reply_popover = tkt_reply_popover_new (GTK_WIDGET (self), self->text_view);
  g_signal_connect_object (
      self->reply_popover, "told", G_CALLBACK (on_offer_told), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->reply_popover, "unknown", G_CALLBACK (on_unknown_placeholder), self, G_CONNECT_SWAPPED);
  gtk_shortcut_controller_add_shortcut (
      self->shortcuts,
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Return|KP_Enter"),
                        gtk_callback_action_new (on_enter, NULL, NULL)));
  g_signal_connect_object (
      self->settings, "changed::send-key", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  tkt_attachment_bar_serve (self->attachment_bar, self->text_view);
  show_state (self);
}

char *
tkt_composer_get_text (TktComposer *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (TKT_IS_COMPOSER (self), NULL);

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, FALSE);
}

void
tkt_composer_set_text (TktComposer *self, const char *text)
{
  g_return_if_fail (TKT_IS_COMPOSER (self));

  self->setting = TRUE;
  gtk_text_buffer_set_text (get_buffer (self), text != NULL ? text : "", -1);
  self->setting = FALSE;
}

void
tkt_composer_clear (TktComposer *self)
{
  tkt_composer_set_text (self, NULL);
  tkt_attachment_bar_set_attachments (self->attachment_bar, NULL);
  show_state (self);
}

TktAttachmentBar *
tkt_composer_get_attachment_bar (TktComposer *self)
{
  g_return_val_if_fail (TKT_IS_COMPOSER (self), NULL);

  return self->attachment_bar;
}

void
tkt_composer_set_desk (TktComposer *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_COMPOSER (self));

  g_set_object (&self->desk, desk);
  tkt_reply_popover_set_desk (self->reply_popover, desk);
  gtk_widget_set_visible (self->saved_reply_button, desk != NULL && tkt_desk_is_staff (desk));
}

void
tkt_composer_set_facts (TktComposer *self, const TktSavedReplyFacts *facts)
{
  g_return_if_fail (TKT_IS_COMPOSER (self));

  tkt_reply_popover_set_facts (self->reply_popover, facts);
}

void
tkt_composer_quote (TktComposer *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) quotation = g_string_new (NULL);
  GtkTextIter end;

  g_return_if_fail (TKT_IS_COMPOSER (self));

  gtk_text_buffer_get_end_iter (get_buffer (self), &end);
  if (!gtk_text_iter_starts_line (&end))
    g_string_append_c (quotation, '\n');
  for (char **line = lines; *line != NULL; line++)
    g_string_append_printf (quotation, "> %s\n", *line);
  gtk_text_buffer_insert (get_buffer (self), &end, quotation->str, quotation->len);
  gtk_text_buffer_place_cursor (get_buffer (self), &end);
  gtk_text_view_scroll_mark_onscreen (self->text_view,
                                      gtk_text_buffer_get_insert (get_buffer (self)));
  tkt_composer_focus (self);
}

void
tkt_composer_focus (TktComposer *self)
{
  g_return_if_fail (TKT_IS_COMPOSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

void
tkt_composer_set_busy (TktComposer *self, gboolean busy)
{
  g_return_if_fail (TKT_IS_COMPOSER (self));

  self->busy = busy;
  gtk_text_view_set_editable (self->text_view, !busy);
  show_state (self);
}

gboolean
tkt_composer_is_busy (TktComposer *self)
{
  g_return_val_if_fail (TKT_IS_COMPOSER (self), FALSE);

  return self->busy;
}

gboolean
tkt_composer_is_note (TktComposer *self)
{
  g_return_val_if_fail (TKT_IS_COMPOSER (self), FALSE);

  return self->note;
}

void
tkt_composer_set_note (TktComposer *self, gboolean note)
{
  g_return_if_fail (TKT_IS_COMPOSER (self));

  self->note = note;
  if (note)
    gtk_widget_add_css_class (GTK_WIDGET (self), "note");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "note");
  gtk_label_set_label (self->placeholder,
                       note ? _ ("Write a note that only the staff see…") : _ ("Write a reply…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  note ? _ ("Note text") : _ ("Reply text"),
                                  -1);
  gtk_button_set_label (self->send_button, note ? _ ("Add Note") : _ ("Reply"));
  gtk_widget_set_visible (self->attach_button, !note);
  show_choice (self);
  show_state (self);
}

void
tkt_composer_set_choice (TktComposer *self, gboolean choice)
{
  g_return_if_fail (TKT_IS_COMPOSER (self));

  gtk_widget_set_visible (self->choice_box, choice);
}

void
tkt_composer_set_refusal (TktComposer *self, const char *sentence)
{
  g_return_if_fail (TKT_IS_COMPOSER (self));

  if (g_strcmp0 (self->refusal, sentence) == 0)
    return;
  g_free (self->refusal);
  self->refusal = g_strdup (sentence);
  show_state (self);
}
