/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations: a code, once and for seven days, by which somebody chooses a password. */
#include "api-fixture.h"

#include <string.h>

#include "tkt-invitation-code.h"
#include "tkt-time.h"

#define ACCEPT "POST /v1/invitations/accept"
#define BAD "401 bad-credentials"
#define NEW_PASSWORD "quite another one"

static const char *
id_of (Api *api, const char *username)
{
  g_autofree char *id = test_server_find_account (api->server, username);

  return api_text (api, "%s", id);
}

static const char *
invite (Api *api, const char *username)
{
  return api_string (
      api_expect (
          api, "201", "alma", NULL, "POST /v1/accounts/%s/invitation", id_of (api, username)),
      "code");
}

static const char *
acceptance (Api *api, const char *code)
{
  return api_text (api, "{'code':'%s','password':'" NEW_PASSWORD "','device':'Desk'}", code);
}

static const char *
credentials (Api *api, const char *username, const char *password)
{
  return api_text (api, "{'username':'%s','password':'%s'}", username, password);
}

/* An account without a password can't sign in; with the code its person chooses one and is in. */
static void
test_first_day (void)
{
  g_autoptr (Api) api = api_new ();
  ApiAnswer *added = api_expect (api,
                                 "201",
                                 "alma",
                                 "{'username':'zoe','display_name':'Zoe','role':'account-manager'}",
                                 "POST /v1/accounts");
  ApiAnswer *invitation, *in;
  gint64 until;

  api_expect (api, BAD, NULL, credentials (api, "zoe", ""), "POST /v1/sessions");
  invitation = api_expect (
      api, "201", "alma", NULL, "POST /v1/accounts/%s/invitation", api_string (added, "id"));
  g_assert_cmpstr (api_string (invitation, "account.username"), ==, "zoe");
  g_assert_true (tkt_time_parse (api_string (invitation, "expires_at"), &until));
  g_assert_cmpint (ABS (until - tkt_time_now () - 7 * TKT_DAY), <, TKT_MINUTE);
  g_assert_false (test_folder_contains (api->server->folder, api_string (invitation, "code")));

  in = api_expect (api, "201", NULL, acceptance (api, api_string (invitation, "code")), ACCEPT);
  g_assert_cmpstr (api_string (in, "account.username"), ==, "zoe");
  g_assert_cmpstr (api_string (in, "organization.slug"), ==, "larkfield");
  g_assert_cmpstr (api_send (api,
                             NULL,
                             api_text (api, "Authorization: Bearer %s", api_string (in, "token")),
                             NULL,
                             "GET /v1/me")
                       ->said,
                   ==,
                   "200");
  api_expect (api, "201", NULL, credentials (api, "zoe", NEW_PASSWORD), "POST /v1/sessions");
  g_assert_cmpstr (
      api_column (
          api,
          api_expect (
              api, "200", "alma", NULL, "GET /v1/audit?account=%s", api_string (added, "id")),
          "kind"),
      ==,
      "sign-in sign-in invitation-used sign-in-failed");
}

/* What people make of a code when they type it. */
static void
test_typing (void)
{
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < 4; i++)
    {
      const char *code = invite (api, "ada");
      g_autofree char *lower = g_ascii_strdown (code, -1);
      g_auto (GStrv) groups = g_strsplit (code, "-", -1);
      g_autofree char *joined = g_strjoinv ("", groups);
      g_autofree char *spaced = g_strjoinv ("  ", groups);
      const char *typed[] = { code, lower, joined, api_text (api, " %s\\n", spaced) };

      g_assert_true (g_regex_match_simple (
          "^([ACDEFGHJKMNPQRTWXY34679]{4}-){4}[ACDEFGHJKMNPQRTWXY34679]{4}$", code, 0, 0));
      api_expect (api, "201", NULL, acceptance (api, typed[i]), ACCEPT);
    }
}

/* Which codes are not good, and that each is told so in the same words. */
static void
expire (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  guint8 hash[TKT_INVITATION_HASH_SIZE];
  g_autoptr (GError) error = NULL;
  g_autoptr (TktInvitationRow) invitation = NULL;

  tkt_invitation_code_hash (data, hash);
  invitation = tkt_store_get_invitation (tx, hash, &error);
  g_assert_no_error (error);
  invitation->expires_at = tkt_time_now () - 1;
  g_assert_true (tkt_store_put_invitation (tx, invitation, &error));
}

