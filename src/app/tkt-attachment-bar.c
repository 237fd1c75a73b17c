/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with what is being written. */
#include "tkt-attachment-bar.h"

#include <glib/gi18n.h>

#include "tkt-entry.h"

struct _TktAttachmentBar
{
  GtkWidget parent_instance;

  TktDesk *desk;
  GPtrArray *attachments;
  guint n_copying;
  guint generation; /* of what is written: a copy that was begun before is not for it */
  GtkFileChooserNative *chooser;

  GtkWidget *scrolled_window;
  GtkBox *chips;
};

enum
{
  CHANGED,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktAttachmentBar, tkt_attachment_bar, GTK_TYPE_WIDGET)

static void show_chips (TktAttachmentBar *self);

static void
refuse (TktAttachmentBar *self, const char *sentence)
{
  g_signal_emit (self, signals[REFUSED], 0, sentence);
}

static void
on_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktAttachmentBar *self = TKT_ATTACHMENT_BAR (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < self->attachments->len; i++)
    {
      TktAttachment *attachment = g_ptr_array_index (self->attachments, i);

      if (!g_str_equal (attachment->id, id))
        continue;
      g_ptr_array_remove_index (self->attachments, i);
      tkt_attachment_free (attachment);
      show_chips (self);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
}

static GtkWidget *
make_remove_button (const TktAttachment *attachment)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: a file's name. */
  g_autofree char *words = g_strdup_printf (_ ("Remove %s"), attachment->name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", attachment->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "attachments.remove");
  return button;
}

static GtkWidget *
make_chip (const TktAttachment *attachment)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *type = g_content_type_from_mime_type (attachment->media_type);
  g_autoptr (GIcon) icon = g_content_type_get_symbolic_icon (type);
  g_autofree char *size = g_format_size (attachment->size);
  GtkWidget *name = gtk_label_new (attachment->name);
  GtkWidget *size_label = gtk_label_new (size);

  gtk_widget_add_css_class (chip, "attachment-chip");
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 24);
  /* Where there are many, the bar scrolls before their names can't be read. */
  gtk_label_set_width_chars (GTK_LABEL (name), (int)MIN (g_utf8_strlen (attachment->name, -1), 10));
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (size_label, "dim-label");
  gtk_widget_add_css_class (size_label, "caption");
  gtk_box_append (GTK_BOX (chip), gtk_image_new_from_gicon (icon));
  gtk_box_append (GTK_BOX (chip), name);
  gtk_box_append (GTK_BOX (chip), size_label);
  gtk_box_append (GTK_BOX (chip), make_remove_button (attachment));
  return chip;
}

static void
show_chips (TktAttachmentBar *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_box_remove (self->chips, child);
  for (guint i = 0; i < self->attachments->len; i++)
    gtk_box_append (self->chips, make_chip (g_ptr_array_index (self->attachments, i)));
  gtk_widget_set_visible (GTK_WIDGET (self), self->attachments->len > 0);
}

/* One file on its way to the desk's own disk. */
typedef struct
{
  TktAttachmentBar *bar;
  guint generation;
} Copying;

static void
on_attached (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree Copying *copying = user_data;
  g_autoptr (TktAttachmentBar) self = copying->bar;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAttachment) attachment = tkt_desk_attach_finish (TKT_DESK (object), result, &error);

  if (copying->generation != self->generation)
    return;
  self->n_copying--;
  if (attachment == NULL)
    refuse (self, error->message);
  else
    g_ptr_array_add (self->attachments, g_steal_pointer (&attachment));
  show_chips (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Before anything is copied. */
static gboolean
has_room (TktAttachmentBar *self)
{
  g_autofree char *sentence = NULL;

  if (self->attachments->len + self->n_copying < TKT_ATTACHMENTS_MAX)
    return TRUE;
  sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "A message has at most %d attachment.",
                                           "A message has at most %d attachments.",
                                           TKT_ATTACHMENTS_MAX),
                              TKT_ATTACHMENTS_MAX);
  refuse (self, sentence);
  return FALSE;
}

static void
attach (TktAttachmentBar *self, GFile *file, GBytes *bytes, const char *name)
{
  Copying *copying;

  if (self->desk == NULL || !has_room (self))
    return;
  copying = g_new (Copying, 1);
  *copying = (Copying){ g_object_ref (self), self->generation };
  self->n_copying++;
  g_signal_emit (self, signals[CHANGED], 0);
  tkt_desk_attach_async (self->desk, file, bytes, name, on_attached, copying);
}

void
tkt_attachment_bar_add_file (TktAttachmentBar *self, GFile *file)
{
  g_return_if_fail (TKT_IS_ATTACHMENT_BAR (self));

  attach (self, file, NULL, NULL);
}

static void
encode_in_thread (GTask *task, gpointer source, gpointer image, GCancellable *cancellable)
{
  g_task_return_pointer (
      task, gdk_texture_save_to_png_bytes (image), (GDestroyNotify)g_bytes_unref);
}

