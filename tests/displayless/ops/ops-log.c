/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program writes to standard error, as it was told. */
#include <signal.h>
#include <string.h>

#include "ops-fixture.h"

/* (transfer full): all of it, of a process that has been told to end. */
static char *
read_all (Ops *ops)
{
  GString *text = g_string_new (NULL);
  char *line;

  while ((line = g_data_input_stream_read_line (ops->err, NULL, NULL, NULL)) != NULL)
    {
      g_string_append_printf (text, "%s\n", line);
      g_free (line);
    }
  return g_string_free (text, FALSE);
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, what)) != NULL; at++)
    n++;
  return n;
}

/* Three requests, and a message. */
static void
test_options (void)
{
  static const struct
  {
    const char *options;
    guint requests, messages;
  } cases[] = {
    { "", 3, 1 },
    { "--log-requests=no", 0, 1 },
    { "--log-requests=slow --slow-request=3600000", 0, 1 },
    { "--log-requests=slow --slow-request=0", 3, 1 },
    { "--log-level=debug", 3, 1 },
    { "--log-level=warning", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Ops) ops = ops_new ();
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].options);
      ops_serve (ops, cases[i].options);
      for (guint n = 0; n < 3; n++)
        api_expect (ops->api, "200", NULL, NULL, "GET /healthz");
      g_subprocess_send_signal (ops->process->process, SIGHUP);
      g_assert_cmpint (test_process_end (ops->process, SIGTERM), ==, 0);
      text = read_all (ops);
      g_test_message ("%s", text);
      g_assert_cmpuint (count (text, " route=/healthz status=200 "), ==, cases[i].requests);
      g_assert_cmpuint (
          count (text, " level=info message=\"There is no certificate"), ==, cases[i].messages);
      g_assert_cmpuint (count (text, "time=2"), ==, count (text, "\n"));
    }
}

void
ops_add_log_tests (void)
{
  g_test_add_func ("/ops/log/options", test_options);
}
