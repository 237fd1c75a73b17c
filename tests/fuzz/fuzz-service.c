/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a request line to the service: route, query, body, rules and a store that forgets again what
 * was written, in its memory: nothing is committed. The first byte chooses who asks, whether with
 * HEAD and whether with If-Match; then come the line, a line feed and the body. Whatever is asked,
 * the answer is one or a problem that the client can do something about. */
#include <string.h>

#include "fuzz-network.h"
#include "fuzz-target.h"
#include "tkt-call.h"
#include "tkt-media-type.h"
#include "tkt-query.h"

#define IF_MATCH 0x40
#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct
{
  TktCall *call;
  const FuzzPerson *person;
  GBytes *body; /* of an upload */
} Asked;

/* One piece of an upload is all that comes, and its end. */
static gboolean
take_upload (TktCall *call, TktStoreTx *tx, GBytes *body, GError **error)
{
  gint64 offset = call->upload->offset;
  g_autoptr (GBytes) piece = g_bytes_new_from_bytes (
      body,
      0,
      MIN (g_bytes_get_size (body), (gsize)(TKT_UPLOAD_PIECE - offset % TKT_UPLOAD_PIECE)));
  gsize size = g_bytes_get_size (piece);
  const TktUploadEnd end
      = { .size = offset + size,
          .media_type = tkt_media_type_sniff (g_bytes_get_data (piece, NULL), size),
          .sha256 = HASH };
  g_autoptr (TktUpload) upload = NULL;
  gboolean repeated;

  if (!tkt_service_store_piece (tx, call->actor, call->upload, offset, piece, error))
    return FALSE;
  upload = tkt_service_finish_upload (tx, call->actor, call->upload, &end, &repeated, error);
  return upload != NULL;
}

/* What a file's answer has in it is what is stored, from its first byte to its last. */
static gboolean
read_file (TktCall *call, TktStoreTx *tx, GError **error)
{
  const char *organization_id = call->actor->organization->id;

  for (gint64 at = 0; call->file->complete && at < call->file->size;)
    {
      g_autoptr (GBytes) bytes
          = tkt_store_read_upload (tx, organization_id, call->file->id, at, error);

      if (bytes == NULL)
        return FALSE;
      at += g_bytes_get_size (bytes);
    }
  return TRUE;
}

static gboolean
run (const Asked *asked, TktStoreTx *tx, GError **error)
{
  TktCall *call = asked->call;
  const TktRoute *route = call->route;

  if (!route->anyone)
    {
      call->actor = tkt_actor_load (tx, fuzz_network_get_organization (), asked->person->id, error);
      if (call->actor == NULL)
        return FALSE;
      tkt_call_tell_origin (call, call->actor);
    }
  return (route->action < 0 || tkt_service_check (call->actor, route->action, error))
         && route->handle (call, tx, error)
         && (!route->upload || take_upload (call, tx, asked->body, error))
         && (call->file == NULL || read_file (call, tx, error));
}

/* Always fails, so that nothing is written for good. */
static gpointer
answer (TktStoreTx *tx, gpointer data, GError **error)
{
  Asked *asked = data;
  TktCall *call = asked->call;
  g_autoptr (GError) problem = NULL;

  if (run (asked, tx, &problem))
    tkt_call_finish_answer (call);
  else if (problem == NULL)
    g_error ("%s %s failed without a word", call->route->method, call->route->path);
  else if (problem->domain != TKT_PROBLEM || problem->code == TKT_PROBLEM_INTERNAL)
    g_error ("%s %s: %s", call->route->method, call->route->path, problem->message);
  tkt_problem_set (error, TKT_PROBLEM_UNAVAILABLE, "undone");
  return NULL;
}

/* Hashing passwords takes its time on purpose. What those who do it leave is good for anybody. */
static void
leave_prepared (TktCall *call, const FuzzPerson *person)
{
  call->password_hash = g_strdup ("hash");
  call->organization_id = g_strdup (fuzz_network_get_organization ());
  call->account_id = g_strdup (person->id);
}

/* FALSE: no such call, or not with this query or body. */
static gboolean
read_request (TktCall *call, const char *line, const char *body, gsize length)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  g_auto (GStrv) target
      = words[0] != NULL && words[1] != NULL ? g_strsplit (words[1], "?", 2) : NULL;

  if (target == NULL || target[0] == NULL)
    return FALSE;
  call->route = tkt_routes_find (tkt_routes, tkt_n_routes, words[0], target[0], &call->id);
  if (call->route == NULL)
    return FALSE;
  call->head = g_str_equal (words[0], "HEAD");
  call->query = tkt_query_read (target[1], call->route->params, NULL);
  if (call->query == NULL)
    return FALSE;
  if (call->route->shape == NULL)
    return TRUE;
  call->body = tkt_shape_read_bytes (call->route->shape, body, length, TKT_READ_STRICT, NULL);
  return call->body != NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 *feed = size > 1 ? memchr (data + 1, '\n', size - 1) : NULL;
  TktStore *store = fuzz_network_get_store ();
  g_autofree char *line = NULL;
  g_autoptr (TktCall) call = NULL;
  g_autoptr (GBytes) body = NULL;
  Asked asked;

  if (feed == NULL)
    return 0;
  line = g_strndup ((const char *)data + 1, feed - data - 1);
  body = g_bytes_new (feed + 1, data + size - feed - 1);
  call = tkt_call_new ();
  if (!read_request (call, line, (const char *)feed + 1, g_bytes_get_size (body)))
    return 0;
  asked = (Asked){ call, &fuzz_people[data[0] % FUZZ_PEOPLE], body };
  call->if_match = data[0] & IF_MATCH ? 1 : -1;
  call->address = g_strdup ("192.0.2.1");
  call->request_id = g_strdup ("fuzz");
  call->store = g_object_ref (store);
  memset (call->token_hash, asked.person->token_hash, sizeof call->token_hash);
  leave_prepared (call, asked.person);
  if (call->route->write)
    tkt_store_write_sync (store, answer, &asked, NULL);
  else
    tkt_store_read (store, answer, &asked, NULL);
  return 0;
}
