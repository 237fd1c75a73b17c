/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account that is signed in on this computer, with a generated cache and no network. */
#include "bench-desk.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "test-await.h"
#include "tkt-sign-in-file.h"

/* Nobody listens there. */
#define SERVER "http://127.0.0.1:9"

static void
write_accounts (BenchDesk *desk)
{
  g_autofree char *path = g_build_filename (desk->folder, "accounts.json", NULL);
  g_autoptr (GPtrArray) sign_ins = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (sign_ins, desk->sign_in);
  tkt_sign_in_file_write_async (path, sign_ins, test_keep_result, &result);
  test_await (result != NULL);
  tkt_sign_in_file_write_finish (result, &error);
  g_assert_no_error (error);
}

/* Where there is no keyring the session is in a file. */
static void
write_session (const char *account_folder)
{
  g_autofree char *path = g_build_filename (account_folder, "token", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, "not a token", -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

BenchDesk *
bench_desk_new (BenchCacheData *data)
{
  BenchDesk *desk = g_new0 (BenchDesk, 1);
  g_autofree char *account_folder = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *kept_cache = NULL;
  g_autofree char *cache = NULL;

  desk->home = test_folder_new ();
  desk->folder = g_build_filename (desk->home, "tickets", NULL);
  desk->sign_in = tkt_sign_in_new ();
  desk->sign_in->account_id = g_strdup (data->account_id);
  desk->sign_in->server = g_strdup (SERVER);
  desk->sign_in->organization_name = g_strdup ("Generated Partner Network");
  desk->sign_in->username = g_strdup ("manager1");
  desk->sign_in->display_name = g_strdup ("Manager One");

  account_folder = g_build_filename (desk->folder, data->account_id, NULL);
  g_assert_no_errno (g_mkdir_with_parents (account_folder, 0700));
  kept = g_canonicalize_filename (data->folder, NULL);
  kept_cache = g_build_filename (kept, "cache.db", NULL);
  cache = g_build_filename (account_folder, "cache.db", NULL);
  g_assert_no_errno (symlink (kept_cache, cache));
  write_session (account_folder);
  write_accounts (desk);
  return desk;
}

void
bench_desk_free (BenchDesk *desk)
{
  test_folder_free (desk->home);
  g_free (desk->folder);
  tkt_sign_in_free (desk->sign_in);
  g_free (desk);
}
