/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lane: files on their way to the store and from it, one piece in memory at a time. */
#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "tkt-lane-private.h"
#include "tkt-media-type.h"

/* An upload under way. */
typedef struct
{
  TktFlight *flight;
  GByteArray *piece; /* what has come and is not stored */
  gint64 at;         /* where in the file that begins */
  GBytes *storing;   /* taken out of @piece, on its way to the store; or NULL */
  gboolean cut;      /* the client is gone */
  crypto_hash_sha256_state hash;
  char hex[2 * crypto_hash_sha256_BYTES + 1];
  const char *media_type; /* NULL: the beginning is not known yet */
} Upload;

static void
upload_free (Upload *upload)
{
  g_byte_array_unref (upload->piece);
  g_clear_pointer (&upload->storing, g_bytes_unref);
  g_free (upload);
}

static void
refuse (Upload *upload, GError *problem_taken)
{
  TktFlight *flight = upload->flight;

  upload_free (upload);
  tkt_flight_refuse (flight, problem_taken);
}

/* What was stored so far stays: the client goes on from there. */
static void
refuse_cut (Upload *upload)
{
  refuse (upload,
          tkt_problem_new (TKT_PROBLEM_BAD_REQUEST, _ ("The upload ended before its end.")));
}

static void
add_to_hash (Upload *upload, const guint8 *bytes, gsize size)
{
  crypto_hash_sha256_update (&upload->hash, bytes, size);
}

static void
look_at (Upload *upload, const guint8 *bytes, gsize size)
{
  if (upload->media_type == NULL)
    upload->media_type = tkt_media_type_sniff (bytes, MIN (size, TKT_MEDIA_TYPE_SAMPLE));
}

static gpointer
run_store (TktStoreTx *tx, gpointer data, GError **error)
{
  Upload *upload = data;
  TktCall *call = upload->flight->call;

  return GINT_TO_POINTER (tkt_flight_load_actor (upload->flight, tx, error)
                          && tkt_service_store_piece (
                              tx, call->actor, call->upload, upload->at, upload->storing, error));
}

static void
on_stored (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Upload *upload = user_data;
  GError *error = NULL;

  if (tkt_store_write_finish (TKT_STORE (store), result, &error) == NULL)
    {
      refuse (upload, error);
      return;
    }
  upload->at += g_bytes_get_size (upload->storing);
  g_clear_pointer (&upload->storing, g_bytes_unref);
  if (upload->cut)
    refuse_cut (upload);
  else
    tkt_http_go_on (upload->flight->request);
}

/* The first @size bytes of what has come. */
static void
take_out (Upload *upload, gsize size)
{
  look_at (upload, upload->piece->data, size);
  upload->storing = g_bytes_new (upload->piece->data, size);
  g_byte_array_remove_range (upload->piece, 0, size);
}

static gboolean
on_bytes (GBytes *bytes, gpointer user_data)
{
  Upload *upload = user_data;
  gint64 most = upload->flight->lane->shared.http.limits->attachment_most;
  gsize room = TKT_UPLOAD_PIECE - upload->at % TKT_UPLOAD_PIECE;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (upload->at + upload->piece->len + (gint64)size > most)
    {
      g_autofree char *text = tkt_limits_size_to_text (most);

      refuse (upload,
              tkt_problem_new (TKT_PROBLEM_TOO_LARGE, _ ("An attachment has at most %s."), text));
      return TRUE;
    }
  add_to_hash (upload, data, size);
  g_byte_array_append (upload->piece, data, size);
  if (upload->piece->len < room)
    return TRUE;
  take_out (upload, room);
  tkt_store_write_async (
      upload->flight->lane->shared.store, run_store, upload, NULL, NULL, NULL, on_stored, upload);
  return FALSE;
}

/* The last piece, and with it the end: in one transaction, so that what is stored of an upload that
 * is not complete are whole pieces. */
