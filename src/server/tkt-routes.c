/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole API in one table. */
#include <string.h>

#include "tkt-handlers.h"
#include "tkt-people.h"
#include "tkt-uuid.h"

#define ANYONE TRUE, -1
#define ACCOUNT FALSE, -1
#define STAFF FALSE, TKT_ACTION_SEE_PUBLISHERS
#define ADMIN FALSE, TKT_ACTION_ADMINISTER
#define READ FALSE
#define WRITE TRUE

const TktRoute tkt_routes[] = {
  { "GET", "/healthz", ANYONE, READ, NULL, NULL, NULL, tkt_handle_health },
  { "GET", "/readyz", ANYONE, READ, NULL, NULL, NULL, tkt_handle_health, .ready = TRUE },
  { "GET", "/v1/openapi.json", ANYONE, READ, NULL, NULL, NULL, tkt_handle_get_contract },
  { "POST",
    "/v1/sessions",
    ANYONE,
    WRITE,
    &tkt_new_session_shape,
    NULL,
    tkt_prepare_session,
    tkt_handle_post_session },
  { "DELETE", "/v1/sessions/current", ACCOUNT, WRITE, NULL, NULL, NULL, tkt_handle_delete_session },
  { "GET", "/v1/me", ACCOUNT, READ, NULL, NULL, NULL, tkt_handle_get_me },
  { "GET", "/v1/me/sessions", ACCOUNT, READ, NULL, "limit cursor", NULL, tkt_handle_list_sessions },
  { "DELETE", "/v1/me/sessions/{id}", ACCOUNT, WRITE, NULL, NULL, NULL, tkt_handle_end_session },
  { "PUT",
    "/v1/me/password",
    ACCOUNT,
    WRITE,
    &tkt_password_change_shape,
    NULL,
    tkt_prepare_password,
    tkt_handle_put_password },
  { "GET",
    "/v1/tickets",
    ACCOUNT,
    READ,
    NULL,
    "status assignee publisher q sort limit cursor",
    NULL,
    tkt_handle_list_tickets },
  { "POST",
    "/v1/tickets",
    ACCOUNT,
    WRITE,
    &tkt_new_ticket_shape,
    NULL,
    NULL,
    tkt_handle_post_ticket },
  { "GET", "/v1/tickets/{id}", ACCOUNT, READ, NULL, NULL, NULL, tkt_handle_get_ticket },
  { "PATCH",
    "/v1/tickets/{id}",
    ACCOUNT,
    WRITE,
    &tkt_ticket_patch_shape,
    NULL,
    NULL,
    tkt_handle_patch_ticket },
  { "GET",
    "/v1/tickets/{id}/messages",
    ACCOUNT,
    READ,
    NULL,
    "limit cursor",
    NULL,
    tkt_handle_list_messages },
  { "POST",
    "/v1/tickets/{id}/messages",
    ACCOUNT,
    WRITE,
    &tkt_new_message_shape,
    NULL,
    NULL,
    tkt_handle_post_message },
  { "GET",
    "/v1/tickets/{id}/notes",
    STAFF,
    READ,
    NULL,
    "limit cursor",
    NULL,
    tkt_handle_list_notes },
  { "POST",
    "/v1/tickets/{id}/notes",
    STAFF,
    WRITE,
    &tkt_new_note_shape,
    NULL,
    NULL,
    tkt_handle_post_note },
  { "PUT",
    "/v1/tickets/{id}/read",
    ACCOUNT,
    WRITE,
    &tkt_new_read_mark_shape,
    NULL,
    NULL,
    tkt_handle_put_read_mark },
  { "POST",
    "/v1/attachments",
    ACCOUNT,
    WRITE,
    NULL,
    "name id",
    NULL,
    tkt_handle_post_attachment,
    .upload = TRUE },
  { "GET",
    "/v1/attachments/{id}",
    ACCOUNT,
    READ,
    NULL,
    NULL,
    NULL,
    tkt_handle_get_attachment,
    .file = TRUE },
  { "PUT",
    "/v1/attachments/{id}",
    ACCOUNT,
    WRITE,
    NULL,
    "offset",
    NULL,
    tkt_handle_put_attachment,
    .upload = TRUE },
  { "DELETE", "/v1/messages/{id}", ACCOUNT, WRITE, NULL, NULL, NULL, tkt_handle_delete_message },
  { "DELETE", "/v1/notes/{id}", STAFF, WRITE, NULL, NULL, NULL, tkt_handle_delete_note },
  { "GET",
    "/v1/publishers",
    STAFF,
    READ,
    NULL,
    "q status manager limit cursor",
    NULL,
    tkt_handle_list_publishers },
  { "POST",
    "/v1/publishers",
    ADMIN,
    WRITE,
    &tkt_new_publisher_shape,
    NULL,
    NULL,
    tkt_handle_post_publisher },
  { "PATCH",
    "/v1/publishers/{id}",
    ADMIN,
    WRITE,
    &tkt_publisher_patch_shape,
    NULL,
    NULL,
    tkt_handle_patch_publisher },
  { "GET",
    "/v1/saved-replies",
    STAFF,
    READ,
    NULL,
    "limit cursor",
    NULL,
    tkt_handle_list_saved_replies },
  { "POST",
    "/v1/saved-replies",
    STAFF,
    WRITE,
    &tkt_new_saved_reply_shape,
    NULL,
    NULL,
    tkt_handle_post_saved_reply },
  { "PATCH",
    "/v1/saved-replies/{id}",
    STAFF,
    WRITE,
    &tkt_saved_reply_patch_shape,
    NULL,
    NULL,
    tkt_handle_patch_saved_reply },
  { "DELETE",
    "/v1/saved-replies/{id}",
    STAFF,
    WRITE,
    NULL,
    NULL,
    NULL,
    tkt_handle_delete_saved_reply },
  { "GET", "/v1/accounts", STAFF, READ, NULL, NULL, NULL, tkt_handle_list_accounts },
  { "POST",
    "/v1/accounts",
    ADMIN,
    WRITE,
    &tkt_new_account_shape,
    NULL,
    tkt_prepare_new_account,
    tkt_handle_post_account },
  { "PATCH",
    "/v1/accounts/{id}",
    ADMIN,
    WRITE,
    &tkt_account_patch_shape,
    NULL,
    tkt_prepare_account_patch,
    tkt_handle_patch_account },
  { "POST",
    "/v1/accounts/{id}/invitation",
    ADMIN,
    WRITE,
    NULL,
    NULL,
    NULL,
    tkt_handle_post_invitation },
  { "POST",
    "/v1/invitations/accept",
    ANYONE,
    WRITE,
    &tkt_invitation_acceptance_shape,
    NULL,
    tkt_prepare_acceptance,
    tkt_handle_post_acceptance },
  { "GET", "/v1/organization", ACCOUNT, READ, NULL, NULL, NULL, tkt_handle_get_organization },
  { "PATCH",
    "/v1/organization",
    ADMIN,
    WRITE,
    &tkt_organization_patch_shape,
    NULL,
    NULL,
    tkt_handle_patch_organization },
  { "GET",
    "/v1/audit",
    ADMIN,
    READ,
    NULL,
    "kind account since until limit cursor",
    NULL,
    tkt_handle_list_audit },
  { "GET", "/v1/changes", ACCOUNT, READ, NULL, "cursor limit", NULL, tkt_handle_list_changes },
  { "GET", "/v1/events", ACCOUNT, READ, NULL, NULL, NULL, tkt_handle_events, .stream = TRUE },
};
const guint tkt_n_routes = G_N_ELEMENTS (tkt_routes);

