/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions: how they begin, what ends them, and how long they live. */
#include "api-fixture.h"

#include <string.h>

#include "tkt-password.h"
#include "tkt-sessions.h"
#include "tkt-time.h"
#include "tkt-token.h"

#define SIGNED_OUT "401 signed-out"

static const char *
id_of (Api *api, const char *username)
{
  g_autofree char *id = test_server_find_account (api->server, username);

  return api_text (api, "%s", id);
}

static const char *
credentials (Api *api, const char *username, const char *password)
{
  return api_text (api, "{'username':'%s','password':'%s'}", username, password);
}

/* What is no token of a session that goes on. */
static void
test_tokens (void)
{
  g_autoptr (Api) api = api_new ();
  const char *token = api_token (api, "ada");
  g_autofree char *bent = g_strdup (token);
  g_autofree char *made_up = tkt_token_new ();
  const char *const wrong[] = {
    "Bearer",
    "Bearer ",
    "Bearer x",
    "Basic YWRhOmFkYQ==",
    api_text (api, "Bearer %s0", token),
    api_text (api, "Bearer %s", token + 1),
    api_text (api, "Bearer %s", bent),
    api_text (api, "Bearer %s", made_up),
    api_text (api, "Token %s", token),
    token,
  };

  g_assert_true (g_str_has_prefix (token, "tkt_"));
  bent[strlen (bent) - 10] = bent[strlen (bent) - 10] == '0' ? '1' : '0';
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *value = wrong[i] == wrong[6] ? api_text (api, "Bearer %s", bent) : wrong[i];
      ApiAnswer *answer
          = api_send (api, NULL, api_text (api, "Authorization: %s", value), NULL, "GET /v1/me");

      g_assert_cmpstr (answer->said, ==, SIGNED_OUT);
    }
  api_expect (api, SIGNED_OUT, NULL, NULL, "GET /v1/me");
  api_expect (api, SIGNED_OUT, NULL, "{'title':1}", "POST /v1/tickets");
  api_expect (api, "200", "ada", NULL, "GET /v1/me");
}

/* The database has no token in it that could be used. */
static void
test_hashed (void)
{
  g_autoptr (Api) api = api_new ();
  const char *token = api_token (api, "ada");

  g_assert_false (test_folder_contains (api->server->folder, token));
  g_assert_false (test_folder_contains (api->server->folder, token + strlen ("tkt_")));
  g_assert_false (test_folder_contains (api->server->folder, TEST_PASSWORD));
}

/* What ends which of four sessions: ada's two and one each of abel's and alma's. */
static void
test_ends (void)
{
  static const struct
  {
    const char *who, *call, *body, *said;
    const char *ended; /* of the four */
  } ends[] = {
    { "ada", "DELETE /v1/sessions/current", NULL, "204", "ada" },
    { "ada",
      "PUT /v1/me/password",
      "{'current':'" TEST_PASSWORD "','new':'quite another one'}",
      "204",
      "ada/2" },
    { "ada",
      "PUT /v1/me/password",
      "{'current':'not the password','new':'quite another one'}",
      "422 /current",
      "" },
    { "alma", "PATCH /v1/accounts/$A", "{'disabled':true}", "200", "ada ada/2" },
    { "alma", "PATCH /v1/accounts/$A", "{'password':'quite another one'}", "200", "ada ada/2" },
    { "alma", "PATCH /v1/accounts/$A", "{'display_name':'A'}", "200", "" },
    { "alma", "PATCH /v1/accounts/$A", "{'role':'admin','publisher_id':null}", "200", "" },
    { "alma", "PATCH /v1/accounts/$A", "{'role':'publisher'}", "200", "" },
  };
  static const char *const sessions[] = { "ada", "ada/2", "abel", "alma" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (Api) api = api_new ();
      g_autoptr (GString) call = g_string_new (ends[i].call);
      g_auto (GStrv) ended = g_strsplit (ends[i].ended, " ", -1);

      for (guint s = 0; s < G_N_ELEMENTS (sessions); s++)
        api_expect (api, "200", sessions[s], NULL, "GET /v1/me");
      g_string_replace (call, "$A", id_of (api, "ada"), 0);
      api_expect (api, ends[i].said, ends[i].who, ends[i].body, "%s", call->str);
      for (guint s = 0; s < G_N_ELEMENTS (sessions); s++)
        {
          const char *said
              = g_strv_contains ((const char *const *)ended, sessions[s]) ? SIGNED_OUT : "200";

          api_expect (api, said, sessions[s], NULL, "GET /v1/me");
          api_expect (api, said, sessions[s], NULL, "GET /v1/organization");
        }
    }
}

/* A disabled account can't sign in, and can when it is enabled; its old sessions do not come back.
 */
static void
test_disabled (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ada = id_of (api, "ada");
  const char *body = credentials (api, "ada", TEST_PASSWORD);

  api_token (api, "ada");
  api_expect (api, "200", "alma", "{'disabled':true}", "PATCH /v1/accounts/%s", ada);
  api_expect (api, "401 bad-credentials", NULL, body, "POST /v1/sessions");
  api_expect (api, "200", "alma", "{'disabled':false}", "PATCH /v1/accounts/%s", ada);
  api_expect (api, "201", NULL, body, "POST /v1/sessions");
  api_expect (api, SIGNED_OUT, "ada", NULL, "GET /v1/me");
}

