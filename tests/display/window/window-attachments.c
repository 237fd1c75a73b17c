/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments in windows: chosen, pasted, taken off, sent and shown, and images that are decoded
 * with care. */
#include <glib/gstdio.h>

#include "tkt-attachment-bar.h"
#include "tkt-composer.h"
#include "tkt-image-loader.h"
#include "tkt-rows.h"
#include "window-fixture.h"

typedef struct
{
  WindowFixture *base;
  TktWindow *window; /* ada's */
  TestFolder *files;
} Desk;

static void
desk_clear (Desk *desk)
{
  window_fixture_free (desk->base);
  test_folder_free (desk->files);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static Desk
desk_new (void)
{
  Desk desk = { .base = window_fixture_new (), .files = test_folder_new () };
  g_autofree char *caps = window_serve_ticket (desk.base, "ada", "Caps", "Too low");
  g_autofree char *payout = window_serve_ticket (desk.base, "ada", "Payout", "Missing");

  desk.window = window_open (desk.base, "ada");
  window_show_tab (desk.window, "tickets");
  window_choose (desk.window, "Caps");
  return desk;
}

static GFile *
make_file (const TestFolder *folder, const char *name, const char *bytes, gssize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, size, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static TktAttachmentBar *
get_bar (Desk *desk)
{
  return tkt_composer_get_attachment_bar (window_find (desk->window, TKT_TYPE_COMPOSER, NULL));
}

/* Of the attachment that waits for its words. */
static const char *
get_only_id (Desk *desk)
{
  const GPtrArray *attachments = tkt_attachment_bar_get_attachments (get_bar (desk));

  g_assert_cmpuint (attachments->len, ==, 1);
  return ((TktAttachment *)g_ptr_array_index (attachments, 0))->id;
}

static void
add_file (Desk *desk, const char *name)
{
  g_autoptr (GFile) file = make_file (desk->files, name, "Notes about caps", -1);

  tkt_attachment_bar_add_file (get_bar (desk), file);
  test_await (window_shows (desk->window, name));
}

static GdkTexture *
make_image (int width, int height)
{
  g_autoptr (GdkPixbuf) image = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  gdk_pixbuf_fill (image, 0x3584e4ff);
  return gdk_texture_new_for_pixbuf (image);
}

/* The picture of the only image in the conversation, once it is there. */
static gboolean
shows_picture (TktWindow *window)
{
  GtkWidget *messages = window_messages (window);
  GtkPicture *picture = messages != NULL ? window_find (messages, GTK_TYPE_PICTURE, NULL) : NULL;

  return picture != NULL && gtk_picture_get_paintable (picture) != NULL;
}

/* A file and a screenshot go with the words, and both sides see them. */
static void
test_sent (void)
{
  g_auto (Desk) desk = desk_new ();
  g_autoptr (GdkTexture) image = make_image (800, 600);
  TktWindow *mara;

  add_file (&desk, "notes.txt");
  tkt_attachment_bar_add_image (get_bar (&desk), image);
  test_await (window_shows (desk.window, "Screenshot"));
  window_type (desk.window, "Reply text", "See these");
  window_click (desk.window, "Reply");
  window_await_column (desk.window, "Conversation", "body", "Too low | See these");
  g_assert_cmpuint (tkt_attachment_bar_get_attachments (get_bar (&desk))->len, ==, 0);
  test_await (window_can_click (window_messages (desk.window), "Open notes.txt"));
  g_assert_true (window_can_click (window_messages (desk.window), "Save notes.txt As…"));
  test_await (shows_picture (desk.window));

  mara = window_open (desk.base, "mara");
  window_show_tab (mara, "tickets");
  window_choose (mara, "Caps");
  test_await (window_messages (mara) != NULL
              && window_can_click (window_messages (mara), "Open notes.txt"));
  test_await (shows_picture (mara));
}

/* The text in which a reply is typed. */
static GtkWidget *
get_reply_text (Desk *desk)
{
  return window_find (desk->window, GTK_TYPE_TEXT_VIEW, "Reply text");
}

static void
paste (Desk *desk)
{
  g_signal_emit_by_name (get_reply_text (desk), "paste-clipboard");
}

static gboolean
is_attached (Desk *desk, guint n)
{
  return !tkt_attachment_bar_is_busy (get_bar (desk))
         && tkt_attachment_bar_get_attachments (get_bar (desk))->len == n;
}

/* A file list of one. (transfer full) */
static GValue
make_file_list (GFile *file)
{
  GSList one = { file, NULL };
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, &one);
  return value;
}

/* A picture and a file of the clipboard's are attached, a text is typed; with a picture that has a
 * text beside it the text is meant. */
static void
test_pasted (void)
{
  g_auto (Desk) desk = desk_new ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (desk.window));
  g_autoptr (GdkTexture) image = make_image (80, 60);
  g_autoptr (GFile) file = make_file (desk.files, "pasted.txt", "Notes", -1);
  g_auto (GValue) files = make_file_list (file);
  GdkContentProvider *both[2];
  g_autoptr (GdkContentProvider) cells = NULL;

  test_await (get_reply_text (&desk) != NULL);
  gdk_clipboard_set_texture (clipboard, image);
  paste (&desk);
  test_await (is_attached (&desk, 1));
  g_assert_true (window_shows (desk.window, "Screenshot"));
  gdk_clipboard_set_value (clipboard, &files);
  paste (&desk);
  test_await (is_attached (&desk, 2));
  g_assert_true (window_shows (desk.window, "pasted.txt"));

  both[0] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, image);
  both[1] = gdk_content_provider_new_typed (G_TYPE_STRING, "1,250");
  cells = gdk_content_provider_new_union (both, G_N_ELEMENTS (both));
  gdk_clipboard_set_content (clipboard, cells);
  paste (&desk);
  window_await_typed (desk.window, "Reply text", "1,250");
  g_assert_true (is_attached (&desk, 2));
}

