/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the SQLite store share: its transaction, and short ways to ask SQL for rows. */
#pragma once

#include "tkt-row.h"
#include "tkt-store.h"

G_BEGIN_DECLS

typedef struct
{
  TktStoreTx parent;
  TktDb *db;
  const char *incarnation; /* the store's own, of a write */
  gboolean erased;         /* a message was: its bytes must leave the files after COMMIT */
  gsize gathered;          /* bytes of text on their way to the search index */
} TktSqliteTx;

/* A table of rows of one shape. All but organizations also have the column organization_id. */
typedef struct
{
  const TktShape *shape; /* whose first member is `id`, but for read marks and the audit trail */
  const char *table;
  GDestroyNotify free; /* of a row */
} TktSqliteTable;

extern const TktSqliteTable tkt_sqlite_organization;
extern const TktSqliteTable tkt_sqlite_account;
extern const TktSqliteTable tkt_sqlite_publisher;
extern const TktSqliteTable tkt_sqlite_ticket;
extern const TktSqliteTable tkt_sqlite_message;
extern const TktSqliteTable tkt_sqlite_note;
extern const TktSqliteTable tkt_sqlite_read_mark;
extern const TktSqliteTable tkt_sqlite_saved_reply;
extern const TktSqliteTable tkt_sqlite_attachment; /* of TktUpload */
extern const TktSqliteTable tkt_sqlite_audit;

extern const guint32 tkt_sqlite_application_id;
extern const char *const tkt_sqlite_steps[];
extern const guint tkt_sqlite_n_steps;

/* A token's SHA-256. */
#define TKT_SQLITE_HASH_SIZE sizeof (((TktSessionRow *)NULL)->token_hash)

/* Prepares @sql and binds its parameters from the first on; @types has a letter for each of them:
 * i an id (const char *), t a text (const char *), n a number (gint64), h a token's hash
 * (const guint8 *), b bytes (GBytes *). NULL is SQL NULL, but for bytes. */
TktStatement *
tkt_sqlite_prepare (TktStoreTx *tx, const char *sql, GError **error, const char *types, ...);

/* The same for "SELECT columns of @table FROM @table WHERE @condition". */
TktStatement *tkt_sqlite_select (TktStoreTx *tx,
                                 const TktSqliteTable *table,
                                 const char *condition,
                                 GError **error,
                                 const char *types,
                                 ...);

/* These take over @statement, and answer failure where it is NULL, with the error that stands. */
gpointer tkt_sqlite_get_row (const TktSqliteTable *table, TktStatement *statement, GError **error);
GPtrArray *
tkt_sqlite_get_rows (const TktSqliteTable *table, TktStatement *statement, GError **error);
gboolean tkt_sqlite_run (TktStatement *statement, GError **error);

/* The row of this id, if it is the organization's; NULL without an error where there is none. */
gpointer tkt_sqlite_get_by_id (TktStoreTx *tx,
                               const TktSqliteTable *table,
                               const char *organization_id,
                               const char *id,
                               GError **error);

/* The first column of the only row, @missing where there is none; -1 with @error set. */
gint64 tkt_sqlite_get_number (TktStatement *statement, gint64 missing, GError **error);

/* Appends all rows as a JSON array; returns how many, or G_MAXUINT. @places, if any, are filled
 * from the last row's columns of the names in @columns. */
guint tkt_sqlite_write_rows (const TktSqliteTable *table,
                             TktStatement *statement,
                             GString *out,
                             const char *const *columns,
                             gint64 *const *places,
                             GError **error);

/**
 * tkt_sqlite_put:
 * @old: (out) (optional): the row that stood there, or NULL where it was inserted
 *
 * Inserts @row, or changes those columns of the stored one that differ: an index that holds none of
 * them is not touched.
 */
gboolean tkt_sqlite_put (TktStoreTx *tx,
                         const TktSqliteTable *table,
                         const char *organization_id,
                         gconstpointer row,
                         gpointer *old,
                         GError **error);

