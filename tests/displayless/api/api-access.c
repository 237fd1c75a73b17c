/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may what: every call as everybody on everything, as access.txt has it. */
#include "api-fixture.h"

#include <string.h>

#include "tkt-call.h"

typedef enum
{
  ON,
  OFF,     /* support tickets are turned off */
  BLOCKED, /* Acme is blocked */
  N_STATES
} State;

/* A call of access.txt, and its answers in each state of things. */
typedef struct
{
  const char *call;
  const char *body;         /* or NULL */
  char **answers[N_STATES]; /* one for each person; NULL: as with ON */
} Row;

static const char *const state_words[N_STATES] = { "on", "off", "blocked" };

typedef struct
{
  char *text;
  char **people; /* NULL-terminated; "-" is nobody */
  GArray *rows;  /* of Row */
} Table;

static void
row_clear (gpointer data)
{
  Row *row = data;

  for (guint state = 0; state < N_STATES; state++)
    g_strfreev (row->answers[state]);
}

static void
table_free (Table *table)
{
  g_free (table->text);
  g_strfreev (table->people);
  g_array_unref (table->rows);
  g_free (table);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Table, table_free)

static char **
split_words (const char *line)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (line));

  return g_regex_split_simple (" +", trimmed, 0, 0);
}

/* TRUE: the line says what is answered in @state. */
static gboolean
read_answers (Table *table, char **words, guint state)
{
  Row *row = &g_array_index (table->rows, Row, table->rows->len - 1);

  if (!g_str_equal (words[0], state_words[state]))
    return FALSE;
  g_assert_cmpuint (table->rows->len, >, 0);
  g_assert_null (row->answers[state]);
  g_assert_cmpuint (g_strv_length (words), ==, g_strv_length (table->people) + 1);
  row->answers[state] = g_strdupv (words + 1);
  return TRUE;
}

/* @line stays the table's. */
static void
read_line (Table *table, char *line)
{
  g_auto (GStrv) words = split_words (line);
  char *body;
  Row row = { .call = line };

  if (*line == '\0' || *line == '#')
    return;
  if (g_str_equal (words[0], "people"))
    {
      table->people = g_strdupv (words + 1);
      return;
    }
  for (guint state = 0; state < N_STATES; state++)
    if (read_answers (table, words, state))
      return;
  body = strstr (line, "  ");
  if (body != NULL)
    {
      *body = '\0';
      row.body = body + strlen ("  ");
    }
  g_array_append_val (table->rows, row);
}

static Table *
table_new (void)
{
  Table *table = g_new0 (Table, 1);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "access.txt", NULL);
  g_autoptr (GError) error = NULL;
  char *line, *rest;

  table->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_array_set_clear_func (table->rows, row_clear);
  g_file_get_contents (path, &table->text, NULL, &error);
  g_assert_no_error (error);
  for (line = table->text; line != NULL; line = rest)
    {
      rest = strchr (line, '\n');
      if (rest != NULL)
        *rest++ = '\0';
      read_line (table, line);
    }
  return table;
}

