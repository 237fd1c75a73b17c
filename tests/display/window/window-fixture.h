/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of windows stand on: a real server, the program, and people signed in to it. */
#pragma once

#include "test-await.h"
#include "test-server.h"
#include "tkt-application.h"
#include "tkt-window.h"
#include "window-find.h"

G_BEGIN_DECLS

typedef struct
{
  TestServer *server;
  TestFolder *folder;          /* of the desks' databases */
  TktApplication *application; /* (unowned) */
  TktSignIns *sign_ins;
  GHashTable *people;        /* username → TktSignIn, once signed in */
  GSettingsBackend *backend; /* settings outlive windows */
} WindowFixture;

WindowFixture *window_fixture_new (void);
/* Takes @server, of another network. */
WindowFixture *window_fixture_new_on (TestServer *server);
/* Closes what is open and proves that nothing of it is left. */
void window_fixture_free (WindowFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WindowFixture, window_fixture_free)

/* The window of @username, signed in before if need be, with the server's tickets in it (or, while
 * the server is stopped, those that were seen before). (transfer none) */
TktWindow *window_open (WindowFixture *self, const char *username);
/* Closes it; the window and its desk are gone afterwards. */
void window_close (TktWindow *window);

/* What others do meanwhile, at the server; ids are (transfer full). Windows see it when they ask.
 */
char *window_serve_ticket (WindowFixture *self,
                           const char *username,
                           const char *title,
                           const char *body);
char *window_serve_reply (WindowFixture *self,
                          const char *username,
                          const char *ticket_id,
                          const char *body);
void window_serve_closing (WindowFixture *self, const char *username, const char *ticket_id);
void window_serve_deletion (WindowFixture *self, const char *username, const char *message_id);
/* Up to and with @position. */
void window_serve_reading (WindowFixture *self,
                           const char *username,
                           const char *ticket_id,
                           gint64 position);

/* Asks the server now. */
void window_sync (TktWindow *window);

/* The pages and lists of a window; NULL while they are not on the screen. */
GtkWidget *window_tickets (TktWindow *window);  /* list "Tickets" */
GtkWidget *window_messages (TktWindow *window); /* list "Conversation" */
void window_show_tab (TktWindow *window, const char *name);

/* Organization Settings at that page. (transfer none) */
gpointer window_open_settings (TktWindow *window, const char *page);

/* Chooses the ticket of this title in the list and waits for its conversation. */
void window_choose (TktWindow *window, const char *title);

/* Chooses @answer in the question that is asked, or waits for one. */
void window_answer (const char *answer);

void window_add_admin_tests (void);
void window_add_attachment_tests (void);
void window_add_conversation_tests (void);
void window_add_damage_tests (void);
void window_add_history_tests (void);
void window_add_link_tests (void);
void window_add_list_tests (void);
void window_add_message_tests (void);
void window_add_mode_tests (void);
void window_add_note_tests (void);
void window_add_outbox_tests (void);
void window_add_people_tests (void);
void window_add_place_tests (void);
void window_add_preference_tests (void);
void window_add_publisher_tests (void);
void window_add_saved_reply_tests (void);
void window_add_search_tests (void);
void window_add_several_tests (void);
void window_add_sign_in_tests (void);
void window_add_unread_tests (void);
void window_add_words_tests (void);
void window_add_writing_tests (void);

G_END_DECLS
