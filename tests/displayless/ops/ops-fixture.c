/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server as an operator runs it. */
#include "ops-fixture.h"

#include <signal.h>
#include <string.h>

Ops *
ops_new (void)
{
  Ops *self = g_new0 (Ops, 1);
  const char *folder;

  self->api = api_new ();
  test_server_stop (self->api->server);
  folder = self->api->server->folder;
  self->certificate = g_build_filename (folder, "certificate.pem", NULL);
  self->private_key = g_build_filename (folder, "key.pem", NULL);
  ops_make_certificate (self->certificate, self->private_key, 30);
  return self;
}

void
ops_free (Ops *self)
{
  g_clear_pointer (&self->process, test_process_free);
  g_clear_object (&self->err);
  api_free (self->api);
  g_free (self->certificate);
  g_free (self->private_key);
  g_free (self);
}

static guint16
read_port (const char *line)
{
  return g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
}

/* It says where it listens, one endpoint a line. */
static void
read_ports (Ops *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *line = test_process_read_line (self->process);

      g_assert_nonnull (line);
      if (strstr (line, "https://") != NULL)
        self->https = read_port (line);
      else if (g_str_has_prefix (line, "Serving"))
        self->api->server->port = read_port (line);
      else
        self->metrics = read_port (line);
    }
}

void
ops_launch (Ops *self, GSubprocessLauncher *launcher, const char *options, guint n_endpoints)
{
  g_autofree char *program
      = g_test_build_filename (G_TEST_BUILT, "src", "server", "tickets-server", NULL);
  g_autoptr (GString) filled = g_string_new (options);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) argv = NULL;

  g_string_replace (filled, "$F", self->api->server->folder, 0);
  /* The program becomes the shell's process, whose number the shell knows. */
  g_strv_builder_add_many (
      builder, "sh", "-c", "LISTEN_PID=${LISTEN_PID-$$} exec \"$0\" \"$@\"", program, NULL);
  g_strv_builder_add_many (
      builder, "serve", "--config=/dev/null", "--port=0", "--threads=2", "--database", NULL);
  g_strv_builder_add (builder, self->api->server->database);
  if (g_shell_parse_argv (filled->str, NULL, &words, NULL))
    g_strv_builder_addv (builder, (const char **)words);
  argv = g_strv_builder_end (builder);
  g_assert_null (self->process);
  self->process = test_process_launch (launcher, (const char *const *)argv);
  self->err = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process->process));
  read_ports (self, n_endpoints);
}

void
ops_serve (Ops *self, const char *options)
{
  ops_launch (
      self,
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE),
      options,
      1 + (strstr (options, "--tls-listen") != NULL)
          + (strstr (options, "--metrics-listen") != NULL));
}

static gboolean
on_certificate (GTlsConnection *connection,
                GTlsCertificate *peer,
                GTlsCertificateFlags flags,
                gpointer trusted)
{
  return g_tls_certificate_is_same (peer, trusted);
}

GIOStream *
ops_connect (guint16 port, const char *trusted)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) plain = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  GIOStream *secure;
  g_autoptr (GError) error = NULL;

  g_socket_client_set_timeout (client, 30);
  plain = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_assert_no_error (error);
  if (trusted == NULL)
    return G_IO_STREAM (g_steal_pointer (&plain));
  certificate = g_tls_certificate_new_from_file (trusted, &error);
  g_assert_no_error (error);
  secure = g_tls_client_connection_new (G_IO_STREAM (plain), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect_object (
      secure, "accept-certificate", G_CALLBACK (on_certificate), certificate, 0);
  g_tls_connection_handshake (G_TLS_CONNECTION (secure), NULL, &error);
  g_assert_no_error (error);
  /* The handler's data must outlive it. */
  g_object_set_data_full (
      G_OBJECT (secure), "trusted", g_steal_pointer (&certificate), g_object_unref);
  return secure;
}

void
ops_say (GIOStream *wire, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (
      g_io_stream_get_output_stream (wire), text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
}

char *
ops_hear (GIOStream *wire, const char *end)
{
  GInputStream *in = g_io_stream_get_input_stream (wire);
  GString *heard = g_string_new (NULL);
  char c;

  while ((end == NULL || !g_str_has_suffix (heard->str, end))
         && g_input_stream_read (in, &c, 1, NULL, NULL) == 1)
    g_string_append_c (heard, c);
  return g_string_free (heard, FALSE);
}

char *
ops_ask (guint16 port, const char *trusted, const char *target)
{
  g_autoptr (GIOStream) wire = ops_connect (port, trusted);
  g_autofree char *request
      = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", target);

  ops_say (wire, request);
  return ops_hear (wire, NULL);
}

char *
ops_wait_log (Ops *self, const char *text)
{
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *line = g_data_input_stream_read_line (self->err, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      g_test_message ("%s", line);
      if (strstr (line, text) != NULL)
        return g_steal_pointer (&line);
    }
}

void
ops_reload (Ops *self, const char *said)
{
  g_subprocess_send_signal (self->process->process, SIGHUP);
  g_free (ops_wait_log (self, said));
}
