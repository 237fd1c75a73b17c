/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a file on its way has come. */
#include "tkt-transfer.h"

struct _TktTransfer
{
  GObject parent_instance;

  double fraction;
};

enum
{
  PROP_0,
  PROP_FRACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TktTransfer, tkt_transfer, G_TYPE_OBJECT)

static void
tkt_transfer_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktTransfer *self = TKT_TRANSFER (object);

  switch (prop_id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_transfer_class_init (TktTransferClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = tkt_transfer_get_property;

  properties[PROP_FRACTION] = g_param_spec_double (
      "fraction", NULL, NULL, 0, 1, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
tkt_transfer_init (TktTransfer *self)
{
}

TktTransfer *
tkt_transfer_new (void)
{
  return g_object_new (TKT_TYPE_TRANSFER, NULL);
}

double
tkt_transfer_get_fraction (TktTransfer *self)
{
  g_return_val_if_fail (TKT_IS_TRANSFER (self), 0);

  return self->fraction;
}

void
tkt_transfer_set (TktTransfer *self, gint64 done, gint64 size)
{
  g_return_if_fail (TKT_IS_TRANSFER (self));

  self->fraction = size > 0 ? CLAMP ((double)done / size, 0, 1) : 1;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}
