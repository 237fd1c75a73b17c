/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kind of file some bytes are. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-media-type.h"

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
#define WEBP "RIFF\x10\0\0\0WEBPVP8 "
#define UNKNOWN "application/octet-stream"

static const struct
{
  const char *bytes;
  gsize size;
  const char *media_type;
} files[] = {
#define FILE_OF(bytes, media_type)                                                                 \
  {                                                                                                \
    bytes, sizeof bytes - 1, media_type                                                            \
  }
  FILE_OF (PNG, "image/png"),
  FILE_OF (PNG "\0\0\0\1", "image/png"),
  FILE_OF ("\x89PNG\r\n\x1a\n\0\0\0\rIDAT", UNKNOWN),
  FILE_OF ("\x89PNG\r\n\x1a\n", UNKNOWN),
  FILE_OF ("\x89PNG\n\x1a\n\0\0\0\0\rIHDR", UNKNOWN),
  FILE_OF ("\xff\xd8\xff", "image/jpeg"),
  FILE_OF ("\xff\xd8\xff\xdb\0\0", "image/jpeg"),
  FILE_OF ("\xff\xd8", UNKNOWN),
  FILE_OF ("GIF87a", "image/gif"),
  FILE_OF ("GIF89a\1\0\1\0", "image/gif"),
  FILE_OF ("GIF88a", "text/plain"),
  FILE_OF (WEBP, "image/webp"),
  FILE_OF ("RIFF\x10\0\0\0WEBPVP8L", "image/webp"),
  FILE_OF ("RIFF\x10\0\0\0WAVEfmt ", UNKNOWN),
  FILE_OF ("RIFF\x10\0\0\0WEBP", UNKNOWN),
  FILE_OF ("%PDF-1.7\n", "application/pdf"),
  FILE_OF ("%PDF", "text/plain"),
  FILE_OF ("PK\x03\x04\x14\0", "application/zip"),
  FILE_OF ("\x1f\x8b\x08\0", "application/gzip"),
  FILE_OF ("", UNKNOWN),
  FILE_OF ("a", "text/plain"),
  FILE_OF ("number,payout\r\n1,\t2\f\n", "text/plain"),
  FILE_OF ("\xef\xbb\xbfwith a mark", "text/plain"),
  FILE_OF ("Zahlung über 5 €", "text/plain"),
  FILE_OF ("cut \xe2\x82", UNKNOWN),
  FILE_OF ("latin \xfc ber", UNKNOWN),
  FILE_OF ("with a \0 in it", UNKNOWN),
  FILE_OF ("\x7f"
           "ELF\2\1\1",
           UNKNOWN),
  FILE_OF ("<svg xmlns='http://www.w3.org/2000/svg'/>", "text/plain"),
  FILE_OF ("<html><script>", "text/plain"),
  FILE_OF (" " PNG, UNKNOWN),
#undef FILE_OF
};

static void
test_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      /* On the heap, so that a look past the end is seen. */
      g_autofree char *bytes = g_memdup2 (files[i].bytes, files[i].size);

      g_test_message ("file %u", i);
      g_assert_cmpstr (tkt_media_type_sniff (bytes, files[i].size), ==, files[i].media_type);
    }
}

/* A beginning is no more than what it is the beginning of, wherever it is cut. */
static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    for (gsize size = 0; size < files[i].size; size++)
      {
        g_autofree char *bytes = g_memdup2 (files[i].bytes, size);
        const char *media_type = tkt_media_type_sniff (bytes, size);

        g_assert_true (g_str_equal (media_type, UNKNOWN) || g_str_equal (media_type, "text/plain")
                       || g_str_equal (media_type, files[i].media_type));
      }
}

/* The sample may end in the middle of a character; a text may not. */
static void
test_sample (void)
{
  g_autoptr (GString) text = g_string_new ("x");

  while (text->len < TKT_MEDIA_TYPE_SAMPLE + 3)
    g_string_append (text, "€");
  g_assert_cmpstr (tkt_media_type_sniff (text->str, TKT_MEDIA_TYPE_SAMPLE), ==, "text/plain");
  g_assert_cmpstr (tkt_media_type_sniff (text->str, TKT_MEDIA_TYPE_SAMPLE - 1), ==, UNKNOWN);
  text->str[TKT_MEDIA_TYPE_SAMPLE - 1] = '\xff';
  g_assert_cmpstr (tkt_media_type_sniff (text->str, TKT_MEDIA_TYPE_SAMPLE), ==, UNKNOWN);
}

static void
test_images (void)
{
  static const char *const images[] = { "image/png", "image/jpeg", "image/gif", "image/webp" };
  static const char *const others[]
      = { "image/svg+xml", "image/tiff", "image/", "IMAGE/PNG", "text/plain", "", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    g_assert_true (tkt_media_type_is_image (images[i]));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (tkt_media_type_is_image (others[i]));
}

void
core_add_media_type_tests (void)
{
  g_test_add_func ("/core/media-type/the-bytes-say-it", test_files);
  g_test_add_func ("/core/media-type/cut-anywhere", test_cut);
  g_test_add_func ("/core/media-type/sample-ends-in-a-character", test_sample);
  g_test_add_func ("/core/media-type/four-kinds-of-image", test_images);
}
