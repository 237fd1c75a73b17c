/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations, what is written into them, and what a publisher sees. */
#include "gallery.h"
#include "tkt-composer.h"
#include "tkt-new-ticket-window.h"

#define TITLE "EPC on Nestora Home dropped 60% since Friday"

static void
read_ticket (Gallery *self, const char *words, const char *title, const char *scene)
{
  TktWindow *window = gallery_open (self, "maya");

  window_show_tab (window, "tickets");
  gallery_choose (self, window, words, title);
  gallery_picture (self, scene, window);
  window_close (window);
}

void
gallery_conversation (Gallery *self)
{
  read_ticket (self,
               NULL,
               "Gutschein-Attribution: Provision geht an falschen Partner",
               "conversation-unread");
  read_ticket (self, "publisher:brightcart is:open", TITLE, "conversation");
  read_ticket (self, "unblock", "UNBLOCK MY ACCOUNT", "conversation-tombstone");
  read_ticket (self, "publisher:سوق is:open", "تأخر اعتماد عمولات سبتمبر", "conversation-arabic");
}

static void
attach (TktWindow *window, GFile *file)
{
  TktComposer *composer = window_find (window, TKT_TYPE_COMPOSER, NULL);
  g_autofree char *name = g_file_get_basename (file);

  tkt_attachment_bar_add_file (tkt_composer_get_attachment_bar (composer), file);
  test_await (window_shows (window, name));
}

/* A picture and a table, of a name that is long. */
static void
attach_both (Gallery *self, TktWindow *window)
{
  g_autoptr (GFile) picture = g_file_new_for_path (self->picture_file);
  g_autoptr (GFile) table = g_file_new_build_filename (
      self->base->folder, "clicks and leads of the whole of October.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_file_replace_contents (table, "clicks,leads\n12,3\n", 18, NULL, FALSE, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  attach (window, picture);
  attach (window, table);
}

static gboolean
shows_picture (TktWindow *window)
{
  GtkPicture *picture = window_find (window_messages (window), GTK_TYPE_PICTURE, NULL);

  return picture != NULL && gtk_picture_get_paintable (picture) != NULL;
}

/* All of it, and the conversation shows it so: what waits may not have been counted yet. */
static gboolean
is_delivered (TktWindow *window)
{
  return tkt_desk_get_waiting (tkt_window_get_desk (window)) == 0
         && window_find_styled (window_messages (window), GTK_TYPE_WIDGET, "undelivered") == NULL;
}

void
gallery_writing (Gallery *self)
{
  TktWindow *window = gallery_open (self, "maya");

  window_show_tab (window, "tickets");
  gallery_choose (self, window, NULL, "csv export vom november kaputt?");
  window_type (window, "Reply text", "This is what I see. The numbers are in the table.");
  attach_both (self, window);
  gallery_await_draft (window);
  gallery_picture (self, "composer-files", window);
  window_click (window, "Reply");
  test_await (window_shows (window_messages (window), "This is what I see"));
  test_await (is_delivered (window) && shows_picture (window));
  gallery_picture (self, "attachments", window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-ticket", NULL);
  gallery_picture (self, "close-ticket", gallery_await_window (self, ADW_TYPE_MESSAGE_DIALOG));
  window_answer ("Close Ticket");
  test_await (window_shows (window, "Undo"));
  gallery_picture (self, "closing", window);
}

void
gallery_support (Gallery *self)
{
  TktWindow *window = gallery_open (self, "jess");
  gpointer dialog;

  test_await (window_tickets (window) != NULL && window_shows (window_tickets (window), TITLE));
  gallery_picture (self, "support", window);
  gallery_choose (self, window, NULL, TITLE);
  gallery_picture (self, "support-conversation", window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  window_click (window, "Closed");
  gallery_choose (self, window, "Export job", "Export job stuck at 99%");
  gallery_picture (self, "closed-ticket", window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-ticket", NULL);
  dialog = gallery_await_window (self, TKT_TYPE_NEW_TICKET_WINDOW);
  gallery_picture (self, "new-ticket-empty", dialog);
  window_type (dialog, "Title", "Payout missing for October");
  window_type (
      dialog, "Message", "The October payout has not arrived. Could you check invoice 2231?");
  gallery_picture (self, "new-ticket", dialog);
  gtk_window_destroy (dialog);

  window = gallery_open (self, "maya");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-ticket", NULL);
  dialog = gallery_await_window (self, TKT_TYPE_NEW_TICKET_WINDOW);
  gallery_picture (self, "new-ticket-staff", dialog);
}
