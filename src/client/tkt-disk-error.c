/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the disk said. */
#include "tkt-disk-error.h"

#include <glib/gi18n-lib.h>

#include "tkt-db.h"

static const char *
sentence (TktDbError code)
{
  switch (code)
    {
    case TKT_DB_ERROR_FULL:
      return _ (
          "The disk is full, so nothing more can be kept on this computer. Free some space and "
          "try again.");
    case TKT_DB_ERROR_READ_ONLY:
      return _ ("The folder of this program can't be written, so nothing can be kept on this "
                "computer. Make it writable and try again.");
    case TKT_DB_ERROR_DAMAGED:
      return _ ("A file of this program is damaged. It is set aside, and what can be fetched or "
                "recovered is.");
    case TKT_DB_ERROR_BUSY:
      return _ ("Another program holds the files of this one for too long. Try again.");
    case TKT_DB_ERROR_FAILED:
    case TKT_DB_ERROR_CONSTRAINT:
    case TKT_DB_ERROR_MISSING:
      return _ ("The files of this program can't be read or written.");
    case TKT_DB_ERROR_NEWER:
    case TKT_DB_ERROR_FOREIGN:
      break;
    }
  return NULL; /* it says so itself */
}

GError *
tkt_disk_error_explain (GError *error)
{
  const char *words = error->domain == TKT_DB_ERROR ? sentence (error->code) : NULL;

  if (words == NULL)
    return error;
  /* Which file, and in SQLite's words, is for whoever looks at the log. */
  g_info ("%s", error->message);
  g_free (error->message);
  error->message = g_strdup (words);
  return error;
}