/* One answer as the table writes it. */
static char *
in_short (const ApiAnswer *answer)
{
  static const struct
  {
    const char *code;
    char letter;
  } letters[] = {
    { "support-disabled", 'd' },  { "not-allowed", 'r' },   { "not-yours", 'y' },
    { "publisher-blocked", 'b' }, { "ticket-closed", 'c' }, { "id-taken", 'i' },
    { "name-taken", 'n' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (strstr (answer->said, letters[i].code) != NULL)
      return g_strdup_printf ("%u%c", answer->status, letters[i].letter);

  return g_strdup_printf ("%u", answer->status);
}

static void
replace (GString *text, const char *sign, const char *value)
{
  g_string_replace (text, sign, value, 0);
}

/* The other organization has a publisher, a ticket of it, and a reply. */
static void
make_far (Api *api, GString *filled)
{
  const char *company = api_text (api, "{'name':'%s'}", api_new_id (api));
  ApiAnswer *answer = api_expect (api, "201", "ursa", company, "POST /v1/publishers");
  const char *opening = api_text (api,
                                  "{'title':'Far','message':{'body':'Far'},'publisher_id':'%s'}",
                                  api_string (answer, "id"));
  const char *far;

  far = api_string (api_expect (api, "201", "ursa", opening, "POST /v1/tickets"), "ticket.id");
  replace (filled, "$FAR2", api_reply (api, "ursa", far, "Far"));
  replace (filled, "$FARNOTE", api_write_note (api, "ursa", far, "Far"));
  replace (filled, "$FAR", far);
}

static void
make_open (Api *api, GString *filled)
{
  const char *open = api_open (api, "ada", "Open");
  const char *gone = api_reply (api, "ada", open, "Gone");
  const char *scrap = api_write_note (api, "mara", open, "Scrap");

  api_expect (api, "200", "ada", NULL, "DELETE /v1/messages/%s", gone);
  api_expect (api, "200", "mara", NULL, "DELETE /v1/notes/%s", scrap);
  replace (filled, "$GONE", gone);
  replace (filled, "$SCRAP", scrap);
  replace (filled, "$ADA", api_reply (api, "ada", open, "Ada"));
  replace (filled, "$ABEL", api_reply (api, "abel", open, "Abel"));
  replace (filled, "$MARA", api_reply (api, "mara", open, "Mara"));
  replace (filled, "$NOTE", api_write_note (api, "mara", open, "Note"));
  replace (filled, "$OPEN", open);
}

static void
make_closed (Api *api, GString *filled)
{
  const char *closed = api_open (api, "ada", "Closed");
  const char *last = api_reply (api, "ada", closed, "Last");

  api_close (api, "mara", closed);
  replace (filled, "$LAST", last);
  replace (filled, "$CLOSED", closed);
}

static void
make_bobs (Api *api, GString *filled)
{
  const char *bobs = api_open (api, "bob", "Of Bravo");

  replace (filled, "$BOBS2", api_reply (api, "bob", bobs, "Mine"));
  replace (filled, "$BOBS", bobs);
}

/* An account that is nobody's here, a session of mara's that is not the one she asks with, and a
 * file of ada's that a message of hers has. */
static void
make_guest (Api *api, GString *filled)
{
  const char *guest = api_text (
      api, "{'username':'%s','display_name':'Guest','role':'account-manager'}", api_new_id (api));

  replace (filled,
           "$GUEST",
           api_string (api_expect (api, "201", "alma", guest, "POST /v1/accounts"), "id"));
}

static void
make_session (Api *api, GString *filled)
{
  const char *who = api_text (api, "mara/%s", api_new_id (api));
  ApiAnswer *sessions = api_expect (api, "200", who, NULL, "GET /v1/me/sessions?limit=1");

  replace (filled, "$SESSION", api_string (sessions, "items.0.id"));
}

static void
make_file (Api *api, GString *filled)
{
  const char *ticket = api_open (api, "ada", "With a file");
  ApiAnswer *file = api_expect (api, "201", "ada", "{}", "POST /v1/attachments?name=file.json");
  const char *id = api_string (file, "id");
  const char *reply = api_text (api, "{'body':'B','attachments':[{'id':'%s'}]}", id);

  api_expect (api, "201", "ada", reply, "POST /v1/tickets/%s/messages", ticket);
  replace (filled, "$FILE", id);
}

static const char *
make_saved_reply (Api *api, const char *shared)
{
  const char *body
      = api_text (api, "{'name':'r-%s','body':'B','shared':%s}", api_new_id (api), shared);

  return api_string (api_expect (api, "201", "mara", body, "POST /v1/saved-replies"), "id");
}

static void
make_saved_replies (Api *api, GString *filled)
{
  replace (filled, "$SHARED", make_saved_reply (api, "true"));
  replace (filled, "$MARAS", make_saved_reply (api, "false"));
}

/* Makes what the signs in @text stand for, anew: a write of before must not be seen. */
static const char *
make (Api *api, const char *text)
{
  static const struct
  {
    const char *signs;
    void (*make) (Api *api, GString *filled);
  } makers[] = {
    { "\\$(OPEN|GONE|ADA|ABEL|MARA|NOTE|SCRAP)\\b", make_open },
    { "\\$(CLOSED|LAST)\\b", make_closed },
    { "\\$BOBS", make_bobs },
    { "\\$FAR", make_far },
    { "\\$(SHARED|MARAS)", make_saved_replies },
    { "\\$GUEST", make_guest },
    { "\\$SESSION", make_session },
    { "\\$FILE", make_file },
  };
  static const char *const names[] = { "alma", "nils" };
  g_autoptr (GString) filled = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    if (g_regex_match_simple (makers[i].signs, text, 0, 0))
      makers[i].make (api, filled);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *upper = g_ascii_strup (names[i], -1);
      g_autofree char *sign = g_strconcat ("$", upper, NULL);
      g_autofree char *id = test_server_find_account (api->server, names[i]);

      replace (filled, sign, id);
    }
  if (strstr (text, "$URSA") != NULL)
    replace (
        filled, "$URSA", api_string (api_call (api, "ursa", NULL, "GET /v1/me"), "account.id"));
  replace (filled, "$NONE", API_MISSING);
  replace (filled, "$ACME", api->server->acme);
  replace (filled, "$BRAVO", api->server->bravo);
  replace (filled, "$NEW", api_new_id (api));
  replace (filled, "$PASSWORD", TEST_PASSWORD);

  return api_text (api, "%s", filled->str);
}

static void
set_state (Api *api, State state, gboolean begins)
{
  if (state == OFF)
    test_server_set_support_tickets (api->server, !begins);
  else if (state == BLOCKED)
    api_expect (api,
                "200",
                "alma",
                begins ? "{'status':'blocked'}" : "{'status':'active'}",
                "PATCH /v1/publishers/%s",
                api->server->acme);
}

/* Call and body of a row, with all that they are about. */
static const char *
make_row (Api *api, const Row *row)
{
  return make (api, api_text (api, "%s\n%s", row->call, row->body != NULL ? row->body : ""));
}

static gboolean
is_read (const Row *row)
{
  return g_str_has_prefix (row->call, "GET ");
}

/* What one person is answered in a state, as the table writes it. */
static char *
answer_of (Api *api, const Row *row, const char *made, const char *who, State state)
{
  g_auto (GStrv) parts = g_strsplit (made, "\n", 2);
  const char *body = row->body != NULL ? parts[1] : NULL;
  char *said;

  /* What is sent as a session that ends is another one's than the rest. */
  if (who != NULL && strstr (row->call, "/v1/sessions/current") != NULL)
    who = api_text (api, "%s/%s", who, api_new_id (api));
  if (who != NULL)
    api_token (api, who);
  set_state (api, state, TRUE);
  said = in_short (api_call (api, who, body, "%s", parts[0]));
  if (is_read (row))
    {
      ApiAnswer *head = api_call (api, who, NULL, "HEAD %s", parts[0] + strlen ("GET "));

      g_assert_cmpuint (head->status, ==, g_ascii_strtoull (said, NULL, 10));
    }
  set_state (api, state, FALSE);

  return said;
}

static guint
check_row (Api *api, const Table *table, const Row *row, State state)
{
  char **expected = row->answers[state] != NULL ? row->answers[state] : row->answers[ON];
  const char *made = make_row (api, row);
  guint n_wrong = 0;

  for (guint i = 0; table->people[i] != NULL; i++)
    {
      const char *who = g_str_equal (table->people[i], "-") ? NULL : table->people[i];
      g_autofree char *said = answer_of (api, row, made, who, state);

      if (!is_read (row))
        made = make_row (api, row);
      if (g_str_equal (said, expected[i]))
        continue;
      n_wrong++;
      g_test_message (
          "%s %s as %s: %s, not %s", row->call, row->body, table->people[i], said, expected[i]);
    }
  return n_wrong;
}

static void
test_table (gconstpointer data)
{
  State state = GPOINTER_TO_INT (data);
  g_autoptr (Api) api = api_new ();
  g_autoptr (Table) table = table_new ();
  guint n_wrong = 0;

  api_add_elsewhere (api);
  for (guint i = 0; i < table->rows->len; i++)
    n_wrong += check_row (api, table, &g_array_index (table->rows, Row, i), state);
  g_assert_cmpuint (n_wrong, ==, 0);
}

/* Is there a row about this route, with an id that exists or with one that does not? */
static gboolean
has_row (const Table *table, const TktRoute *route, gboolean exists)
{
  for (guint i = 0; i < table->rows->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_array_index (table->rows, Row, i).call, " ", 2);
      g_autoptr (GString) path = g_string_new (strtok (words[1], "?"));
      gboolean none = strstr (path->str, "$NONE") != NULL;
      g_autoptr (GRegex) sign = g_regex_new ("\\$[A-Z0-9]+", 0, 0, NULL);
      g_autofree char *pattern = g_regex_replace_literal (sign, path->str, -1, 0, "{id}", 0, NULL);

      if (g_str_equal (words[0], route->stream ? "HEAD" : route->method)
          && g_str_equal (pattern, route->path) && none != exists)
        return TRUE;
    }
  return FALSE;
}

