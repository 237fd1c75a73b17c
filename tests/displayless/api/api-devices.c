/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One's own sessions: the list of them, ending one, and how their use is written. */
#include "api-fixture.h"

#include <string.h>

#include "test-await.h"
#include "tkt-sessions.h"
#include "tkt-token.h"

#define SIGNED_OUT "401 signed-out"
#define SESSIONS "/v1/me/sessions"

static const char *
sign_in_as (Api *api, const char *username, const char *device)
{
  const char *body = api_text (
      api, "{'username':'%s','password':'" TEST_PASSWORD "','device':'%s'}", username, device);

  return api_string (api_expect (api, "201", NULL, body, "POST /v1/sessions"), "token");
}

static const char *
current_of (Api *api, const char *who)
{
  g_autoptr (JsonArray) all = api_walk (api, who, SESSIONS, 200);
  const char *id = NULL;

  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      JsonObject *session = json_array_get_object_element (all, i);

      if (!json_object_get_boolean_member (session, "current"))
        continue;
      g_assert_null (id);
      id = json_object_get_string_member (session, "id");
    }
  g_assert_nonnull (id);

  return api_text (api, "%s", id);
}

/* Each tells its device and where it is from; newest first, whatever the size of the pages; nobody
 * else's are there, and no token. */
static void
test_list (void)
{
  g_autoptr (Api) api = api_new ();
  const char *tokens[7];
  ApiAnswer *answer;

  api_token (api, "abel");
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    tokens[i] = sign_in_as (api, "ada", api_text (api, "Desk %u", i));
  answer = api_expect (api, "200", "ada", NULL, "GET " SESSIONS);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (api_member (answer, "items"))),
                    ==,
                    G_N_ELEMENTS (tokens) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_assert_null (strstr (answer->text, tokens[i] + strlen (TKT_TOKEN_PREFIX)));
  /* The one that asks has been opened last. */
  g_assert_true (json_node_get_boolean (api_member (answer, "items.0.current")));
  g_assert_null (api_string (answer, "items.0.device"));
  g_assert_cmpstr (api_string (answer, "items.1.device"), ==, "Desk 6");
  g_assert_false (json_node_get_boolean (api_member (answer, "items.1.current")));
  g_assert_cmpstr (api_string (answer, "items.7.device"), ==, "Desk 0");
  g_assert_cmpstr (api_string (answer, "items.7.address"), ==, "127.0.0.1");
  for (guint limit = 1; limit < 10; limit++)
    {
      g_autoptr (JsonArray) all = api_walk (api, "ada", SESSIONS, limit);

      g_assert_cmpuint (json_array_get_length (all), ==, G_N_ELEMENTS (tokens) + 1);
      for (guint i = 0; i < json_array_get_length (all); i++)
        g_assert_cmpstr (
            json_object_get_string_member (json_array_get_object_element (all, i), "id"),
            ==,
            api_string (answer, api_text (api, "items.%u.id", i)));
    }
}

/* Ending one ends that one: another of one's own, or the one that asks. */
static void
test_end (void)
{
  g_autoptr (Api) api = api_new ();
  const char *other = current_of (api, "ada/2");
  const char *own = current_of (api, "ada");

  api_token (api, "ada/3");
  api_expect (api, "204", "ada", NULL, "DELETE " SESSIONS "/%s", other);
  api_expect (api, SIGNED_OUT, "ada/2", NULL, "GET /v1/me");
  api_expect (api, "404 not-found", "ada", NULL, "DELETE " SESSIONS "/%s", other);
  api_expect (api, "204", "ada", NULL, "DELETE " SESSIONS "/%s", own);
  api_expect (api, SIGNED_OUT, "ada", NULL, "DELETE " SESSIONS "/%s", own);
  api_expect (api, "200", "ada/3", NULL, "GET /v1/me");
}

/* Rule 9: what is somebody else's looks like what does not exist, even to an admin. */
static void
test_foreign (void)
{
  static const char *const strangers[] = { "abel", "alma", "bob", "ursa" };
  g_autoptr (Api) api = api_new ();
  const char *id = current_of (api, "ada");

  api_add_elsewhere (api);
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      ApiAnswer *theirs
          = api_expect (api, "404 not-found", strangers[i], NULL, "DELETE " SESSIONS "/%s", id);
      ApiAnswer *none = api_expect (
          api, "404 not-found", strangers[i], NULL, "DELETE " SESSIONS "/" API_MISSING);

      g_assert_cmpstr (theirs->text, ==, none->text);
    }
  api_expect (api, SIGNED_OUT, NULL, NULL, "DELETE " SESSIONS "/%s", id);
  api_expect (api, SIGNED_OUT, NULL, NULL, "GET " SESSIONS);
  api_expect (api, "404 not-found", "ada", NULL, "DELETE " SESSIONS "/mine");
  api_expect (api, "200", "ada", NULL, "GET /v1/me");
}

static void
test_cursors (void)
{
  static const char *const paths[] = { "/v1/tickets", "/v1/publishers" };
  g_autoptr (Api) api = api_new ();

  api_open (api, "ada", "One");
  api_expect (api, "400 bad-request", "ada", NULL, "GET " SESSIONS "?cursor=nonsense");
  api_expect (api, "400 bad-request", "ada", NULL, "GET " SESSIONS "?limit=201");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const char *next
          = api_string (api_expect (api, "200", "mara", NULL, "GET %s?limit=1", paths[i]), "next");

      api_expect (api, "400 bad-request", "ada", NULL, "GET " SESSIONS "?cursor=%s", next);
    }
}

