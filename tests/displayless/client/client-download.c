/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A download that is cut goes on where it was. */
#include "client-fixture.h"

#include <string.h>

#include "test-await.h"
#include "tkt-api.h"

#define BYTES "bandicoot and quokka"

/* A server that hangs up in the midst of its answers. */
typedef struct
{
  GSocketService *service;
  const char *const *answers; /* one a connection, in order */
  GString *ranges;            /* what was asked for, "- bytes=9-" */
  char request[4096];
} Cutter;

typedef struct
{
  Cutter *cutter;
  GSocketConnection *connection;
} Call;

static void
on_request (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  Cutter *self = call->cutter;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);
  const char *range;

  g_assert_cmpint (n, >, 0);
  self->request[n] = '\0';
  range = strstr (self->request, "\r\nRange: ");
  g_string_append (self->ranges, self->ranges->len > 0 ? " " : "");
  if (range != NULL)
    g_string_append_len (self->ranges, range + 9, strcspn (range + 9, "\r"));
  else
    g_string_append_c (self->ranges, '-');
  g_assert_nonnull (*self->answers);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (call->connection)),
                             *self->answers,
                             strlen (*self->answers),
                             NULL,
                             NULL,
                             NULL);
  self->answers++;
  g_io_stream_close (G_IO_STREAM (call->connection), NULL, NULL);
  g_object_unref (call->connection);
  g_free (call);
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  Cutter *self = user_data;
  Call *call = g_new (Call, 1);

  *call = (Call){ self, g_object_ref (connection) };
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                             self->request,
                             sizeof self->request - 1,
                             G_PRIORITY_DEFAULT,
                             NULL,
                             on_request,
                             call);
  return TRUE;
}

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"
#define REST_HEAD                                                                                  \
  "HTTP/1.1 206 Partial Content\r\nContent-Length: 11\r\nContent-Range: bytes 9-19/20\r\n\r\n"

/* What the server answers, what it was asked for, and what came of it. */
static const struct
{
  const char *name;
  const char *answers[4];
  const char *ranges;
  const char *bytes; /* NULL: it failed */
} cases[] = {
  { "whole", { OK_HEAD BYTES }, "-", BYTES },
  { "cut-once", { OK_HEAD "bandicoot", REST_HEAD " and quokka" }, "- bytes=9-", BYTES },
  { "starts-anew", { OK_HEAD "bandicoot", OK_HEAD BYTES }, "- bytes=9-", BYTES },
  { "another-part", { OK_HEAD "bandi", REST_HEAD " and quokka" }, "- bytes=5-", NULL },
  { "always-cut-there",
    { OK_HEAD "bandicoot", OK_HEAD "bandicoot", OK_HEAD "bandicoot" },
    "- bytes=9-",
    NULL },
  { "cut-before-a-byte", { OK_HEAD }, "-", NULL },
};

static void
test_download (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Cutter cutter = { g_socket_service_new (), cases[i].answers, g_string_new (NULL) };
  g_autoptr (GError) error = NULL;
  guint16 port
      = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (cutter.service), NULL, &error);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (TktApi) api = tkt_api_new (uri, &error);
  g_autoptr (TktTransfer) transfer = tkt_transfer_new ();
  g_autoptr (TktAttachment) attachment = tkt_attachment_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  g_signal_connect (cutter.service, "incoming", G_CALLBACK (on_incoming), &cutter);
  attachment->id = g_strdup ("0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee");
  attachment->size = strlen (BYTES);
  tkt_api_set_token (api, "token");
  tkt_api_download_async (api, attachment, transfer, NULL, test_keep_result, &result);
  test_await (result != NULL);
  bytes = tkt_api_download_finish (api, result, &error);
  g_assert_cmpstr (cutter.ranges->str, ==, cases[i].ranges);
  if (cases[i].bytes == NULL)
    g_assert_nonnull (error);
  else
    {
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                       g_bytes_get_size (bytes),
                       cases[i].bytes,
                       strlen (cases[i].bytes));
    }
  g_socket_service_stop (cutter.service);
  g_object_unref (cutter.service);
  g_string_free (cutter.ranges, TRUE);
}

void
client_add_download_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/client/download/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_download);
    }
}
