/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration: a file and options say the same, and what is wrong is told with its place. */
#include <string.h>

#include "ops-fixture.h"
#include "tkt-configuration.h"
#include "tkt-sessions.h"

/* Any value of its own that is not the fallback. */
static char *
make_sample (const TktConfigKey *key)
{
  g_auto (GStrv) words = NULL;

  switch (key->type)
    {
    case TKT_CONFIG_PATH:
      return g_strdup_printf ("/some/%s", key->name);
    case TKT_CONFIG_NUMBER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, key->most - 1);
    case TKT_CONFIG_FLAG:
      return g_strdup ("yes");
    case TKT_CONFIG_CHOICE:
      words = g_strsplit (key->choices, " ", -1);
      return g_strdup (words[g_str_equal (words[0], key->fallback) ? 1 : 0]);
    case TKT_CONFIG_ENDPOINTS:
      return g_strdup ("127.0.0.2:81;[::1]:82");
    case TKT_CONFIG_NETWORKS:
    default:
      return g_strdup ("10.1.0.0/16;::1");
    }
}

static gboolean
load (TktConfig *config, const char *text, GError **error)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "server.conf", NULL);
  g_autoptr (GError) failed = NULL;

  g_file_set_contents (path, text, -1, &failed);
  g_assert_no_error (failed);
  return tkt_config_load (config, path, error);
}

/* @line: options, as at a terminal. */
static gboolean
parse (TktConfig *config, const char *line, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *whole = g_strconcat ("tickets-server ", line, NULL);
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) failed = NULL;

  g_shell_parse_argv (whole, NULL, &words, &failed);
  g_assert_no_error (failed);
  g_option_context_set_main_group (context, tkt_config_get_options (config, TRUE));
  return g_option_context_parse_strv (context, &words, error);
}

static void
test_same (void)
{
  g_autoptr (TktConfig) fallbacks = tkt_config_new ();
  g_autofree char *usual = tkt_config_to_text (fallbacks);

  for (guint i = 0; i < tkt_config_n_keys; i++)
    {
      const TktConfigKey *key = &tkt_config_keys[i];
      g_autoptr (TktConfig) by_file = tkt_config_new ();
      g_autoptr (TktConfig) by_option = tkt_config_new ();
      g_autoptr (TktConfig) again = tkt_config_new ();
      g_autofree char *sample = make_sample (key);
      g_autofree char *file = g_strdup_printf ("[%s]\n%s = %s\n", key->group, key->name, sample);
      g_autofree char *option = g_strdup_printf ("--%s='%s'", key->name, sample);
      g_autofree char *line = g_strdup_printf ("\n%s=%s\n", key->name, sample);
      g_autofree char *said = NULL;
      g_autofree char *text = NULL;
      g_autofree char *round = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (load (by_file, file, &error));
      g_assert_no_error (error);
      g_assert_true (parse (by_option, option, &error));
      g_assert_no_error (error);
      text = tkt_config_to_text (by_file);
      said = tkt_config_to_text (by_option);
      g_assert_cmpstr (text, ==, said);
      g_assert_cmpstr (text, !=, usual);
      g_assert_nonnull (strstr (text, line));
      /* What is printed is a file that says the same. */
      if (!g_str_equal (key->name, "database"))
        parse (again, "--database=/some/where", NULL);
      g_assert_true (parse (again, option, NULL));
      g_free (text);
      text = tkt_config_to_text (again);
      g_clear_pointer (&again, tkt_config_free);
      again = tkt_config_new ();
      g_assert_true (load (again, text, &error));
      g_assert_no_error (error);
      round = tkt_config_to_text (again);
      g_assert_cmpstr (round, ==, text);
    }
}

