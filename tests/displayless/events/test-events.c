/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GET /v1/events over real sockets (protocol.md, "Events"). */
#include <string.h>

#include "events-stream.h"

/* The newest revision among all that @who can see, by what the change feed gives. */
static gint64
newest_of (Api *api, const char *who)
{
  const char *cursor = NULL;
  gint64 newest = 0;
  gboolean more = TRUE;

  while (more)
    {
      ApiAnswer *page
          = cursor != NULL
                ? api_expect (api, "200", who, NULL, "GET /v1/changes?limit=1000&cursor=%s", cursor)
                : api_expect (api, "200", who, NULL, "GET /v1/changes?limit=1000");
      JsonArray *changes = json_node_get_array (api_member (page, "changes"));

      for (guint i = 0; i < json_array_get_length (changes); i++)
        {
          JsonObject *change = json_array_get_object_element (changes, i);
          const char *kind = json_object_get_string_member (change, "kind");
          JsonObject *row = json_object_get_object_member (change, kind);

          newest = MAX (newest, json_object_get_int_member (row, "revision"));
        }
      cursor = api_string (page, "cursor");
      more = json_node_get_boolean (api_member (page, "more"));
    }
  return newest;
}

static const char *
id_line (Api *api, const char *who)
{
  return api_text (api, "\nid: %" G_GINT64_FORMAT "\n", newest_of (api, who));
}

