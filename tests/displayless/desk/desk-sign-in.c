/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in: who gets in, what the page is told, and what is remembered. */
#include "desk-fixture.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#define HERE "http://127.0.0.1"

/* What can be typed that lets nobody in. */
typedef struct
{
  const char *name;
  const char *server; /* NULL: the one that runs */
  const char *organization;
  const char *username;
  const char *password;
  TktProblemCode problem; /* TKT_N_PROBLEMS: the server is not reached */
  const char *pointer;    /* NULL: of no field */
  gboolean several;       /* the server has a second organization */
} Mistake;

static const Mistake mistakes[] = {
  { "wrong-password", NULL, NULL, "ada", "wrong horse battery", TKT_PROBLEM_BAD_CREDENTIALS },
  { "unknown-name", NULL, NULL, "nobody", TEST_PASSWORD, TKT_PROBLEM_BAD_CREDENTIALS },
  { "unknown-organization", NULL, "nowhere", "ada", TEST_PASSWORD, TKT_PROBLEM_BAD_CREDENTIALS },
  { "organization-to-choose",
    NULL,
    NULL,
    "ada",
    TEST_PASSWORD,
    TKT_PROBLEM_INVALID,
    "/organization",
    TRUE },
  { "organization-of-others",
    NULL,
    "second",
    "ada",
    TEST_PASSWORD,
    TKT_PROBLEM_BAD_CREDENTIALS,
    NULL,
    TRUE },
  { "http-beyond-loopback",
    "http://desk.example.net",
    NULL,
    "ada",
    TEST_PASSWORD,
    TKT_PROBLEM_INVALID,
    "/server" },
  { "http-to-a-name-like-loopback",
    "http://localhost.example.net",
    NULL,
    "ada",
    TEST_PASSWORD,
    TKT_PROBLEM_INVALID,
    "/server" },
  { "other-scheme", "ftp://127.0.0.1", NULL, "ada", TEST_PASSWORD, TKT_PROBLEM_INVALID, "/server" },
  { "address-with-a-path",
    "https://desk.example.net/tickets",
    NULL,
    "ada",
    TEST_PASSWORD,
    TKT_PROBLEM_INVALID,
    "/server" },
  { "no-address", "  ", NULL, "ada", TEST_PASSWORD, TKT_PROBLEM_INVALID, "/server" },
  { "unknown-host", "https://desk.invalid", NULL, "ada", TEST_PASSWORD, TKT_N_PROBLEMS },
  { "nothing-listens", HERE ":1", NULL, "ada", TEST_PASSWORD, TKT_N_PROBLEMS },
};

static void
assert_mistake (const Mistake *mistake, const char *server, const GError *error)
{
  if (mistake->problem == TKT_N_PROBLEMS)
    {
      g_autofree char *expected = g_strdup_printf ("%s can't be reached: ", server);

      g_assert_nonnull (error);
      g_assert_true (error->domain != TKT_PROBLEM);
      g_assert_true (g_str_has_prefix (error->message, expected));
    }
  else
    g_assert_error (error, TKT_PROBLEM, (int)mistake->problem);
  if (mistake->pointer != NULL)
    {
      const GPtrArray *fields = tkt_problem_get_fields (error);

      g_assert_nonnull (fields);
      g_assert_cmpuint (fields->len, ==, 1);
      g_assert_cmpstr (
          ((TktFieldError *)g_ptr_array_index (fields, 0))->pointer, ==, mistake->pointer);
    }
}

static void
make_mistake (DeskFixture *self, const Mistake *mistake)
{
  g_autoptr (TktSignIns) sign_ins = tkt_sign_ins_new (self->folder, TRUE);
  g_autofree char *server
      = mistake->server != NULL ? g_strdup (mistake->server) : test_server_get_uri (self->server);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_test_message ("%s", mistake->name);
  tkt_sign_ins_sign_in_async (sign_ins,
                              server,
                              mistake->organization,
                              mistake->username,
                              mistake->password,
                              NULL,
                              test_keep_result,
                              (gpointer)&result);
  test_await (result != NULL);
  g_assert_null (tkt_sign_ins_sign_in_finish (sign_ins, result, NULL, &error));
  assert_mistake (mistake, server, error);
  list = desk_load_sign_ins (sign_ins);
  g_assert_cmpuint (list->len, ==, 0);
}

/* The error names what is to blame, and nobody is remembered. */
static void
test_mistakes (gconstpointer data)
{
  const gboolean several = GPOINTER_TO_INT (data);
  g_autoptr (DeskFixture) self = desk_fixture_new ();

  if (several)
    g_free (test_server_add_organization (self->server, "second"));
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    if (mistakes[i].several == several)
      make_mistake (self, &mistakes[i]);
}

