/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server as an operator runs it: over a known network, with a configuration. */
#pragma once

#include "api-fixture.h"
#include "test-process.h"

G_BEGIN_DECLS

/**
 * Ops:
 *
 * The fixture's own server (api-fixture.h) is stopped; the process serves its database, and the
 * fixture calls it.
 */
typedef struct
{
  Api *api;
  char *certificate; /* files, self-signed for localhost and 127.0.0.1 */
  char *private_key;
  TestProcess *process;
  GDataInputStream *err; /* its standard error */
  guint16 https;         /* its ports; 0: none */
  guint16 metrics;
} Ops;

Ops *ops_new (void);
void ops_free (Ops *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ops, ops_free)

/* Starts `tickets-server serve` with @options, in which $F is the folder. */
void ops_serve (Ops *self, const char *options);

/* The same in surroundings that @launcher, which is taken, says; the sockets that it hands over are
 * this process's. Waits for @n_endpoints lines. */
void ops_launch (Ops *self, GSubprocessLauncher *launcher, const char *options, guint n_endpoints);

/* Makes a new certificate in the place of the one that is there. @days from now it ends. */
void ops_make_certificate (const char *certificate, const char *private_key, int days);
/* Does a client with GnuTLS's @priority come to terms with the server? */
gboolean ops_handshake (guint16 port, const char *priority);

/* A connection to 127.0.0.1 that trusts the certificate in @trusted alone; NULL: without TLS. The
 * handshake is done. */
GIOStream *ops_connect (guint16 port, const char *trusted);
void ops_say (GIOStream *wire, const char *text);
/* Reads until @end has come, or (NULL) to the end. */
char *ops_hear (GIOStream *wire, const char *end);
/* One request, and all of its answer. */
char *ops_ask (guint16 port, const char *trusted, const char *target);

/* (transfer full): the next line of the log that has @text in it; waits for it. */
char *ops_wait_log (Ops *self, const char *text);

/* Tells the process to read its files again, and waits until it has said @said. */
void ops_reload (Ops *self, const char *said);

void ops_add_config_tests (void);
void ops_add_limits_tests (void);
void ops_add_log_tests (void);
void ops_add_metrics_tests (void);
void ops_add_proxies_tests (void);
void ops_add_systemd_tests (void);
void ops_add_tls_tests (void);
void ops_add_wire_tests (void);

G_END_DECLS
