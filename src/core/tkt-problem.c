/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems: one GError domain from SQL to the person. */
#include "tkt-problem.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "tkt-json.h"

typedef struct
{
  GPtrArray *fields; /* (nullable) (element-type TktFieldError) */
  guint retry_after;
} TktProblemPrivate;

static void tkt_problem_private_init (TktProblemPrivate *priv);
static void tkt_problem_private_copy (const TktProblemPrivate *src, TktProblemPrivate *dest);
static void tkt_problem_private_clear (TktProblemPrivate *priv);

G_DEFINE_EXTENDED_ERROR (TktProblem, tkt_problem)

static const struct
{
  guint status;
  const char *word;
  const char *title;
} kinds[TKT_N_PROBLEMS] = {
  [TKT_PROBLEM_BAD_REQUEST] = { 400, "bad-request", N_ ("The request can't be understood") },
  [TKT_PROBLEM_SIGNED_OUT] = { 401, "signed-out", N_ ("Not signed in") },
  [TKT_PROBLEM_BAD_CREDENTIALS] = { 401, "bad-credentials", N_ ("Wrong name or password") },
  [TKT_PROBLEM_SUPPORT_DISABLED]
  = { 403, "support-disabled", N_ ("Support tickets are turned off") },
  [TKT_PROBLEM_NOT_ALLOWED] = { 403, "not-allowed", N_ ("This account may not do that") },
  [TKT_PROBLEM_NOT_YOURS] = { 403, "not-yours", N_ ("Somebody else wrote this message") },
  [TKT_PROBLEM_PUBLISHER_BLOCKED] = { 403, "publisher-blocked", N_ ("The publisher is blocked") },
  [TKT_PROBLEM_NOT_FOUND] = { 404, "not-found", N_ ("There is no such thing here") },
  [TKT_PROBLEM_METHOD_NOT_ALLOWED] = { 405, "method-not-allowed", N_ ("Not with this method") },
  [TKT_PROBLEM_NOT_ACCEPTABLE]
  = { 406, "not-acceptable", N_ ("No answer in a form that the client takes") },
  [TKT_PROBLEM_LENGTH_REQUIRED] = { 411, "length-required", N_ ("The length is missing") },
  [TKT_PROBLEM_URI_TOO_LONG] = { 414, "uri-too-long", N_ ("The address is too long") },
  [TKT_PROBLEM_HEADERS_TOO_LARGE]
  = { 431, "headers-too-large", N_ ("The request's headers are too large") },
  [TKT_PROBLEM_TICKET_CLOSED] = { 409, "ticket-closed", N_ ("The ticket is closed") },
  [TKT_PROBLEM_ID_TAKEN] = { 409, "id-taken", N_ ("The id belongs to something else") },
  [TKT_PROBLEM_USERNAME_TAKEN] = { 409, "username-taken", N_ ("The username is taken") },
  [TKT_PROBLEM_NAME_TAKEN] = { 409, "name-taken", N_ ("The name is taken") },
  [TKT_PROBLEM_WRONG_OFFSET] = { 409, "wrong-offset", N_ ("The upload does not go on from there") },
  [TKT_PROBLEM_LAST_ADMIN] = { 409, "last-admin", N_ ("There would be no admin left") },
  [TKT_PROBLEM_CURSOR_GONE] = { 410, "cursor-gone", N_ ("The cursor is no longer good") },
  [TKT_PROBLEM_CHANGED_MEANWHILE] = { 412, "changed-meanwhile", N_ ("It changed meanwhile") },
  [TKT_PROBLEM_TOO_LARGE] = { 413, "too-large", N_ ("The request is too large") },
  [TKT_PROBLEM_UNSUPPORTED_MEDIA_TYPE]
  = { 415, "unsupported-media-type", N_ ("Not a kind of content that is taken here") },
  [TKT_PROBLEM_RANGE_NOT_SATISFIABLE]
  = { 416, "range-not-satisfiable", N_ ("There is nothing in this range") },
  [TKT_PROBLEM_INVALID] = { 422, "invalid", N_ ("Something in the request is not right") },
  [TKT_PROBLEM_SLOW_DOWN] = { 429, "slow-down", N_ ("Too many requests") },
  [TKT_PROBLEM_INTERNAL] = { 500, "internal", N_ ("The server failed") },
  [TKT_PROBLEM_UNAVAILABLE] = { 503, "unavailable", N_ ("The server can't answer now") },
};

