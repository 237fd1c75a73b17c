/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads: their shape. */
#include "tkt-upload.h"

#include "tkt-time.h"

#define AT(name) G_STRUCT_OFFSET (TktUpload, name)

static const TktMember upload_members[] = {
  { "id", TKT_MEMBER_ID, AT (id) },
  { "name", TKT_MEMBER_TEXT, AT (name), .text = TKT_TEXT_FILE_NAME },
  { "media_type", TKT_MEMBER_TEXT, AT (media_type), .text = TKT_TEXT_FREE },
  { "size", TKT_MEMBER_INTEGER, AT (size) },
  { "sha256", TKT_MEMBER_TEXT, AT (sha256), .text = TKT_TEXT_FREE },
  { "complete", TKT_MEMBER_BOOLEAN, AT (complete) },
  { "uploaded_by", TKT_MEMBER_ID, AT (uploaded_by), TKT_MEMBER_NULLABLE },
  { "uploaded_at", TKT_MEMBER_TIME, AT (uploaded_at) },
  { "message_id", TKT_MEMBER_ID, AT (message_id), TKT_MEMBER_NULLABLE },
};
const TktShape tkt_upload_shape = TKT_SHAPE (TktUpload, "upload", upload_members);
TKT_DEFINE_SHAPED (TktUpload, tkt_upload)

TktAttachment *
tkt_upload_to_attachment (const TktUpload *upload)
{
  TktAttachment *attachment = tkt_attachment_new ();

  attachment->id = g_strdup (upload->id);
  attachment->name = g_strdup (upload->name);
  attachment->media_type = g_strdup (upload->media_type);
  attachment->size = upload->size;
  attachment->sha256 = g_strdup (upload->sha256);

  return attachment;
}

gboolean
tkt_upload_has_expired (const TktUpload *upload, gint64 now)
{
  return upload->message_id == NULL && upload->uploaded_at < now - TKT_UPLOAD_LIFE;
}
