/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: accounts, their roles and their ends. */
#include <glib/gi18n-lib.h>

#include "tkt-service-private.h"
#include "tkt-uuid.h"

/* A publisher's account belongs to a publisher, and nobody else does. */
static gboolean
check_publisher (TktStoreTx *tx,
                 const TktActor *actor,
                 TktRole role,
                 const char *publisher_id,
                 GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktPublisher) publisher = NULL;

  if (tkt_role_is_staff (role) && publisher_id != NULL)
    tkt_problem_set_invalid (error, "/publisher_id", _ ("Staff belong to no publisher."));
  else if (!tkt_role_is_staff (role) && publisher_id == NULL)
    tkt_problem_set_invalid (error, "/publisher_id", _ ("Say to which publisher it belongs."));
  else if (publisher_id == NULL)
    return TRUE;
  else
    {
      publisher = tkt_store_get_publisher (tx, actor->organization->id, publisher_id, &failed);
      if (failed != NULL)
        g_propagate_error (error, failed);
      else if (publisher == NULL)
        tkt_problem_set_invalid (error, "/publisher_id", _ ("There is no such publisher."));
    }
  return publisher != NULL;
}

static gboolean
put_account (TktStoreTx *tx, const TktActor *actor, TktAccount *account, GError **error)
{
  account->revision = tkt_service_stamp (tx, actor, error);
  return account->revision != 0
         && tkt_store_put_account (tx, actor->organization->id, account, error);
}

/* What is stored under the id or the name; NULL and no error: nothing. */
static TktAccount *
find_created (TktStoreTx *tx, const TktActor *actor, const TktNewAccount *request, GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktAccount) account = NULL;
  GError *failed = NULL;

  if (request->id != NULL)
    account = tkt_store_get_account (tx, organization, request->id, &failed);
  if (account != NULL)
    {
      if (g_str_equal (account->username, request->username) && account->role == request->role
          && g_str_equal (account->display_name, request->display_name)
          && g_strcmp0 (account->publisher_id, request->publisher_id) == 0)
        return g_steal_pointer (&account);
      tkt_problem_set (error, TKT_PROBLEM_ID_TAKEN, _ ("This id belongs to another account."));
      return NULL;
    }
  if (failed == NULL)
    account = tkt_store_get_account_by_username (tx, organization, request->username, &failed);
  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (account != NULL)
    tkt_problem_set (error,
                     TKT_PROBLEM_USERNAME_TAKEN,
                     _ ("The username %s is taken. Choose another one."),
                     request->username);
  return NULL;
}

TktAccount *
tkt_service_create_account (TktStoreTx *tx,
                            const TktActor *actor,
                            const TktNewAccount *request,
                            const char *password_hash,
                            gboolean *repeated,
                            GError **error)
{
  g_autoptr (TktAccount) account = NULL;
  GError *failed = NULL;

  if (!tkt_service_check (actor, TKT_ACTION_ADMINISTER, error))
    return NULL;
  account = find_created (tx, actor, request, &failed);
  if (repeated != NULL)
    *repeated = account != NULL;
  if (account != NULL)
    return g_steal_pointer (&account);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (!check_publisher (tx, actor, request->role, request->publisher_id, error))
    return NULL;

  account = tkt_account_new ();
  account->id = request->id != NULL ? g_strdup (request->id) : tkt_uuid_new ();
  account->username = g_strdup (request->username);
  account->display_name = g_strdup (request->display_name);
  account->role = request->role;
  account->publisher_id = g_strdup (request->publisher_id);
  if (!put_account (tx, actor, account, error)
      || (password_hash != NULL && !tkt_store_set_password (tx, account->id, password_hash, error))
      || !tkt_service_note (
          tx,
          actor,
          &(TktDeed){ TKT_AUDIT_ACCOUNT_ADDED,
                      account->id,
                      .new_value = tkt_enum_to_word (&tkt_role_enum, account->role) },
          error))
    return NULL;
  return g_steal_pointer (&account);
}

/* An organization without an admin could never be changed again. */
static gboolean
check_admin_left (TktStoreTx *tx,
                  const TktActor *actor,
                  const TktAccount *account,
                  const TktAccount *before,
                  GError **error)
{
  gboolean was = before->role == TKT_ROLE_ADMIN && !before->disabled;
  gboolean is = account->role == TKT_ROLE_ADMIN && !account->disabled;
  g_autoptr (GPtrArray) accounts = NULL;

  if (!was || is)
    return TRUE;
  accounts = tkt_store_list_accounts (tx, actor->organization->id, error);
  if (accounts == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++)
    {
      const TktAccount *other = g_ptr_array_index (accounts, i);

      if (other->role == TKT_ROLE_ADMIN && !other->disabled
          && !g_str_equal (other->id, account->id))
        return TRUE;
    }
  tkt_problem_set (error,
                   TKT_PROBLEM_LAST_ADMIN,
                   _ ("This is the last admin. Make somebody else an admin first."));
  return FALSE;
}