static void
field_error_free (gpointer data)
{
  TktFieldError *field = data;

  g_free (field->pointer);
  g_free (field->detail);
  g_free (field);
}

static gpointer
field_error_new (const char *pointer, const char *detail)
{
  TktFieldError *field = g_new0 (TktFieldError, 1);

  field->pointer = g_strdup (pointer);
  field->detail = g_strdup (detail);
  return field;
}

static void
tkt_problem_private_init (TktProblemPrivate *priv)
{
  priv->fields = NULL;
  priv->retry_after = 0;
}

static void
tkt_problem_private_copy (const TktProblemPrivate *src, TktProblemPrivate *dest)
{
  dest->retry_after = src->retry_after;
  if (src->fields == NULL)
    return;
  dest->fields = g_ptr_array_new_with_free_func (field_error_free);
  for (guint i = 0; i < src->fields->len; i++)
    {
      const TktFieldError *field = g_ptr_array_index (src->fields, i);

      g_ptr_array_add (dest->fields, field_error_new (field->pointer, field->detail));
    }
}

static void
tkt_problem_private_clear (TktProblemPrivate *priv)
{
  g_clear_pointer (&priv->fields, g_ptr_array_unref);
}

GError *
tkt_problem_new (TktProblemCode code, const char *format, ...)
{
  va_list args;
  GError *problem;

  va_start (args, format);
  problem = g_error_new_valist (TKT_PROBLEM, code, format, args);
  va_end (args);
  return problem;
}

void
tkt_problem_set (GError **error, TktProblemCode code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (TKT_PROBLEM, code, format, args));
  va_end (args);
}

void
tkt_problem_set_invalid (GError **error, const char *pointer, const char *format, ...)
{
  g_autofree char *detail = NULL;
  GError *problem;
  va_list args;

  va_start (args, format);
  detail = g_strdup_vprintf (format, args);
  va_end (args);
  problem = g_error_new_literal (TKT_PROBLEM, TKT_PROBLEM_INVALID, detail);
  tkt_problem_add_field (problem, pointer, detail);
  g_propagate_error (error, problem);
}

void
tkt_problem_add_field (GError *problem, const char *pointer, const char *detail)
{
  TktProblemPrivate *priv;

  g_return_if_fail (problem->domain == TKT_PROBLEM);

  priv = tkt_problem_get_private (problem);
  if (priv->fields == NULL)
    priv->fields = g_ptr_array_new_with_free_func (field_error_free);
  g_ptr_array_add (priv->fields, field_error_new (pointer, detail));
}

const GPtrArray *
tkt_problem_get_fields (const GError *problem)
{
  g_return_val_if_fail (problem->domain == TKT_PROBLEM, NULL);

  return tkt_problem_get_private (problem)->fields;
}

void
tkt_problem_set_retry_after (GError *problem, guint seconds)
{
  g_return_if_fail (problem->domain == TKT_PROBLEM);

  tkt_problem_get_private (problem)->retry_after = seconds;
}

guint
tkt_problem_get_retry_after (const GError *problem)
{
  g_return_val_if_fail (problem->domain == TKT_PROBLEM, 0);

  return tkt_problem_get_private (problem)->retry_after;
}

guint
tkt_problem_code_to_status (TktProblemCode code)
{
  g_return_val_if_fail (code < TKT_N_PROBLEMS, 500);

  return kinds[code].status;
}

