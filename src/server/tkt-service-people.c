/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: the organization and its publishers (rules 1 to 3). */
#include <glib/gi18n-lib.h>

#include "tkt-service-private.h"
#include "tkt-uuid.h"

static gboolean
check_slug_free (TktStoreTx *tx, const char *slug, GError **error)
{
  g_autoptr (GPtrArray) organizations = tkt_store_list_organizations (tx, error);

  if (organizations == NULL)
    return FALSE;
  for (guint i = 0; i < organizations->len; i++)
    if (g_str_equal (((TktOrganization *)g_ptr_array_index (organizations, i))->slug, slug))
      {
        tkt_problem_set_invalid (
            error, "/slug", _ ("There is an organization “%s” already."), slug);
        return FALSE;
      }
  return TRUE;
}

TktOrganization *
tkt_service_create_organization (TktStoreTx *tx, const char *slug, const char *name, GError **error)
{
  g_autoptr (TktOrganization) organization = tkt_organization_new ();

  if (!check_slug_free (tx, slug, error))
    return NULL;

  /* Rule 1: support tickets are off in a new organization. */
  organization->id = tkt_uuid_new ();
  organization->slug = g_strdup (slug);
  organization->name = g_strdup (name);
  if (!tkt_store_put_organization (tx, organization, error))
    return NULL;
  organization->revision = tkt_store_next_revision (tx, organization->id, error);
  if (organization->revision == 0 || !tkt_store_put_organization (tx, organization, error))
    return NULL;
  return g_steal_pointer (&organization);
}

static const char *
to_word (gboolean value)
{
  return value ? "true" : "false";
}

static gboolean
note_settings (TktStoreTx *tx,
               const TktActor *actor,
               const TktOrganization *organization,
               GError **error)
{
  const TktOrganization *before = actor->organization;
  const TktDeed deeds[] = {
    { TKT_AUDIT_SETTINGS_CHANGED, before->id, "name", before->name, organization->name },
    { TKT_AUDIT_SETTINGS_CHANGED,
      before->id,
      "support_tickets_enabled",
      to_word (before->support_tickets_enabled),
      to_word (organization->support_tickets_enabled) },
  };

  return tkt_service_note_change (tx, actor, &deeds[0], error)
         && tkt_service_note_change (tx, actor, &deeds[1], error);
}

TktOrganization *
tkt_service_patch_organization (TktStoreTx *tx,
                                const TktActor *actor,
                                const TktOrganizationPatch *request,
                                gint64 if_match,
                                GError **error)
{
  g_autoptr (TktOrganization) organization = tkt_organization_copy (actor->organization);

  if (!tkt_service_check (actor, TKT_ACTION_ADMINISTER, error)
      || !tkt_service_check_match (if_match, organization->revision, error))
    return NULL;
  if (request->name != NULL)
    {
      g_free (organization->name);
      organization->name = g_strdup (request->name);
    }
  if (request->support_tickets_given)
    organization->support_tickets_enabled = request->support_tickets_enabled;
  if (tkt_shape_equal (&tkt_organization_shape, organization, actor->organization))
    return g_steal_pointer (&organization);
  organization->revision = tkt_service_stamp (tx, actor, error);
  if (organization->revision == 0 || !tkt_store_put_organization (tx, organization, error)
      || !note_settings (tx, actor, organization, error))
    return NULL;
  return g_steal_pointer (&organization);
}

static gboolean
put_publisher (TktStoreTx *tx, const TktActor *actor, TktPublisher *publisher, GError **error)
{
  publisher->revision = tkt_service_stamp (tx, actor, error);
  return publisher->revision != 0
         && tkt_store_put_publisher (tx, actor->organization->id, publisher, error);
}

static gboolean
check_number_free (TktStoreTx *tx,
                   const TktActor *actor,
                   gint64 number,
                   const char *own_id,
                   GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktPublisher) other
      = tkt_store_get_publisher_by_number (tx, actor->organization->id, number, &failed);
  gboolean taken = other != NULL && g_strcmp0 (other->id, own_id) != 0;

  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (taken)
    tkt_problem_set_invalid (error, "/number", _ ("Another publisher has this number."));
  return failed == NULL && !taken;
}

static gboolean
check_name_free (TktStoreTx *tx,
                 const TktActor *actor,
                 const char *name,
                 const char *own_id,
                 GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktPublisher) other
      = tkt_store_get_publisher_by_name (tx, actor->organization->id, name, &failed);
  gboolean taken = other != NULL && g_strcmp0 (other->id, own_id) != 0;

  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (taken)
    tkt_problem_set_invalid (error, "/name", _ ("Another publisher has this name."));
  return failed == NULL && !taken;
}

/* What the request leaves to the server can be anything. */
static gboolean
is_repetition (const TktPublisher *publisher, const TktNewPublisher *request)
{
  return g_str_equal (publisher->name, request->name)
         && (request->number == 0 || request->number == publisher->number)
         && (!request->status_given || request->status == publisher->status)
         && (request->account_manager_id == NULL
             || g_strcmp0 (request->account_manager_id, publisher->account_manager_id) == 0);
}