static void
test_form (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (Stream) stream = stream_open (api, "mara", NULL);

  stream_wait (stream, "data: {}\n\n");
  g_assert_true (g_str_has_prefix (stream->got->str, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (stream->got->str, "Content-Type: text/event-stream\r\n"));
  g_assert_nonnull (strstr (stream->got->str, "X-Request-Id: "));
  g_assert_nonnull (strstr (stream->got->str,
                            api_text (api, "event: changes%sdata: {}\n\n", id_line (api, "mara"))));
}

static void
test_last_event_id (void)
{
  g_autoptr (Api) api = api_new ();
  const char *newest = api_text (api, "%" G_GINT64_FORMAT, newest_of (api, "mara"));
  g_autoptr (Stream) knows = stream_open (api, "mara", newest);
  g_autoptr (Stream) is_behind = stream_open (api, "mara", "1");
  g_autoptr (Stream) says_nonsense = stream_open (api, "mara", "-7 or so");

  stream_wait (is_behind, "data: {}\n\n");
  stream_wait (says_nonsense, "data: {}\n\n");
  /* Who knows all hears that the stream stands, and then of the next change alone. */
  stream_wait (knows, ":\n\n");
  g_assert_cmpuint (stream_count (knows, "event:"), ==, 0);
  api_open (api, "ada", "Payout missing");
  stream_wait (knows, id_line (api, "mara"));
}

/* An event says that something can be fetched, to those alone who can fetch it. */
static void
test_who_hears (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (Stream) mara = stream_open (api, "mara", NULL);
  g_autoptr (Stream) abel = stream_open (api, "abel", NULL);
  g_autoptr (Stream) bob = stream_open (api, "bob", NULL);
  const char *ticket;
  guint n_bob;

  stream_wait (bob, "data: {}\n\n");
  ticket = api_open (api, "ada", "Payout missing");
  stream_wait (mara, id_line (api, "mara"));
  stream_wait (abel, id_line (api, "abel"));
  n_bob = stream_count (bob, "event:");

  /* A read mark is its account's own. */
  api_expect (api, "200", "ada", "{'position':1}", "PUT /v1/tickets/%s/read", ticket);
  /* Bob hears of his own, and of nothing that came before it. */
  api_open (api, "bob", "Another one");
  stream_wait (bob, id_line (api, "bob"));
  g_assert_cmpuint (stream_count (bob, "event:"), ==, n_bob + 1);
}

/* Rule 21: neither writing nor deleting a note is anything to hear of for a publisher. */
static void
test_notes_wake_staff (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Payout missing");
  g_autoptr (Stream) nils = stream_open (api, "nils", NULL);
  g_autoptr (Stream) ada = stream_open (api, "ada", NULL);
  const char *before = id_line (api, "ada");
  const char *note;

  stream_wait (nils, "data: {}\n\n");
  stream_wait (ada, before);
  note = api_write_note (api, "mara", ticket, "Ask the bank");
  stream_wait (nils, id_line (api, "nils"));
  api_expect (api, "200", "mara", NULL, "DELETE /v1/notes/%s", note);
  stream_wait (nils, id_line (api, "nils"));
  g_assert_cmpstr (id_line (api, "ada"), ==, before);
  /* One who begins to listen now is told of the same as before, and who listens of the next reply
   * alone. */
  {
    g_autoptr (Stream) abel = stream_open (api, "abel", NULL);

    stream_wait (abel, "data: {}\n\n");
    g_assert_nonnull (strstr (abel->got->str, id_line (api, "abel")));
  }
  api_reply (api, "mara", ticket, "We look into it");
  stream_wait (ada, id_line (api, "ada"));
  g_assert_cmpuint (stream_count (ada, "event:"), ==, 2);
}

static void
test_bursts_merge (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (Stream) mara = stream_open (api, "mara", NULL);
  const char *ticket = api_open (api, "ada", "Payout missing");
  gint64 began = g_get_monotonic_time ();
  guint n_events;
  double seconds;

  for (guint i = 0; i < 200; i++)
    api_reply (api, "ada", ticket, "And another thing");
  stream_wait (mara, id_line (api, "mara"));
  seconds = (g_get_monotonic_time () - began) / (double)G_TIME_SPAN_SECOND;
  n_events = stream_count (mara, "event:");
  g_test_message ("%u events in %.1f s", n_events, seconds);
  /* The first, one at once, and then ten a second. */
  g_assert_cmpfloat (n_events, <=, 3 + 10 * seconds);
}

/* What ends a session ends its stream, in good order, though nothing else happens; and a stream
 * that has nothing to do with it goes on. $M is mara's id, $S the streaming session's. */
static void
test_session_ends (void)
{
  static const struct
  {
    const char *who, *call, *body, *said;
  } ends[] = {
    { "mara/2", "DELETE /v1/sessions/current", NULL, "204" },
    { "mara/2", "DELETE /v1/me/sessions/$S", NULL, "204" },
    { "mara", "DELETE /v1/me/sessions/$S", NULL, "204" },
    { "mara",
      "PUT /v1/me/password",
      "{'current':'" TEST_PASSWORD "','new':'another horse battery'}",
      "204" },
    { "alma", "PATCH /v1/accounts/$M", "{'disabled':true}", "200" },
    { "alma", "PATCH /v1/accounts/$M", "{'password':'another horse battery'}", "200" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (Api) api = api_new ();
      g_autoptr (Stream) stream = stream_open (api, "mara/2", NULL);
      g_autoptr (Stream) other = stream_open (api, "nils", NULL);
      ApiAnswer *sessions = api_expect (api, "200", "mara/2", NULL, "GET /v1/me/sessions?limit=1");
      g_autofree char *mara = test_server_find_account (api->server, "mara");
      g_autoptr (GString) call = g_string_new (ends[i].call);

      api_token (api, ends[i].who);
      g_string_replace (call, "$M", mara, 0);
      g_string_replace (call, "$S", api_string (sessions, "items.0.id"), 0);
      stream_wait (stream, "data: {}\n\n");
      stream_wait (other, "data: {}\n\n");
      api_expect (api, ends[i].said, ends[i].who, ends[i].body, "%s", call->str);
      while (stream_read (stream))
        ;
      g_assert_nonnull (strstr (stream->got->str, "\r\n0\r\n\r\n"));
      api_expect (api, "401 signed-out", "mara/2", NULL, "GET /v1/me");
      api_open (api, "ada", "Payout missing");
      stream_wait (other, id_line (api, "nils"));
    }
}

static void
test_refused (void)
{
  g_autoptr (Api) api = api_new ();

  api_expect (api, "401 signed-out", NULL, NULL, "GET /v1/events");
  api_expect (api, "405 method-not-allowed", "mara", NULL, "DELETE /v1/events");
  g_assert_cmpstr (api_send (api, "mara", "Accept: application/json", NULL, "GET /v1/events")->said,
                   ==,
                   "406 not-acceptable");
  g_assert_cmpuint (api_call (api, "mara", NULL, "HEAD /v1/events")->status, ==, 200);
}

/* Rule 2: a desk of a publisher that waits for support tickets hears when they are there again. */
static void
test_support_off (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (Stream) before = stream_open (api, "ada", NULL);
  g_autoptr (Stream) meanwhile = NULL;
  const char *line;

  stream_wait (before, "data: {}\n\n");
  api_expect (api, "200", "alma", "{'support_tickets_enabled':false}", "PATCH /v1/organization");
  api_expect (api, "403 support-disabled", "ada", NULL, "GET /v1/changes");
  meanwhile = stream_open (api, "ada", NULL);
  stream_wait (meanwhile, "data: {}\n\n");
  api_expect (api, "200", "alma", "{'support_tickets_enabled':true}", "PATCH /v1/organization");
  line = id_line (api, "ada");
  stream_wait (before, line);
  stream_wait (meanwhile, line);
}

/* Another process works on the database: `tickets-server GROUP COMMAND ARGUMENT`. */
static void
run_program (Api *api, const char *group, const char *command, const char *argument)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "tickets-server", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                                                    &error,
                                                    program,
                                                    group,
                                                    command,
                                                    argument,
                                                    "--database",
                                                    api->server->database,
                                                    NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (other, NULL, &error));
}

