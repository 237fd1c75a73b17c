/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links to tickets. */
#include "tkt-link.h"

#include <string.h>

#define PATH "/t/"
/* Numbers beyond any ticket's overflow nothing. */
#define DIGITS_MOST 15
#define HTTPS_PORT 443

static char *
host_of (GUri *uri)
{
  const char *name = g_uri_get_host (uri);
  int port = g_uri_get_port (uri);
  g_autofree char *lower = NULL;
  g_autofree char *host = NULL;

  if (name == NULL || *name == '\0')
    return NULL;
  lower = g_utf8_strdown (name, -1);
  /* An address of IPv6. */
  host = strchr (lower, ':') != NULL ? g_strdup_printf ("[%s]", lower) : g_strdup (lower);
  if (port == -1 || port == HTTPS_PORT)
    return g_steal_pointer (&host);
  return g_strdup_printf ("%s:%d", host, port);
}

char *
tkt_link_host (const char *server)
{
  g_autofree char *full
      = strstr (server, "://") != NULL ? g_strdup (server) : g_strconcat ("https://", server, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_NONE, NULL);

  return uri != NULL ? host_of (uri) : NULL;
}

char *
tkt_link_new (const char *server, gint64 number)
{
  g_autofree char *host = tkt_link_host (server);

  if (host == NULL || number <= 0)
    return NULL;
  return g_strdup_printf (TKT_LINK_SCHEME "://%s" PATH "%" G_GINT64_FORMAT, host, number);
}

/* Digits alone, without a zero before them. */
static gint64
parse_number (const char *text)
{
  gsize length = strspn (text, "0123456789");

  if (length == 0 || length > DIGITS_MOST || text[length] != '\0' || *text == '0')
    return 0;
  return g_ascii_strtoll (text, NULL, 10);
}

gboolean
tkt_link_parse (const char *link, char **host, gint64 *number)
{
  g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
  g_autofree char *found = NULL;

  if (uri == NULL || !g_str_equal (g_uri_get_scheme (uri), TKT_LINK_SCHEME)
      || g_uri_get_userinfo (uri) != NULL || !g_str_has_prefix (g_uri_get_path (uri), PATH))
    return FALSE;
  *number = parse_number (g_uri_get_path (uri) + strlen (PATH));
  found = host_of (uri);
  if (found == NULL || *number == 0)
    return FALSE;
  *host = g_steal_pointer (&found);
  return TRUE;
}