TktPublisher *
tkt_service_create_publisher (TktStoreTx *tx,
                              const TktActor *actor,
                              const TktNewPublisher *request,
                              gboolean *repeated,
                              GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktPublisher) publisher = NULL;
  GError *failed = NULL;

  if (!tkt_service_check (actor, TKT_ACTION_ADMINISTER, error))
    return NULL;
  if (request->id != NULL)
    publisher = tkt_store_get_publisher (tx, organization, request->id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (repeated != NULL)
    *repeated = publisher != NULL;
  if (publisher != NULL)
    {
      if (is_repetition (publisher, request))
        return g_steal_pointer (&publisher);
      tkt_problem_set (error, TKT_PROBLEM_ID_TAKEN, _ ("This id belongs to another publisher."));
      return NULL;
    }
  if (!check_name_free (tx, actor, request->name, NULL, error)
      || (request->number != 0 && !check_number_free (tx, actor, request->number, NULL, error))
      || (request->account_manager_id != NULL
          && !tkt_service_check_staff (
              tx, actor, request->account_manager_id, "/account_manager_id", error)))
    return NULL;

  publisher = tkt_publisher_new ();
  publisher->id = request->id != NULL ? g_strdup (request->id) : tkt_uuid_new ();
  publisher->number = request->number != 0
                          ? request->number
                          : tkt_store_next_publisher_number (tx, organization, error);
  publisher->name = g_strdup (request->name);
  publisher->status = request->status_given ? request->status : TKT_PUBLISHER_ACTIVE;
  publisher->account_manager_id = g_strdup (request->account_manager_id);
  if (publisher->number == 0 || !put_publisher (tx, actor, publisher, error)
      || !tkt_service_note (
          tx,
          actor,
          &(TktDeed){ TKT_AUDIT_PUBLISHER_ADDED, publisher->id, .new_value = publisher->name },
          error))
    return NULL;
  return g_steal_pointer (&publisher);
}

static gboolean
note_changes (TktStoreTx *tx,
              const TktActor *actor,
              const TktPublisher *publisher,
              const TktPublisher *before,
              GError **error)
{
  g_autofree char *old_number = g_strdup_printf ("%" G_GINT64_FORMAT, before->number);
  g_autofree char *new_number = g_strdup_printf ("%" G_GINT64_FORMAT, publisher->number);
  const TktDeed deeds[] = {
    { TKT_AUDIT_PUBLISHER_CHANGED, before->id, "number", old_number, new_number },
    { TKT_AUDIT_PUBLISHER_CHANGED, before->id, "name", before->name, publisher->name },
    { TKT_AUDIT_PUBLISHER_CHANGED,
      before->id,
      "status",
      tkt_enum_to_word (&tkt_publisher_status_enum, before->status),
      tkt_enum_to_word (&tkt_publisher_status_enum, publisher->status) },
    { TKT_AUDIT_PUBLISHER_ASSIGNED,
      before->id,
      NULL,
      before->account_manager_id,
      publisher->account_manager_id },
  };

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (!tkt_service_note_change (tx, actor, &deeds[i], error))
      return FALSE;
  return TRUE;
}

TktPublisher *
tkt_service_patch_publisher (TktStoreTx *tx,
                             const TktActor *actor,
                             const char *id,
                             const TktPublisherPatch *request,
                             gint64 if_match,
                             GError **error)
{
  g_autoptr (TktPublisher) publisher = NULL;
  g_autoptr (TktPublisher) before = NULL;

  if (!tkt_service_check (actor, TKT_ACTION_ADMINISTER, error))
    return NULL;
  publisher = tkt_store_get_publisher (tx, actor->organization->id, id, error);
  if (publisher == NULL)
    {
      tkt_service_set_not_found (error, _ ("There is no such publisher in your view."));
      return NULL;
    }
  if (!tkt_service_check_match (if_match, publisher->revision, error))
    return NULL;
  before = tkt_publisher_copy (publisher);
  if (request->name != NULL)
    {
      if (!check_name_free (tx, actor, request->name, publisher->id, error))
        return NULL;
      g_free (publisher->name);
      publisher->name = g_strdup (request->name);
    }
  if (request->number != 0)
    {
      if (!check_number_free (tx, actor, request->number, publisher->id, error))
        return NULL;
      publisher->number = request->number;
    }
  if (request->status_given)
    publisher->status = request->status;
  if (request->account_manager_given
      && !tkt_service_assign_manager (tx, actor, publisher, request->account_manager_id, error))
    return NULL;
  if (!tkt_shape_equal (&tkt_publisher_shape, publisher, before)
      && (!put_publisher (tx, actor, publisher, error)
          || !note_changes (tx, actor, publisher, before, error)))
    return NULL;
  return g_steal_pointer (&publisher);
}