/* The drop target of the text. */
static GtkDropTarget *
find_drop_target (GtkWidget *text)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (text);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      GdkContentFormats *formats = GTK_IS_DROP_TARGET (controller)
                                       ? gtk_drop_target_get_formats (GTK_DROP_TARGET (controller))
                                       : NULL;

      if (formats != NULL && gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
        return GTK_DROP_TARGET (controller);
    }
  return NULL;
}

static gboolean
drop (Desk *desk, const GValue *value)
{
  GtkDropTarget *target = find_drop_target (get_reply_text (desk));
  gboolean taken = FALSE;

  g_assert_nonnull (target);
  g_signal_emit_by_name (target, "drop", value, 1.0, 1.0, &taken);
  return taken;
}

/* A file and a picture that are dropped on the text are attached. */
static void
test_dropped (void)
{
  g_auto (Desk) desk = desk_new ();
  g_autoptr (GdkTexture) image = make_image (80, 60);
  g_autoptr (GFile) file = make_file (desk.files, "dropped.txt", "Notes", -1);
  g_auto (GValue) files = make_file_list (file);
  g_auto (GValue) picture = G_VALUE_INIT;

  test_await (get_reply_text (&desk) != NULL);
  g_assert_true (drop (&desk, &files));
  test_await (is_attached (&desk, 1));
  g_assert_true (window_shows (desk.window, "dropped.txt"));
  g_value_init (&picture, GDK_TYPE_TEXTURE);
  g_value_set_object (&picture, image);
  g_assert_true (drop (&desk, &picture));
  test_await (is_attached (&desk, 2));
  g_assert_true (window_shows (desk.window, "Screenshot"));
  window_await_typed (desk.window, "Reply text", "");
}

