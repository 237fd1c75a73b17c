/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desks whose windows have gone. */
#include "tkt-leaving.h"

struct _TktLeaving
{
  GObject parent_instance;

  GApplication *application; /* (unowned): it owns this */
  GHashTable *desks;         /* account id → TktDesk */
};

G_DEFINE_FINAL_TYPE (TktLeaving, tkt_leaving, G_TYPE_OBJECT)

static void
tkt_leaving_finalize (GObject *object)
{
  g_hash_table_unref (TKT_LEAVING (object)->desks);

  G_OBJECT_CLASS (tkt_leaving_parent_class)->finalize (object);
}

static void
tkt_leaving_class_init (TktLeavingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_leaving_finalize;
}

static void
tkt_leaving_init (TktLeaving *self)
{
  self->desks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

TktLeaving *
tkt_leaving_new (GApplication *application)
{
  TktLeaving *self = g_object_new (TKT_TYPE_LEAVING, NULL);

  self->application = application;
  return self;
}

static void
on_left (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktLeaving) self = user_data;
  TktDesk *desk = TKT_DESK (object);
  const char *account_id = tkt_desk_get_sign_in (desk)->account_id;

  tkt_desk_leave_finish (desk, result, NULL);
  if (g_hash_table_lookup (self->desks, account_id) == desk)
    tkt_leaving_stop (self, account_id);
  g_application_release (self->application);
}

void
tkt_leaving_add (TktLeaving *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_LEAVING (self));

  g_hash_table_replace (
      self->desks, g_strdup (tkt_desk_get_sign_in (desk)->account_id), g_object_ref (desk));
  g_application_hold (self->application);
  tkt_desk_leave_async (desk, on_left, g_object_ref (self));
}

TktDesk *
tkt_leaving_take (TktLeaving *self, const char *account_id)
{
  g_autofree char *key = NULL;
  gpointer desk = NULL;

  g_return_val_if_fail (TKT_IS_LEAVING (self), NULL);

  g_hash_table_steal_extended (self->desks, account_id, (gpointer *)&key, &desk);
  return desk;
}

void
tkt_leaving_stop (TktLeaving *self, const char *account_id)
{
  g_autoptr (TktDesk) desk = tkt_leaving_take (self, account_id);

  if (desk != NULL)
    tkt_desk_stop (desk);
}
