/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems: what can be wrong with a call, one GError domain from SQL to the person (RFC 9457). */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TktProblemCode:
 *
 * The codes of protocol.md's table, in its order. A problem travels as a
 * #GError of domain %TKT_PROBLEM whose message is RFC 9457's `detail`: one
 * sentence a person can act on.
 */
typedef enum
{
  TKT_PROBLEM_BAD_REQUEST,
  TKT_PROBLEM_SIGNED_OUT,
  TKT_PROBLEM_BAD_CREDENTIALS,
  TKT_PROBLEM_SUPPORT_DISABLED,
  TKT_PROBLEM_NOT_ALLOWED,
  TKT_PROBLEM_NOT_YOURS,
  TKT_PROBLEM_PUBLISHER_BLOCKED,
  TKT_PROBLEM_NOT_FOUND,
  TKT_PROBLEM_METHOD_NOT_ALLOWED,
  TKT_PROBLEM_NOT_ACCEPTABLE,
  TKT_PROBLEM_LENGTH_REQUIRED,
  TKT_PROBLEM_URI_TOO_LONG,
  TKT_PROBLEM_HEADERS_TOO_LARGE,
  TKT_PROBLEM_TICKET_CLOSED,
  TKT_PROBLEM_ID_TAKEN,
  TKT_PROBLEM_USERNAME_TAKEN,
  TKT_PROBLEM_NAME_TAKEN,
  TKT_PROBLEM_WRONG_OFFSET,
  TKT_PROBLEM_LAST_ADMIN,
  TKT_PROBLEM_CURSOR_GONE,
  TKT_PROBLEM_CHANGED_MEANWHILE,
  TKT_PROBLEM_TOO_LARGE,
  TKT_PROBLEM_UNSUPPORTED_MEDIA_TYPE,
  TKT_PROBLEM_RANGE_NOT_SATISFIABLE,
  TKT_PROBLEM_INVALID,
  TKT_PROBLEM_SLOW_DOWN,
  TKT_PROBLEM_INTERNAL,
  TKT_PROBLEM_UNAVAILABLE,
  TKT_N_PROBLEMS
} TktProblemCode;

/* An extended error domain (GLib 2.68): the field list and the delay travel with the GError. */
#define TKT_PROBLEM (tkt_problem_quark ())
GQuark tkt_problem_quark (void);

/* One wrong field: @pointer is an RFC 6901 JSON pointer into the request's body. */
typedef struct
{
  char *pointer;
  char *detail;
} TktFieldError;

GError *tkt_problem_new (TktProblemCode code, const char *format, ...) G_GNUC_PRINTF (2, 3);
void
tkt_problem_set (GError **error, TktProblemCode code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* A %TKT_PROBLEM_INVALID about one field; the message is the field's detail. */
void tkt_problem_set_invalid (GError **error, const char *pointer, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Adds a wrong field to a %TKT_PROBLEM error. */
void tkt_problem_add_field (GError *problem, const char *pointer, const char *detail);

/* (transfer none) (nullable) (element-type TktFieldError): NULL where there are none. */
const GPtrArray *tkt_problem_get_fields (const GError *problem);

/* Seconds of `Retry-After`; 0 where the problem names no delay. */
void tkt_problem_set_retry_after (GError *problem, guint seconds);
guint tkt_problem_get_retry_after (const GError *problem);

/* HTTP status, the code's spelling (`ticket-closed`) and its `title` in RFC 9457's sense. */
guint tkt_problem_code_to_status (TktProblemCode code);
const char *tkt_problem_code_to_word (TktProblemCode code);
const char *tkt_problem_code_to_title (TktProblemCode code);

/* The body of an `application/problem+json` answer. @problem must be of %TKT_PROBLEM. */
char *tkt_problem_to_json (const GError *problem, gsize *length);

/**
 * tkt_problem_from_json:
 * @status: the HTTP status of the answer
 * @body: what came as the answer's body, of any kind
 *
 * Never fails: a body that is no problem document (a proxy's page, garbage)
 * gives the code that the status alone means, so that a 401 stays a 401.
 *
 * Returns: (transfer full): a %TKT_PROBLEM error
 */
GError *tkt_problem_from_json (guint status, const char *body, gsize length);

G_END_DECLS
