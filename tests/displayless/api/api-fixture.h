/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk of the API tests: calls the real server as anybody and says in one line what it answered.
 */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "test-server.h"

G_BEGIN_DECLS

/* What every answer tells a browser. */
#define API_CONTENT_POLICY "default-src 'none'; frame-ancestors 'none'; sandbox"

/* Nothing has this id. */
#define API_MISSING "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"

/**
 * ApiAnswer:
 *
 * What the server answered. @said is its outcome as the tests compare it: "201", "409
 * ticket-closed", and of an invalid request its pointers, "422 /title /message/body".
 */
typedef struct
{
  guint status;
  char *said;
  char *text; /* the body as it came */
  gsize length;
  JsonNode *json; /* or NULL */
  SoupMessageHeaders *headers;
} ApiAnswer;

/**
 * Api:
 *
 * A network (test-server.h) and all who call it. People are named by username and sign in when
 * they first call; "ada/2" is a second session of ada's, "ursa" belongs to the other organization
 * (api_add_elsewhere()), and NULL is nobody. Answers and strings live as long as the fixture, at
 * whose end the log is searched for what was sent (api-log.h).
 */
typedef struct
{
  TestServer *server;
  SoupSession *session;
  char **proxies;     /* api-proxy.h */
  GHashTable *tokens; /* who → token */
  GPtrArray *answers; /* of ApiAnswer */
  GStringChunk *texts;
} Api;

Api *api_new (void);
void api_free (Api *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Api, api_free)

/* A second organization "elsewhere" with its admin ursa. Returns its id. */
const char *api_add_elsewhere (Api *self);

/**
 * api_send:
 * @who: (nullable): who calls
 * @headers: (nullable): more of them, "Name: value" a line
 * @body: (nullable): JSON in which ' stands for "
 * @format: method and path, "GET /v1/tickets/%s"
 *
 * Every answer is held against what protocol.md says of all: a request id, the type of the body,
 * the members of a problem document, and the headers that its status must have.
 *
 * Returns: (transfer none)
 */
ApiAnswer *api_send (Api *self,
                     const char *who,
                     const char *headers,
                     const char *body,
                     const char *format,
                     ...) G_GNUC_PRINTF (5, 6);

/* Sends @bytes as they are, under a media type that is not to be believed. */
ApiAnswer *api_send_bytes (Api *self,
                           const char *who,
                           const char *headers,
                           GBytes *bytes,
                           const char *format,
                           ...) G_GNUC_PRINTF (5, 6);

#define api_call(api, who, body, ...) api_send ((api), (who), NULL, (body), __VA_ARGS__)

/* The same, and the outcome is @expected. */
#define api_expect(api, expected, who, body, ...)                                                  \
  api_expect_at (G_STRFUNC, __LINE__, (api), (expected), (who), (body), __VA_ARGS__)
ApiAnswer *api_expect_at (const char *function,
                          int line,
                          Api *self,
                          const char *expected,
                          const char *who,
                          const char *body,
                          const char *format,
                          ...) G_GNUC_PRINTF (7, 8);

/* (transfer none): a text that lives as long as the fixture. */
const char *api_text (Api *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
const char *api_new_id (Api *self);

/* Members by dotted path, "ticket.id"; the test fails where there is none. A null is NULL. */
JsonNode *api_member (const ApiAnswer *answer, const char *path);
const char *api_string (const ApiAnswer *answer, const char *path);
gint64 api_integer (const ApiAnswer *answer, const char *path);

/* One member of each of the answer's items, joined by spaces. */
const char *api_column (Api *self, const ApiAnswer *answer, const char *member);

/* All of a list, page by page, as one JSON array. @path may have a query. */
JsonArray *api_walk (Api *self, const char *who, const char *path, guint limit);

/* What most tests begin with; ids are returned. Staff open tickets for Acme. */
const char *api_open (Api *self, const char *who, const char *title);
const char *api_reply (Api *self, const char *who, const char *ticket, const char *body);
const char *api_write_note (Api *self, const char *who, const char *ticket, const char *body);
void api_close (Api *self, const char *who, const char *ticket);
const char *api_token (Api *self, const char *who);

/* A bare connection: sends @request as it stands and returns all that comes until the server hangs
 * up. */
char *api_wire (Api *self, const char *request, gssize length);

void api_add_access_tests (void);
void api_add_attachment_rule_tests (void);
void api_add_attachment_tests (void);
void api_add_audit_tests (void);
void api_add_upload_tests (void);
void api_add_call_tests (void);
void api_add_change_tests (void);
void api_add_converging_tests (void);
void api_add_device_tests (void);
void api_add_http_tests (void);
void api_add_invalid_tests (void);
void api_add_invitation_tests (void);
void api_add_list_tests (void);
void api_add_logged_tests (void);
void api_add_note_tests (void);
void api_add_repeat_tests (void);
void api_add_restored_tests (void);
void api_add_rule_tests (void);
void api_add_rule_closing_tests (void);
void api_add_saved_reply_tests (void);
void api_add_session_tests (void);
void api_add_throttle_tests (void);
void api_add_wire_tests (void);

G_END_DECLS
