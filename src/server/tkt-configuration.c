/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration: from options and a file to values. */
#include "tkt-configuration.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tkt-text.h"

G_DEFINE_QUARK (tkt - config - error - quark, tkt_config_error)

#define AT(config, key, type) (*(type *)((char *)(config) + (key)->offset))

static gboolean
refuse_value (GError **error, const char *text, const char *expected)
{
  g_set_error (
      error, TKT_CONFIG_ERROR, TKT_CONFIG_ERROR_VALUE, _ ("“%s” does not fit: %s"), text, expected);
  return FALSE;
}

static gboolean
set_number (gint64 *value, const TktConfigKey *key, const char *text, GError **error)
{
  g_autofree char *expected = NULL;

  if (g_ascii_string_to_signed (text, 10, key->least, key->most, value, NULL))
    return TRUE;
  expected = g_strdup_printf (
      _ ("a number from %lld to %lld is expected"), (long long)key->least, (long long)key->most);
  return refuse_value (error, text, expected);
}

static gboolean
set_flag (gboolean *value, const char *text, GError **error)
{
  *value = g_str_equal (text, "yes") || g_str_equal (text, "true");
  return *value || g_str_equal (text, "no") || g_str_equal (text, "false")
         || refuse_value (error, text, _ ("yes or no is expected"));
}

static gboolean
set_choice (int *value, const TktConfigKey *key, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (key->choices, " ", -1);
  g_autofree char *list = NULL;
  g_autofree char *expected = NULL;

  for (*value = 0; words[*value] != NULL; (*value)++)
    if (g_str_equal (words[*value], text))
      return TRUE;
  list = tkt_text_list_join ((const char *const *)words);
  expected = g_strdup_printf (_ ("one of these is expected: %s"), list);
  return refuse_value (error, text, expected);
}

static gboolean
check_item (const TktConfigKey *key, const char *item, GError **error)
{
  g_autoptr (GInetSocketAddress) address = NULL;
  g_autoptr (GInetAddressMask) mask = NULL;
  g_autoptr (GError) reason = NULL;

  if (key->type == TKT_CONFIG_NETWORKS)
    {
      mask = g_inet_address_mask_new_from_string (item, &reason);
      return mask != NULL || refuse_value (error, item, reason->message);
    }
  address = tkt_endpoint_parse (item, 0, &reason);
  if (address != NULL)
    return TRUE;
  g_set_error_literal (error, TKT_CONFIG_ERROR, TKT_CONFIG_ERROR_VALUE, reason->message);
  return FALSE;
}

static gboolean
append_items (GStrv *list, const TktConfigKey *key, const char *text, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) items = g_strsplit (text, ";", -1);

  g_strv_builder_addv (builder, (const char **)*list);
  for (guint i = 0; items[i] != NULL; i++)
    {
      if (*g_strstrip (items[i]) == '\0')
        continue;
      if (!check_item (key, items[i], error))
        return FALSE;
      g_strv_builder_add (builder, items[i]);
    }
  g_strfreev (*list);
  *list = g_strv_builder_end (builder);
  return TRUE;
}

/* What of a list comes is added to what is there. */
static gboolean
set_value (TktConfig *config, const TktConfigKey *key, const char *text, GError **error)
{
  switch (key->type)
    {
    case TKT_CONFIG_PATH:
      if (*text == '\0' && *key->fallback != '\0')
        return refuse_value (error, text, _ ("the name of a file is expected"));
      g_free (AT (config, key, char *));
      AT (config, key, char *) = *text != '\0' ? g_strdup (text) : NULL;
      return TRUE;
    case TKT_CONFIG_NUMBER:
      return set_number (&AT (config, key, gint64), key, text, error);
    case TKT_CONFIG_FLAG:
      return set_flag (&AT (config, key, gboolean), text, error);
    case TKT_CONFIG_CHOICE:
      return set_choice (&AT (config, key, int), key, text, error);
    case TKT_CONFIG_ENDPOINTS:
    case TKT_CONFIG_NETWORKS:
    default:
      return append_items (&AT (config, key, GStrv), key, text, error);
    }
}

static gboolean
is_list (const TktConfigKey *key)
{
  return key->type == TKT_CONFIG_ENDPOINTS || key->type == TKT_CONFIG_NETWORKS;
}

/* Takes the place of what @key had. */
static gboolean
replace_value (TktConfig *config, const TktConfigKey *key, const char *text, GError **error)
{
  if (is_list (key))
    {
      g_strfreev (AT (config, key, GStrv));
      AT (config, key, GStrv) = g_new0 (char *, 1);
    }
  return set_value (config, key, text, error);
}

TktConfig *
tkt_config_new (void)
{
  TktConfig *config = g_new0 (TktConfig, 1);

  for (guint i = 0; i < tkt_config_n_keys; i++)
    {
      g_autoptr (GError) error = NULL;

      replace_value (config, &tkt_config_keys[i], tkt_config_keys[i].fallback, &error);
      g_assert_no_error (error);
    }
  return config;
}

