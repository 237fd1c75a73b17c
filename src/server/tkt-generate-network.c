/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people and publishers of a generated organization. */
#include "tkt-generate-network.h"

#include <glib/gi18n-lib.h>

#include "tkt-generate-text.h"
#include "tkt-problem.h"
#include "tkt-store-calls.h"
#include "tkt-uuid.h"

static TktAccount *
make_account (const char *kind, guint index, TktRole role, gint64 time_ms, GRand *random)
{
  TktAccount *account = tkt_account_new ();

  account->id = tkt_uuid_new_from (time_ms, random);
  account->username = g_strdup_printf ("%s%u", kind, index + 1);
  account->display_name = tkt_generate_person_name (g_rand_int_range (random, 0, 10000));
  account->role = role;

  return account;
}

static TktPublisher *
make_publisher (TktGenerateNetwork *self, guint index, gint64 time_ms, GRand *random)
{
  TktPublisher *publisher = tkt_publisher_new ();
  const TktAccount *manager = g_ptr_array_index (self->managers, index % self->managers->len);

  publisher->id = tkt_uuid_new_from (time_ms, random);
  publisher->number = index + 1;
  publisher->name = tkt_generate_publisher_name (index);
  publisher->account_manager_id = g_strdup (manager->id);
  if (index % 10 == 9)
    publisher->status = TKT_PUBLISHER_PENDING + index / 10 % 3;

  return publisher;
}

TktGenerateNetwork *
tkt_generate_network_new (guint n_tickets, gint64 time_ms, GRand *random)
{
  TktGenerateNetwork *self = g_new0 (TktGenerateNetwork, 1);
  guint n_managers = CLAMP (n_tickets / 2000, 4, 40);
  guint n_publishers = CLAMP (n_tickets / 50, 12, 2000);

  self->organization_id = tkt_uuid_new_from (time_ms, random);
  self->managers = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_account_free);
  self->partners = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_account_free);
  self->publishers = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_publisher_free);

  self->admin = make_account ("admin", 0, TKT_ROLE_ADMIN, time_ms, random);
  g_free (self->admin->username);
  self->admin->username = g_strdup ("admin");
  for (guint i = 0; i < n_managers; i++)
    g_ptr_array_add (self->managers,
                     make_account ("manager", i, TKT_ROLE_ACCOUNT_MANAGER, time_ms, random));
  for (guint i = 0; i < n_publishers; i++)
    g_ptr_array_add (self->publishers, make_publisher (self, i, time_ms, random));
  for (guint i = 0; i < n_publishers + n_publishers / 3; i++)
    {
      TktAccount *partner = make_account ("partner", i, TKT_ROLE_PUBLISHER, time_ms, random);

      partner->publisher_id = g_strdup (tkt_generate_publisher (self, i % n_publishers)->id);
      g_ptr_array_add (self->partners, partner);
    }

  return self;
}

void
tkt_generate_network_free (TktGenerateNetwork *self)
{
  g_free (self->organization_id);
  tkt_account_free (self->admin);
  g_ptr_array_unref (self->managers);
  g_ptr_array_unref (self->partners);
  g_ptr_array_unref (self->publishers);
  g_free (self);
}

const TktPublisher *
tkt_generate_publisher (const TktGenerateNetwork *self, guint index)
{
  return g_ptr_array_index (self->publishers, index);
}

const TktAccount *
tkt_generate_manager (const TktGenerateNetwork *self, guint index)
{
  return g_ptr_array_index (self->managers, index % self->managers->len);
}

const TktAccount *
tkt_generate_partner (const TktGenerateNetwork *self, guint index, GRand *random)
{
  guint second = index + self->publishers->len;

  if (second < self->partners->len && g_rand_int_range (random, 0, 4) == 0)
    index = second;

  return g_ptr_array_index (self->partners, index);
}

static gboolean
check_new (TktGenerateNetwork *self, TktStoreTx *tx, const char *slug, GError **error)
{
  g_autoptr (GPtrArray) organizations = tkt_store_list_organizations (tx, error);

  if (organizations == NULL)
    return FALSE;

  for (guint i = 0; i < organizations->len; i++)
    {
      const TktOrganization *organization = g_ptr_array_index (organizations, i);

      if (g_str_equal (organization->slug, slug))
        {
          tkt_problem_set (error,
                           TKT_PROBLEM_INVALID,
                           _ ("The database has an organization “%s” already."),
                           slug);
          return FALSE;
        }
      if (g_str_equal (organization->id, self->organization_id))
        {
          tkt_problem_set (error,
                           TKT_PROBLEM_ID_TAKEN,
                           _ ("The organization “%s” was generated from the same seed."),
                           organization->slug);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
put_account (TktGenerateNetwork *self,
             TktStoreTx *tx,
             TktAccount *account,
             const char *password_hash,
             GError **error)
{
  account->revision = tkt_store_next_revision (tx, self->organization_id, error);

  return account->revision > 0 && tkt_store_put_account (tx, self->organization_id, account, error)
         && (password_hash == NULL
             || tkt_store_set_password (tx, account->id, password_hash, error));
}

static gboolean
put_accounts (TktGenerateNetwork *self,
              TktStoreTx *tx,
              GPtrArray *accounts,
              const char *password_hash,
              GError **error)
{
  for (guint i = 0; i < accounts->len; i++)
    if (!put_account (self, tx, g_ptr_array_index (accounts, i), password_hash, error))
      return FALSE;

  return TRUE;
}

static gboolean
put_publishers (TktGenerateNetwork *self, TktStoreTx *tx, GError **error)
{
  for (guint i = 0; i < self->publishers->len; i++)
    {
      TktPublisher *publisher = g_ptr_array_index (self->publishers, i);

      publisher->revision = tkt_store_next_revision (tx, self->organization_id, error);
      if (publisher->revision <= 0
          || !tkt_store_put_publisher (tx, self->organization_id, publisher, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
tkt_generate_network_put (TktGenerateNetwork *self,
                          TktStoreTx *tx,
                          const char *slug,
                          const char *password_hash,
                          GError **error)
{
  g_autoptr (TktOrganization) organization = tkt_organization_new ();

  if (!check_new (self, tx, slug, error))
    return FALSE;

  organization->id = g_strdup (self->organization_id);
  organization->slug = g_strdup (slug);
  organization->name = g_strdup_printf ("Generated network “%s”", slug);
  organization->support_tickets_enabled = TRUE;
  if (!tkt_store_put_organization (tx, organization, error))
    return FALSE;
  /* Its counter stands only now. */
  organization->revision = tkt_store_next_revision (tx, self->organization_id, error);

  return organization->revision > 0 && tkt_store_put_organization (tx, organization, error)
         && put_account (self, tx, self->admin, password_hash, error)
         && put_accounts (self, tx, self->managers, password_hash, error)
         && put_publishers (self, tx, error)
         && put_accounts (self, tx, self->partners, password_hash, error);
}