/* Inserts a row of which there is none yet. */
gboolean tkt_sqlite_insert (TktStoreTx *tx,
                            const TktSqliteTable *table,
                            const char *organization_id,
                            gconstpointer row,
                            GError **error);

/* Changes the columns in which @old, the stored row, differs from @row. */
gboolean tkt_sqlite_update (TktStoreTx *tx,
                            const TktSqliteTable *table,
                            gconstpointer old,
                            gconstpointer row,
                            GError **error);

/* The ticket's key, 0 where the organization has no such ticket, -1 with @error set.
 * @publisher_id: (out) (optional). */
gint64 tkt_sqlite_get_ticket_key (TktStoreTx *tx,
                                  const char *organization_id,
                                  const char *ticket_id,
                                  char **publisher_id,
                                  GError **error);

/* 1 where the table has a row of the id, in whichever organization; -1 with @error set. */
gint64
tkt_sqlite_has_id (TktStoreTx *tx, const TktSqliteTable *table, const char *id, GError **error);

/* The full-text indexes. A text has its place: the ticket's key and, for a message, its position
 * (0 is the title), or in the index of notes the note's place. */
#define TKT_SQLITE_SEARCH "search"
#define TKT_SQLITE_NOTE_SEARCH "note_search"
#define TKT_SQLITE_POSITION_BITS "20"
#define TKT_SQLITE_TOKENIZER "unicode61"
#define TKT_SQLITE_TOKENIZER_ARGUMENTS "remove_diacritics", "2"

/* Makes a connection ready for the three below: what goes into an index is in it from the commit
 * on, or from where it is settled. */
gboolean tkt_sqlite_gather_texts (TktDb *db, GError **error);
gboolean tkt_sqlite_settle_texts (TktDb *db, GError **error);
gboolean tkt_sqlite_index_text (TktStoreTx *tx,
                                const char *index,
                                gint64 ticket_key,
                                gint64 position,
                                const char *text,
                                GError **error);
gboolean tkt_sqlite_unindex_text (TktStoreTx *tx,
                                  const char *index,
                                  gint64 ticket_key,
                                  gint64 position,
                                  const char *text,
                                  GError **error);

/* Notes in the transaction that there is something to erase from the files. */
gboolean tkt_sqlite_note_erasure (TktStoreTx *tx, GError **error);

/* The message's attachments are gone with this transaction; their bytes leave the files in steps,
 * of which each takes a few pieces (@more: there may be others). The first step of all drops the
 * uploads that no message has taken in time. */
gboolean tkt_sqlite_erase_attachments (TktStoreTx *tx, const char *message_id, GError **error);
gboolean tkt_sqlite_erase_pieces (TktStoreTx *tx, gboolean *more, GError **error);

/* Before the store's first revision of an organization: what it counts from here on is its own. */
gboolean tkt_sqlite_begin_incarnation (TktStoreTx *tx, const char *organization_id, GError **error);

/* All that was counted so far was counted in a life that nobody has heard of: every cursor that was
 * given is gone. For a database that another one takes the place of: what was written to that one
 * since the two were one is on desks, and not here. */
gboolean tkt_sqlite_forget_incarnations (TktStoreTx *tx, GError **error);

/* Each file of the store fills in its part of the class. */
void tkt_sqlite_fill_in_people (TktStoreClass *klass);
void tkt_sqlite_fill_in_incarnations (TktStoreClass *klass);
void tkt_sqlite_fill_in_publishers (TktStoreClass *klass);
void tkt_sqlite_fill_in_tickets (TktStoreClass *klass);
void tkt_sqlite_fill_in_messages (TktStoreClass *klass);
void tkt_sqlite_fill_in_notes (TktStoreClass *klass);
void tkt_sqlite_fill_in_attachments (TktStoreClass *klass);
void tkt_sqlite_fill_in_saved_replies (TktStoreClass *klass);
void tkt_sqlite_fill_in_changes (TktStoreClass *klass);
void tkt_sqlite_fill_in_sessions (TktStoreClass *klass);
void tkt_sqlite_fill_in_audit (TktStoreClass *klass);

G_END_DECLS
