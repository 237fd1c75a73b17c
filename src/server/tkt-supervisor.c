/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service manager. Its three protocols are a few lines each and have been stable since they
 * were written down; a library for them would bring more than it does. */
#include "tkt-supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* SD_LISTEN_FDS_START */
#define FIRST_FD 3

/* A number of the environment; 0: it says none, or says it to another process (@pid). */
static guint64
read_number (const char *name, const char *pid)
{
  const char *text = g_getenv (name);
  const char *whose = g_getenv (pid);
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &number, NULL))
    return 0;
  return whose == NULL || g_ascii_strtoull (whose, NULL, 10) == (guint64)getpid () ? number : 0;
}

static gboolean
find_role (const char *name, TktEndpointRole *role)
{
  for (*role = TKT_ENDPOINT_HTTP; *role <= TKT_ENDPOINT_METRICS; (*role)++)
    if (g_str_equal (tkt_endpoint_role_to_name (*role), name))
      return TRUE;
  return FALSE;
}

static gboolean
take (GPtrArray *endpoints, int fd, const char *name, GError **error)
{
  TktEndpointRole role;
  TktEndpoint *endpoint;

  if (!find_role (name, &role))
    {
      g_set_error (
          error,
          G_IO_ERROR,
          G_IO_ERROR_INVALID_ARGUMENT,
          _ ("The service manager handed over a socket “%s”. Set FileDescriptorName= of its"
             " unit to http, https or metrics"),
          name);
      return FALSE;
    }
  if (fcntl (fd, F_SETFD, FD_CLOEXEC) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      return FALSE;
    }
  endpoint = tkt_endpoint_new_from_fd (role, fd, error);
  if (endpoint == NULL)
    return FALSE;
  g_ptr_array_add (endpoints, endpoint);
  return TRUE;
}

gboolean
tkt_supervisor_take_endpoints (GPtrArray *endpoints, GError **error)
{
  guint64 n = g_getenv ("LISTEN_PID") != NULL ? read_number ("LISTEN_FDS", "LISTEN_PID") : 0;
  const char *text = g_getenv ("LISTEN_FDNAMES");
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", ":", -1);
  guint n_names = g_strv_length (names);

  g_unsetenv ("LISTEN_PID");
  g_unsetenv ("LISTEN_FDS");
  g_unsetenv ("LISTEN_FDNAMES");
  for (guint i = 0; i < n; i++)
    if (!take (endpoints, FIRST_FD + i, i < n_names ? names[i] : "", error))
      return FALSE;
  return TRUE;
}

void
tkt_supervisor_tell (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gsize length = path != NULL ? strlen (path) : 0;
  int fd;

  if (length == 0)
    return;
  if (length >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
    {
      g_warning ("The service manager can't be told at “%s”", path);
      return;
    }
  memcpy (address.sun_path, path, length);
  /* A name that is in no file system (unix(7)). */
  if (path[0] == '@')
    address.sun_path[0] = '\0';
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0
      || sendto (fd,
                 state,
                 strlen (state),
                 MSG_NOSIGNAL,
                 (struct sockaddr *)&address,
                 G_STRUCT_OFFSET (struct sockaddr_un, sun_path) + length)
             < 0)
    g_warning ("The service manager can't be told “%s”: %s", state, g_strerror (errno));
  if (fd >= 0)
    close (fd);
}

gint64
tkt_supervisor_get_watchdog (void)
{
  return read_number ("WATCHDOG_USEC", "WATCHDOG_PID");
}
