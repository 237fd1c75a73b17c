/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without a network, and with support tickets turned off. */
#include "gallery.h"
#include "tkt-undelivered-window.h"

#define TITLE "csv export vom november kaputt?"

static TktWindow *
go_offline (Gallery *self)
{
  TktWindow *window = gallery_open (self, "maya");

  window_show_tab (window, "tickets");
  gallery_choose (self, window, NULL, TITLE);
  test_server_stop (self->base->server);
  window_sync (window);
  test_await (window_shows (window, "Offline"));
  return window;
}

static void
reply (TktWindow *window, const char *words)
{
  window_type (window, "Reply text", words);
  window_click (window, "Reply");
  test_await (window_shows (window_messages (window), words));
  test_await (window_shows (window_messages (window), "Waiting to be sent"));
}

static gpointer
open_undelivered (Gallery *self, TktWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undelivered", NULL);
  return gallery_await_window (self, TKT_TYPE_UNDELIVERED_WINDOW);
}

void
gallery_offline (Gallery *self)
{
  TktWindow *window = go_offline (self);
  gpointer list = open_undelivered (self, window);

  test_await (window_shows (list, "Everything Is Delivered"));
  gallery_picture (self, "undelivered-empty", list);
  gtk_window_destroy (list);
  reply (window, "Your October payout went out this morning");
  window_type (window, "Reply text", "And about November");
  test_await (window_shows (window, "1 message waiting"));
  gallery_await_draft (window);
  gallery_picture (self, "offline", window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sign-out", NULL);
  gallery_picture (self, "sign-out", gallery_await_window (self, ADW_TYPE_MESSAGE_DIALOG));
  window_answer ("Cancel");

  test_server_start (self->base->server);
  test_server_set_support_tickets (self->base->server, FALSE);
  window_sync (window);
  test_await (window_shows (window, "Not delivered: "));
  test_await (!window_shows (window, "Offline"));
  gallery_picture (self, "refused", window);
  list = open_undelivered (self, window);
  test_await (window_shows (list, "Not delivered: "));
  gallery_picture (self, "undelivered", list);
}

void
gallery_turned_off (Gallery *self)
{
  TktWindow *window = gallery_open (self, "jess");

  test_server_set_support_tickets (self->base->server, FALSE);
  window_sync (window);
  test_await (window_shows (window, "Are Turned Off"));
  gallery_picture (self, "turned-off", window);
}