/* A session as the store has it, changed by @set. */
typedef struct
{
  guint8 hash[TKT_TOKEN_HASH_SIZE];
  gint64 created_at, last_used_at, expires_at;
} Stored;

static void
set_stored (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const Stored *stored = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktSessionRow) session = tkt_store_get_session (tx, stored->hash, &error);

  g_assert_no_error (error);
  /* When it began is never replaced. */
  g_assert_true (tkt_store_drop_session (tx, stored->hash, &error));
  session->created_at = stored->created_at;
  session->last_used_at = stored->last_used_at;
  session->expires_at = stored->expires_at;
  g_assert_true (tkt_store_put_session (tx, session, &error));
}

static gpointer
get_stored (TktStoreTx *tx, gpointer data, GError **error)
{
  Stored *stored = data;
  g_autoptr (TktSessionRow) session = tkt_store_get_session (tx, stored->hash, error);

  stored->created_at = session->created_at;
  stored->last_used_at = session->last_used_at;
  stored->expires_at = session->expires_at;

  return GINT_TO_POINTER (TRUE);
}

static void
look_at (Api *api, Stored *stored)
{
  g_autoptr (GError) error = NULL;

  tkt_store_read (api->server->store, get_stored, stored, &error);
  g_assert_no_error (error);
}

/* A use is written after its call was answered. */
static void
await_use (Api *api, Stored *stored, gint64 since)
{
  gint64 deadline = g_get_monotonic_time () + TEST_AWAIT_MS * G_TIME_SPAN_MILLISECOND;

  for (look_at (api, stored); stored->last_used_at < since; look_at (api, stored))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_thread_yield ();
    }
}

static void
count_commit (guint *n_commits)
{
  g_atomic_int_inc (n_commits);
}

/* Reads stay reads: within the hour no use is written; after it one is, however many come at once,
 * and it moves the end no further than a year from the beginning. */
static void
test_use (void)
{
  g_autoptr (Api) api = api_new ();
  gint64 now = tkt_time_now ();
  guint n_commits = 0;
  Stored stored;

  g_assert_true (tkt_token_hash (api_token (api, "ada"), stored.hash));
  g_signal_connect_swapped (api->server->store, "committed", G_CALLBACK (count_commit), &n_commits);
  for (guint i = 0; i < 20; i++)
    api_expect (api, "200", "ada", NULL, "GET /v1/tickets?limit=%u", i + 1);
  g_assert_cmpuint (g_atomic_int_get (&n_commits), ==, 0);

  stored.created_at = now - 350 * TKT_DAY;
  stored.last_used_at = now - 2 * TKT_HOUR;
  stored.expires_at = now + 5 * TKT_DAY;
  test_server_change (api->server, set_stored, &stored);
  for (guint i = 0; i < 20; i++)
    api_expect (api, "200", "ada", NULL, "GET /v1/tickets?limit=%u", i + 1);
  await_use (api, &stored, now);
  g_assert_cmpint (stored.expires_at, ==, stored.created_at + 365 * TKT_DAY);

  g_atomic_int_set (&n_commits, 0);
  for (guint i = 0; i < 20; i++)
    api_expect (api, "200", "ada", NULL, "GET /v1/tickets?limit=%u", i + 1);
  g_assert_cmpuint (g_atomic_int_get (&n_commits), ==, 0);
  g_signal_handlers_disconnect_by_data (api->server->store, &n_commits);
}

/* Thirty days unused, or a year in all: what comes first. */
static void
test_lives (void)
{
  static const struct
  {
    gint64 idle, whole;        /* as the server is told */
    gint64 created, last_used; /* so long ago */
    gint64 left;               /* after a use */
  } lives[] = {
    { 0, 0, 10 * TKT_DAY, 2 * TKT_HOUR, 30 * TKT_DAY },
    { 0, 0, 340 * TKT_DAY, 2 * TKT_HOUR, 25 * TKT_DAY },
    { TKT_DAY, 0, 10 * TKT_DAY, 2 * TKT_HOUR, TKT_DAY },
    { 0, 20 * TKT_DAY, 10 * TKT_DAY, 2 * TKT_HOUR, 10 * TKT_DAY },
    { 5 * TKT_DAY, 7 * TKT_DAY, 0, 2 * TKT_HOUR, 5 * TKT_DAY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      g_autoptr (Api) api = api_new ();
      gint64 now = tkt_time_now ();
      Stored stored;

      test_server_stop (api->server);
      api->server->session_life = (TktSessionLife){ lives[i].idle, lives[i].whole };
      test_server_start (api->server);
      g_assert_true (tkt_token_hash (api_token (api, "ada"), stored.hash));
      stored.created_at = now - lives[i].created;
      stored.last_used_at = now - lives[i].last_used;
      stored.expires_at = now + TKT_HOUR;
      test_server_change (api->server, set_stored, &stored);
      api_expect (api, "200", "ada", NULL, "GET /v1/me");
      await_use (api, &stored, now);
      g_assert_cmpint (ABS (stored.expires_at - now - lives[i].left), <, TKT_MINUTE);
    }
}

void
api_add_device_tests (void)
{
  g_test_add_func ("/api/devices/list", test_list);
  g_test_add_func ("/api/devices/end", test_end);
  g_test_add_func ("/api/devices/rule-9/nobody-elses", test_foreign);
  g_test_add_func ("/api/devices/cursors", test_cursors);
  g_test_add_func ("/api/devices/use-is-written-once-an-hour", test_use);
  g_test_add_func ("/api/devices/lives", test_lives);
}