void
tkt_config_free (TktConfig *config)
{
  for (guint i = 0; i < tkt_config_n_keys; i++)
    {
      const TktConfigKey *key = &tkt_config_keys[i];

      if (is_list (key))
        g_strfreev (AT (config, key, GStrv));
      else if (key->type == TKT_CONFIG_PATH)
        g_free (AT (config, key, char *));
    }
  g_free (config);
}

/* By "--port" or "-p", as GOption says it. */
static guint
find_option (const char *option)
{
  for (guint i = 0; i < tkt_config_n_keys; i++)
    if (g_str_has_prefix (option, "--") ? g_str_equal (option + 2, tkt_config_keys[i].name)
                                        : option[1] == tkt_config_keys[i].letter)
      return i;
  g_return_val_if_reached (0);
}

static gboolean
on_option (const char *option, const char *text, gpointer data, GError **error)
{
  TktConfig *config = data;
  guint i = find_option (option);
  const TktConfigKey *key = &tkt_config_keys[i];
  gboolean again = (config->given & (G_GUINT64_CONSTANT (1) << i)) != 0;
  g_autoptr (GError) reason = NULL;

  if (text == NULL)
    text = "yes";
  config->given |= G_GUINT64_CONSTANT (1) << i;
  if (again ? set_value (config, key, text, &reason) : replace_value (config, key, text, &reason))
    return TRUE;
  g_set_error (
      error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s: %s", key->name, reason->message);
  return FALSE;
}

GOptionGroup *
tkt_config_get_options (TktConfig *config, gboolean all)
{
  GOptionGroup *group = g_option_group_new (NULL, NULL, NULL, config, NULL);
  guint n = all ? tkt_config_n_keys : 1;

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  for (guint i = 0; i < n; i++)
    {
      const TktConfigKey *key = &tkt_config_keys[i];
      g_autofree char *help = *key->fallback != '\0' && key->type != TKT_CONFIG_FLAG
                                  ? g_strdup_printf ("%s (%s)", _ (key->help), key->fallback)
                                  : g_strdup (_ (key->help));
      const GOptionEntry entries[] = {
        { key->name,
          key->letter,
          key->type == TKT_CONFIG_FLAG ? G_OPTION_FLAG_OPTIONAL_ARG : 0,
          G_OPTION_ARG_CALLBACK,
          on_option,
          /* The group keeps what it is pointed to, and its end is the program's. */
          g_intern_string (help),
          key->argument },
        G_OPTION_ENTRY_NULL,
      };

      g_option_group_add_entries (group, entries);
    }
  return group;
}

static const TktConfigKey *
find_key (const char *group, const char *name)
{
  for (guint i = 0; i < tkt_config_n_keys; i++)
    if (g_str_equal (tkt_config_keys[i].group, group)
        && g_str_equal (tkt_config_keys[i].name, name))
      return &tkt_config_keys[i];
  return NULL;
}

static gboolean
has_group (const char *group)
{
  for (guint i = 0; i < tkt_config_n_keys; i++)
    if (g_str_equal (tkt_config_keys[i].group, group))
      return TRUE;
  return FALSE;
}

/* Where a key stands that was looked for elsewhere; or NULL. */
static const char *
find_home (const char *name)
{
  for (guint i = 0; i < tkt_config_n_keys; i++)
    if (g_str_equal (tkt_config_keys[i].name, name))
      return tkt_config_keys[i].group;
  return NULL;
}

static gboolean
refuse_key (const char *group, const char *name, GError **error)
{
  const char *home = find_home (name);

  if (home != NULL)
    g_set_error (error,
                 TKT_CONFIG_ERROR,
                 TKT_CONFIG_ERROR_KEY,
                 /* Translators: a key of the configuration, and two groups of keys. */
                 _ ("“%s” belongs under [%s], not under [%s]"),
                 name,
                 home,
                 group);
  else
    g_set_error (error,
                 TKT_CONFIG_ERROR,
                 TKT_CONFIG_ERROR_KEY,
                 _ ("There is no key “%s” under [%s]. “man tickets-server.conf” lists them all"),
                 name,
                 group);
  return FALSE;
}

/* What an option has said stays; what the file says must be right all the same. */
static gboolean
take_key (TktConfig *config, GKeyFile *file, const char *group, const char *name, GError **error)
{
  const TktConfigKey *key = find_key (group, name);
  g_autofree char *text = NULL;
  g_autoptr (TktConfig) checked = NULL;

  if (key == NULL)
    return refuse_key (group, name, error);
  text = g_key_file_get_string (file, group, name, error);
  if (text == NULL)
    {
      g_prefix_error (error, "[%s] %s: ", group, name);
      return FALSE;
    }
  g_strstrip (text);
  if ((config->given & (G_GUINT64_CONSTANT (1) << (key - tkt_config_keys))) != 0)
    config = checked = tkt_config_new ();
  if (key->type == TKT_CONFIG_PATH && *text != '\0' && !g_path_is_absolute (text))
    refuse_value (error, text, _ ("a path that begins with / is expected"));
  else if (replace_value (config, key, text, error))
    return TRUE;
  g_prefix_error (error, "[%s] %s: ", group, name);
  return FALSE;
}

static gboolean
take_file (TktConfig *config, GKeyFile *file, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) names = g_key_file_get_keys (file, groups[i], NULL, NULL);

      if (!has_group (groups[i]))
        {
          g_set_error (error,
                       TKT_CONFIG_ERROR,
                       TKT_CONFIG_ERROR_KEY,
                       _ ("There is no group [%s]. “man tickets-server.conf” lists them all"),
                       groups[i]);
          return FALSE;
        }
      for (guint k = 0; names[k] != NULL; k++)
        if (!take_key (config, file, groups[i], names[k], error))
          return FALSE;
    }
  return TRUE;
}

