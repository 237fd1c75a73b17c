/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates that sign themselves. */
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "ops-fixture.h"

static void
check (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

static void
write_pem (const char *path, gnutls_datum_t *pem)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *)pem->data, pem->size, &error);
  g_assert_no_error (error);
  gnutls_free (pem->data);
}

void
ops_make_certificate (const char *certificate, const char *private_key, int days)
{
  static const guint8 loopback[] = { 127, 0, 0, 1 };
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t crt;
  gnutls_datum_t pem;
  guint32 serial = g_random_int () >> 1;
  time_t now = g_get_real_time () / G_USEC_PER_SEC;

  check (gnutls_x509_privkey_init (&key));
  check (gnutls_x509_privkey_generate (
      key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  check (gnutls_x509_crt_init (&crt));
  check (gnutls_x509_crt_set_version (crt, 3));
  check (gnutls_x509_crt_set_serial (crt, &serial, sizeof serial));
  check (gnutls_x509_crt_set_activation_time (crt, now - 90 * 86400));
  check (gnutls_x509_crt_set_expiration_time (crt, now + days * 86400));
  check (gnutls_x509_crt_set_dn (crt, "CN=localhost", NULL));
  check (gnutls_x509_crt_set_subject_alt_name (
      crt, GNUTLS_SAN_IPADDRESS, loopback, sizeof loopback, GNUTLS_FSAN_SET));
  check (gnutls_x509_crt_set_key (crt, key));
  check (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0));
  check (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &pem));
  write_pem (certificate, &pem);
  check (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &pem));
  write_pem (private_key, &pem);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);
}

gboolean
ops_handshake (guint16 port, const char *priority)
{
  g_autoptr (GIOStream) wire = ops_connect (port, NULL);
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (wire));
  gnutls_certificate_credentials_t nobody;
  gnutls_session_t session;
  int result;

  check (gnutls_certificate_allocate_credentials (&nobody));
  check (gnutls_init (&session, GNUTLS_CLIENT | GNUTLS_NONBLOCK));
  check (gnutls_priority_set_direct (session, priority, NULL));
  check (gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, nobody));
  gnutls_transport_set_int (session, g_socket_get_fd (socket));
  while ((result = gnutls_handshake (session)) == GNUTLS_E_AGAIN)
    g_socket_condition_timed_wait (socket,
                                   gnutls_record_get_direction (session) == 0 ? G_IO_IN : G_IO_OUT,
                                   G_USEC_PER_SEC,
                                   NULL,
                                   NULL);
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (nobody);
  return result == 0;
}