static void
apply_patch (TktAccount *account, const TktAccountPatch *request)
{
  if (request->display_name != NULL)
    {
      g_free (account->display_name);
      account->display_name = g_strdup (request->display_name);
    }
  if (request->role_given)
    account->role = request->role;
  if (request->publisher_given || (request->role_given && tkt_role_is_staff (request->role)))
    {
      g_free (account->publisher_id);
      account->publisher_id = g_strdup (request->publisher_id);
    }
  if (request->disabled_given)
    account->disabled = request->disabled;
}

/* Whom a publisher's accounts see: the staff and each other. */
static gboolean
is_seen_by (const TktAccount *account, const TktAccount *viewer)
{
  return tkt_role_is_staff (viewer->role) || tkt_role_is_staff (account->role)
         || g_strcmp0 (account->publisher_id, viewer->publisher_id) == 0;
}

/* Another role or publisher is another view: what a desk has fetched may be more than it may see
 * now, the account's own desk and those of people that it goes out of sight of. */
static gboolean
bump_views (TktStoreTx *tx,
            const TktActor *actor,
            const TktAccount *account,
            const TktAccount *before,
            GError **error)
{
  g_autoptr (GPtrArray) viewers = NULL;

  if (account->role == before->role && g_strcmp0 (account->publisher_id, before->publisher_id) == 0)
    return TRUE;
  viewers = tkt_store_list_accounts (tx, actor->organization->id, error);
  for (guint i = 0; viewers != NULL && i < viewers->len; i++)
    {
      const TktAccount *viewer = g_ptr_array_index (viewers, i);

      if ((g_str_equal (viewer->id, account->id)
           || (is_seen_by (before, viewer) && !is_seen_by (account, viewer)))
          && !tkt_store_bump_view_epoch (tx, viewer->id, error))
        return FALSE;
    }
  return viewers != NULL;
}

static gboolean
note_changes (TktStoreTx *tx,
              const TktActor *actor,
              const TktAccount *account,
              const TktAccount *before,
              GError **error)
{
  const TktDeed deeds[] = {
    { TKT_AUDIT_ACCOUNT_RENAMED, account->id, NULL, before->display_name, account->display_name },
    { TKT_AUDIT_ACCOUNT_ROLE_CHANGED,
      account->id,
      NULL,
      tkt_enum_to_word (&tkt_role_enum, before->role),
      tkt_enum_to_word (&tkt_role_enum, account->role) },
    { TKT_AUDIT_ACCOUNT_MOVED, account->id, NULL, before->publisher_id, account->publisher_id },
  };

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (!tkt_service_note_change (tx, actor, &deeds[i], error))
      return FALSE;
  return account->disabled == before->disabled
         || tkt_service_note (
             tx,
             actor,
             &(TktDeed){ account->disabled ? TKT_AUDIT_ACCOUNT_DISABLED : TKT_AUDIT_ACCOUNT_ENABLED,
                         account->id },
             error);
}

TktAccount *
tkt_service_patch_account (TktStoreTx *tx,
                           const TktActor *actor,
                           const char *id,
                           const TktAccountPatch *request,
                           const char *password_hash,
                           gint64 if_match,
                           GError **error)
{
  g_autoptr (TktAccount) account = NULL;
  g_autoptr (TktAccount) before = NULL;

  if (!tkt_service_check (actor, TKT_ACTION_ADMINISTER, error))
    return NULL;
  account = tkt_store_get_account (tx, actor->organization->id, id, error);
  if (account == NULL)
    {
      tkt_service_set_not_found (error, _ ("There is no such account in your view."));
      return NULL;
    }
  if (!tkt_service_check_match (if_match, account->revision, error))
    return NULL;
  before = tkt_account_copy (account);
  apply_patch (account, request);
  if (!check_publisher (tx, actor, account->role, account->publisher_id, error)
      || !check_admin_left (tx, actor, account, before, error))
    return NULL;

  if (!tkt_shape_equal (&tkt_account_shape, account, before)
      && !put_account (tx, actor, account, error))
    return NULL;
  if (!bump_views (tx, actor, account, before, error)
      || !note_changes (tx, actor, account, before, error))
    return NULL;
  if (tkt_role_is_staff (before->role) && !tkt_role_is_staff (account->role)
      && !tkt_service_unassign (tx, actor, account->id, error))
    return NULL;
  if (password_hash != NULL
      && (!tkt_store_set_password (tx, account->id, password_hash, error)
          || !tkt_service_note (
              tx, actor, &(TktDeed){ TKT_AUDIT_PASSWORD_SET, account->id }, error)))
    return NULL;
  if ((account->disabled || password_hash != NULL)
      && !tkt_store_drop_sessions (tx, account->id, NULL, error))
    return NULL;
  if ((account->disabled || password_hash != NULL)
      && !tkt_store_drop_invitation (tx, account->id, error))
    return NULL;
  return g_steal_pointer (&account);
}
