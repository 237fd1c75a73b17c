/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS: the certificate that is shown. */
#include "tkt-tls-private.h"

#include <glib/gi18n-lib.h>
#include <gnutls/x509.h>

/* TLS 1.2 and 1.3, keys that are made for each connection, and ciphers that authenticate. */
#define PRIORITY                                                                                   \
  "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-DHE-RSA:-CIPHER-ALL:+AES-256-GCM:"             \
  "+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:"                \
  "%SERVER_PRECEDENCE"

struct _TktTls
{
  char *certificate; /* the files */
  char *private_key;
  gnutls_priority_t priority;
  gnutls_datum_t ticket_key; /* sessions are taken up again across a reload */

  GMutex mutex;
  TktTlsCredentials *credentials; /* (locked) */
  gint64 expiry;                  /* (locked) */
};

static void
credentials_clear (gpointer data)
{
  gnutls_certificate_free_credentials (((TktTlsCredentials *)data)->certificate);
}

void
tkt_tls_credentials_unref (TktTlsCredentials *credentials)
{
  g_atomic_rc_box_release_full (credentials, credentials_clear);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktTlsCredentials, tkt_tls_credentials_unref)

static gboolean
check (int result, const char *file, GError **error)
{
  if (result >= 0)
    return TRUE;
  g_set_error (error,
               G_TLS_ERROR,
               G_TLS_ERROR_BAD_CERTIFICATE,
               _ ("%s can't be used: %s"),
               file,
               result == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE
                   ? _ ("there is nothing of the kind in it, in PEM")
                   : gnutls_strerror (result));
  return FALSE;
}

/* The certificate first, then those above it. */
typedef struct
{
  gnutls_x509_crt_t *certificates;
  unsigned length;
} Chain;

static void
chain_clear (Chain *chain)
{
  for (unsigned i = 0; i < chain->length; i++)
    gnutls_x509_crt_deinit (chain->certificates[i]);
  gnutls_free (chain->certificates);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)

static gboolean
read_chain (const char *file, Chain *chain, GError **error)
{
  g_autofree char *text = NULL;
  gnutls_datum_t datum;
  gsize length;

  if (!g_file_get_contents (file, &text, &length, error))
    return FALSE;
  datum = (gnutls_datum_t){ (guint8 *)text, length };
  return check (gnutls_x509_crt_list_import2 (
                    &chain->certificates, &chain->length, &datum, GNUTLS_X509_FMT_PEM, 0),
                file,
                error);
}

static gboolean
read_key (const char *file, gnutls_x509_privkey_t *key, GError **error)
{
  g_autofree char *text = NULL;
  gnutls_datum_t datum;
  gsize length;
  int result;

  if (!g_file_get_contents (file, &text, &length, error))
    return FALSE;
  datum = (gnutls_datum_t){ (guint8 *)text, length };
  result = gnutls_x509_privkey_init (key);
  if (result >= 0)
    result = gnutls_x509_privkey_import2 (*key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0);
  gnutls_memset (text, 0, length);
  return check (result, file, error);
}

gboolean
tkt_tls_reload (TktTls *self, GError **error)
{
  g_auto (Chain) chain = { NULL };
  g_auto (gnutls_x509_privkey_t) key = NULL;
  g_autofree char *both = g_strdup_printf (
      /* Translators: the files of a private key and of its certificate. */
      C_ ("key and certificate", "%s with %s"),
      self->private_key,
      self->certificate);
  g_autoptr (TktTlsCredentials) credentials = NULL;
  TktTlsCredentials *old;

  if (!read_chain (self->certificate, &chain, error) || !read_key (self->private_key, &key, error))
    return FALSE;
  credentials = g_atomic_rc_box_new0 (TktTlsCredentials);
  if (!check (gnutls_certificate_allocate_credentials (&credentials->certificate), both, error)
      || !check (gnutls_certificate_set_x509_key (
                     credentials->certificate, chain.certificates, chain.length, key),
                 both,
                 error))
    return FALSE;
  g_mutex_lock (&self->mutex);
  old = self->credentials;
  self->credentials = g_steal_pointer (&credentials);
  self->expiry = gnutls_x509_crt_get_expiration_time (chain.certificates[0]);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&old, tkt_tls_credentials_unref);
  return TRUE;
}

static void
tls_clear (gpointer data)
{
  TktTls *self = data;

  g_clear_pointer (&self->credentials, tkt_tls_credentials_unref);
  gnutls_priority_deinit (self->priority);
  gnutls_memset (self->ticket_key.data, 0, self->ticket_key.size);
  gnutls_free (self->ticket_key.data);
  g_mutex_clear (&self->mutex);
  g_free (self->certificate);
  g_free (self->private_key);
}

TktTls *
tkt_tls_new (const char *certificate, const char *private_key, GError **error)
{
  g_autoptr (TktTls) self = g_atomic_rc_box_new0 (TktTls);
  int result;

  g_mutex_init (&self->mutex);
  self->certificate = g_strdup (certificate);
  self->private_key = g_strdup (private_key);
  result = gnutls_priority_init (&self->priority, PRIORITY, NULL);
  if (result >= 0)
    result = gnutls_session_ticket_key_generate (&self->ticket_key);
  return check (result, "GnuTLS", error) && tkt_tls_reload (self, error) ? g_steal_pointer (&self)
                                                                         : NULL;
}

TktTls *
tkt_tls_ref (TktTls *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tkt_tls_unref (TktTls *self)
{
  g_atomic_rc_box_release_full (self, tls_clear);
}

gint64
tkt_tls_get_expiry (TktTls *self)
{
  gint64 expiry;

  g_mutex_lock (&self->mutex);
  expiry = self->expiry;
  g_mutex_unlock (&self->mutex);
  return expiry;
}

TktTlsCredentials *
tkt_tls_get_credentials (TktTls *self)
{
  TktTlsCredentials *credentials;

  g_mutex_lock (&self->mutex);
  credentials = g_atomic_rc_box_acquire (self->credentials);
  g_mutex_unlock (&self->mutex);
  return credentials;
}

gnutls_session_t
tkt_tls_begin (TktTls *self, TktTlsCredentials *credentials, int fd)
{
  static const gnutls_datum_t http = { (guint8 *)"http/1.1", sizeof "http/1.1" - 1 };
  gnutls_session_t session = NULL;
  int result = gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);

  if (result >= 0)
    result = gnutls_priority_set (session, self->priority);
  if (result >= 0)
    result = gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials->certificate);
  if (result >= 0)
    result = gnutls_alpn_set_protocols (session, &http, 1, 0);
  if (result >= 0)
    result = gnutls_session_ticket_enable_server (session, &self->ticket_key);
  /* None of these looks at anything that comes from outside. */
  if (result < 0)
    g_error ("A TLS session can't begin: %s", gnutls_strerror (result));
  gnutls_transport_set_int (session, fd);
  return session;
}
