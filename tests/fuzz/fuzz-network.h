/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small network with ids of its own, so that a corpus can name what is in it. */
#pragma once

#include "tkt-service.h"

G_BEGIN_DECLS

/* "0190aaaa-0000-7000-8000-0000000000NN": */
#define FUZZ_ID(end) "0190aaaa-0000-7000-8000-0000000000" end
#define FUZZ_ACME FUZZ_ID ("01")    /* a publisher */
#define FUZZ_TICKET FUZZ_ID ("02")  /* that its account ada has opened */
#define FUZZ_OPENING FUZZ_ID ("03") /* with this message, */
#define FUZZ_FILE FUZZ_ID ("04")    /* which has this attachment */
#define FUZZ_UPLOAD FUZZ_ID ("05")  /* ada's, one piece of it, not complete */
#define FUZZ_WAITING FUZZ_ID ("06") /* ada's, complete, of no message */

/* By which whoever knows it becomes mara. */
#define FUZZ_CODE "ABCD-EFGH-JKMN-PQRS-TUVW"

/* Those who ask: an admin, an account manager, the account of a publisher. */
typedef struct
{
  const char *id, *username;
  TktRole role;
  const char *publisher_id;
  const char *session_id;
  guint8 token_hash; /* all bytes of it */
} FuzzPerson;

#define FUZZ_PEOPLE 3
extern const FuzzPerson fuzz_people[FUZZ_PEOPLE];

/* A store that holds the network, made by the first call; it goes with the program. */
TktStore *fuzz_network_get_store (void);
const char *fuzz_network_get_organization (void);

G_END_DECLS
