/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Media types by what files begin with (WHATWG MIME Sniffing, as far as it is needed). */
#include "tkt-media-type.h"

#include <string.h>

typedef struct
{
  const char *media_type;
  const char *bytes;
  gsize size;
  const char *also; /* stands at @also_at, too; or NULL */
  gsize also_at;
} Signature;

#define BEGINS(media_type, bytes)                                                                  \
  {                                                                                                \
    media_type, bytes, sizeof bytes - 1, NULL, 0                                                   \
  }

static const Signature signatures[] = {
  { "image/png", "\x89PNG\r\n\x1a\n", 8, "IHDR", 12 },
  BEGINS ("image/jpeg", "\xff\xd8\xff"),
  BEGINS ("image/gif", "GIF87a"),
  BEGINS ("image/gif", "GIF89a"),
  { "image/webp", "RIFF", 4, "WEBPVP8", 8 },
  BEGINS ("application/pdf", "%PDF-"),
  BEGINS ("application/zip", "PK\x03\x04"),
  BEGINS ("application/gzip", "\x1f\x8b\x08"),
};

static gboolean
stands_at (const char *what, gsize length, const char *bytes, gsize size, gsize at)
{
  return size >= length && size - length >= at && memcmp (bytes + at, what, length) == 0;
}

/* Whole characters of UTF-8, but for one that the sample's end may have cut, and no controls that
 * a text does not have. */
static gboolean
is_text (const char *bytes, gsize size)
{
  const char *valid_end;

  if (size == 0)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if ((guchar)bytes[i] < 0x20 && (bytes[i] == 0 || strchr ("\t\n\f\r\x1b", bytes[i]) == NULL))
      return FALSE;
  return g_utf8_validate_len (bytes, size, &valid_end)
         || (size >= TKT_MEDIA_TYPE_SAMPLE
             && g_utf8_get_char_validated (valid_end, bytes + size - valid_end) == (gunichar)-2);
}

const char *
tkt_media_type_sniff (const void *bytes, gsize size)
{
  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      const Signature *s = &signatures[i];

      if (stands_at (s->bytes, s->size, bytes, size, 0)
          && (s->also == NULL || stands_at (s->also, strlen (s->also), bytes, size, s->also_at)))
        return s->media_type;
    }
  return is_text (bytes, MIN (size, TKT_MEDIA_TYPE_SAMPLE)) ? "text/plain"
                                                            : "application/octet-stream";
}

gboolean
tkt_media_type_is_image (const char *media_type)
{
  static const char *const images[]
      = { "image/png", "image/jpeg", "image/gif", "image/webp", NULL };

  return media_type != NULL && g_strv_contains (images, media_type);
}
