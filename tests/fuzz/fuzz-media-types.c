/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kind of file some bytes are: only the sample is looked at, what is told is one of the kinds
 * there are, and no file that could be run by a browser is shown as an image or a text. */
#include <string.h>

#include "fuzz-target.h"
#include "tkt-media-type.h"

static const char *const kinds[]
    = { "image/png",       "image/jpeg", "image/gif",        "image/webp", "application/pdf",
        "application/zip", "text/plain", "application/gzip", NULL };

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *kind = tkt_media_type_sniff (data, size);
  g_autofree guint8 *sample = g_malloc0 (TKT_MEDIA_TYPE_SAMPLE);
  gboolean known = g_strv_contains (kinds, kind);

  memcpy (sample, data, MIN (size, TKT_MEDIA_TYPE_SAMPLE));
  if (!known && !g_str_equal (kind, "application/octet-stream"))
    g_error ("There is no such kind: %s", kind);
  if (size >= TKT_MEDIA_TYPE_SAMPLE
      && !g_str_equal (kind, tkt_media_type_sniff (sample, TKT_MEDIA_TYPE_SAMPLE)))
    g_error ("More than the sample was looked at: %s", kind);
  if (tkt_media_type_is_image (kind) != g_str_has_prefix (kind, "image/"))
    g_error ("An image is none: %s", kind);
  if (g_str_equal (kind, "text/plain") && memchr (sample, 0, MIN (size, TKT_MEDIA_TYPE_SAMPLE)))
    g_error ("A text has a NUL");
  return 0;
}
