/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON to structs: the first byte chooses the shape and how strictly it is read. What is taken says
 * the same once it is written and read again. */
#include <string.h>

#include "fuzz-target.h"
#include "tkt-people.h"
#include "tkt-requests.h"

static const TktShape *const shapes[] = {
  &tkt_new_session_shape,  &tkt_new_message_shape,     &tkt_new_ticket_shape,
  &tkt_ticket_patch_shape, &tkt_new_read_mark_shape,   &tkt_new_publisher_shape,
  &tkt_new_account_shape,  &tkt_publisher_patch_shape, &tkt_account_patch_shape,
  &tkt_message_shape,      &tkt_ticket_shape,          &tkt_organization_patch_shape,
  &tkt_attachment_shape,   &tkt_password_change_shape, &tkt_invitation_acceptance_shape,
  &tkt_session_shape,      &tkt_new_saved_reply_shape, &tkt_saved_reply_patch_shape,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const TktShape *shape;
  gpointer value, again;
  g_autofree char *json = NULL;
  TktReadMode mode;

  if (size == 0)
    return 0;
  shape = shapes[data[0] % G_N_ELEMENTS (shapes)];
  mode = data[0] & 0x80 ? TKT_READ_LENIENT : TKT_READ_STRICT;
  value = tkt_shape_read_bytes (shape, (const char *)data + 1, size - 1, mode, NULL);
  if (value == NULL)
    return 0;
  json = tkt_shape_to_json (shape, value);
  again = tkt_shape_read_bytes (shape, json, strlen (json), mode, NULL);
  if (again == NULL || !tkt_shape_equal (shape, value, again))
    g_error ("another one comes back: %s", json);
  tkt_shape_free (shape, value);
  tkt_shape_free (shape, again);
  return 0;
}
