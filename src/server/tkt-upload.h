/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads: attachments as the store keeps them, from the first byte on. */
#pragma once

#include "tkt-rows.h"

G_BEGIN_DECLS

/* Bytes are stored and read in pieces of this size; only the last one of a file is shorter. */
#define TKT_UPLOAD_PIECE (64 * 1024)

/* An upload that no message takes is dropped after so many milliseconds. */
#define TKT_UPLOAD_LIFE (24 * 60 * TKT_MINUTE)

/* A shaped struct, so its columns have these names. */
typedef struct
{
  char *id;
  char *name;
  char *media_type; /* "" until it is complete */
  gint64 size;      /* bytes that are stored */
  char *sha256;     /* "" until it is complete */
  gboolean complete;
  char *uploaded_by; /* an account's id; NULL: it was imported */
  gint64 uploaded_at;
  char *message_id; /* NULL: no message has taken it */
} TktUpload;
TKT_DECLARE_SHAPED (TktUpload, tkt_upload)

/* (transfer full): what a message shows of it. */
TktAttachment *tkt_upload_to_attachment (const TktUpload *upload);

/* Whether it has waited for a message for too long. */
gboolean tkt_upload_has_expired (const TktUpload *upload, gint64 now);

G_END_DECLS