/* With the organization's slug, and with the only one's left out; the page is told who it is. */
static void
test_good (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (TktSignIns) sign_ins = tkt_sign_ins_new (self->folder, FALSE);
  g_autofree char *uri = test_server_get_uri (self->server);
  g_autofree char *ada = test_server_find_account (self->server, "ada");
  g_autofree char *second = NULL;
  const char *const organizations[] = { NULL, "larkfield" };

  for (guint i = 0; i < G_N_ELEMENTS (organizations); i++)
    {
      gboolean in_file = TRUE;
      g_autoptr (TktSignIn) sign_in
          = desk_sign_in (self, sign_ins, organizations[i], "Ada", &in_file);

      g_assert_cmpstr (sign_in->account_id, ==, ada);
      g_assert_cmpstr (sign_in->username, ==, "ada");
      g_assert_cmpstr (sign_in->display_name, ==, "Ada Example");
      g_assert_cmpstr (sign_in->organization_name, ==, "Larkfield Network");
      g_assert_cmpstr (sign_in->server, ==, uri);
      g_assert_false (in_file);
    }
}

static void
assert_mode (const char *folder, const char *name, guint expected)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 07777, ==, expected);
}

/* Without a keyring the token is in a file that only the person can read, and the page says so. */
static void
test_token_in_file (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autofree char *folder = g_build_filename (self->folder, "data", NULL);
  g_autoptr (TktSignIns) sign_ins = tkt_sign_ins_new (folder, TRUE);
  const mode_t old = umask (0);
  gboolean in_file = FALSE;
  g_autoptr (TktSignIn) sign_in = desk_sign_in (self, sign_ins, NULL, "ada", &in_file);
  g_autofree char *account_folder = tkt_sign_ins_get_account_folder (sign_ins, sign_in->account_id);
  g_autofree char *token = desk_lookup_token (sign_ins, sign_in->account_id);
  g_autofree char *list = g_build_filename (folder, "accounts.json", NULL);
  g_autofree char *accounts = NULL;

  umask (old);
  g_assert_true (in_file);
  g_assert_nonnull (token);
  assert_mode (folder, "", 0700);
  assert_mode (folder, "accounts.json", 0600);
  assert_mode (account_folder, "", 0700);
  assert_mode (account_folder, "token", 0600);
  g_assert_true (test_folder_contains (account_folder, token));
  g_assert_true (g_file_get_contents (list, &accounts, NULL, NULL));
  g_assert_null (strstr (accounts, token));
}

/* Tokens that are not kept are nowhere on the disk. */
static void
test_token_in_memory (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *seat = seat_new (self, "ada");
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (seat->sign_ins, seat->sign_in->account_id);
  g_autofree char *token = desk_lookup_token (seat->sign_ins, seat->sign_in->account_id);

  g_assert_nonnull (token);
  g_assert_true (test_folder_contains (folder, "Acme Media"));
  g_assert_false (test_folder_contains (folder, token));
}

/* The next start finds who was signed in, and shows the cache before any answer of the network. */
static void
test_remembered (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (TktSignIns) first = tkt_sign_ins_new (self->folder, TRUE);
  g_autoptr (TktSignIns) second = tkt_sign_ins_new (self->folder, TRUE);
  g_autoptr (TktSignIn) sign_in = desk_sign_in (self, first, NULL, "ada", NULL);
  Seat seat = { .fixture = self, .sign_ins = first, .sign_in = sign_in };
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();

  seat_start (&seat);
  seat_await_ready (&seat);
  g_free (seat_open_ticket (&seat, NULL, "Payout", "Where is it?", NULL));
  test_await (tkt_desk_get_waiting (seat.desk) == 0);
  seat_stop (&seat);

  test_server_stop (self->server);
  list = desk_load_sign_ins (second);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_true (tkt_shape_equal (&tkt_sign_in_shape, g_ptr_array_index (list, 0), sign_in));
  seat.sign_ins = second;
  seat_start (&seat);
  seat_await_ready (&seat);
  seat_assert_tickets (&seat, filter, "Payout");
  test_await (tkt_desk_get_network (seat.desk) == TKT_NETWORK_OFFLINE);

  test_server_start (self->server);
  test_await (tkt_desk_get_network (seat.desk) == TKT_NETWORK_ONLINE);
  seat_stop (&seat);
}