static void
on_encoded (GObject *object, GAsyncResult *result, gpointer unused)
{
  TktAttachmentBar *self = TKT_ATTACHMENT_BAR (object);
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  /* Translators: the name of a file, with date and time. */
  g_autofree char *name = g_strdup_printf (_ ("Screenshot %s.png"), time);

  attach (self, NULL, bytes, name);
}

void
tkt_attachment_bar_add_image (TktAttachmentBar *self, GdkTexture *image)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TKT_IS_ATTACHMENT_BAR (self));

  task = g_task_new (self, NULL, on_encoded, NULL);
  g_task_set_source_tag (task, tkt_attachment_bar_add_image);
  g_task_set_task_data (task, g_object_ref (image), g_object_unref);
  g_task_run_in_thread (task, encode_in_thread);
}

static void
add_files (TktAttachmentBar *self, const GValue *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *file = files; file != NULL; file = file->next)
    tkt_attachment_bar_add_file (self, file->data);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  TktAttachmentBar *self = user_data;

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    add_files (self, value);
  else if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    tkt_attachment_bar_add_image (self, g_value_get_object (value));
  else
    return FALSE;
  return TRUE;
}

static void
on_files_pasted (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktAttachmentBar) self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, &error);

  if (value != NULL)
    add_files (self, value);
  else
    refuse (self, error->message);
}

static void
on_image_pasted (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktAttachmentBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) image
      = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (object), result, &error);

  if (image != NULL)
    tkt_attachment_bar_add_image (self, image);
  else
    refuse (self, error->message);
}

/* Text is the text view's; of what is both, a picture of a spreadsheet's cells say, the text is
 * meant. But files come with their names as text. */
static void
on_paste (GtkTextView *view, TktAttachmentBar *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (!gtk_text_view_get_editable (view))
    return;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard,
                                    GDK_TYPE_FILE_LIST,
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    on_files_pasted,
                                    g_object_ref (self));
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE)
           && !gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    gdk_clipboard_read_texture_async (clipboard, NULL, on_image_pasted, g_object_ref (self));
  else
    return;
  g_signal_stop_emission_by_name (view, "paste-clipboard");
}

void
tkt_attachment_bar_serve (TktAttachmentBar *self, GtkTextView *view)
{
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  g_return_if_fail (TKT_IS_ATTACHMENT_BAR (self));

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (view, "paste-clipboard", G_CALLBACK (on_paste), self, 0);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, TktAttachmentBar *self)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      for (guint i = 0; i < g_list_model_get_n_items (files); i++)
        {
          g_autoptr (GFile) file = g_list_model_get_item (files, i);

          tkt_attachment_bar_add_file (self, file);
        }
    }
  g_clear_object (&self->chooser);
}

void
tkt_attachment_bar_choose (TktAttachmentBar *self)
{
  g_return_if_fail (TKT_IS_ATTACHMENT_BAR (self));

  if (self->chooser != NULL || !has_room (self))
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Attach Files"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _ ("Attach"),
                                               _ ("Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
tkt_attachment_bar_set_desk (TktAttachmentBar *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_ATTACHMENT_BAR (self));

  g_set_object (&self->desk, desk);
}

const GPtrArray *
tkt_attachment_bar_get_attachments (TktAttachmentBar *self)
{
  g_return_val_if_fail (TKT_IS_ATTACHMENT_BAR (self), NULL);

  return self->attachments;
}

void
tkt_attachment_bar_set_attachments (TktAttachmentBar *self, const GPtrArray *attachments)
{
  g_return_if_fail (TKT_IS_ATTACHMENT_BAR (self));

  self->generation++;
  self->n_copying = 0;
  tkt_attachments_free (self->attachments);
  self->attachments = tkt_attachments_copy (attachments);
  show_chips (self);
}

gboolean
tkt_attachment_bar_is_busy (TktAttachmentBar *self)
{
  g_return_val_if_fail (TKT_IS_ATTACHMENT_BAR (self), FALSE);

  return self->n_copying > 0;
}

static void
tkt_attachment_bar_dispose (GObject *object)
{
  TktAttachmentBar *self = TKT_ATTACHMENT_BAR (object);

  g_clear_pointer (&self->scrolled_window, gtk_widget_unparent);
  g_clear_object (&self->chooser);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (tkt_attachment_bar_parent_class)->dispose (object);
}

static void
tkt_attachment_bar_finalize (GObject *object)
{
  tkt_attachments_free (TKT_ATTACHMENT_BAR (object)->attachments);

  G_OBJECT_CLASS (tkt_attachment_bar_parent_class)->finalize (object);
}

static void
tkt_attachment_bar_class_init (TktAttachmentBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_attachment_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_attachment_bar_finalize;

  signals[CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REFUSED] = g_signal_new (
      "refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "attachments.remove", "s", on_remove);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tkt_attachment_bar_init (TktAttachmentBar *self)
{
  self->attachments = g_ptr_array_new ();
  /* One line, however many there are: what is written needs the room. */
  self->chips = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->scrolled_window = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (self->scrolled_window), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled_window),
                                 GTK_WIDGET (self->chips));
  gtk_widget_set_parent (self->scrolled_window, GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Attachments"), -1);
  show_chips (self);
}
