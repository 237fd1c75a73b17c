/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people of the test server's network do somewhere else: at the server, as if from another
 * computer. Committed when they return. */
#pragma once

#include "test-server.h"

G_BEGIN_DECLS

/* Ids of the ticket or message are (transfer full). */
char *test_act_open_ticket (TestServer *server,
                            const char *username,
                            const char *title,
                            const char *body);
char *
test_act_reply (TestServer *server, const char *username, const char *ticket_id, const char *body);
char *test_act_write_note (TestServer *server,
                           const char *username,
                           const char *ticket_id,
                           const char *body);
void test_act_close_ticket (TestServer *server, const char *username, const char *ticket_id);
void test_act_delete_message (TestServer *server, const char *username, const char *message_id);
/* Up to and with @position. */
void test_act_mark_read (TestServer *server,
                         const char *username,
                         const char *ticket_id,
                         gint64 position);

G_END_DECLS