static gpointer
run_finish (TktStoreTx *tx, gpointer data, GError **error)
{
  Upload *upload = data;
  TktCall *call = upload->flight->call;
  const TktUploadEnd end = { .size = upload->at + g_bytes_get_size (upload->storing),
                             .media_type = upload->media_type,
                             .sha256 = upload->hex };
  g_autoptr (TktUpload) stored = NULL;
  g_autoptr (TktAttachment) attachment = NULL;
  gboolean repeated;

  if (run_store (tx, upload, error) == NULL)
    return NULL;
  stored = tkt_service_finish_upload (tx, call->actor, call->upload, &end, &repeated, error);
  if (stored == NULL)
    return NULL;
  attachment = tkt_upload_to_attachment (stored);
  return GINT_TO_POINTER (tkt_call_answer_row (call,
                                               repeated || call->upload->name == NULL ? 200 : 201,
                                               &tkt_attachment_shape,
                                               attachment,
                                               0));
}

static void
on_upload_finished (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Upload *upload = user_data;
  TktFlight *flight = upload->flight;
  GError *error = NULL;

  if (tkt_store_write_finish (TKT_STORE (store), result, &error) == NULL)
    {
      refuse (upload, error);
      return;
    }
  upload_free (upload);
  tkt_flight_answer (flight);
}

static void
on_end (gpointer user_data)
{
  Upload *upload = user_data;
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256_final (&upload->hash, hash);
  sodium_bin2hex (upload->hex, sizeof upload->hex, hash, sizeof hash);
  take_out (upload, upload->piece->len);
  tkt_store_write_async (upload->flight->lane->shared.store,
                         run_finish,
                         upload,
                         NULL,
                         NULL,
                         NULL,
                         on_upload_finished,
                         upload);
}

static void
on_cut (gpointer user_data)
{
  Upload *upload = user_data;

  upload->cut = TRUE;
  if (upload->storing == NULL)
    refuse_cut (upload);
}

static const TktHttpBodyFuncs body_funcs = { on_bytes, on_end, on_cut };

/* Where a file is read from. */
typedef struct
{
  TktStore *store;
  char *organization_id;
  char *id;
  gint64 offset; /* of the read that is under way */
} Source;

static Source *
source_new (const TktCall *call, const char *id)
{
  Source *source = g_new0 (Source, 1);

  source->store = g_object_ref (call->store);
  source->organization_id = g_strdup (call->actor->organization->id);
  source->id = g_strdup (id);
  return source;
}

static void
source_free (gpointer data)
{
  Source *source = data;

  g_object_unref (source->store);
  g_free (source->organization_id);
  g_free (source->id);
  g_free (source);
}

static gpointer
run_read (TktStoreTx *tx, gpointer data, GError **error)
{
  Source *source = data;
  GError *failed = NULL;
  GBytes *bytes
      = tkt_store_read_upload (tx, source->organization_id, source->id, source->offset, &failed);

  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (bytes == NULL)
    tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, _ ("The attachment was deleted meanwhile."));
  return bytes;
}

static GBytes *
read_file (gint64 offset, gpointer data)
{
  Source *source = data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  source->offset = offset;
  bytes = tkt_store_read (source->store, run_read, source, &error);
  if (bytes == NULL && error->domain != TKT_PROBLEM)
    g_warning ("An attachment can't be read: %s", error->message);
  return bytes;
}

/* An upload that goes on: what is stored of it counts, too. */
static gboolean
read_beginning (Upload *upload, GError **error)
{
  const TktCall *call = upload->flight->call;
  Source *source = source_new (call, call->upload->id);
  gint64 end = call->upload->offset;

  while (upload->at < end)
    {
      g_autoptr (GBytes) bytes = NULL;
      const guint8 *data;
      gsize size;

      source->offset = upload->at;
      bytes = tkt_store_read (source->store, run_read, source, error);
      if (bytes == NULL)
        break;
      data = g_bytes_get_data (bytes, &size);
      look_at (upload, data, size);
      size = MIN ((gint64)size, end - upload->at);
      add_to_hash (upload, data, size);
      upload->at += size;
    }
  source_free (source);
  return upload->at == end;
}

void
tkt_flight_take_upload (TktFlight *flight)
{
  Upload *upload = g_new0 (Upload, 1);
  GError *error = NULL;

  upload->flight = flight;
  upload->piece = g_byte_array_new ();
  crypto_hash_sha256_init (&upload->hash);
  if (read_beginning (upload, &error))
    tkt_http_take_body (flight->request, &body_funcs, upload);
  else
    refuse (upload, error);
}

void
tkt_flight_send_file (TktFlight *flight)
{
  TktCall *call = flight->call;

  tkt_http_send_file (
      flight->request, call, read_file, source_new (call, call->file->id), source_free);
  flight->request = NULL;
}