gboolean
tkt_config_load (TktConfig *config, const char *path, GError **error)
{
  const char *name = path != NULL ? path : TKT_CONFIG_FILE;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  gsize length;
  GError *reason = NULL;

  if (!g_file_get_contents (name, &text, &length, &reason))
    {
      if (path == NULL && g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        {
          g_error_free (reason);
          return TRUE;
        }
    }
  else if ((length == 0 || g_key_file_load_from_data (file, text, length, 0, &reason))
           && take_file (config, file, &reason))
    return TRUE;
  if (reason->domain == TKT_CONFIG_ERROR)
    g_propagate_prefixed_error (error, reason, "%s: ", name);
  else
    {
      g_set_error (error,
                   TKT_CONFIG_ERROR,
                   TKT_CONFIG_ERROR_FILE,
                   _ ("%s can't be used as the configuration: %s"),
                   name,
                   reason->message);
      g_error_free (reason);
    }
  return FALSE;
}

GPtrArray *
tkt_config_get_addresses (const TktConfig *config, TktEndpointRole role)
{
  const GStrv lists[] = { config->listen, config->tls_listen, config->metrics_listen };
  const gint64 ports[] = { config->port, config->tls_port, config->metrics_port };
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; lists[role][i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (addresses, tkt_endpoint_parse (lists[role][i], ports[role], &error));
      /* It was looked at as it came. */
      g_assert_no_error (error);
    }
  return addresses;
}

gboolean
tkt_config_check (const TktConfig *config, GError **error)
{
  const char *problem = NULL;

  if ((config->certificate == NULL) != (config->private_key == NULL))
    problem = _ ("A certificate needs its private-key, and a private-key its certificate");
  else if (config->tls_listen[0] != NULL && config->certificate == NULL)
    problem = _ ("tls-listen needs a certificate and a private-key");
  else if (config->listen[0] == NULL && config->tls_listen[0] == NULL)
    problem = _ ("There is nothing to listen at: give listen or tls-listen an address");
  if (problem != NULL)
    {
      g_set_error_literal (error, TKT_CONFIG_ERROR, TKT_CONFIG_ERROR_VALUE, problem);
      return FALSE;
    }
  for (guint role = TKT_ENDPOINT_HTTP; role <= TKT_ENDPOINT_METRICS; role++)
    {
      g_autoptr (GPtrArray) addresses = tkt_config_get_addresses (config, role);

      for (guint i = 0; i < addresses->len; i++)
        if (!tkt_endpoint_check_reach (
                role, g_ptr_array_index (addresses, i), config->insecure_listen, error))
          return FALSE;
    }
  return TRUE;
}

static char *
value_to_text (const TktConfig *config, const TktConfigKey *key)
{
  g_auto (GStrv) words = NULL;

  switch (key->type)
    {
    case TKT_CONFIG_PATH:
      return g_strdup (AT (config, key, char *) != NULL ? AT (config, key, char *) : "");
    case TKT_CONFIG_NUMBER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, AT (config, key, gint64));
    case TKT_CONFIG_FLAG:
      return g_strdup (AT (config, key, gboolean) ? "yes" : "no");
    case TKT_CONFIG_CHOICE:
      words = g_strsplit (key->choices, " ", -1);
      return g_strdup (words[AT (config, key, int)]);
    case TKT_CONFIG_ENDPOINTS:
    case TKT_CONFIG_NETWORKS:
    default:
      return g_strjoinv (";", AT (config, key, GStrv));
    }
}

char *
tkt_config_to_text (const TktConfig *config)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (guint i = 0; i < tkt_config_n_keys; i++)
    {
      const TktConfigKey *key = &tkt_config_keys[i];
      g_autofree char *text = value_to_text (config, key);

      g_key_file_set_string (file, key->group, key->name, text);
    }
  return g_key_file_to_data (file, NULL, NULL);
}
