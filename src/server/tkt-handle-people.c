/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The organization, publishers, accounts; the change feed; health. */
#include <glib/gi18n-lib.h>

#include "tkt-handlers.h"

#define CHANGES_MAX 1000

static gboolean
answer_publisher (TktCall *call, guint status, TktPublisher *publisher_taken)
{
  g_autoptr (TktPublisher) publisher = publisher_taken;

  return publisher != NULL
         && tkt_call_answer_row (
             call, status, &tkt_publisher_shape, publisher, publisher->revision);
}

gboolean
tkt_handle_post_publisher (TktCall *call, TktStoreTx *tx, GError **error)
{
  gboolean repeated = FALSE;
  TktPublisher *publisher
      = tkt_service_create_publisher (tx, call->actor, call->body, &repeated, error);

  return answer_publisher (call, repeated ? 200 : 201, publisher);
}

gboolean
tkt_handle_patch_publisher (TktCall *call, TktStoreTx *tx, GError **error)
{
  return answer_publisher (
      call,
      200,
      tkt_service_patch_publisher (tx, call->actor, call->id, call->body, call->if_match, error));
}

gboolean
tkt_handle_list_accounts (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autoptr (GPtrArray) accounts
      = tkt_store_list_accounts (tx, call->actor->organization->id, error);

  if (accounts == NULL)
    return FALSE;
  call->json = g_string_new ("{\"items\":[");
  for (guint i = 0; i < accounts->len; i++)
    {
      if (i > 0)
        g_string_append_c (call->json, ',');
      tkt_shape_write (&tkt_account_shape, g_ptr_array_index (accounts, i), call->json);
    }
  g_string_append (call->json, "],\"next\":null}");
  return TRUE;
}

gboolean
tkt_prepare_new_account (TktCall *call, GError **error)
{
  const TktNewAccount *request = call->body;

  if (request->password == NULL)
    return TRUE;
  call->password_hash = tkt_password_hash (request->password, call->strength, error);
  return call->password_hash != NULL;
}

static gboolean
answer_account (TktCall *call, guint status, TktAccount *account_taken)
{
  g_autoptr (TktAccount) account = account_taken;

  return account != NULL
         && tkt_call_answer_row (call, status, &tkt_account_shape, account, account->revision);
}

gboolean
tkt_handle_post_account (TktCall *call, TktStoreTx *tx, GError **error)
{
  gboolean repeated = FALSE;
  TktAccount *account = tkt_service_create_account (
      tx, call->actor, call->body, call->password_hash, &repeated, error);

  return answer_account (call, repeated ? 200 : 201, account);
}

gboolean
tkt_prepare_account_patch (TktCall *call, GError **error)
{
  const TktAccountPatch *request = call->body;

  if (request->password == NULL)
    return TRUE;
  call->password_hash = tkt_password_hash (request->password, call->strength, error);
  return call->password_hash != NULL;
}

gboolean
tkt_handle_patch_account (TktCall *call, TktStoreTx *tx, GError **error)
{
  return answer_account (
      call,
      200,
      tkt_service_patch_account (
          tx, call->actor, call->id, call->body, call->password_hash, call->if_match, error));
}

gboolean
tkt_handle_get_organization (TktCall *call, TktStoreTx *tx, GError **error)
{
  const TktOrganization *organization = call->actor->organization;

  return tkt_call_answer_row (
      call, 200, &tkt_organization_shape, organization, organization->revision);
}

gboolean
tkt_handle_patch_organization (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autoptr (TktOrganization) organization
      = tkt_service_patch_organization (tx, call->actor, call->body, call->if_match, error);

  return organization != NULL
         && tkt_call_answer_row (
             call, 200, &tkt_organization_shape, organization, organization->revision);
}

gboolean
tkt_handle_list_changes (TktCall *call, TktStoreTx *tx, GError **error)
{
  guint limit = tkt_call_get_limit (call, CHANGES_MAX, error);
  g_autoptr (TktChangePage) page = NULL;

  if (limit == 0)
    return FALSE;
  page = tkt_service_list_changes (
      tx, call->actor, tkt_call_get_param (call, "cursor"), limit, error);
  if (page == NULL)
    return FALSE;
  call->json = g_string_sized_new (16384);
  tkt_change_page_write (page, call->json);
  return TRUE;
}

/* Getting here means that the store could begin a transaction. */
/* Also while support tickets are off: a desk that waits for them learns that they are on again. */
gboolean
tkt_handle_events (TktCall *call, TktStoreTx *tx, GError **error)
{
  TktView view = tkt_service_view (call->actor);

  call->revision = tkt_store_get_newest_revision (tx, &view, error);
  return call->revision >= 0;
}

gboolean
tkt_handle_health (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autoptr (GPtrArray) organizations = tkt_store_list_organizations (tx, error);

  if (organizations == NULL)
    return FALSE;
  call->json = g_string_new (TKT_CALL_OK);
  return TRUE;
}
