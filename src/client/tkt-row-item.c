/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One item of a row model. */
#include "tkt-row-item.h"

struct _TktRowItem
{
  GObject parent_instance;

  gint64 key;
  GType type;
  gpointer row;
};

enum
{
  PROP_0,
  PROP_ROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TktRowItem, tkt_row_item, G_TYPE_OBJECT)

static void
tkt_row_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktRowItem *self = TKT_ROW_ITEM (object);

  switch (prop_id)
    {
    case PROP_ROW:
      g_value_set_pointer (value, self->row);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_row_item_finalize (GObject *object)
{
  TktRowItem *self = TKT_ROW_ITEM (object);

  if (self->row != NULL)
    g_boxed_free (self->type, self->row);

  G_OBJECT_CLASS (tkt_row_item_parent_class)->finalize (object);
}

static void
tkt_row_item_class_init (TktRowItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tkt_row_item_get_property;
  object_class->finalize = tkt_row_item_finalize;

  properties[PROP_ROW]
      = g_param_spec_pointer ("row", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tkt_row_item_init (TktRowItem *self)
{
}

TktRowItem *
tkt_row_item_new (gint64 key)
{
  TktRowItem *self = g_object_new (TKT_TYPE_ROW_ITEM, NULL);

  self->key = key;
  return self;
}

gconstpointer
tkt_row_item_get_row (TktRowItem *self)
{
  g_return_val_if_fail (TKT_IS_ROW_ITEM (self), NULL);

  return self->row;
}

gint64
tkt_row_item_get_key (TktRowItem *self)
{
  g_return_val_if_fail (TKT_IS_ROW_ITEM (self), 0);

  return self->key;
}

void
tkt_row_item_take_row (TktRowItem *self, GType type, gpointer row)
{
  GType old_type = self->type;
  gpointer old_row = self->row;

  g_return_if_fail (TKT_IS_ROW_ITEM (self));

  self->type = type;
  self->row = row;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROW]);
  /* Only now: who is notified may still compare with the old one. */
  if (old_row != NULL)
    g_boxed_free (old_type, old_row);
}
