/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a connection takes from the certificate. */
#pragma once

#include <gnutls/gnutls.h>

#include "tkt-tls.h"

G_BEGIN_DECLS

/* One reading of the two files; counted. */
typedef struct
{
  gnutls_certificate_credentials_t certificate;
} TktTlsCredentials;

/* (transfer full): what is shown at this moment. */
TktTlsCredentials *tkt_tls_get_credentials (TktTls *self);
void tkt_tls_credentials_unref (TktTlsCredentials *credentials);

/* (transfer full): a session of GnuTLS over @fd, which does not wait. */
gnutls_session_t tkt_tls_begin (TktTls *self, TktTlsCredentials *credentials, int fd);

G_END_DECLS
