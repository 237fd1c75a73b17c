/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: attachments, from the first byte of an upload to the message that takes it. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "tkt-service-private.h"
#include "tkt-time.h"

void
tkt_upload_request_free (TktUploadRequest *request)
{
  if (request == NULL)
    return;
  g_free (request->id);
  g_free (request->name);
  g_free (request);
}

/* NULL without an error: there is none, or it has waited too long. */
static TktUpload *
find (TktStoreTx *tx, const TktActor *actor, const char *id, GError **error)
{
  g_autoptr (TktUpload) upload = tkt_store_get_upload (tx, actor->organization->id, id, error);

  return upload != NULL && !tkt_upload_has_expired (upload, tkt_time_now ())
             ? g_steal_pointer (&upload)
             : NULL;
}

static gboolean
is_own (const TktActor *actor, const TktUpload *upload)
{
  return g_strcmp0 (upload->uploaded_by, actor->account->id) == 0;
}

/* Rule 9: an attachment is seen by those who see its ticket. */
static gboolean
is_in_view (TktStoreTx *tx, const TktActor *actor, const TktUpload *upload, GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktMessage) message = NULL;
  g_autoptr (TktTicket) ticket = NULL;
  GError *failed = NULL;

  if (upload->message_id == NULL)
    return is_own (actor, upload);
  message = tkt_store_get_message (tx, organization, upload->message_id, &failed);
  if (message != NULL)
    ticket = tkt_store_get_ticket (tx, organization, message->ticket_id, &failed);
  if (failed == NULL)
    return tkt_service_judge (actor, TKT_ACTION_SEE, ticket, NULL, NULL) != TKT_VERDICT_NO;
  g_propagate_error (error, failed);
  return FALSE;
}

static void
set_not_found (GError **error)
{
  tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, _ ("There is no such attachment in your view."));
}

TktUpload *
tkt_service_get_upload (TktStoreTx *tx, const TktActor *actor, const char *id, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktUpload) upload = NULL;

  if (!tkt_service_check (actor, TKT_ACTION_SEE, error))
    return NULL;
  upload = find (tx, actor, id, &failed);
  if (upload != NULL && is_in_view (tx, actor, upload, &failed))
    return g_steal_pointer (&upload);
  if (failed != NULL)
    g_propagate_error (error, failed);
  else
    set_not_found (error);
  return NULL;
}

static void
set_id_taken (GError **error)
{
  tkt_problem_set (error,
                   TKT_PROBLEM_ID_TAKEN,
                   _ ("This id belongs to another file. Repeat the call with a new id."));
}

/* The upload that @request goes on with, or repeats; NULL without an error where it is a new one.
 * It begins a message, and who may not write one may not upload (rules 2 and 9). */
static TktUpload *
find_own (TktStoreTx *tx, const TktActor *actor, const TktUploadRequest *request, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktUpload) upload = NULL;

  if (!tkt_service_check (actor, TKT_ACTION_OPEN, error))
    return NULL;
  upload = find (tx, actor, request->id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (upload == NULL || (request->name == NULL && !is_own (actor, upload)))
    {
      if (request->name == NULL)
        set_not_found (error);
      return NULL;
    }
  if (is_own (actor, upload)
      && (request->name == NULL || g_str_equal (upload->name, request->name)))
    return g_steal_pointer (&upload);
  set_id_taken (error);
  return NULL;
}

static gboolean
check_offset (gint64 stored, gint64 offset, GError **error)
{
  if (offset <= stored)
    return TRUE;
  tkt_problem_set (error,
                   TKT_PROBLEM_WRONG_OFFSET,
                   g_dngettext (GETTEXT_PACKAGE,
                                "%" PRIi64 " byte is stored. Go on from there.",
                                "%" PRIi64 " bytes are stored. Go on from there.",
                                stored),
                   stored);
  return FALSE;
}

#define RETRY_SECONDS 600

