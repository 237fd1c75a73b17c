/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections that end: each is let go of, and none is taken for something that it was not. */
#include <string.h>

#include "ops-fixture.h"

#define TLS                                                                                        \
  "--tls-listen=127.0.0.1 --tls-port=0 --certificate=$F/certificate.pem"                           \
  " --private-key=$F/key.pem"
#define BODY "{\"username\":\"ada\",\"password\":\"" TEST_PASSWORD "\"}"
#define ROUNDS 20

static guint
count_files (Ops *ops)
{
  g_autofree char *path
      = g_strdup_printf ("/proc/%s/fd", g_subprocess_get_identifier (ops->process->process));
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) files = g_dir_open (path, 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (files) != NULL)
    n++;
  return n;
}

static void
say_goodbye (GIOStream *wire, gboolean half)
{
  GIOStream *plain = G_IS_TLS_CONNECTION (wire) ? NULL : wire;

  /* A client that has no more to say, and still listens. */
  if (half && plain != NULL)
    g_socket_shutdown (
        g_socket_connection_get_socket (G_SOCKET_CONNECTION (plain)), FALSE, TRUE, NULL);
  else
    g_io_stream_close (wire, NULL, NULL);
}

/* After none, one and several requests; in the clear and with TLS. The files that the process has
 * open are as many as before, but for those of its lanes that open theirs late. */
static void
test_let_go (void)
{
  static const struct
  {
    guint n_requests;
    gboolean tls, half;
  } cases[] = {
    { 0, FALSE, FALSE }, { 1, FALSE, FALSE }, { 3, FALSE, FALSE }, { 1, FALSE, TRUE },
    { 3, FALSE, TRUE },  { 0, TRUE, FALSE },  { 1, TRUE, FALSE },  { 3, TRUE, FALSE },
  };
  g_autoptr (Ops) ops = ops_new ();
  guint before;

  ops_serve (ops, TLS);
  for (guint i = 0; i < ROUNDS; i++)
    g_free (ops_ask (ops->api->server->port, NULL, "/healthz"));
  before = count_files (ops);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint round = 0; round < ROUNDS; round++)
      {
        g_autoptr (GIOStream) wire = cases[i].tls ? ops_connect (ops->https, ops->certificate)
                                                  : ops_connect (ops->api->server->port, NULL);

        for (guint n = 0; n < cases[i].n_requests; n++)
          {
            ops_say (wire, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            g_free (ops_hear (wire, "}"));
          }
        say_goodbye (wire, cases[i].half);
        if (cases[i].half)
          g_free (ops_hear (wire, NULL));
      }
  /* Each request is a turn of the server's. */
  while (count_files (ops) > before + 8)
    g_free (ops_ask (ops->api->server->port, NULL, "/healthz"));
}

/* What was cut off in the middle is not done, wherever the cut was. */
static void
test_cut (void)
{
  static const char first[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
  g_autoptr (Ops) ops = ops_new ();
  g_autofree char *second = g_strdup_printf (
      "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Content-Length: %u\r\n\r\n" BODY,
      (guint)strlen (BODY) + 1);
  const guint length = strlen (second);

  ops_serve (ops, "");
  for (guint n = 0; n <= length; n += n < length - 60 ? 7 : 1)
    {
      g_autoptr (GIOStream) wire = ops_connect (ops->api->server->port, NULL);
      g_autofree char *sent = g_strdup_printf ("%s%.*s", first, (int)n, second);
      g_autofree char *heard = NULL;

      ops_say (wire, sent);
      say_goodbye (wire, TRUE);
      heard = ops_hear (wire, NULL);
      g_assert_true (g_str_has_prefix (heard, "HTTP/1.1 200"));
      g_assert_null (strstr (heard, "tkt_"));
      /* The second is refused as what it is, half a request, whose head may lack a length, or not
       * answered at all. */
      if (strstr (heard + 1, "HTTP/1.1 ") != NULL)
        g_assert_nonnull (strstr (heard + 1, "HTTP/1.1 4"));
    }
}

void
ops_add_wire_tests (void)
{
  g_test_add_func ("/ops/wire/closed-connections-are-let-go", test_let_go);
  g_test_add_func ("/ops/wire/what-is-cut-off-is-not-done", test_cut);
}