/* Each ticket keeps its own, over the end of the program too, until they are taken off. */
static void
test_drafts (void)
{
  g_auto (Desk) desk = desk_new ();

  add_file (&desk, "caps.txt");
  window_choose (desk.window, "Payout");
  test_await (!window_shows (desk.window, "caps.txt"));
  window_choose (desk.window, "Caps");
  test_await (window_shows (desk.window, "caps.txt"));
  window_close (desk.window);
  desk.window = window_open (desk.base, "ada");
  window_show_tab (desk.window, "tickets");
  window_choose (desk.window, "Caps");
  test_await (window_shows (desk.window, "caps.txt"));
  window_click (desk.window, "Remove caps.txt");
  g_assert_false (window_shows (desk.window, "caps.txt"));
  window_close (desk.window);
  desk.window = window_open (desk.base, "ada");
  window_show_tab (desk.window, "tickets");
  window_choose (desk.window, "Caps");
  window_await_typed (desk.window, "Reply text", "");
  g_assert_false (window_shows (desk.window, "caps.txt"));
}

/* Too many and too large are told of in a sentence, and nothing else is changed. */
static void
test_refused (void)
{
  g_auto (Desk) desk = desk_new ();
  g_autofree char *large = g_strnfill (TKT_ATTACHMENT_SIZE_MAX + 1, 'x');
  g_autoptr (GFile) too_large = make_file (desk.files, "large.txt", large, -1);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/at-all.txt");

  tkt_attachment_bar_add_file (get_bar (&desk), too_large);
  test_await (window_shows (desk.window, "“large.txt” is too large."));
  tkt_attachment_bar_add_file (get_bar (&desk), missing);
  test_await (!tkt_attachment_bar_is_busy (get_bar (&desk)));
  g_assert_cmpuint (tkt_attachment_bar_get_attachments (get_bar (&desk))->len, ==, 0);
  for (guint i = 0; i < TKT_ATTACHMENTS_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.txt", i);

      add_file (&desk, name);
    }
  tkt_attachment_bar_add_file (get_bar (&desk), too_large);
  g_assert_false (tkt_attachment_bar_is_busy (get_bar (&desk)));
  g_assert_cmpuint (
      tkt_attachment_bar_get_attachments (get_bar (&desk))->len, ==, TKT_ATTACHMENTS_MAX);
}

static GtkProgressBar *
find_progress (TktWindow *window)
{
  return window_find (window, GTK_TYPE_PROGRESS_BAR, "Progress of notes.txt");
}

/* How far a file is stands below it while it comes or goes, and only then. */
static void
test_progress (void)
{
  g_auto (Desk) desk = desk_new ();
  g_autofree char *id = NULL;
  TktTransfer *transfer;

  add_file (&desk, "notes.txt");
  id = g_strdup (get_only_id (&desk));
  window_type (desk.window, "Reply text", "See this");
  window_click (desk.window, "Reply");
  test_await (window_can_click (window_messages (desk.window), "Open notes.txt"));
  window_sync (desk.window);
  test_await (find_progress (desk.window) == NULL);
  transfer = tkt_desk_get_transfer (tkt_window_get_desk (desk.window), id);
  tkt_transfer_set (transfer, 3, 4);
  test_await (find_progress (desk.window) != NULL);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (find_progress (desk.window)), ==, 0.75);
  tkt_transfer_set (transfer, 4, 4);
  test_await (find_progress (desk.window) == NULL);
}