/* What is committed by another process, the command line say, is not in this one's own news. */
static void
test_other_process (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (Stream) mara = stream_open (api, "mara", NULL);
  g_autoptr (Stream) nils = stream_open (api, "nils", NULL);

  stream_wait (mara, "data: {}\n\n");
  stream_wait (nils, "data: {}\n\n");
  run_program (api, "publisher", "add", "Elsewhere Media");
  stream_wait (mara, id_line (api, "mara"));
  run_program (api, "account", "disable", "nils");
  while (stream_read (nils))
    ;
  g_assert_nonnull (strstr (nils->got->str, "\r\n0\r\n\r\n"));
}

/* A server that stops ends its streams in good order, also when one does not read. */
static void
test_stop (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (Stream) reads = stream_open (api, "mara", NULL);

  stream_wait (reads, "data: {}\n\n");
  test_server_stop (api->server);
  while (stream_read (reads))
    ;
  g_assert_nonnull (strstr (reads->got->str, "\r\n0\r\n\r\n"));
}

/* Some have just been asked for, some are half begun. */
static void
test_stop_while_opening (void)
{
  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (Api) api = api_new ();
      g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func ((GDestroyNotify)stream_close);

      for (guint i = 0; i < 20 + 2 * round; i++)
        g_ptr_array_add (streams, stream_open (api, "mara", NULL));
      test_server_stop (api->server);
    }
}

#define N_STREAMS 300

static void
test_many (void)
{
  static const char *const who[] = { "mara", "nils", "ada", "abel" };
  g_autoptr (Api) api = api_new ();
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func ((GDestroyNotify)stream_close);

  for (guint i = 0; i < N_STREAMS; i++)
    g_ptr_array_add (streams, stream_open (api, who[i % G_N_ELEMENTS (who)], NULL));
  for (guint i = 0; i < N_STREAMS; i++)
    stream_wait (g_ptr_array_index (streams, i), "data: {}\n\n");
  /* Every third hangs up, in no order. */
  for (guint i = 0; i < N_STREAMS / 3; i++)
    g_ptr_array_remove_index_fast (streams, g_test_rand_int_range (0, streams->len));
  api_open (api, "ada", "Payout missing");
  for (guint i = 0; i < streams->len; i++)
    {
      Stream *stream = g_ptr_array_index (streams, i);

      while (stream_count (stream, "event:") < 2)
        g_assert_true (stream_read (stream));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  events_add_slow_tests ();
  g_test_add_func ("/events/form", test_form);
  g_test_add_func ("/events/last-event-id", test_last_event_id);
  g_test_add_func ("/events/rule-9/who-hears", test_who_hears);
  g_test_add_func ("/events/rule-21/notes-wake-staff-alone", test_notes_wake_staff);
  g_test_add_func ("/events/bursts-merge", test_bursts_merge);
  g_test_add_func ("/events/session-ends", test_session_ends);
  g_test_add_func ("/events/refused", test_refused);
  g_test_add_func ("/events/rule-2/support-off", test_support_off);
  g_test_add_func ("/events/other-process", test_other_process);
  g_test_add_func ("/events/stop", test_stop);
  g_test_add_func ("/events/stop-while-opening", test_stop_while_opening);
  g_test_add_func ("/events/many", test_many);
  return g_test_run ();
}
