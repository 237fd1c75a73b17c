/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server on a disk that is full, read-only or broken: it answers so, serves whoever reads, and
 * takes the same write when there is room. */
#include "api-fixture.h"
#include "disk-failure.h"

#define CHANGES_MOST 400
#define SECRET "Quagmire bandicoot"

static void
test_reply (gconstpointer data)
{
  const DiskFailure *failure = data;
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Payout missing");
  guint n = 1;
  ApiAnswer *answer;

  api_token (api, "mara");
  do
    {
      const char *reply = api_text (api, "{'id':'%s','body':'B'}", api_new_id (api));

      g_assert_cmpuint (n, <, CHANGES_MOST);
      disk_failure_begin (failure, api->server->folder, n++);
      answer = api_call (api, "ada", reply, "POST /v1/tickets/%s/messages", ticket);
      if (answer->status != 201)
        g_assert_cmpstr (answer->said, ==, failure->answer);
      api_expect (api, "200", "mara", NULL, "GET /v1/tickets/%s/messages", ticket);
      api_expect (api, "200", "mara", NULL, "GET /v1/changes");
      disk_failure_end ();
      api_expect (api,
                  answer->status == 201 ? "200" : "201",
                  "ada",
                  reply,
                  "POST /v1/tickets/%s/messages",
                  ticket);
    }
  while (answer->status != 201);
  g_assert_cmpuint (n, >, 2);
  /* Once each, and nothing half. */
  answer = api_expect (api, "200", "mara", NULL, "GET /v1/tickets/%s", ticket);
  g_assert_cmpint (api_integer (answer, "reply_count"), ==, n - 1);
}

/* Rule 13: erasing goes on when there is room again. */
static void
test_erasing (gconstpointer data)
{
  const DiskFailure *failure = data;
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Payout missing");

  for (guint n = 1; n < 40; n += g_test_rand_int_range (3, 8))
    {
      const char *id = api_new_id (api);
      const char *reply = api_text (api, "{'id':'%s','body':'" SECRET "'}", id);
      g_autoptr (GError) error = NULL;

      api_expect (api, "201", "ada", reply, "POST /v1/tickets/%s/messages", ticket);
      disk_failure_begin (failure, api->server->folder, n);
      api_call (api, "ada", NULL, "DELETE /v1/messages/%s", id);
      /* Waits for its end, good or bad. */
      tkt_store_finish_erasing (api->server->store, NULL);
      disk_failure_end ();
      api_expect (api, "200", "ada", NULL, "DELETE /v1/messages/%s", id);
      /* The next thing that is written shows that there is room. */
      api_expect (api, "201", "ada", "{'body':'B'}", "POST /v1/tickets/%s/messages", ticket);
      tkt_store_finish_erasing (api->server->store, &error);
      g_assert_no_error (error);
      g_assert_false (test_folder_contains (api->server->folder, SECRET));
    }
}

/* Whoever asks is told that it is not ready, and why, until there is room again. */
static void
test_ready (gconstpointer data)
{
  const DiskFailure *failure = data;
  g_autoptr (Api) api = api_new ();
  ApiAnswer *answer;
  guint n_failed;

  /* What fails once may have met the eraser, which is at work when a server begins; and that the
   * store took a write then is good for a second. */
  do
    {
      disk_failure_begin (failure, api->server->folder, 1);
      answer = api_call (api, NULL, NULL, "GET /readyz");
      n_failed = disk_failure_end ();
    }
  while (!failure->lasting && answer->status == 200);
  g_assert_cmpuint (answer->status, ==, 503);
  g_assert_cmpstr (api_string (answer, "detail"), ==, failure->not_ready);
  g_assert_cmpuint (n_failed, >, 0);
  /* What was found out is good for a second. */
  do
    answer = api_call (api, NULL, NULL, "GET /readyz");
  while (answer->status == 503);
  g_assert_cmpuint (answer->status, ==, 200);
}

void
disk_add_server_tests (void)
{
  for (guint f = 0; f < n_disk_failures; f++)
    {
      const DiskFailure *failure = &disk_failures[f];
      g_autofree char *replies = g_strdup_printf ("/disk/server/%s/reply", failure->name);
      g_autofree char *ready = g_strdup_printf ("/disk/server/%s/ready", failure->name);
      g_autofree char *erasing = g_strdup_printf ("/disk/server/%s/rule-13/erasing", failure->name);

      g_test_add_data_func (replies, failure, test_reply);
      g_test_add_data_func (ready, failure, test_ready);
      if (failure->lasting)
        g_test_add_data_func (erasing, failure, test_erasing);
    }
}
