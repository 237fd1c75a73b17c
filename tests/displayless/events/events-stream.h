/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client of GET /v1/events that sees every byte. */
#pragma once

#include "api-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  GSocket *socket;
  GString *got;
} Stream;

Stream *stream_open (Api *api, const char *who, const char *last_event_id);
/* One that has room for little more than an answer's head; what does not fit waits at the server.
 */
Stream *stream_open_narrow (Api *api, const char *who);
void stream_close (Stream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stream, stream_close)

/* FALSE when the server has ended the stream; the test fails where nothing comes. */
gboolean stream_read (Stream *stream);
guint stream_count (Stream *stream, const char *what);
void stream_wait (Stream *stream, const char *what);

void events_add_slow_tests (void);

G_END_DECLS
