/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does with the attachments of the messages that are shown. */
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "tkt-conversation-private.h"

/* What is opened is a copy that has the file's own name, which programs go by. It stands where the
 * system cleans up when the person logs out. */
#define OPENED "tickets-opened"

/* An attachment that is wanted elsewhere. */
typedef struct
{
  TktConversation *conversation;
  TktAttachment *attachment;
  GFile *target; /* where it is to be saved; NULL: it is opened */
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  g_object_unref (wanted->conversation);
  tkt_attachment_free (wanted->attachment);
  g_clear_object (&wanted->target);
  g_free (wanted);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wanted, wanted_free)

/* The attachment that an action's parameter names: the row's key and an id. */
static const TktAttachment *
find_attachment (TktConversation *self, GVariant *parameter)
{
  g_autoptr (GVariant) key = g_variant_get_child_value (parameter, 0);
  const TktMessageRow *row = tkt_conversation_get_message (self, key);
  const char *id;

  if (row == NULL)
    return NULL;
  g_variant_get_child (parameter, 1, "&s", &id);
  for (guint i = 0; i < row->message->attachments->len; i++)
    {
      const TktAttachment *attachment = g_ptr_array_index (row->message->attachments, i);

      if (g_str_equal (attachment->id, id))
        return attachment;
    }
  return NULL;
}

static void
on_copied (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wanted) wanted = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_copy_finish (G_FILE (object), result, &error))
    tkt_conversation_toast (wanted->conversation, _ ("File saved"));
  else
    tkt_conversation_toast (wanted->conversation, error->message);
}

static void
on_copied_to_open (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wanted) wanted = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_file_get_uri (wanted->target);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (wanted->conversation));

  /* One that was opened before is the same file. */
  if (g_file_copy_finish (G_FILE (object), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    gtk_show_uri (root != NULL ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
  else
    tkt_conversation_toast (wanted->conversation, error->message);
}

/* NULL where no folder can be made for it. */
static GFile *
choose_opened (const TktAttachment *attachment)
{
  g_autofree char *folder
      = g_build_filename (g_get_user_runtime_dir (), OPENED, attachment->id, NULL);

  return g_mkdir_with_parents (folder, 0700) == 0
             ? g_file_new_build_filename (folder, attachment->name, NULL)
             : NULL;
}

static void
on_fetched (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wanted) wanted = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = tkt_desk_fetch_finish (TKT_DESK (object), result, &error);
  const gboolean opens = wanted->target == NULL;
  GFile *target;

  if (file == NULL)
    {
      tkt_conversation_toast (wanted->conversation, error->message);
      return;
    }
  if (opens)
    wanted->target = choose_opened (wanted->attachment);
  if (wanted->target == NULL)
    {
      tkt_conversation_toast (
          wanted->conversation,
          _ ("No folder can be made to open this file from. Save it, and open it there."));
      return;
    }
  target = wanted->target;
  g_file_copy_async (file,
                     target,
                     opens ? G_FILE_COPY_NONE : G_FILE_COPY_OVERWRITE,
                     G_PRIORITY_DEFAULT,
                     NULL,
                     NULL,
                     NULL,
                     opens ? on_copied_to_open : on_copied,
                     g_steal_pointer (&wanted));
}

static void
fetch (Wanted *wanted)
{
  tkt_desk_fetch_async (wanted->conversation->desk, wanted->attachment, on_fetched, wanted);
}

static Wanted *
wanted_new (TktConversation *self, const TktAttachment *attachment)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->conversation = g_object_ref (self);
  wanted->attachment = tkt_attachment_copy (attachment);
  return wanted;
}

static void
on_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktAttachment *attachment = find_attachment (self, parameter);

  if (attachment != NULL)
    fetch (wanted_new (self, attachment));
}

static void
on_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Wanted) wanted = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      wanted->target = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      fetch (g_steal_pointer (&wanted));
    }
  g_object_unref (dialog);
}

static void
on_save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktAttachment *attachment = find_attachment (self, parameter);
  GtkFileChooserNative *chooser;

  if (attachment == NULL)
    return;
  chooser = gtk_file_chooser_native_new (_ ("Save Attachment"),
                                         GTK_WINDOW (gtk_widget_get_root (widget)),
                                         GTK_FILE_CHOOSER_ACTION_SAVE,
                                         _ ("Save"),
                                         _ ("Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), attachment->name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (
      chooser, "response", G_CALLBACK (on_place_chosen), wanted_new (self, attachment));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
tkt_conversation_install_attachments (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "conversation.open-attachment", "(xs)", on_open);
  gtk_widget_class_install_action (widget_class, "conversation.save-attachment", "(xs)", on_save);
}