static gboolean
is_fetched (TktWindow *window, const char *id)
{
  g_autofree char *folder = tkt_desk_get_folder (tkt_window_get_desk (window));
  g_autofree char *path = g_build_filename (folder, "files", id, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
is_explained (TktWindow *window)
{
  GtkWidget *messages = window_messages (window);
  GtkWidget *button
      = messages != NULL ? window_find (messages, GTK_TYPE_BUTTON, "Open notes.txt") : NULL;

  return button != NULL && gtk_widget_get_tooltip_text (gtk_widget_get_parent (button)) != NULL;
}

/* Files come with their message, pictures or not, or, as the person has set it, when they are
 * opened; what is there already is shown in either case. */
static void
test_when_fetched (void)
{
  g_auto (Desk) desk = desk_new ();
  g_autofree char *notes = NULL;
  TktWindow *mara, *alma;

  add_file (&desk, "notes.txt");
  notes = g_strdup (get_only_id (&desk));
  window_type (desk.window, "Reply text", "See this");
  window_click (desk.window, "Reply");
  test_await (tkt_desk_get_waiting (tkt_window_get_desk (desk.window)) == 0);

  mara = window_open (desk.base, "mara");
  window_show_tab (mara, "tickets");
  window_choose (mara, "Caps");
  test_await (is_fetched (mara, notes));

  alma = window_open (desk.base, "alma");
  g_settings_set_string (tkt_window_get_settings (alma), "download-attachments", "on-demand");
  window_show_tab (alma, "tickets");
  window_choose (alma, "Caps");
  /* The tooltip tells that it was looked for. */
  test_await (is_explained (alma));
  g_assert_false (is_fetched (alma, notes));
  g_settings_set_string (tkt_window_get_settings (alma), "download-attachments", "always");
  window_choose (alma, "Payout");
  window_choose (alma, "Caps");
  test_await (is_fetched (alma, notes));
}

/* What is not on this computer says so where there is no network. */
static void
test_offline (void)
{
  g_auto (Desk) desk = desk_new ();
  TktWindow *mara;

  add_file (&desk, "notes.txt");
  window_type (desk.window, "Reply text", "See this");
  window_click (desk.window, "Reply");
  mara = window_open (desk.base, "mara");
  g_settings_set_string (tkt_window_get_settings (mara), "download-attachments", "on-demand");
  window_show_tab (mara, "tickets");
  window_choose (mara, "Caps");
  window_sync (mara);
  test_await (window_messages (mara) != NULL
              && window_can_click (window_messages (mara), "Open notes.txt"));
  test_server_stop (desk.base->server);
  window_click (window_messages (mara), "Open notes.txt");
  test_await (window_shows (mara, "This file is not on this computer"));
}

static GdkTexture *
load (const TestFolder *folder, const char *bytes, gssize size, GError **error)
{
  g_autoptr (GFile) file = make_file (folder, "image", bytes, size);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_image_load_async (file, 100, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  return tkt_image_load_finish (result, error);
}

/* Only what is one of four kinds of image, and no more of it than there is room for. */
static void
test_images (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    const char *words; /* of the refusal; NULL: whatever the decoder says */
  } files[] = {
#define FILE_OF(bytes, words) { bytes, sizeof bytes - 1, words }
    FILE_OF ("", "Images of this kind are not shown"),
    FILE_OF ("not an image", "Images of this kind are not shown"),
    FILE_OF ("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
             "Images of this kind are not shown"),
    FILE_OF ("BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "Images of this kind are not shown"),
    FILE_OF ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", NULL),
    FILE_OF ("\xff\xd8\xff\xe0 and no more", NULL),
    /* 65,535 × 65,535 pixels */
    FILE_OF ("GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\2L\1\0;",
             "This image has too many pixels"),
#undef FILE_OF
  };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GdkTexture) image = make_image (400, 200);
  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (image);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) loaded
      = load (folder, g_bytes_get_data (png, NULL), g_bytes_get_size (png), &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (loaded), ==, 100);
  g_assert_cmpint (gdk_texture_get_height (loaded), ==, 50);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) refused = NULL;
      g_autoptr (GdkTexture) none = load (folder, files[i].bytes, files[i].size, &refused);

      g_test_message ("file %u", i);
      g_assert_null (none);
      g_assert_nonnull (refused);
      if (files[i].words != NULL)
        g_assert_cmpstr (refused->message, ==, files[i].words);
    }
}

void
window_add_attachment_tests (void)
{
  g_test_add_func ("/window/attachments/sent-and-shown", test_sent);
  g_test_add_func ("/window/attachments/pasted", test_pasted);
  g_test_add_func ("/window/attachments/dropped", test_dropped);
  g_test_add_func ("/window/attachments/drafts-keep-theirs", test_drafts);
  g_test_add_func ("/window/attachments/refused-in-a-sentence", test_refused);
  g_test_add_func ("/window/attachments/progress", test_progress);
  g_test_add_func ("/window/attachments/when-fetched", test_when_fetched);
  g_test_add_func ("/window/attachments/rule-18/not-here", test_offline);
  g_test_add_func ("/window/attachments/images-with-care", test_images);
}