/* The table leaves no call out. */
static void
test_whole (void)
{
  g_autoptr (Table) table = table_new ();

  for (guint i = 0; i < tkt_n_routes; i++)
    {
      g_test_message ("%s %s", tkt_routes[i].method, tkt_routes[i].path);
      g_assert_true (has_row (table, &tkt_routes[i], TRUE));
      if (strstr (tkt_routes[i].path, "{id}") != NULL)
        g_assert_true (has_row (table, &tkt_routes[i], FALSE));
    }
}

/* Only a blocked publisher's accounts write nothing new. */
static void
test_other_statuses (void)
{
  static const char *const statuses[] = { "pending", "paused", "active" };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      const char *body = api_text (api, "{'status':'%s'}", statuses[i]);

      api_expect (api, "200", "alma", body, "PATCH /v1/publishers/%s", api->server->acme);
      api_open (api, "ada", "Not blocked");
    }
}

/* What exists and is not theirs to see looks like what does not exist, to the last letter. */
static void
test_looks_the_same (void)
{
  static const struct
  {
    const char *call, *body;
  } unseen[] = {
    { "GET /v1/tickets/%s", NULL },
    { "GET /v1/tickets/%s/messages", NULL },
    { "POST /v1/tickets/%s/messages", "{'body':'B'}" },
    { "GET /v1/tickets/%s/notes", NULL },
    { "POST /v1/tickets/%s/notes", "{'body':'B'}" },
    { "DELETE /v1/notes/%s", NULL },
    { "PATCH /v1/tickets/%s", "{'status':'closed'}" },
    { "PATCH /v1/tickets/%s", "{'assignee_id':null}" },
    { "PUT /v1/tickets/%s/read", "{'position':1}" },
    { "DELETE /v1/messages/%s", NULL },
    { "PATCH /v1/publishers/%s", "{'name':'X'}" },
    { "PATCH /v1/saved-replies/%s", "{'body':'X'}" },
    { "DELETE /v1/saved-replies/%s", NULL },
    { "PATCH /v1/accounts/%s", "{'disabled':true}" },
  };
  static const char *const outside[] = { "bob", "ursa" };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Acme only");
  const char *message = api_reply (api, "ada", ticket, "Secret");
  const char *saved = make_saved_reply (api, "false");
  const char *note = api_write_note (api, "mara", ticket, "Secret");
  g_autofree char *ada = test_server_find_account (api->server, "ada");

  api_add_elsewhere (api);
  for (guint i = 0; i < G_N_ELEMENTS (unseen); i++)
    for (guint j = 0; j < G_N_ELEMENTS (outside); j++)
      {
        const char *id = strstr (unseen[i].call, "/messages/%") != NULL       ? message
                         : strstr (unseen[i].call, "/notes/%") != NULL        ? note
                         : strstr (unseen[i].call, "/publishers/%") != NULL   ? api->server->acme
                         : strstr (unseen[i].call, "/accounts/%") != NULL     ? ada
                         : strstr (unseen[i].call, "/saved-replies/") != NULL ? saved
                                                                              : ticket;
        g_autoptr (GString) theirs = g_string_new (unseen[i].call);
        g_autoptr (GString) none = g_string_new (unseen[i].call);
        ApiAnswer *answer;

        g_string_replace (theirs, "%s", id, 0);
        g_string_replace (none, "%s", API_MISSING, 0);
        answer = api_call (api, outside[j], unseen[i].body, "%s", theirs->str);
        g_assert_true (answer->status == 404 || answer->status == 403);
        g_assert_cmpstr (
            answer->text, ==, api_call (api, outside[j], unseen[i].body, "%s", none->str)->text);
      }
}

void
api_add_access_tests (void)
{
  g_test_add_func ("/api/access/the-table-is-whole", test_whole);
  g_test_add_data_func ("/api/access/support-tickets-on", GINT_TO_POINTER (ON), test_table);
  g_test_add_data_func ("/api/access/support-tickets-off", GINT_TO_POINTER (OFF), test_table);
  g_test_add_data_func ("/api/access/a-blocked-publisher", GINT_TO_POINTER (BLOCKED), test_table);
  g_test_add_func ("/api/access/other-statuses-do-not-block", test_other_statuses);
  g_test_add_func ("/api/access/not-yours-looks-like-nothing", test_looks_the_same);
}