/* Whichever is read first. */
static void
test_options_win (void)
{
  g_autoptr (TktConfig) config = tkt_config_new ();
  g_autofree char *listen = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (parse (config,
                        "--port=81 --insecure-listen=no --listen=::1 --listen='127.0.0.3; ::2'"
                        " --log-requests=slow",
                        &error));
  g_assert_no_error (error);
  g_assert_true (load (config,
                       "[http]\nport=82\ninsecure-listen=yes\nlisten=127.0.0.9\n"
                       "[log]\nlog-requests=no\n[tls]\ntls-port=83\n",
                       &error));
  g_assert_no_error (error);
  listen = g_strjoinv (" ", config->listen);
  g_assert_cmpint (config->port, ==, 81);
  g_assert_false (config->insecure_listen);
  g_assert_cmpstr (listen, ==, "::1 127.0.0.3 ::2");
  g_assert_cmpint (config->log_requests, ==, TKT_REQUEST_LOG_SLOW);
  g_assert_cmpint (config->tls_port, ==, 83);
}

static void
test_wrong_files (void)
{
  static const struct
  {
    const char *text, *said;
    int code;
  } cases[] = {
    { "port=80\n", "group", TKT_CONFIG_ERROR_FILE },
    { "[http]\nlisten\n", "listen", TKT_CONFIG_ERROR_FILE },
    { "[http]\nprot=80\n", "“prot” under [http]", TKT_CONFIG_ERROR_KEY },
    { "[htpp]\nport=80\n", "[htpp]", TKT_CONFIG_ERROR_KEY },
    { "[htpp]\n", "[htpp]", TKT_CONFIG_ERROR_KEY },
    { "[tls]\nport=80\n", "under [http], not under [tls]", TKT_CONFIG_ERROR_KEY },
    { "[http]\nPort=80\n", "Port", TKT_CONFIG_ERROR_KEY },
    { "[http]\nport=\n", "[http] port: ", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nport=http\n", "0 to 65535", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nport=-1\n", "0 to 65535", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nport=65536\n", "0 to 65535", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nport=0x50\n", "“0x50”", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nport=80 # plain\n", "“80 # plain”", TKT_CONFIG_ERROR_VALUE },
    { "[process]\nthreads=1025\n", "0 to 1024", TKT_CONFIG_ERROR_VALUE },
    { "[process]\nthreads=99999999999999999999\n", "0 to 1024", TKT_CONFIG_ERROR_VALUE },
    { "[http]\ninsecure-listen=maybe\n", "yes or no", TKT_CONFIG_ERROR_VALUE },
    { "[log]\nlog-requests=never\n", "no, slow, yes", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nlisten=localhost\n", "“localhost”", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nlisten=127.0.0.1:99999\n", "127.0.0.1:99999", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nlisten=[::1\n", "“[::1”", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nlisten=[::1]x\n", "“[::1]x”", TKT_CONFIG_ERROR_VALUE },
    { "[http]\nlisten=::1;nowhere\n", "“nowhere”", TKT_CONFIG_ERROR_VALUE },
    { "[http]\ntrusted-proxies=10.0.0.1/8\n", "10.0.0.1/8", TKT_CONFIG_ERROR_VALUE },
    { "[http]\ntrusted-proxies=proxy\n", "proxy", TKT_CONFIG_ERROR_VALUE },
    { "[limits]\nconnections=0\n", "16 to 1000000", TKT_CONFIG_ERROR_VALUE },
    { "[limits]\naddress-rate=0\n", "1 to 1000000", TKT_CONFIG_ERROR_VALUE },
    { "[limits]\nmax-body=256 KiB\n", "“256 KiB”", TKT_CONFIG_ERROR_VALUE },
    { "[limits]\nmax-attachment=10485761\n", "1024 to 10485760", TKT_CONFIG_ERROR_VALUE },
    { "[limits]\nheader-timeout=10s\n", "1 to 3600", TKT_CONFIG_ERROR_VALUE },
    { "[limits]\nsession-idle=1\n", "under [sessions], not under", TKT_CONFIG_ERROR_KEY },
    { "[sessions]\nsession-life=0\n", "1 to 3650", TKT_CONFIG_ERROR_VALUE },
    { "[storage]\ndatabase=tickets.db\n", "begins with /", TKT_CONFIG_ERROR_VALUE },
    { "[storage]\ndatabase=\n", "[storage] database: ", TKT_CONFIG_ERROR_VALUE },
    { "[tls]\ncertificate=a.pem\n", "[tls] certificate: “a.pem”", TKT_CONFIG_ERROR_VALUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TktConfig) config = tkt_config_new ();
      g_autoptr (TktConfig) beaten = tkt_config_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) beaten_error = NULL;

      g_assert_false (load (config, cases[i].text, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, TKT_CONFIG_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, "server.conf"));
      g_assert_nonnull (strstr (error->message, cases[i].said));
      /* Nor is it right where an option beats it. */
      g_assert_true (parse (beaten,
                            "--port=1 --threads=1 --insecure-listen --log-requests=no --listen=::1"
                            " --trusted-proxies=::1 --database=a --certificate=b",
                            NULL));
      g_assert_false (load (beaten, cases[i].text, &beaten_error));
      g_assert_error (beaten_error, TKT_CONFIG_ERROR, cases[i].code);
    }
}

/* What holds without a configuration holds with an empty one. */
static void
test_same_limits (void)
{
  g_autoptr (TktConfig) config = tkt_config_new ();
  const TktLimits *usual = &tkt_limits_default;
  guint n = 0;

  for (guint i = 0; i < tkt_config_n_keys; i++)
    {
      const TktConfigKey *key = &tkt_config_keys[i];

      if (!g_str_equal (key->group, "limits") || key->type != TKT_CONFIG_NUMBER)
        continue;
      g_test_message ("%s", key->name);
      g_assert_cmpint (
          G_STRUCT_MEMBER (gint64, config, key->offset),
          ==,
          G_STRUCT_MEMBER (gint64, usual, key->offset - G_STRUCT_OFFSET (TktConfig, limits)));
      n++;
    }
  g_assert_cmpuint (n, ==, (sizeof (TktLimits) - sizeof (gint64)) / sizeof (gint64));
  g_assert_cmpint (config->limits.loopback_too, ==, usual->loopback_too);
  g_assert_cmpint (config->session_idle * TKT_DAY, ==, tkt_session_life.idle);
  g_assert_cmpint (config->session_life * TKT_DAY, ==, tkt_session_life.whole);
}

static void
test_no_file (void)
{
  g_autoptr (TktConfig) config = tkt_config_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (tkt_config_load (config, "/nonexistent/server.conf", &error));
  g_assert_error (error, TKT_CONFIG_ERROR, TKT_CONFIG_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "/nonexistent/server.conf"));
  g_clear_error (&error);
  /* An empty one says nothing. */
  g_assert_true (tkt_config_load (config, "/dev/null", &error));
  g_assert_no_error (error);
}

static void
test_fits (void)
{
  static const struct
  {
    const char *options, *said; /* NULL: it fits */
  } cases[] = {
    { "", NULL },
    { "--listen=127.0.0.9 --listen=[::1]:81", NULL },
    { "--listen=0.0.0.0", "0.0.0.0" },
    { "--listen=::", "--insecure-listen" },
    { "--listen=127.0.0.1 --listen=192.0.2.1:80", "192.0.2.1" },
    { "--listen=0.0.0.0 --insecure-listen", NULL },
    { "--listen=0.0.0.0 --insecure-listen=no", "0.0.0.0" },
    { "--certificate=/a", "private-key" },
    { "--private-key=/a", "certificate" },
    { "--tls-listen=0.0.0.0", "certificate" },
    { "--tls-listen=0.0.0.0 --certificate=/a --private-key=/b", NULL },
    { "--metrics-listen=127.0.0.1 --metrics-listen=::1", NULL },
    { "--metrics-listen=0.0.0.0 --insecure-listen", "0.0.0.0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TktConfig) config = tkt_config_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].options);
      g_assert_true (parse (config, cases[i].options, NULL));
      g_assert_cmpint (tkt_config_check (config, &error), ==, cases[i].said == NULL);
      if (cases[i].said != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].said));
    }
}

void
ops_add_config_tests (void)
{
  g_test_add_func ("/ops/config/file-and-options-say-the-same", test_same);
  g_test_add_func ("/ops/config/options-beat-the-file", test_options_win);
  g_test_add_func ("/ops/config/wrong-files-are-told", test_wrong_files);
  g_test_add_func ("/ops/config/limits-are-the-usual-ones", test_same_limits);
  g_test_add_func ("/ops/config/a-named-file-must-be-there", test_no_file);
  g_test_add_func ("/ops/config/values-fit-together", test_fits);
}
