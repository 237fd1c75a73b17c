/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the server can answer: sessions, people, publishers and the audit trail. */
#include "tkt-desk-ask.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tkt-api.h"
#include "tkt-desk-private.h"
#include "tkt-json.h"
#include "tkt-time.h"

/* One call to the server, and what it answers. */
typedef struct
{
  const TktShape *shape; /* of a row; NULL: the answer has no body */
  GDestroyNotify row_free;
  gboolean list;
} Ask;

void
tkt_page_free (TktPage *page)
{
  g_ptr_array_unref (page->rows);
  g_free (page->next);
  g_free (page);
}

static TktPage *
read_page (const Ask *ask, GBytes *bytes, GError **error)
{
  g_autoptr (JsonNode) root
      = tkt_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (ask->row_free);
  JsonObject *object;
  JsonNode *items, *next;
  TktPage *page;

  if (root == NULL)
    return NULL;
  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  items = object != NULL ? json_object_get_member (object, "items") : NULL;
  next = object != NULL ? json_object_get_member (object, "next") : NULL;
  if (items == NULL || !JSON_NODE_HOLDS_ARRAY (items))
    {
      tkt_problem_set (
          error, TKT_PROBLEM_UNAVAILABLE, _ ("The server's answer can't be understood."));
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (json_node_get_array (items)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (items), i);
      gpointer row = tkt_shape_read (ask->shape, item, NULL, TKT_READ_LENIENT, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  page = g_new0 (TktPage, 1);
  page->rows = g_steal_pointer (&rows);
  if (next != NULL && json_node_get_value_type (next) == G_TYPE_STRING)
    page->next = json_node_dup_string (next);
  return page;
}

static GError *
explain (GError *taken)
{
  g_autoptr (GError) error = taken;

  if (tkt_api_is_offline (error))
    return tkt_problem_new (TKT_PROBLEM_UNAVAILABLE,
                            _ ("This needs the server, and it can't be reached at the moment."));
  return g_steal_pointer (&error);
}

static void
on_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Ask *ask = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = tkt_api_call_finish (TKT_API (object), result, &error);
  gpointer row = NULL;

  if (bytes != NULL && ask->list)
    {
      TktPage *page = read_page (ask, bytes, &error);

      if (page != NULL)
        {
          g_task_return_pointer (task, page, (GDestroyNotify)tkt_page_free);
          return;
        }
    }
  else if (bytes != NULL && ask->shape != NULL)
    row = tkt_shape_read_bytes (ask->shape,
                                g_bytes_get_data (bytes, NULL),
                                g_bytes_get_size (bytes),
                                TKT_READ_LENIENT,
                                &error);
  if (error != NULL)
    g_task_return_error (task, explain (error));
  else
    g_task_return_pointer (task, row, ask->row_free);
}

static void
ask_async (TktDesk *self,
           const Ask *ask,
           const char *method,
           const char *path,
           char *body_taken,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, ask_async);
  g_task_set_task_data (task, g_memdup2 (ask, sizeof *ask), g_free);
  if (self->api == NULL)
    {
      g_free (body_taken);
      g_task_return_new_error (task,
                               TKT_PROBLEM,
                               TKT_PROBLEM_UNAVAILABLE,
                               "%s",
                               _ ("The server is not known yet. Try again in a moment."));
      return;
    }
  tkt_api_call_async (
      self->api, method, path, body_taken, cancellable, on_answered, g_steal_pointer (&task));
}

static void
append_param (GString *path, const char *name, const char *value)
{
  g_autofree char *escaped = NULL;

  if (value == NULL || *value == '\0')
    return;
  escaped = g_uri_escape_string (value, NULL, FALSE);
  g_string_append_printf (
      path, "%c%s=%s", strchr (path->str, '?') != NULL ? '&' : '?', name, escaped);
}

void
tkt_desk_ask_sessions_async (TktDesk *self,
                             const char *cursor,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const Ask ask = { &tkt_session_shape, (GDestroyNotify)tkt_session_free, TRUE };
  g_autoptr (GString) path = g_string_new ("/v1/me/sessions");

  append_param (path, "cursor", cursor);
  ask_async (self, &ask, "GET", path->str, NULL, cancellable, callback, user_data);
}

void
tkt_desk_ask_accounts_async (TktDesk *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const Ask ask = { &tkt_account_shape, (GDestroyNotify)tkt_account_free, TRUE };

  ask_async (self, &ask, "GET", "/v1/accounts", NULL, cancellable, callback, user_data);
}

