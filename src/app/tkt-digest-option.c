/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets --digest. It needs neither window nor display. */
#include "tkt-digest-option.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "tkt-cache-digest.h"
#include "tkt-digest-list.h"

/* As diff(1) has it. */
enum
{
  SAME = 0,
  DIFFERENT = 1,
  FAILED = 2,
};

/* One account of this computer. */
typedef struct
{
  char *folder;
  const char *account_id;
} Place;

static int
fail (const char *who, const GError *error)
{
  if (who != NULL)
    g_printerr ("tickets: %s: %s\n", who, error->message);
  else
    g_printerr ("tickets: %s\n", error->message);
  return FAILED;
}

static gboolean
fill (TktDigest *digest, gpointer data, GError **error)
{
  const Place *place = data;

  return tkt_cache_digest (place->folder, place->account_id, digest, error);
}

static gboolean
print_hash (Place *place, const TktSignIn *sign_in, GError **error)
{
  g_autoptr (TktDigest) digest = tkt_digest_new (NULL, NULL);

  if (!fill (digest, place, error))
    return FALSE;
  g_print ("%s  %s  %s  %s\n",
           tkt_digest_get_hash (digest),
           sign_in->username,
           sign_in->organization_name,
           sign_in->server);
  return TRUE;
}

/* @differs: (out): it was not the same, and the first difference was printed. */
static gboolean
explain (Place *place, const char *other, gboolean *differs, GError **error)
{
  gboolean standard = g_str_equal (other, "-");
  g_autoptr (GInputStream) list = NULL;
  g_autofree char *difference = NULL;

  if (standard)
    list = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  else
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (other);

      list = G_INPUT_STREAM (g_file_read (file, NULL, error));
    }
  if (list == NULL
      || !tkt_digest_explain (
          fill, place, list, standard ? _ ("Standard input") : other, &difference, error))
    return FALSE;
  *differs = difference != NULL;
  if (difference != NULL)
    g_print ("%s\n", difference);
  return TRUE;
}

/* One of the three that can be asked for about an account. */
static int
tell (TktSignIns *sign_ins, const TktSignIn *sign_in, gboolean list, const char *other)
{
  g_autofree char *folder = tkt_sign_ins_get_account_folder (sign_ins, sign_in->account_id);
  Place place = { folder, sign_in->account_id };
  g_autoptr (GError) error = NULL;
  gboolean differs = FALSE;
  gboolean done;

  if (other != NULL)
    done = explain (&place, other, &differs, &error);
  else if (list)
    {
      g_autoptr (GOutputStream) out = g_unix_output_stream_new (STDOUT_FILENO, FALSE);

      done = tkt_digest_list (fill, &place, out, &error);
    }
  else
    done = print_hash (&place, sign_in, &error);
  if (!done)
    return fail (sign_in->username, error);
  return differs ? DIFFERENT : SAME;
}

/* Leaves those that @account names, or all. */
static void
choose (GPtrArray *accounts, const char *account)
{
  for (guint i = accounts->len; account != NULL && i-- > 0;)
    {
      const TktSignIn *sign_in = g_ptr_array_index (accounts, i);

      if (!g_str_equal (sign_in->username, account) && !g_str_equal (sign_in->account_id, account))
        g_ptr_array_remove_index (accounts, i);
    }
}

static gboolean
check_chosen (const GPtrArray *accounts, const char *account, gboolean only_one, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (accounts->len == 0)
    {
      g_set_error (error,
                   G_OPTION_ERROR,
                   G_OPTION_ERROR_BAD_VALUE,
                   account != NULL ? _ ("“%s” is not signed in on this computer.")
                                   : _ ("Nobody is signed in on this computer."),
                   account);
      return FALSE;
    }
  if (!only_one || accounts->len == 1)
    return TRUE;
  for (guint i = 0; i < accounts->len; i++)
    {
      const TktSignIn *sign_in = g_ptr_array_index (accounts, i);

      g_string_append_printf (
          names, "\n  %s  %s  %s", sign_in->account_id, sign_in->username, sign_in->server);
    }
  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_BAD_VALUE,
               _ ("Say which account with --account, by its username or its id:%s"),
               names->str);
  return FALSE;
}

static int
run (TktSignIns *sign_ins, const char *account, gboolean list, const char *other)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = tkt_sign_ins_load_sync (sign_ins, &error);
  int status = SAME;

  if (accounts == NULL)
    return fail (NULL, error);
  choose (accounts, account);
  if (!check_chosen (accounts, account, list || other != NULL, &error))
    return fail (NULL, error);
  for (guint i = 0; i < accounts->len; i++)
    {
      int one = tell (sign_ins, g_ptr_array_index (accounts, i), list, other);

      status = MAX (status, one);
    }
  return status;
}

int
tkt_digest_option_handle (TktSignIns *sign_ins, GVariantDict *options)
{
  const char *account = NULL;
  const char *other = NULL;
  gboolean list = g_variant_dict_contains (options, "list");

  g_variant_dict_lookup (options, "account", "&s", &account);
  g_variant_dict_lookup (options, "explain", "^&ay", &other);
  if (g_variant_dict_contains (options, "digest") && !(list && other != NULL))
    return run (sign_ins, account, list, other);
  if (account == NULL && other == NULL && !list)
    return -1;
  g_printerr ("tickets: %s\n",
              list && other != NULL ? _ ("--list and --explain don’t go together.")
                                    : _ ("--account, --list and --explain go with --digest."));
  return FAILED;
}

void
tkt_digest_option_add (GApplication *application)
{
  const GOptionEntry entries[] = {
    { "digest",
      0,
      0,
      G_OPTION_ARG_NONE,
      NULL,
      N_ ("Print one hash over everything that each account here has from its server"),
      NULL },
    { "account",
      0,
      0,
      G_OPTION_ARG_STRING,
      NULL,
      N_ ("With --digest: only this account (its username, or its id)"),
      N_ ("USERNAME") },
    { "list",
      0,
      0,
      G_OPTION_ARG_NONE,
      NULL,
      N_ ("With --digest: a line for each row instead: kind, id, revision, hash"),
      NULL },
    { "explain",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      NULL,
      N_ ("With --digest: compare with a list from the server; - is standard input"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  g_application_add_main_option_entries (application, entries);
}
