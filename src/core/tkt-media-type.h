/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kind of file some bytes are. Only the bytes are asked: a name or a claim may lie. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So many of a file's first bytes are looked at. */
#define TKT_MEDIA_TYPE_SAMPLE 1024

/**
 * tkt_media_type_sniff:
 * @bytes: the beginning of a file, %TKT_MEDIA_TYPE_SAMPLE bytes or all there are
 *
 * Pure, and safe on bytes that somebody made to break it.
 *
 * Returns: (transfer none): a media type; "application/octet-stream" for what is not known
 */
const char *tkt_media_type_sniff (const void *bytes, gsize size);

/* One of the four kinds of image that a desk decodes: PNG, JPEG, GIF and WebP. */
gboolean tkt_media_type_is_image (const char *media_type);

G_END_DECLS
