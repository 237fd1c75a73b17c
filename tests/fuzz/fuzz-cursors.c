/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cursors: what is taken is what was given out, to the letter. */
#include <string.h>

#include "fuzz-target.h"
#include "tkt-cursor.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *again = NULL;
  TktCursor cursor;

  if (size == 0 || !tkt_cursor_from_text (text + 1, text[0], &cursor, NULL))
    return 0;
  again = tkt_cursor_to_text (&cursor);
  if (!g_str_equal (again, text + 1))
    g_error ("another cursor comes back: %s", again);
  return 0;
}