void
tkt_desk_ask_publishers_async (TktDesk *self,
                               const char *words,
                               const char *cursor,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  const Ask ask = { &tkt_listed_publisher_shape, (GDestroyNotify)tkt_listed_publisher_free, TRUE };
  g_autoptr (GString) path = g_string_new ("/v1/publishers");

  append_param (path, "q", words);
  append_param (path, "cursor", cursor);
  ask_async (self, &ask, "GET", path->str, NULL, cancellable, callback, user_data);
}

void
tkt_desk_ask_audit_async (TktDesk *self,
                          const TktAuditFilter *filter,
                          const char *cursor,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  const Ask ask
      = { &tkt_listed_audit_entry_shape, (GDestroyNotify)tkt_listed_audit_entry_free, TRUE };
  g_autoptr (GString) path = g_string_new ("/v1/audit");

  if (filter->kind >= 0)
    append_param (path, "kind", tkt_enum_to_word (&tkt_audit_kind_enum, filter->kind));
  append_param (path, "account", filter->account_id);
  if (filter->since > 0)
    {
      g_autofree char *since = tkt_time_to_text (filter->since);

      append_param (path, "since", since);
    }
  append_param (path, "cursor", cursor);
  ask_async (self, &ask, "GET", path->str, NULL, cancellable, callback, user_data);
}

TktPage *
tkt_desk_ask_finish (TktDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* "/v1/accounts/ID/invitation" of "/v1/accounts", ID and "/invitation". */
static void
change_async (TktDesk *self,
              const Ask *ask,
              const char *method,
              const char *collection,
              const char *id,
              const char *rest,
              char *body_taken,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autofree char *path = g_strconcat (collection, "/", id, rest, NULL);

  ask_async (self, ask, method, path, body_taken, NULL, callback, user_data);
}

void
tkt_desk_end_session_async (TktDesk *self,
                            const char *id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  const Ask ask = { NULL, NULL, FALSE };

  change_async (self, &ask, "DELETE", "/v1/me/sessions", id, NULL, NULL, callback, user_data);
}

static const Ask account_ask = { &tkt_account_shape, (GDestroyNotify)tkt_account_free, FALSE };

void
tkt_desk_add_account_async (TktDesk *self,
                            const TktNewAccount *account,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  ask_async (self,
             &account_ask,
             "POST",
             "/v1/accounts",
             tkt_shape_to_json (&tkt_new_account_shape, account),
             NULL,
             callback,
             user_data);
}

void
tkt_desk_change_account_async (TktDesk *self,
                               const char *id,
                               const TktAccountPatch *change,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  change_async (self,
                &account_ask,
                "PATCH",
                "/v1/accounts",
                id,
                NULL,
                tkt_shape_to_json (&tkt_account_patch_shape, change),
                callback,
                user_data);
}

void
tkt_desk_invite_async (TktDesk *self,
                       const char *account_id,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  const Ask ask = { &tkt_invitation_shape, (GDestroyNotify)tkt_invitation_free, FALSE };

  change_async (
      self, &ask, "POST", "/v1/accounts", account_id, "/invitation", NULL, callback, user_data);
}

static const Ask publisher_ask
    = { &tkt_publisher_shape, (GDestroyNotify)tkt_publisher_free, FALSE };

void
tkt_desk_add_publisher_async (TktDesk *self,
                              const TktNewPublisher *publisher,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  ask_async (self,
             &publisher_ask,
             "POST",
             "/v1/publishers",
             tkt_shape_to_json (&tkt_new_publisher_shape, publisher),
             NULL,
             callback,
             user_data);
}

void
tkt_desk_change_publisher_async (TktDesk *self,
                                 const char *id,
                                 const TktPublisherPatch *change,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  change_async (self,
                &publisher_ask,
                "PATCH",
                "/v1/publishers",
                id,
                NULL,
                tkt_shape_to_json (&tkt_publisher_patch_shape, change),
                callback,
                user_data);
}

gboolean
tkt_desk_change_finish (TktDesk *self, GAsyncResult *result, gpointer *row, GError **error)
{
  const Ask *ask;
  GError *failed = NULL;
  gpointer answer;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  ask = g_task_get_task_data (G_TASK (result));
  answer = g_task_propagate_pointer (G_TASK (result), &failed);
  if (row != NULL)
    *row = answer;
  else if (answer != NULL)
    ask->row_free (answer);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, failed);
  return FALSE;
}