const char *
tkt_problem_code_to_word (TktProblemCode code)
{
  g_return_val_if_fail (code < TKT_N_PROBLEMS, NULL);

  return kinds[code].word;
}

const char *
tkt_problem_code_to_title (TktProblemCode code)
{
  g_return_val_if_fail (code < TKT_N_PROBLEMS, NULL);

  return _ (kinds[code].title);
}

static void
append_member (GString *out, const char *name, const char *value)
{
  tkt_json_append_string (out, name);
  g_string_append_c (out, ':');
  tkt_json_append_string (out, value);
  g_string_append_c (out, ',');
}

char *
tkt_problem_to_json (const GError *problem, gsize *length)
{
  const GPtrArray *fields;
  g_autofree char *type = NULL;
  GString *out = g_string_new ("{");

  g_return_val_if_fail (problem->domain == TKT_PROBLEM, NULL);

  fields = tkt_problem_get_fields (problem);
  type = g_strconcat ("/problems/", kinds[problem->code].word, NULL);
  append_member (out, "type", type);
  append_member (out, "title", tkt_problem_code_to_title (problem->code));
  g_string_append_printf (out, "\"status\":%u,", kinds[problem->code].status);
  append_member (out, "detail", problem->message);
  append_member (out, "code", kinds[problem->code].word);
  g_string_truncate (out, out->len - 1);
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const TktFieldError *field = g_ptr_array_index (fields, i);

      g_string_append (out, i == 0 ? ",\"errors\":[{" : ",{");
      append_member (out, "pointer", field->pointer);
      append_member (out, "detail", field->detail);
      g_string_overwrite (out, out->len - 1, "}");
    }
  g_string_append (out, fields != NULL && fields->len > 0 ? "]}" : "}");
  if (length != NULL)
    *length = out->len;
  return g_string_free (out, FALSE);
}

/* What the status alone means, for answers that are no problem documents. */
static TktProblemCode
code_of_status (guint status)
{
  if (status == 401)
    return TKT_PROBLEM_SIGNED_OUT;
  if (status == 403)
    return TKT_PROBLEM_NOT_ALLOWED;
  if (status == 409)
    return TKT_PROBLEM_ID_TAKEN;
  for (guint code = 0; code < TKT_N_PROBLEMS; code++)
    if (kinds[code].status == status)
      return code;
  /* A proxy's words for "not now", none of which says that the request is wrong. */
  if (status == 408 || status == 425 || status == 502 || status == 504)
    return TKT_PROBLEM_UNAVAILABLE;
  return status >= 400 && status < 500 ? TKT_PROBLEM_BAD_REQUEST : TKT_PROBLEM_INTERNAL;
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static void
read_fields (GError *problem, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "errors");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      const char *pointer = NULL, *detail = NULL;

      if (JSON_NODE_HOLDS_OBJECT (element))
        {
          pointer = get_string (json_node_get_object (element), "pointer");
          detail = get_string (json_node_get_object (element), "detail");
        }
      if (pointer != NULL && detail != NULL)
        tkt_problem_add_field (problem, pointer, detail);
    }
}

GError *
tkt_problem_from_json (guint status, const char *body, gsize length)
{
  TktProblemCode code = code_of_status (status);
  g_autoptr (JsonNode) root = tkt_json_parse (body, length, NULL);
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *word = object != NULL ? get_string (object, "code") : NULL;
  const char *detail = object != NULL ? get_string (object, "detail") : NULL;
  GError *problem;

  for (guint i = 0; word != NULL && i < TKT_N_PROBLEMS; i++)
    if (kinds[i].status == status && g_str_equal (kinds[i].word, word))
      code = i;
  problem = g_error_new_literal (
      TKT_PROBLEM, code, detail != NULL ? detail : tkt_problem_code_to_title (code));
  if (object != NULL)
    read_fields (problem, object);
  return problem;
}
