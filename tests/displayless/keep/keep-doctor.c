/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor: each thing that is wrong around a database is told of, and nothing where all is well. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "keep-fixture.h"
#include "test-damage.h"
#include "tkt-json.h"

/* Few desks, for the limits of the computer that runs the tests are not known. */
#define DOCTOR "doctor --connections=10"

static JsonNode *
parse (Cli *cli)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = tkt_json_parse (cli->out, strlen (cli->out) - 1, &error);

  g_assert_no_error (error);

  return node;
}

/* The symptom of that check, which must be the only one. */
static JsonObject *
get_symptom (JsonNode *node, const char *check)
{
  JsonArray *symptoms = json_object_get_array_member (json_node_get_object (node), "symptoms");
  JsonObject *symptom;

  g_assert_cmpuint (json_array_get_length (symptoms), ==, 1);
  symptom = json_array_get_object_element (symptoms, 0);
  g_assert_cmpstr (json_object_get_string_member (symptom, "check"), ==, check);

  return symptom;
}

static void
test_healthy (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  JsonObject *object, *largest;

  keep_run_sql (cli->database,
                "INSERT INTO session"
                " (token_hash, id, account_id, organization_id, created_at, expires_at)"
                " SELECT randomblob (32), randomblob (16), id, organization_id, 1,"
                "  iif (role = 0, 1, 9223372036854775807) FROM account"
                " WHERE username IN ('admin', 'partner1', 'partner2')");
  before = keep_read (cli, "tickets.db");
  cli_assert (cli, CLI_DONE, DOCTOR);
  g_assert_nonnull (strstr (cli->out, "No problem was found."));
  g_assert_nonnull (strstr (cli->out, "Sessions: 3, of which expired: 2."));
  cli_assert (cli, CLI_DONE, DOCTOR " --json");
  after = keep_read (cli, "tickets.db");
  g_assert_true (g_bytes_equal (before, after));

  node = parse (cli);
  object = json_node_get_object (node);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (object, "symptoms")), ==, 0);
  g_assert_cmpint (
      json_object_get_int_member (object, "bytes"), ==, (gint64)g_bytes_get_size (before));
  g_assert_cmpint (json_object_get_int_member (object, "sessions"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (object, "expired_sessions"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (object, "disk_bytes"), >, 0);
  largest = json_array_get_object_element (json_object_get_array_member (object, "tables"), 0);
  g_assert_cmpstr (json_object_get_string_member (largest, "name"), ==, "message");
  g_assert_cmpint (json_object_get_int_member (largest, "bytes"), >, 50000);
}

/* Ways to fall ill. */
static void
open_file (Cli *cli)
{
  g_assert_cmpint (g_chmod (cli->database, 0640), ==, 0);
}

static void
open_folder (Cli *cli)
{
  g_assert_cmpint (g_chmod (cli->folder, 0777), ==, 0);
}

static void
fill_wal (Cli *cli)
{
  g_autofree char *wal = keep_path (cli, "tickets.db-wal");

  cli_write (cli, "tickets.db-wal", "");
  g_assert_cmpint (truncate (wal, 65 * 1024 * 1024), ==, 0);
}

static void
keep_old_one (Cli *cli)
{
  cli_write (cli, "tickets.db.before-restore-20261101T000000.000000Z", "what was there");
}

static void
leave_part (Cli *cli)
{
  cli_write (cli, "tickets.db.5ca1ab1e.part", "half of it");
}

static void
damage (Cli *cli)
{
  test_damage_page (cli->database, "message");
  g_assert_cmpint (g_chmod (cli->database, 0600), ==, 0);
}

static void
set_clock_back (Cli *cli)
{
  keep_run_sql (cli->database, "UPDATE ticket SET updated_at = 4102444800000 WHERE number = 7");
}

static void
empty_pages (Cli *cli)
{
  keep_run_sql (cli->database,
                "CREATE TABLE deleted (text TEXT);"
                "INSERT INTO deleted SELECT hex (randomblob (4000)) FROM message;"
                "DROP TABLE deleted");
}

static void
stop_erasing (Cli *cli)
{
  keep_run_sql (cli->database, "UPDATE meta SET erased = clean + 3");
}

static void
age (Cli *cli)
{
  keep_set_version (cli->database, 1);
}

static const struct
{
  const char *check;
  void (*fall_ill) (Cli *cli);
  gboolean problem;
  const char *said;
} illnesses[] = {
  { "rights", open_file, TRUE, "chmod 600" },
  { "folder-rights", open_folder, TRUE, "chmod go-w" },
  { "wal", fill_wal, FALSE, "has grown to 68.2" },
  { "kept", keep_old_one, FALSE, "before-restore-20261101T000000.000000Z holds" },
  { "left-over", leave_part, FALSE, "tickets.db.5ca1ab1e.part is of a backup" },
  { "damage", damage, TRUE, "The file is damaged." },
  { "clock", set_clock_back, TRUE, "2100-01-01T00:00:00.000Z" },
  { "room", empty_pages, FALSE, "vacuum" },
  { "erasing", stop_erasing, FALSE, "Words of 3 deleted messages" },
  { "version", age, FALSE, "An older version" },
};

static void
test_illness (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (Cli) cli = keep_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonObject *symptom;
  const int status = illnesses[i].problem ? CLI_FAILED : CLI_DONE;

  illnesses[i].fall_ill (cli);
  cli_assert (cli, status, DOCTOR);
  g_assert_true (g_str_has_prefix (cli->out, illnesses[i].problem ? "Problem: " : "Note: "));
  g_assert_nonnull (strstr (cli->out, illnesses[i].said));
  cli_assert (cli, status, DOCTOR " --json");
  node = parse (cli);
  symptom = get_symptom (node, illnesses[i].check);
  g_assert_cmpint (json_object_get_boolean_member (symptom, "problem"), ==, illnesses[i].problem);
  g_assert_nonnull (strstr (json_object_get_string_member (symptom, "text"), illnesses[i].said));
}

/* Of the process, whose limit is lower than what is asked for. */
static void
test_open_files (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "tickets-server", NULL);
  g_autofree char *line = g_strdup_printf (
      "ulimit -n 1000 && '%s' doctor --connections=1000 -d '%s'", program, cli->database);
  const char *const argv[] = { "/bin/sh", "-c", line, NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (
      NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_false (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (out, "Problem: Too few files can be open here (1000)"));
}

static void
test_no_database (void)
{
  g_autoptr (Cli) cli = cli_new ();

  cli_assert (cli, CLI_REFUSED, "doctor");
  cli_assert (cli, CLI_USAGE, "doctor --connections=0");
}

void
keep_add_doctor_tests (void)
{
  g_test_add_func ("/keep/doctor/healthy", test_healthy);
  g_test_add_func ("/keep/doctor/open-files", test_open_files);
  g_test_add_func ("/keep/doctor/no-database", test_no_database);
  for (guint i = 0; i < G_N_ELEMENTS (illnesses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keep/doctor/%s", illnesses[i].check);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_illness);
    }
}
