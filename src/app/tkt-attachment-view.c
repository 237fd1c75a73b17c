/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An attachment in a conversation. */
#include "tkt-attachment-view.h"

#include <glib/gi18n.h>

#include "tkt-conversation.h"
#include "tkt-image-loader.h"
#include "tkt-media-type.h"

/* Of the thumbnail's place, so that nothing moves when it comes, which a window of 360 has room
 * for; and of what is decoded for it. */
#define WIDTH 200
#define HEIGHT 140
#define PIXELS (2 * WIDTH)

struct _TktAttachmentView
{
  GtkWidget parent_instance;

  TktAttachment *attachment;
  GCancellable *cancellable; /* of the file, once it is asked for; NULL: not asked for */

  GtkWidget *button;
  GtkWidget *save_button;
  GtkPicture *picture; /* NULL: no image */
  GtkWidget *progress; /* seen while the file comes or goes */
  gboolean following;  /* the file on its way */
};

G_DEFINE_FINAL_TYPE (TktAttachmentView, tkt_attachment_view, GTK_TYPE_WIDGET)

static void
on_loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktAttachmentView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) image = tkt_image_load_finish (result, &error);

  if (self->picture == NULL)
    return;
  if (image != NULL)
    gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (image));
  else
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), error->message);
}

static void
on_fetched (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktAttachmentView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = tkt_desk_fetch_finish (TKT_DESK (object), result, &error);

  if (self->button == NULL || self->cancellable == NULL)
    return;
  if (file != NULL)
    {
      if (self->picture == NULL)
        return;
      tkt_image_load_async (file, PIXELS, self->cancellable, on_loaded, g_object_ref (self));
      return;
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), error->message);
  /* The next time that it is in sight it is asked for again. */
  g_clear_object (&self->cancellable);
}

static gboolean
is_on_its_way (GBinding *binding, const GValue *fraction, GValue *visible, gpointer user_data)
{
  double done = g_value_get_double (fraction);

  g_value_set_boolean (visible, done > 0 && done < 1);
  return TRUE;
}

/* Whatever takes it there: the outbox sends it, a look at it or a click fetches it. */
static void
follow (TktAttachmentView *self, TktDesk *desk)
{
  TktTransfer *transfer = tkt_desk_get_transfer (desk, self->attachment->id);

  if (self->following)
    return;
  self->following = TRUE;
  g_object_bind_property (transfer, "fraction", self->progress, "fraction", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (transfer,
                               "fraction",
                               self->progress,
                               "visible",
                               G_BINDING_SYNC_CREATE,
                               is_on_its_way,
                               NULL,
                               NULL,
                               NULL);
}

static void
tkt_attachment_view_map (GtkWidget *widget)
{
  TktAttachmentView *self = TKT_ATTACHMENT_VIEW (widget);
  GtkWidget *conversation = gtk_widget_get_ancestor (widget, TKT_TYPE_CONVERSATION);
  TktDesk *desk
      = conversation != NULL ? tkt_conversation_get_desk (TKT_CONVERSATION (conversation)) : NULL;

  GTK_WIDGET_CLASS (tkt_attachment_view_parent_class)->map (widget);

  if (desk == NULL)
    return;
  follow (self, desk);
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  if (tkt_desk_get_on_demand (desk))
    tkt_desk_look_async (desk, self->attachment, on_fetched, g_object_ref (self));
  else
    tkt_desk_fetch_async (desk, self->attachment, on_fetched, g_object_ref (self));
}

static void
tkt_attachment_view_dispose (GObject *object)
{
  TktAttachmentView *self = TKT_ATTACHMENT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->picture = NULL;
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->save_button, gtk_widget_unparent);

  G_OBJECT_CLASS (tkt_attachment_view_parent_class)->dispose (object);
}

static void
tkt_attachment_view_finalize (GObject *object)
{
  tkt_attachment_free (TKT_ATTACHMENT_VIEW (object)->attachment);

  G_OBJECT_CLASS (tkt_attachment_view_parent_class)->finalize (object);
}

static void
tkt_attachment_view_class_init (TktAttachmentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_attachment_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_attachment_view_finalize;
  widget_class->map = tkt_attachment_view_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tkt_attachment_view_init (TktAttachmentView *self)
{
}

static GtkWidget *
make_picture (TktAttachmentView *self)
{
  self->picture = GTK_PICTURE (gtk_picture_new ());
  gtk_picture_set_can_shrink (self->picture, TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->picture), WIDTH, HEIGHT);
  gtk_widget_set_halign (GTK_WIDGET (self->picture), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "attachment-picture");
  return GTK_WIDGET (self->picture);
}

/* @content with how far the file is below it, which moves nothing when it comes and goes. */
static GtkWidget *
make_progress (TktAttachmentView *self, GtkWidget *content)
{
  GtkWidget *overlay = gtk_overlay_new ();
  /* Translators: a file's name; of a bar that says how much of it is sent or fetched. */
  g_autofree char *words = g_strdup_printf (_ ("Progress of %s"), self->attachment->name);

  self->progress = gtk_progress_bar_new ();
  gtk_widget_add_css_class (self->progress, "osd");
  gtk_widget_set_valign (self->progress, GTK_ALIGN_END);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), content);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->progress);
  return overlay;
}

static GtkWidget *
make_line (const TktAttachment *attachment)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *type = g_content_type_from_mime_type (attachment->media_type);
  g_autoptr (GIcon) icon = g_content_type_get_symbolic_icon (type);
  g_autofree char *size = g_format_size (attachment->size);
  GtkWidget *name = gtk_label_new (attachment->name);
  GtkWidget *size_label = gtk_label_new (size);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 40);
  gtk_widget_add_css_class (size_label, "dim-label");
  gtk_widget_add_css_class (size_label, "caption");
  gtk_widget_set_vexpand (line, TRUE);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_gicon (icon));
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), size_label);
  return line;
}

/* A button that is about @attachment of the row @key; @words: its name for assistive technology. */
static void
set_up_button (GtkWidget *button,
               const char *action,
               const char *words,
               const TktAttachment *attachment,
               gint64 key)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xs)", key, attachment->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

GtkWidget *
tkt_attachment_view_new (const TktAttachment *attachment, gint64 key)
{
  TktAttachmentView *self = g_object_new (TKT_TYPE_ATTACHMENT_VIEW, NULL);
  /* Translators: a file's name. */
  g_autofree char *open_words = g_strdup_printf (_ ("Open %s"), attachment->name);
  g_autofree char *save_words = g_strdup_printf (_ ("Save %s As…"), attachment->name);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->attachment = tkt_attachment_copy (attachment);
  if (tkt_media_type_is_image (attachment->media_type))
    gtk_box_append (GTK_BOX (content), make_picture (self));
  gtk_box_append (GTK_BOX (content), make_line (attachment));
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), make_progress (self, content));
  gtk_widget_add_css_class (self->button, "attachment");
  /* What saves stands in one line below that of the file above. */
  gtk_widget_set_hexpand (self->button, TRUE);
  set_up_button (self->button, "conversation.open-attachment", open_words, attachment, key);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  self->save_button = gtk_button_new_from_icon_name ("document-save-as-symbolic");
  gtk_widget_set_valign (self->save_button,
                         self->picture != NULL ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->save_button, "circular");
  gtk_widget_set_tooltip_text (self->save_button, _ ("Save As…"));
  set_up_button (self->save_button, "conversation.save-attachment", save_words, attachment, key);
  gtk_widget_set_parent (self->save_button, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