/* One more begins, if the account has not too many that no message has taken. */
static gboolean
check_waiting (TktStoreTx *tx,
               const TktActor *actor,
               const TktUploadRequest *request,
               GError **error)
{
  gint64 waiting;
  GError *problem;

  if (request->waiting_most == 0)
    return TRUE;
  waiting = tkt_store_count_waiting_uploads (tx, actor->account->id, error);
  if (waiting < 0)
    return FALSE;
  if (waiting < request->waiting_most)
    return TRUE;
  problem = tkt_problem_new (
      TKT_PROBLEM_SLOW_DOWN,
      g_dngettext (GETTEXT_PACKAGE,
                   "%" PRIi64 " file that you have sent belongs to no message "
                   "yet. Send a message with it, or wait until it is dropped.",
                   "%" PRIi64 " files that you have sent belong to no message "
                   "yet. Send messages with them, or wait until they are dropped.",
                   waiting),
      waiting);
  tkt_problem_set_retry_after (problem, RETRY_SECONDS);
  g_propagate_error (error, problem);
  return FALSE;
}

gboolean
tkt_service_check_upload (TktStoreTx *tx,
                          const TktActor *actor,
                          const TktUploadRequest *request,
                          GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktUpload) upload = find_own (tx, actor, request, &failed);

  if (failed == NULL)
    return check_offset (upload != NULL ? upload->size : 0, request->offset, error)
           && (upload != NULL || check_waiting (tx, actor, request, error));
  g_propagate_error (error, failed);
  return FALSE;
}

/* What stands under the id and has waited too long makes room. */
static gboolean
make_room (TktStoreTx *tx, const char *organization, const char *id, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktUpload) expired = tkt_store_get_upload (tx, organization, id, &failed);

  if (failed == NULL)
    return expired == NULL || tkt_store_erase_upload (tx, organization, id, error);
  g_propagate_error (error, failed);
  return FALSE;
}

/* A row without bytes. */
static TktUpload *
begin (TktStoreTx *tx, const TktActor *actor, const TktUploadRequest *request, GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktUpload) upload = tkt_upload_new ();

  upload->id = g_strdup (request->id);
  upload->name = g_strdup (request->name);
  upload->media_type = g_strdup ("");
  upload->sha256 = g_strdup ("");
  upload->uploaded_by = g_strdup (actor->account->id);
  upload->uploaded_at = tkt_time_now ();
  return make_room (tx, organization, upload->id, error)
                 && check_waiting (tx, actor, request, error)
                 && tkt_store_put_upload (tx, organization, upload, error)
             ? g_steal_pointer (&upload)
             : NULL;
}

static TktUpload *
find_or_begin (TktStoreTx *tx,
               const TktActor *actor,
               const TktUploadRequest *request,
               GError **error)
{
  GError *failed = NULL;
  TktUpload *upload = find_own (tx, actor, request, &failed);

  if (upload == NULL && failed == NULL)
    upload = begin (tx, actor, request, &failed);
  if (failed != NULL)
    g_propagate_error (error, failed);
  return upload;
}

/* Are @bytes what is stored from @offset on? */
static gboolean
is_stored (TktStoreTx *tx,
           const TktActor *actor,
           const TktUpload *upload,
           gint64 offset,
           GBytes *bytes,
           GError **error)
{
  GError *failed = NULL;
  g_autoptr (GBytes) stored
      = tkt_store_read_upload (tx, actor->organization->id, upload->id, offset, &failed);
  gsize size = g_bytes_get_size (bytes);

  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (stored != NULL && g_bytes_get_size (stored) >= size
           && memcmp (g_bytes_get_data (stored, NULL), g_bytes_get_data (bytes, NULL), size) == 0)
    return TRUE;
  else
    set_id_taken (error);
  return FALSE;
}

