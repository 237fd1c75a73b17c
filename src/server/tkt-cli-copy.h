/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What backup and restore say of a copy. */
#pragma once

#include "tkt-cli.h"
#include "tkt-sqlite-keep.h"

G_BEGIN_DECLS

/* A TktFindingFunc: on standard error, for standard output may be the copy. */
void tkt_cli_copy_tell_finding (TktFindingKind kind, const char *finding, gpointer data);

/* What there is to do about rules that are broken in it and in what it is of. */
void tkt_cli_copy_tell_advice (const TktSqliteCopy *copy);

G_END_DECLS
