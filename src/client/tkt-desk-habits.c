/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: what the person has set. */
#include "tkt-desk-private.h"
#include "tkt-text.h"
#include "tkt-time.h"

void
tkt_desk_set_hold (TktDesk *self, guint seconds, gboolean replies)
{
  g_return_if_fail (TKT_IS_DESK (self));

  self->hold = seconds * TKT_SECOND;
  self->holds_replies = replies;
}

guint
tkt_desk_get_hold (TktDesk *self, gboolean *replies)
{
  g_return_val_if_fail (TKT_IS_DESK (self), 0);

  *replies = self->hold > 0 && self->holds_replies;
  return self->hold / TKT_SECOND;
}

void
tkt_desk_set_signature (TktDesk *self, const char *signature)
{
  g_return_if_fail (TKT_IS_DESK (self));

  g_free (self->signature);
  self->signature = g_strstrip (g_strdup (signature != NULL ? signature : ""));
}

/* Nothing is not signed, for it can't be sent; nor is what was signed before it came back to be
 * edited. */
char *
tkt_desk_sign (TktDesk *self, const char *body)
{
  g_autofree char *text = g_strchomp (g_strdup (body));

  if (self->signature == NULL || *self->signature == '\0' || tkt_text_is_blank (body)
      || g_str_has_suffix (text, self->signature))
    return g_strdup (body);
  return g_strconcat (text, "\n\n", self->signature, NULL);
}

glong
tkt_desk_count_signed (TktDesk *self, const char *body)
{
  g_autofree char *signed_body = NULL;

  g_return_val_if_fail (TKT_IS_DESK (self), 0);

  signed_body = tkt_desk_sign (self, body);
  return g_utf8_strlen (signed_body, -1);
}

void
tkt_desk_set_on_demand (TktDesk *self, gboolean on_demand)
{
  g_return_if_fail (TKT_IS_DESK (self));

  self->on_demand = on_demand;
}

gboolean
tkt_desk_get_on_demand (TktDesk *self)
{
  g_return_val_if_fail (TKT_IS_DESK (self), FALSE);

  return self->on_demand;
}
