/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What protocol.md says of every answer, whatever was called. */
#pragma once

#include "api-fixture.h"

G_BEGIN_DECLS

/* (transfer full): the outcome in words (ApiAnswer); the test fails where the answer breaks the
 * contract. */
char *api_contract_check (const ApiAnswer *answer, const char *method);

G_END_DECLS
