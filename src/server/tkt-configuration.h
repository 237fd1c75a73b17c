/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration: every key once, in one table, from which come the file, the options of the
 * command line and the manual's list. */
#pragma once

#include <gio/gio.h>

#include "tkt-endpoint.h"
#include "tkt-limits.h"
#include "tkt-log.h"

G_BEGIN_DECLS

/* Where it is unless --config says otherwise; there it may be missing. */
#define TKT_CONFIG_FILE "/etc/tickets/server.conf"

/* What is wrong with a file. What is wrong with an option is a %G_OPTION_ERROR. */
#define TKT_CONFIG_ERROR (tkt_config_error_quark ())
GQuark tkt_config_error_quark (void);

typedef enum
{
  TKT_CONFIG_ERROR_FILE,  /* it can't be read, or is no key file */
  TKT_CONFIG_ERROR_KEY,   /* a group or key that there is not */
  TKT_CONFIG_ERROR_VALUE, /* a value that can't be */
} TktConfigError;

/* One member a key, of the same name, but for the limits. Lists are never NULL. */
typedef struct
{
  char *database;
  GStrv listen; /* of "ADDRESS" or "ADDRESS:PORT" */
  gint64 port;
  gboolean insecure_listen;
  GStrv trusted_proxies; /* of addresses and networks, "10.0.0.0/8" */
  GStrv tls_listen;
  gint64 tls_port;
  char *certificate; /* NULL: not given */
  char *private_key;
  GStrv metrics_listen;
  gint64 metrics_port;
  TktLimits limits;
  gint64 session_idle, session_life; /* days */
  gint64 threads;
  int log_level;       /* TktLogLevel */
  int log_requests;    /* TktRequestLog */
  gint64 slow_request; /* ms */

  /*< private >*/
  guint64 given; /* a bit for each key: an option said it */
} TktConfig;

typedef enum
{
  TKT_CONFIG_PATH,      /* char *; in a file an absolute one */
  TKT_CONFIG_NUMBER,    /* gint64 */
  TKT_CONFIG_FLAG,      /* gboolean */
  TKT_CONFIG_CHOICE,    /* int */
  TKT_CONFIG_ENDPOINTS, /* GStrv */
  TKT_CONFIG_NETWORKS,  /* GStrv */
} TktConfigType;

typedef struct
{
  const char *group;
  const char *name; /* in the file, and as an option behind -- */
  char letter;      /* as an option behind -; or 0 */
  TktConfigType type;
  gsize offset;         /* in TktConfig */
  const char *fallback; /* as in a file; "": none */
  gint64 least, most;   /* of a number */
  const char *choices;  /* of a choice: words with blanks between */
  const char *argument; /* how the help calls the value */
  const char *help;     /* a sentence without its end, to be translated */
} TktConfigKey;

extern const TktConfigKey tkt_config_keys[];
extern const guint tkt_config_n_keys;

TktConfig *tkt_config_new (void); /* with all fallbacks */
void tkt_config_free (TktConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktConfig, tkt_config_free)

/**
 * tkt_config_get_options:
 * @all: every key; else only the database, which all commands need
 *
 * Returns: (transfer full): options that set their keys in @config, and from then on beat the file
 */
GOptionGroup *tkt_config_get_options (TktConfig *config, gboolean all);

/**
 * tkt_config_load:
 * @path: (nullable): NULL: %TKT_CONFIG_FILE, which may be missing
 *
 * Reads a file for all that no option has said. Errors: %TKT_CONFIG_ERROR, each names the file, and
 * the group and key where it is about one.
 */
gboolean tkt_config_load (TktConfig *config, const char *path, GError **error);

/* Do the values fit together? %TKT_CONFIG_ERROR_VALUE, or what tkt_endpoint_check_reach() says. */
gboolean tkt_config_check (const TktConfig *config, GError **error);

/* (transfer full): GInetSocketAddresses of what is listed for @role. */
GPtrArray *tkt_config_get_addresses (const TktConfig *config, TktEndpointRole role);

/* (transfer full): the whole as a file that says the same. */
char *tkt_config_to_text (const TktConfig *config);

G_END_DECLS