static char *
show_usernames (const GPtrArray *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (
        text, "%s%s", i > 0 ? " " : "", ((TktSignIn *)g_ptr_array_index (list, i))->username);
  return g_string_free (text, FALSE);
}

/* Both sides and another network side by side at one computer: each has its own view. */
static void
test_side_by_side (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (TktSignIns) sign_ins = tkt_sign_ins_new (self->folder, TRUE);
  g_autoptr (TktSignIns) later = tkt_sign_ins_new (self->folder, TRUE);
  g_autofree char *second = test_server_add_organization (self->server, "second");
  const char *const people[][3] = { { "larkfield", "ada", "Larkfield Network" },
                                    { "larkfield", "mara", "Larkfield Network" },
                                    { "second", "ursa", "Second Network" } };
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *usernames = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    tkt_sign_in_free (desk_sign_in (self, sign_ins, people[i][0], people[i][1], NULL));
  /* Once more is not twice. */
  tkt_sign_in_free (desk_sign_in (self, sign_ins, "larkfield", "ada", NULL));
  list = desk_load_sign_ins (later);
  usernames = show_usernames (list);
  g_assert_cmpstr (usernames, ==, "mara ursa ada");

  for (guint i = 0; i < list->len; i++)
    {
      TktSignIn *sign_in = g_ptr_array_index (list, i);
      Seat seat = { .fixture = self, .sign_ins = later, .sign_in = sign_in };

      seat_start (&seat);
      seat_await_ready (&seat);
      g_assert_cmpstr (tkt_desk_get_account (seat.desk)->username, ==, sign_in->username);
      g_assert_cmpstr (tkt_desk_get_organization (seat.desk)->name, ==, sign_in->organization_name);
      seat_stop (&seat);
    }
}

/* Whoever signs in before anybody asked for the list, from a demo's window say, is added to it. */
static void
test_added (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  const char *const people[] = { "ada", "mara" };
  g_autoptr (TktSignIns) later = tkt_sign_ins_new (self->folder, TRUE);
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *usernames = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (TktSignIns) sign_ins = tkt_sign_ins_new (self->folder, TRUE);

      tkt_sign_in_free (desk_sign_in (self, sign_ins, NULL, people[i], NULL));
    }
  list = desk_load_sign_ins (later);
  usernames = show_usernames (list);
  g_assert_cmpstr (usernames, ==, "ada mara");
}

/* A list that can't be read is an error, not an empty list that the next sign-in would write over.
 */
static void
test_damaged_list (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *uri = test_server_get_uri (server);
  static const char *const damaged[] = { "", "{}", "[{}]", "[{\"account_id\": 7}]", "[" };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autoptr (TktSignIns) sign_ins = tkt_sign_ins_new (folder, TRUE);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *left = NULL;

      g_assert_true (g_file_set_contents (path, damaged[i], -1, NULL));
      tkt_sign_ins_load_async (sign_ins, NULL, test_keep_result, (gpointer)&result);
      test_await (result != NULL);
      g_assert_null (tkt_sign_ins_load_finish (sign_ins, result, &error));
      g_assert_nonnull (error);

      g_clear_error (&error);
      g_clear_object (&result);
      tkt_sign_ins_sign_in_async (
          sign_ins, uri, NULL, "ada", TEST_PASSWORD, NULL, test_keep_result, (gpointer)&result);
      test_await (result != NULL);
      g_assert_null (tkt_sign_ins_sign_in_finish (sign_ins, result, NULL, &error));
      g_assert_nonnull (error);
      g_assert_true (g_file_get_contents (path, &left, NULL, NULL));
      g_assert_cmpstr (left, ==, damaged[i]);
    }
}

void
desk_add_sign_in_tests (void)
{
  g_test_add_data_func ("/desk/sign-in/mistakes", GINT_TO_POINTER (FALSE), test_mistakes);
  g_test_add_data_func (
      "/desk/sign-in/several-organizations", GINT_TO_POINTER (TRUE), test_mistakes);
  g_test_add_func ("/desk/sign-in/good", test_good);
  g_test_add_func ("/desk/sign-in/token-in-file", test_token_in_file);
  g_test_add_func ("/desk/sign-in/token-in-memory", test_token_in_memory);
  g_test_add_func ("/desk/sign-in/remembered", test_remembered);
  g_test_add_func ("/desk/sign-in/side-by-side", test_side_by_side);
  g_test_add_func ("/desk/sign-in/added", test_added);
  g_test_add_func ("/desk/sign-in/damaged-list", test_damaged_list);
}