/* Does @path have the form of @pattern? Its {id} goes to @id. */
static gboolean
matches (const char *pattern, const char *path, char id[TKT_UUID_LENGTH + 1])
{
  const char *brace = strstr (pattern, "{id}");
  gsize before = brace != NULL ? (gsize)(brace - pattern) : 0;
  char found[TKT_UUID_LENGTH + 1];

  if (brace == NULL)
    return g_str_equal (pattern, path);
  if (strncmp (pattern, path, before) != 0 || strlen (path) < before + TKT_UUID_LENGTH
      || !g_str_equal (brace + 4, path + before + TKT_UUID_LENGTH))
    return FALSE;
  g_strlcpy (found, path + before, sizeof found);
  if (!tkt_uuid_is_valid (found))
    return FALSE;
  memcpy (id, found, sizeof found);
  return TRUE;
}

const TktRoute *
tkt_routes_find (const TktRoute *routes, guint n, const char *method, const char *path, char **id)
{
  const char *wanted = g_str_equal (method, "HEAD") ? "GET" : method;
  char found[TKT_UUID_LENGTH + 1] = "";

  *id = NULL;
  for (guint i = 0; i < n; i++)
    if (g_str_equal (routes[i].method, wanted) && matches (routes[i].path, path, found))
      {
        *id = *found != '\0' ? g_strdup (found) : NULL;
        return &routes[i];
      }
  return NULL;
}

char *
tkt_routes_list_methods (const TktRoute *routes, guint n, const char *path)
{
  g_autoptr (GString) methods = g_string_new (NULL);
  char unused[TKT_UUID_LENGTH + 1];

  for (guint i = 0; i < n; i++)
    {
      if (!matches (routes[i].path, path, unused))
        continue;
      g_string_append_printf (methods, "%s, ", routes[i].method);
      if (g_str_equal (routes[i].method, "GET"))
        g_string_append (methods, "HEAD, ");
    }
  if (methods->len == 0)
    return NULL;
  g_string_append (methods, "OPTIONS");
  return g_string_free (g_steal_pointer (&methods), FALSE);
}
