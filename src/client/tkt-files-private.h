/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files' two halves share. */
#pragma once

#include "tkt-files.h"

G_BEGIN_DECLS

#define TKT_FILES_OWN "outbox-files"
#define TKT_FILES_SEEN "files"

struct _TktFiles
{
  GObject parent_instance;

  char *folder;
  gint64 limit;
  GHashTable *fresh;     /* ids that were taken and were in no outbox or draft yet */
  GHashTable *transfers; /* id → TktTransfer */
};

G_END_DECLS
