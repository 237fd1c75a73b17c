/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP messages as bytes, for whoever stands between a client and a server and does them harm. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A whole message: request or answer. */
typedef struct
{
  GString *bytes;
  gsize body; /* where it begins */
} TestWire;

void test_wire_init (TestWire *self);
void test_wire_clear (TestWire *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestWire, test_wire_clear)

/* Reads a request with the body that its Content-Length says. FALSE where it ends before that. */
gboolean test_wire_read_request (TestWire *self, GInputStream *stream, GCancellable *cancellable);
/* Reads an answer, which ends with its connection. FALSE where it ends within its headers. */
gboolean test_wire_read_answer (TestWire *self, GInputStream *stream, GCancellable *cancellable);

gboolean test_wire_is_for (const TestWire *self, const char *method, const char *path);

/* The value of a header, or NULL. (transfer full) */
char *test_wire_get_header (const TestWire *self, const char *name);
void test_wire_drop_header (TestWire *self, const char *name);
/* Drops what there is of @name, and adds this. */
void test_wire_set_header (TestWire *self, const char *name, const char *value);

/* An answer that no server has given; @headers: whole lines, or "". */
void test_wire_make_answer (TestWire *self,
                            const char *status,
                            const char *headers,
                            const char *type,
                            const char *body);

G_END_DECLS