static void
test_bad_codes (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *made_up = tkt_invitation_code_new ();
  const char *replaced = invite (api, "ada");
  const char *used = invite (api, "ada");
  const char *expired = invite (api, "abel");
  const char *disabled = invite (api, "bob");
  const char *overtaken = invite (api, "nils");
  const char *good = invite (api, "mara");
  const char *same = NULL;
  const char *bad[] = { made_up,
                        "",
                        "x",
                        "' OR 1=1",
                        replaced,
                        used,
                        expired,
                        disabled,
                        overtaken,
                        api_text (api, "%sA", good),
                        api_token (api, "alma") };

  api_expect (api, "201", NULL, acceptance (api, used), ACCEPT);
  test_server_change (api->server, expire, (gpointer)expired);
  api_expect (api, "200", "alma", "{'disabled':true}", "PATCH /v1/accounts/%s", id_of (api, "bob"));
  api_expect (
      api, "200", "alma", "{'disabled':false}", "PATCH /v1/accounts/%s", id_of (api, "bob"));
  api_expect (api,
              "200",
              "alma",
              "{'password':'" TEST_PASSWORD "'}",
              "PATCH /v1/accounts/%s",
              id_of (api, "nils"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *escaped = g_strdelimit (g_strdup (bad[i]), "'", '`');
      ApiAnswer *answer = api_expect (api, BAD, NULL, acceptance (api, escaped), ACCEPT);

      same = same != NULL ? same : answer->text;
      g_assert_cmpstr (answer->text, ==, same);
    }
  /* Nobody's password was touched by any of it. */
  api_expect (api, "201", NULL, credentials (api, "nils", TEST_PASSWORD), "POST /v1/sessions");
  api_expect (api, "201", NULL, acceptance (api, good), ACCEPT);
}

/* A new code is how a forgotten password, or one in wrong hands, is mended. */
static void
test_mends (void)
{
  g_autoptr (Api) api = api_new ();
  const char *code;

  api_token (api, "ada");
  api_token (api, "ada/2");
  code = invite (api, "ada");
  api_expect (api, "401 signed-out", "ada", NULL, "GET /v1/me");
  api_expect (api, "401 signed-out", "ada/2", NULL, "GET /v1/me");
  api_expect (api, BAD, NULL, credentials (api, "ada", TEST_PASSWORD), "POST /v1/sessions");
  api_expect (
      api, "422 /password", NULL, api_text (api, "{'code':'%s','password':'short'}", code), ACCEPT);
  api_expect (api, "201", NULL, acceptance (api, code), ACCEPT);
  api_expect (api, BAD, NULL, acceptance (api, code), ACCEPT);
  api_expect (api, BAD, NULL, credentials (api, "ada", TEST_PASSWORD), "POST /v1/sessions");
  api_expect (api, "201", NULL, credentials (api, "ada", NEW_PASSWORD), "POST /v1/sessions");
}

static void
test_refused (void)
{
  g_autoptr (Api) api = api_new ();
  const char *bob = id_of (api, "bob");

  api_add_elsewhere (api);
  api_expect (api, "403 not-allowed", "mara", NULL, "POST /v1/accounts/%s/invitation", bob);
  api_expect (api, "403 not-allowed", "bob", NULL, "POST /v1/accounts/%s/invitation", bob);
  api_expect (api, "404 not-found", "ursa", NULL, "POST /v1/accounts/%s/invitation", bob);
  api_expect (api, "401 signed-out", NULL, NULL, "POST /v1/accounts/%s/invitation", bob);
  api_expect (api, "200", "bob", NULL, "GET /v1/me");
  api_expect (api, "200", "alma", "{'disabled':true}", "PATCH /v1/accounts/%s", bob);
  api_expect (api, "422 \"\"", "alma", NULL, "POST /v1/accounts/%s/invitation", bob);
}

/* Guessing is throttled as guessing passwords is: ten times one code, a hundred from an address. */
static void
test_throttled (void)
{
  g_autoptr (Api) api = api_new ();
  const char *good = invite (api, "ada");

  for (guint i = 0; i < 10; i++)
    api_expect (api, BAD, NULL, acceptance (api, i % 2 == 0 ? "WRONG-CODE" : "wrong code"), ACCEPT);
  api_expect (api, "429 slow-down", NULL, acceptance (api, "wrongcode"), ACCEPT);
  for (guint i = 0; i < 90; i++)
    api_expect (api, BAD, NULL, acceptance (api, api_text (api, "WRONG%u", i)), ACCEPT);
  api_expect (api, "429 slow-down", NULL, acceptance (api, good), ACCEPT);
}

/* One code, several people at once: one of them comes in. */
static void
on_answered (GObject *session, GAsyncResult *result, gpointer user_data)
{
  guint *n_left = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body
      = soup_session_send_and_read_finish (SOUP_SESSION (session), result, &error);

  g_assert_no_error (error);
  (*n_left)--;
}

static void
test_at_once (void)
{
  enum
  {
    PEOPLE = 8
  };
  g_autoptr (Api) api = api_new ();
  g_autofree char *uri = test_server_get_uri (api->server);
  g_autofree char *address = g_strconcat (uri, "/v1/invitations/accept", NULL);
  g_autoptr (GString) body = g_string_new (acceptance (api, invite (api, "ada")));
  g_autoptr (GBytes) bytes = NULL;
  SoupMessage *messages[PEOPLE];
  guint n_left = PEOPLE, n_in = 0;

  g_string_replace (body, "'", "\"", 0);
  bytes = g_bytes_new (body->str, body->len);
  for (guint i = 0; i < PEOPLE; i++)
    {
      messages[i] = soup_message_new ("POST", address);
      soup_message_set_request_body_from_bytes (messages[i], "application/json", bytes);
      soup_session_send_and_read_async (
          api->session, messages[i], G_PRIORITY_DEFAULT, NULL, on_answered, &n_left);
    }
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < PEOPLE; i++)
    {
      guint status = soup_message_get_status (messages[i]);

      n_in += status == 201;
      g_assert_true (status == 201 || status == 401);
      g_object_unref (messages[i]);
    }
  g_assert_cmpuint (n_in, ==, 1);
}

void
api_add_invitation_tests (void)
{
  g_test_add_func ("/api/invitations/first-day", test_first_day);
  g_test_add_func ("/api/invitations/typing", test_typing);
  g_test_add_func ("/api/invitations/bad-codes-are-told-the-same", test_bad_codes);
  g_test_add_func ("/api/invitations/mend-a-password", test_mends);
  g_test_add_func ("/api/invitations/refused", test_refused);
  g_test_add_func ("/api/invitations/throttled", test_throttled);
  g_test_add_func ("/api/invitations/at-once", test_at_once);
}
