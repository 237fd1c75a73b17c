/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIGKILL at random instants while replies are posted: what was answered 2xx is there, once, in
 * order. TICKETS_KILLS=N kills N times; --seed repeats a run. */
#include "api-process.h"

#include <signal.h>
#include <string.h>

#include "test-await.h"
#include "tkt-uuid.h"

#define N_KILLS 15
#define N_LINES 8

/* One connection's replies: each is sent when the one before was answered, and again until it is.
 */
typedef struct
{
  struct _Killing *killing;
  guint line;
  guint n_sent;            /* the number of the one under way */
  char *id;                /* its id */
  GPtrArray *acknowledged; /* ids, in order */
} Line;

typedef struct _Killing
{
  Api *api;
  const char *ticket;
  GCancellable *stop; /* the round is over */
  guint n_under_way;
  guint n_answered; /* in this round */
  guint n_repeated; /* 200: had been taken before the kill */
  Line lines[N_LINES];
} Killing;

static void post (Line *line);

static void
on_posted (GObject *session, GAsyncResult *result, gpointer user_data)
{
  Line *line = user_data;
  Killing *killing = line->killing;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (session), result);
  guint status = soup_message_get_status (message);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body
      = soup_session_send_and_read_finish (SOUP_SESSION (session), result, &error);

  killing->n_under_way--;
  /* An answer that was cut in its midst is none. */
  if (error == NULL && (status == 200 || status == 201))
    {
      killing->n_answered++;
      killing->n_repeated += status == 200;
      g_ptr_array_add (line->acknowledged, g_steal_pointer (&line->id));
    }
  else
    g_assert_nonnull (error);
  if (!g_cancellable_is_cancelled (killing->stop))
    post (line);
}

static void
post (Line *line)
{
  Killing *killing = line->killing;
  g_autofree char *uri = NULL;
  g_autofree char *token = g_strconcat ("Bearer ", api_token (killing->api, "ada"), NULL);
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) body = NULL;
  char *json;

  if (line->id == NULL)
    {
      line->id = tkt_uuid_new ();
      line->n_sent++;
    }
  uri = g_strdup_printf (
      "http://127.0.0.1:%u/v1/tickets/%s/messages", killing->api->server->port, killing->ticket);
  message = soup_message_new ("POST", uri);
  json = g_strdup_printf (
      "{\"id\":\"%s\",\"body\":\"line %u, reply %u\"}", line->id, line->line, line->n_sent);
  body = g_bytes_new_take (json, strlen (json));
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", token);
  killing->n_under_way++;
  soup_session_send_and_read_async (
      killing->api->session, message, G_PRIORITY_DEFAULT, NULL, on_posted, line);
}

static gboolean
on_instant (gpointer over)
{
  *(gboolean *)over = TRUE;

  return G_SOURCE_REMOVE;
}

/* Serves until a random instant after the first answers, then is killed. */
static void
run_round (Killing *self)
{
  g_autoptr (TestProcess) process = api_process_new (self->api);
  gboolean over = FALSE;

  self->n_answered = 0;
  g_cancellable_reset (self->stop);
  for (guint i = 0; i < N_LINES; i++)
    post (&self->lines[i]);
  test_await (self->n_answered > 0);
  g_timeout_add (g_test_rand_int_range (0, 100), on_instant, &over);
  test_await (over);
  g_assert_cmpint (test_process_end (process, SIGKILL), ==, -1);
  g_cancellable_cancel (self->stop);
  test_await (self->n_under_way == 0);
}

/* All that was answered 2xx is in the thread once, and of each line in the order it was sent. */
static void
check_thread (Killing *self)
{
  g_autofree char *path = g_strdup_printf ("/v1/tickets/%s/messages", self->ticket);
  g_autoptr (JsonArray) messages = api_walk (self->api, "ada", path, 200);
  g_autoptr (GHashTable) positions = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = json_array_get_length (messages), n_acknowledged = 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *message = json_array_get_object_element (messages, i);

      g_assert_cmpint (json_object_get_int_member (message, "position"), ==, i + 1);
      g_assert_true (g_hash_table_insert (positions,
                                          (char *)json_object_get_string_member (message, "id"),
                                          GUINT_TO_POINTER (i + 1)));
    }
  for (guint l = 0; l < N_LINES; l++)
    {
      GPtrArray *acknowledged = self->lines[l].acknowledged;
      guint last = 0;

      for (guint i = 0; i < acknowledged->len; i++)
        {
          guint position
              = GPOINTER_TO_UINT (g_hash_table_lookup (positions, acknowledged->pdata[i]));
          JsonObject *message;
          g_autofree char *body = g_strdup_printf ("line %u, reply %u", l, i + 1);

          g_assert_cmpuint (position, >, last);
          message = json_array_get_object_element (messages, position - 1);
          g_assert_cmpstr (json_object_get_string_member (message, "body"), ==, body);
          last = position;
        }
      n_acknowledged += acknowledged->len;
    }
  /* The opening, and of each line at most one whose answer was lost. */
  g_assert_cmpuint (n, >=, n_acknowledged + 1);
  g_assert_cmpuint (n, <=, n_acknowledged + 1 + N_LINES);
}

static void
test_killing (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  Killing self = { .api = api, .stop = stop };
  const char *asked = g_getenv ("TICKETS_KILLS");
  guint n_kills = asked != NULL ? g_ascii_strtoull (asked, NULL, 10) : N_KILLS;
  guint n_acknowledged = 0;

  self.ticket = api_open (api, "ada", "Killed");
  test_server_stop (api->server);
  for (guint i = 0; i < N_LINES; i++)
    self.lines[i] = (Line){ .killing = &self,
                            .line = i,
                            .acknowledged = g_ptr_array_new_with_free_func (g_free) };
  for (guint i = 0; i < n_kills; i++)
    run_round (&self);
  {
    g_autoptr (TestProcess) process = api_process_new (api);

    check_thread (&self);
    g_assert_cmpint (test_process_end (process, SIGTERM), ==, 0);
  }
  for (guint i = 0; i < N_LINES; i++)
    {
      n_acknowledged += self.lines[i].acknowledged->len;
      g_ptr_array_unref (self.lines[i].acknowledged);
      g_free (self.lines[i].id);
    }
  g_test_message ("%u kills; %u replies were answered 2xx, %u of them had been taken before a kill",
                  n_kills,
                  n_acknowledged,
                  self.n_repeated);
}

void
api_add_killing_tests (void)
{
  g_test_add_func ("/api/killing/what-was-answered-is-there-once", test_killing);
}