static gboolean
store (TktStoreTx *tx,
       const TktActor *actor,
       TktUpload *upload,
       gint64 offset,
       GBytes *bytes,
       GError **error)
{
  if (!check_offset (upload->size, offset, error))
    return FALSE;
  if (g_bytes_get_size (bytes) == 0)
    return TRUE;
  /* A piece is stored as a whole, or not at all. */
  if (offset < upload->size || upload->complete)
    return is_stored (tx, actor, upload, offset, bytes, error);
  return tkt_store_append_upload (tx, actor->organization->id, upload, bytes, error);
}

gboolean
tkt_service_store_piece (TktStoreTx *tx,
                         const TktActor *actor,
                         const TktUploadRequest *request,
                         gint64 offset,
                         GBytes *bytes,
                         GError **error)
{
  g_autoptr (TktUpload) upload = find_or_begin (tx, actor, request, error);

  return upload != NULL && store (tx, actor, upload, offset, bytes, error);
}

TktUpload *
tkt_service_finish_upload (TktStoreTx *tx,
                           const TktActor *actor,
                           const TktUploadRequest *request,
                           const TktUploadEnd *end,
                           gboolean *repeated,
                           GError **error)
{
  g_autoptr (TktUpload) upload = find_or_begin (tx, actor, request, error);

  if (upload == NULL)
    return NULL;
  *repeated = upload->complete;
  if (upload->complete ? !g_str_equal (upload->sha256, end->sha256) : upload->size != end->size)
    {
      set_id_taken (error);
      return NULL;
    }
  if (upload->complete)
    return g_steal_pointer (&upload);
  upload->complete = TRUE;
  g_free (upload->media_type);
  upload->media_type = g_strdup (end->media_type);
  g_free (upload->sha256);
  upload->sha256 = g_strdup (end->sha256);
  return tkt_store_put_upload (tx, actor->organization->id, upload, error)
             ? g_steal_pointer (&upload)
             : NULL;
}

static gboolean
is_among (const GPtrArray *attachments, const char *id)
{
  for (guint i = 0; i < attachments->len; i++)
    if (g_str_equal (((TktAttachment *)g_ptr_array_index (attachments, i))->id, id))
      return TRUE;
  return FALSE;
}

gboolean
tkt_service_take_uploads (TktStoreTx *tx,
                          const TktActor *actor,
                          const GPtrArray *refs,
                          const char *pointer,
                          TktMessage *message,
                          GError **error)
{
  if (refs->len > TKT_ATTACHMENTS_MAX)
    {
      tkt_problem_set (error,
                       TKT_PROBLEM_TOO_LARGE,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "A message has at most %d attachment.",
                                    "A message has at most %d attachments.",
                                    TKT_ATTACHMENTS_MAX),
                       TKT_ATTACHMENTS_MAX);
      return FALSE;
    }
  for (guint i = 0; i < refs->len; i++)
    {
      const TktAttachmentRef *ref = g_ptr_array_index (refs, i);
      GError *failed = NULL;
      g_autoptr (TktUpload) upload = find (tx, actor, ref->id, &failed);
      g_autofree char *place = g_strdup_printf ("%s/%u/id", pointer, i);

      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return FALSE;
        }
      if (upload == NULL || !is_own (actor, upload) || !upload->complete
          || upload->message_id != NULL || is_among (message->attachments, ref->id))
        {
          tkt_problem_set_invalid (error, place, _ ("There is no such upload."));
          return FALSE;
        }
      g_ptr_array_add (message->attachments, tkt_upload_to_attachment (upload));
    }
  return TRUE;
}

gboolean
tkt_service_keep_uploads (TktStoreTx *tx,
                          const TktActor *actor,
                          const TktMessage *message,
                          GError **error)
{
  const char *organization = actor->organization->id;

  for (guint i = 0; i < message->attachments->len; i++)
    {
      const TktAttachment *attachment = g_ptr_array_index (message->attachments, i);
      g_autoptr (TktUpload) upload = tkt_store_get_upload (tx, organization, attachment->id, error);

      if (upload == NULL)
        return FALSE;
      upload->message_id = g_strdup (message->id);
      if (!tkt_store_put_upload (tx, organization, upload, error))
        return FALSE;
    }
  return TRUE;
}
