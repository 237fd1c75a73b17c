/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments: what a request says of them before the bytes. */
#include <glib/gi18n-lib.h>

#include "tkt-handlers.h"
#include "tkt-text.h"
#include "tkt-uuid.h"

static char *
read_name (TktCall *call, GError **error)
{
  const char *text = tkt_call_get_param (call, "name");
  g_autofree char *reason = NULL;
  char *name;

  if (text == NULL)
    {
      tkt_call_set_bad_param (error, "name", _ ("the file's name is expected"));
      return NULL;
    }
  name = tkt_text_clean (TKT_TEXT_FILE_NAME, text, -1, &reason);
  if (name == NULL)
    tkt_call_set_bad_param (error, "name", reason);
  return name;
}

gboolean
tkt_handle_post_attachment (TktCall *call, TktStoreTx *tx, GError **error)
{
  const char *id = tkt_call_get_param (call, "id");

  if (id != NULL && !tkt_uuid_is_valid (id))
    {
      tkt_call_set_bad_param (error, "id", _ ("an id is expected"));
      return FALSE;
    }
  call->upload = g_new0 (TktUploadRequest, 1);
  call->upload->id = id != NULL ? g_strdup (id) : tkt_uuid_new ();
  call->upload->waiting_most = call->uploads_waiting;
  call->upload->name = read_name (call, error);
  return call->upload->name != NULL
         && tkt_service_check_upload (tx, call->actor, call->upload, error);
}

gboolean
tkt_handle_put_attachment (TktCall *call, TktStoreTx *tx, GError **error)
{
  const char *text = tkt_call_get_param (call, "offset");

  call->upload = g_new0 (TktUploadRequest, 1);
  call->upload->id = g_strdup (call->id);
  if (text != NULL
      && !g_ascii_string_to_signed (
          text, 10, 0, TKT_ATTACHMENT_SIZE_MAX, &call->upload->offset, NULL))
    {
      tkt_call_set_bad_param (error, "offset", _ ("a number of bytes is expected"));
      return FALSE;
    }
  return tkt_service_check_upload (tx, call->actor, call->upload, error);
}

gboolean
tkt_handle_get_attachment (TktCall *call, TktStoreTx *tx, GError **error)
{
  call->file = tkt_service_get_upload (tx, call->actor, call->id, error);
  if (call->file == NULL)
    return FALSE;
  if (!call->file->complete)
    call->status = 204;
  return TRUE;
}