static void
test_new_password (void)
{
  g_autoptr (Api) api = api_new ();

  api_expect (api,
              "204",
              "ada",
              "{'current':'" TEST_PASSWORD "','new':'quite another one'}",
              "PUT /v1/me/password");
  api_expect (api,
              "401 bad-credentials",
              NULL,
              credentials (api, "ada", TEST_PASSWORD),
              "POST /v1/sessions");
  api_expect (api, "201", NULL, credentials (api, "ada", "quite another one"), "POST /v1/sessions");
}

/* With several organizations one has to be said; which of them has the name is not told. */
static void
test_organizations (void)
{
  static const struct
  {
    const char *organization, *username, *said;
  } tries[] = {
    { "'larkfield'", "ada", "201" },
    { "'elsewhere'", "ursa", "201" },
    { "'elsewhere'", "ada", "401 bad-credentials" },
    { "'larkfield'", "ursa", "401 bad-credentials" },
    { "'nowhere'", "ada", "401 bad-credentials" },
    { "''", "ada", "401 bad-credentials" },
    { "null", "ada", "422 /organization" },
  };
  g_autoptr (Api) api = api_new ();

  api_add_elsewhere (api);
  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    api_expect (api,
                tries[i].said,
                NULL,
                api_text (api,
                          "{'organization':%s,'username':'%s','password':'" TEST_PASSWORD "'}",
                          tries[i].organization,
                          tries[i].username),
                "POST /v1/sessions");
}

/* One answer for an unknown name, a wrong password and a disabled account. */
static void
test_same_answer (void)
{
  g_autoptr (Api) api = api_new ();
  const char *wrong
      = api_call (api, NULL, credentials (api, "ada", "wrong password"), "POST /v1/sessions")->text;
  static const char *const names[] = { "nobody", "abel", "", "'; --", "\\u0001" };

  api_expect (
      api, "200", "alma", "{'disabled':true}", "PATCH /v1/accounts/%s", id_of (api, "abel"));
  for (guint i = 0; i < G_N_ELEMENTS (names) - 2; i++)
    g_assert_cmpstr (api_expect (api,
                                 "401 bad-credentials",
                                 NULL,
                                 credentials (api, names[i], TEST_PASSWORD),
                                 "POST /v1/sessions")
                         ->text,
                     ==,
                     wrong);
}

/* In the processor's time, which does not grow with what else the machine does. */
static gint64
verify_for (const char *hash)
{
  struct timespec before, after;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &before);
  g_assert_false (tkt_password_verify (hash, "wrong password", TKT_PASSWORD_STRONG));
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &after);

  return (after.tv_sec - before.tv_sec) * G_USEC_PER_SEC + (after.tv_nsec - before.tv_nsec) / 1000;
}

static void
test_same_time (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = tkt_password_hash (TEST_PASSWORD, TKT_PASSWORD_STRONG, &error);
  gint64 known = G_MAXINT64, unknown = G_MAXINT64;

  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      known = MIN (known, verify_for (hash));
      unknown = MIN (unknown, verify_for (NULL));
    }
  g_test_message (
      "known name: %" G_GINT64_FORMAT " us, unknown: %" G_GINT64_FORMAT " us", known, unknown);
  g_assert_cmpint (unknown, >, known / 2);
  g_assert_cmpint (known, >, unknown / 2);
}

static void
expire (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktSessionRow) session = tkt_store_get_session (tx, data, &error);

  g_assert_no_error (error);
  session->last_used_at -= 31 * TKT_DAY;
  session->expires_at = tkt_time_now () - 1;
  g_assert_true (tkt_store_put_session (tx, session, &error));
}

/* One whose time has passed is over, and its use does not bring it back. */
static void
test_expiry (void)
{
  g_autoptr (Api) api = api_new ();
  ApiAnswer *answer
      = api_call (api, NULL, credentials (api, "ada", TEST_PASSWORD), "POST /v1/sessions");
  const char *token = api_string (answer, "token");
  const char *header = api_text (api, "Authorization: Bearer %s", token);
  guint8 hash[TKT_TOKEN_HASH_SIZE];
  gint64 told;

  g_assert_true (tkt_time_parse (api_string (answer, "expires_at"), &told));
  g_assert_cmpint (ABS (told - tkt_time_now () - 30 * TKT_DAY), <, TKT_MINUTE);
  g_assert_cmpstr (api_send (api, NULL, header, NULL, "GET /v1/me")->said, ==, "200");
  g_assert_true (tkt_token_hash (token, hash));
  test_server_change (api->server, expire, hash);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (api_send (api, NULL, header, NULL, "GET /v1/me")->said, ==, SIGNED_OUT);
}

/* A session outlives the server's process. */
static void
test_restart (void)
{
  g_autoptr (Api) api = api_new ();

  api_expect (api, "200", "ada", NULL, "GET /v1/me");
  test_server_stop (api->server);
  test_server_start (api->server);
  api_expect (api, "200", "ada", NULL, "GET /v1/me");
}

void
api_add_session_tests (void)
{
  g_test_add_func ("/api/sessions/tokens", test_tokens);
  g_test_add_func ("/api/sessions/hashed", test_hashed);
  g_test_add_func ("/api/sessions/ends", test_ends);
  g_test_add_func ("/api/sessions/disabled", test_disabled);
  g_test_add_func ("/api/sessions/new-password", test_new_password);
  g_test_add_func ("/api/sessions/organizations", test_organizations);
  g_test_add_func ("/api/sessions/same-answer", test_same_answer);
  g_test_add_func ("/api/sessions/same-time", test_same_time);
  g_test_add_func ("/api/sessions/thirty-days-from-last-use", test_expiry);
  g_test_add_func ("/api/sessions/restart", test_restart);
}
