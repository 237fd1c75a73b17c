/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is tried on a desk whose disk or life is taken: one person's seat, a ticket, and the deeds
 * that a person may do there. */
#pragma once

#include "desk-fixture.h"

G_BEGIN_DECLS

#define DESK_CASE_SECRET "Quagmire bandicoot"

typedef struct
{
  DeskFixture *fixture;
  Seat *seat;   /* ada's */
  Seat *other;  /* mara's */
  char *folder; /* with the databases of @seat */
  char *ticket;
  char *own; /* a message of hers there, with the secret in it */
} DeskCase;

/* Both desks are in step and stopped, and the server is stopped, too. */
DeskCase *desk_case_new (void);
void desk_case_free (DeskCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskCase, desk_case_free)

/* All that the person sees, drafts included. (transfer full) */
char *desk_case_view (DeskCase *self);

/* The texts of the conversation, in order, whatever has become of each. (transfer full) */
char *desk_case_show_bodies (DeskCase *self);

/* The draft of a ticket's reply, or (NULL) of a new ticket. (transfer full): "": none. */
char *desk_case_find_draft (DeskCase *self, const char *ticket_id);

/* What a person may do; both with a desk that runs. @act answers what it was answered, and is to be
 * done once. */
typedef struct
{
  const char *name;
  void (*prepare) (DeskCase *self); /* (nullable) */
  void (*act) (DeskCase *self, GError **error);
} DeskDeed;
extern const DeskDeed desk_deeds[];
extern const guint n_desk_deeds;

G_END_DECLS
