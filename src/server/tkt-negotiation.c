/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request's headers say of the answer that the client would have (RFC 9110). */
#include "tkt-negotiation.h"

#include <string.h>

/* A list of entity tags, compared weakly, or "*". */
gboolean
tkt_negotiation_client_has (SoupMessageHeaders *headers, const char *etag)
{
  const char *sent = soup_message_headers_get_list (headers, "If-None-Match");
  const char *opaque = g_str_has_prefix (etag, "W/") ? etag + 2 : etag;
  g_auto (GStrv) tags = NULL;

  if (sent == NULL)
    return FALSE;
  tags = g_strsplit (sent, ",", 32);
  for (char **tag = tags; *tag != NULL; tag++)
    {
      const char *t = g_strstrip (*tag);

      if (g_str_equal (t, "*") || g_str_equal (g_str_has_prefix (t, "W/") ? t + 2 : t, opaque))
        return TRUE;
    }

  return FALSE;
}

gint64
tkt_negotiation_get_if_match (SoupMessageHeaders *headers)
{
  const char *tag = soup_message_headers_get_one (headers, "If-Match");
  g_autofree char *digits = NULL;
  gint64 revision;

  if (tag == NULL || g_str_equal (tag, "*"))
    return -1;
  digits = g_strdup (tag);
  g_strdelimit (digits, "\"", ' ');

  return g_ascii_string_to_signed (g_strstrip (digits), 10, 1, G_MAXINT64, &revision, NULL)
             ? revision
             : 0;
}

gboolean
tkt_negotiation_takes_gzip (SoupMessageHeaders *headers)
{
  const char *accepted = soup_message_headers_get_list (headers, "Accept-Encoding");

  return accepted != NULL && soup_header_contains (accepted, "gzip");
}

gboolean
tkt_negotiation_takes (SoupMessageHeaders *headers, const char *type)
{
  const char *accepted = soup_message_headers_get_list (headers, "Accept");
  const char *subtype = strchr (type, '/') + 1;
  g_autofree char *any = g_strdup_printf ("%.*s*", (int)(subtype - type), type);

  /* A parameter or a quality says nothing here: there is one form. */
  return accepted == NULL || strstr (accepted, "*/*") != NULL || strstr (accepted, any) != NULL
         || strstr (accepted, subtype) != NULL;
}

gboolean
tkt_negotiation_is_plain (SoupMessageHeaders *headers)
{
  const char *coding = soup_message_headers_get_list (headers, "Content-Encoding");

  return coding == NULL || g_ascii_strcasecmp (coding, "identity") == 0;
}

gboolean
tkt_negotiation_sends_json (SoupMessageHeaders *headers)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return type != NULL && g_ascii_strcasecmp (type, "application/json") == 0
         && tkt_negotiation_is_plain (headers);
}

/* A number of bytes; FALSE for anything else, and for what no file has. */
static gboolean
read_number (const char *text, gint64 *number)
{
  return g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, number, NULL);
}

TktRange
tkt_negotiation_read_range (const char *range, gint64 size, gint64 *first, gint64 *last)
{
  g_auto (GStrv) ends = NULL;
  gboolean suffix;

  if (range == NULL || g_ascii_strncasecmp (range, "bytes=", 6) != 0)
    return TKT_RANGE_NONE;
  ends = g_strsplit (range + 6, "-", -1);
  if (g_strv_length (ends) != 2)
    return TKT_RANGE_NONE;
  g_strstrip (ends[0]);
  g_strstrip (ends[1]);
  suffix = *ends[0] == '\0';
  *last = G_MAXINT64;
  if ((!suffix && !read_number (ends[0], first))
      || ((suffix || *ends[1] != '\0') && !read_number (ends[1], last))
      || (!suffix && *last < *first))
    return TKT_RANGE_NONE;
  if (suffix)
    {
      /* The last so many bytes. */
      *first = MAX (size - *last, 0);
      if (*last == 0)
        return TKT_RANGE_OUTSIDE;
      *last = size - 1;
    }
  *last = MIN (*last, size - 1);
  return *first < size ? TKT_RANGE_GIVEN : TKT_RANGE_OUTSIDE;
}

gboolean
tkt_negotiation_range_is_good (SoupMessageHeaders *headers, const char *etag)
{
  const char *tag = soup_message_headers_get_one (headers, "If-Range");

  return tag == NULL || g_str_equal (tag, etag);
}

GBytes *
tkt_negotiation_compress (GBytes *plain)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_bytes (plain);
  g_autoptr (GInputStream) filter = g_converter_input_stream_new (source, G_CONVERTER (compressor));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  if (g_output_stream_splice (out, filter, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL) < 0)
    return NULL;

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

gsize
tkt_negotiation_get_size (SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;
  gsize size = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    size += strlen (name) + strlen (value) + strlen (": \r\n");

  return size;
}
