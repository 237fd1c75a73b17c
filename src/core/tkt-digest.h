/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digest: one hash over everything that an account may see, the same at desk and server exactly
 * when they agree. */
#pragma once

#include "tkt-rows.h"
#include "tkt-uuid.h"

G_BEGIN_DECLS

/* SHA-256 in lower-case hex. */
#define TKT_DIGEST_LENGTH 64

/* One row as a digest knows it. */
typedef struct
{
  TktChangeKind kind;
  char id[TKT_UUID_LENGTH + 1]; /* a read mark's: its ticket's */
  gint64 revision;
  char hash[TKT_DIGEST_LENGTH + 1]; /* of the row as tkt_shape_write() has it */
} TktDigestRow;

/* As strcmp() does: by kind in the feed's order, then by id. */
int tkt_digest_row_compare (const TktDigestRow *a, const TktDigestRow *b);

/* "message ID REVISION HASH". (transfer full) */
char *tkt_digest_row_to_line (const TktDigestRow *row);
gboolean tkt_digest_row_from_line (const char *line, TktDigestRow *row);

/**
 * TktDigest:
 *
 * The SHA-256 of all rows' lines, each with a line feed behind it, in the order of
 * tkt_digest_row_compare(). It keeps no row: its memory does not grow with them. One thread at a
 * time.
 */
typedef struct _TktDigest TktDigest;

/* What a digest tells of each row on the way; FALSE with @error set ends it. */
typedef gboolean (*TktDigestFunc) (const TktDigestRow *row, gpointer data, GError **error);

TktDigest *tkt_digest_new (TktDigestFunc each /* (nullable) */, gpointer data);
void tkt_digest_free (TktDigest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktDigest, tkt_digest_free)

/* Takes @row in; rows come in order. */
gboolean tkt_digest_add (TktDigest *self, TktChangeKind kind, gconstpointer row, GError **error);

/* Adds every row of one kind in order of id. */
typedef gboolean (*TktDigestSource) (TktDigest *self,
                                     TktChangeKind kind,
                                     gpointer data,
                                     GError **error);

/**
 * tkt_digest_add_view:
 * @account: whose view it is
 *
 * Adds what the account may see: whatever @source has of each kind, or while the feature is turned
 * off for it (rule 2) no more than the organization and itself. What a cache keeps for later
 * (rule 3) is then not looked at.
 */
gboolean tkt_digest_add_view (TktDigest *self,
                              const TktOrganization *organization,
                              const TktAccount *account,
                              TktDigestSource source,
                              gpointer data,
                              GError **error);

/* Of all that was added; nothing can be added afterwards. */
const char *tkt_digest_get_hash (TktDigest *self);

G_END_DECLS
