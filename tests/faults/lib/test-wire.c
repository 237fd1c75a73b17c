/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP messages as bytes. */
#include "test-wire.h"

#include <string.h>

#define CHUNK 16384

void
test_wire_init (TestWire *self)
{
  self->bytes = g_string_new (NULL);
  self->body = 0;
}

void
test_wire_clear (TestWire *self)
{
  g_string_free (self->bytes, TRUE);
}

/* FALSE at the end of the stream, and where reading fails: who is cut does not ask why. */
static gboolean
read_more (TestWire *self, GInputStream *stream, GCancellable *cancellable)
{
  char chunk[CHUNK];
  gssize n = g_input_stream_read (stream, chunk, sizeof chunk, cancellable, NULL);

  if (n <= 0)
    return FALSE;
  g_string_append_len (self->bytes, chunk, n);
  return TRUE;
}

static gboolean
read_head (TestWire *self, GInputStream *stream, GCancellable *cancellable)
{
  const char *end;

  while ((end = strstr (self->bytes->str, "\r\n\r\n")) == NULL)
    if (!read_more (self, stream, cancellable))
      return FALSE;
  self->body = end + 4 - self->bytes->str;
  return TRUE;
}

gboolean
test_wire_read_request (TestWire *self, GInputStream *stream, GCancellable *cancellable)
{
  g_autofree char *length = NULL;
  gsize size;

  if (!read_head (self, stream, cancellable))
    return FALSE;
  length = test_wire_get_header (self, "Content-Length");
  size = self->body + (length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0);
  while (self->bytes->len < size)
    if (!read_more (self, stream, cancellable))
      return FALSE;
  return TRUE;
}

gboolean
test_wire_read_answer (TestWire *self, GInputStream *stream, GCancellable *cancellable)
{
  if (!read_head (self, stream, cancellable))
    return FALSE;
  while (read_more (self, stream, cancellable))
    ;
  return !g_cancellable_is_cancelled (cancellable);
}

gboolean
test_wire_is_for (const TestWire *self, const char *method, const char *path)
{
  g_autofree char *start = g_strconcat (method, " ", path, NULL);

  return g_str_has_prefix (self->bytes->str, start);
}

/* Where the line of header @name begins, or -1. */
static gssize
find_header (const TestWire *self, const char *name, gsize *length)
{
  g_autofree char *start = g_strconcat ("\r\n", name, ":", NULL);
  const gsize n = strlen (start);

  for (gsize at = 0; at + n < self->body; at++)
    if (g_ascii_strncasecmp (self->bytes->str + at, start, n) == 0)
      {
        *length = strstr (self->bytes->str + at + n, "\r\n") - (self->bytes->str + at);
        return at;
      }
  return -1;
}

char *
test_wire_get_header (const TestWire *self, const char *name)
{
  gsize length;
  gssize at = find_header (self, name, &length);
  const gsize skip = strlen (name) + 3;

  return at < 0 ? NULL : g_strstrip (g_strndup (self->bytes->str + at + skip, length - skip));
}

void
test_wire_drop_header (TestWire *self, const char *name)
{
  gsize length;
  gssize at;

  while ((at = find_header (self, name, &length)) >= 0)
    {
      g_string_erase (self->bytes, at, length);
      self->body -= length;
    }
}

void
test_wire_set_header (TestWire *self, const char *name, const char *value)
{
  g_autofree char *line = g_strdup_printf ("\r\n%s: %s", name, value);

  test_wire_drop_header (self, name);
  g_string_insert (self->bytes, self->body - 4, line);
  self->body += strlen (line);
}

void
test_wire_make_answer (TestWire *self,
                       const char *status,
                       const char *headers,
                       const char *type,
                       const char *body)
{
  g_string_printf (self->bytes,
                   "HTTP/1.1 %s\r\n%sContent-Type: %s\r\nContent-Length: %zu\r\n"
                   "Connection: close\r\n\r\n",
                   status,
                   headers,
                   type,
                   strlen (body));
  self->body = self->bytes->len;
  g_string_append (self->bytes, body);
}
