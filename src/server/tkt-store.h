/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the truth is kept: the interface that a database backend fills in. It knows rows, not
 * rules. */
#pragma once

#include "tkt-audit.h"
#include "tkt-requests.h"
#include "tkt-rows.h"
#include "tkt-upload.h"

G_BEGIN_DECLS

/**
 * TktStoreTx:
 *
 * A transaction under way, on the thread that it was given to. Reads see one snapshot; writes are
 * undone together when the function that makes them fails. Every call names the organization, so
 * that no query can leave it. A getter answers NULL **without** an error where there is no such
 * row, and NULL with one where the store failed. Arrays own their rows.
 */
typedef struct _TktStoreTx TktStoreTx;

#define TKT_TYPE_STORE (tkt_store_get_type ())
G_DECLARE_DERIVABLE_TYPE (TktStore, tkt_store, TKT, STORE, GObject)

/* What every backend's transaction begins with. */
struct _TktStoreTx
{
  const TktStoreClass *klass;
};

/* What an account may see: the whole organization, or (@publisher_id) one publisher's tickets. */
typedef struct
{
  const char *organization_id;
  const char *account_id;   /* whose read marks */
  const char *publisher_id; /* NULL: staff */
} TktView;

typedef enum
{
  TKT_SORT_ACTIVITY, /* last_message_at */
  TKT_SORT_OPENED,   /* opened_at */
  TKT_SORT_NUMBER,
} TktTicketSort;

/* Newest first: descending by the sort's key, then by number. Zeroed it is every open ticket, but
 * for @limit. */
typedef struct
{
  int status;              /* a TktTicketStatus, or -1: all */
  const char *assignee_id; /* or NULL: any */
  gboolean unassigned;     /* those with nobody */
  const char *publisher_id;
  const char
      *match; /* tkt_search_to_match(): all its words in the title, or in one message; or NULL */
  gboolean in_notes; /* or in one note: for staff */
  gint64 number;     /* only the ticket of this number; 0: any */
  TktTicketSort sort;
  gint64 after_key; /* with @after_number: go on behind this one; @after_number 0: from the top */
  gint64 after_number;
  gboolean oldest_first; /* the same order turned round */
  guint limit;           /* at least 1 */
} TktTicketQuery;

typedef struct
{
  const char *words; /* part of a name in any letter case, or a number; or NULL */
  int status;        /* a TktPublisherStatus, or -1: all */
  const char *account_manager_id;
  gint64 after_number;
  guint limit;
} TktPublisherQuery;

/* The saved replies that an account has: those that the staff share and its own, by name without
 * regard to letter case, its own first. */
typedef struct
{
  const char *account_id;
  const char *after_name; /* folded (tkt_text_fold_name()): go on behind it; NULL: from the first */
  gboolean after_shared;  /* it was a shared one */
  guint limit;
} TktSavedReplyQuery;

/* The audit trail's entries, newest first, from @since on and behind (@before_at, @before_number):
 * with @before_number 0 those before the time @before_at. */
typedef struct
{
  int kind;               /* a TktAuditKind, or -1: any */
  gboolean account_given; /* only those of @account_id; NULL: of nobody's account */
  const char *account_id;
  gint64 since;
  gint64 before_at;
  gint64 before_number;
  guint limit;
} TktAuditQuery;

#define TKT_AUDIT_QUERY_INIT                                                                       \
  {                                                                                                \
    .kind = -1, .before_at = G_MAXINT64                                                            \
  }

/* What the store keeps of a session; the token itself is never stored. */
typedef struct
{
  guint8 token_hash[32]; /* SHA-256 */
  char *id;
  char *account_id;
  char *organization_id;
  char *device;  /* or NULL */
  char *address; /* of its last use; or NULL */
  gint64 created_at;
  gint64 last_used_at;
  gint64 expires_at;
} TktSessionRow;
void tkt_session_row_free (TktSessionRow *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktSessionRow, tkt_session_row_free)

/* An invitation; the code itself is never stored. */
typedef struct
{
  guint8 code_hash[32]; /* SHA-256 */
  char *account_id;
  char *organization_id;
  gint64 expires_at;
} TktInvitationRow;
void tkt_invitation_row_free (TktInvitationRow *invitation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktInvitationRow, tkt_invitation_row_free)

/* How busy the store is, and how large. */
typedef struct
{
  guint n_queued;    /* writes that wait */
  guint64 n_commits; /* transactions that are on the disk, since it was opened */
  guint64 n_writes;  /* writes in them */
  gint64 database_bytes;
  gint64 wal_bytes; /* of what is not in the database's file yet */
} TktStoreFigures;

/* Work in a transaction. Returns the result, never NULL but with @error set: GINT_TO_POINTER (TRUE)
 * where there is nothing to return. */
typedef gpointer (*TktStoreFunc) (TktStoreTx *tx, gpointer data, GError **error);

/* Takes one row of many; FALSE with @error set ends it. */
typedef gboolean (*TktStoreRowFunc) (gconstpointer row, gpointer data, GError **error);

struct _TktStoreClass
{
  GObjectClass parent_class;

  /* Transactions. A read runs at once on the calling thread, which keeps a connection of its own.
   */
  gpointer (*read) (TktStore *self, TktStoreFunc func, gpointer data, GError **error);
  void (*write_async) (TktStore *self,
                       TktStoreFunc func,
                       gpointer data,
                       GDestroyNotify data_free,
                       GDestroyNotify result_free,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gpointer (*write_finish) (TktStore *self, GAsyncResult *result, GError **error);
  gpointer (*write_sync) (TktStore *self, TktStoreFunc func, gpointer data, GError **error);
  void (*stop) (TktStore *self); /* finishes what is queued; nobody reads any more */

  /* Calls back when the writer has got to it, behind what is queued: it does not hang. */
  void (*ping_async) (TktStore *self, GAsyncReadyCallback callback, gpointer user_data);

  void (*get_figures) (TktStore *self, TktStoreFigures *figures); /* any thread */

  /* Waits until nothing of what erase_message() took away is in any file (rule 13). The store gets
   * there by itself in small steps between the writes; a stopped one goes on when it is opened
   * again. */
  gboolean (*finish_erasing) (TktStore *self, GError **error);

  /* Within a write: runs @func so that its writes alone are undone where it fails. */
  gpointer (*attempt) (TktStoreTx *tx, TktStoreFunc func, gpointer data, GError **error);

  /* Within a write: writes what is there already, so that the commit shows whether the disk takes
   * it. */
  gboolean (*probe) (TktStoreTx *tx, GError **error);

  /* A number that differs from the last one this thread got whenever anything was committed in
   * between, or, by another process, some milliseconds before: what a lane has remembered is good
   * for as long as it stays the same. -1: failed. Outside a transaction. */
  gint64 (*get_generation) (TktStore *self, GError **error);

  /**
   * Incarnations: each store object that is opened for writing counts an organization's revisions
   * in one of its own, from its first on. After a backup was put back the same revisions are
   * counted again, in another: that is what tells the two apart. get_incarnation() is the id of the
   * one that @revision was counted in, NULL for one before the first. get_incarnation_end() is the
   * newest revision that was counted before the next one began, or for the newest, so far; 0: none
   * of that id is known here.
   */
  char *(*get_incarnation) (TktStoreTx *tx,
                            const char *organization_id,
                            gint64 revision,
                            GError **error);
  gint64 (*get_incarnation_end) (TktStoreTx *tx,
                                 const char *organization_id,
                                 const char *id,
                                 GError **error); /* -1: failed */

  /* Counters, one of each an organization. A number is never given out that a row was put with. */
  gint64 (*next_revisions) (TktStoreTx *tx,
                            const char *organization_id,
                            guint n,
                            GError **error); /* the first of them; 0: failed */
  gint64 (*get_revision) (TktStoreTx *tx,
                          const char *organization_id,
                          GError **error); /* -1: failed */
  gint64 (*next_ticket_number) (TktStoreTx *tx,
                                const char *organization_id,
                                GError **error); /* 0: failed */
  gint64 (*next_publisher_number) (TktStoreTx *tx,
                                   const char *organization_id,
                                   GError **error); /* 0: failed */

  /* put: inserts, or replaces the row of the same id. %TKT_PROBLEM_ID_TAKEN where another
   * organization has the id, %TKT_DB_ERROR_CONSTRAINT where another row has the number, name or
   * position that must be the row's own. */

  GPtrArray *(*list_organizations) (TktStoreTx *tx, GError **error);
  TktOrganization *(*get_organization) (TktStoreTx *tx, const char *id, GError **error);
  gboolean (*put_organization) (TktStoreTx *tx, const TktOrganization *row, GError **error);

  TktAccount *(*get_account) (TktStoreTx *tx,
                              const char *organization_id,
                              const char *id,
                              GError **error);
  TktAccount *(*get_account_by_username) (TktStoreTx *tx,
                                          const char *organization_id,
                                          const char *username,
                                          GError **error);
  /* In order of username. */
  GPtrArray *(*list_accounts) (TktStoreTx *tx, const char *organization_id, GError **error);
  gboolean (*put_account) (TktStoreTx *tx,
                           const char *organization_id,
                           const TktAccount *row,
                           GError **error);
  char *(*get_password) (TktStoreTx *tx,
                         const char *account_id,
                         GError **error); /* crypto_pwhash_str */
  gboolean (*set_password) (TktStoreTx *tx,
                            const char *account_id,
                            const char *hash,
                            GError **error);
  /* Grows whenever what the account may see shrinks (another role or publisher): a cursor made
   * before is gone. */
  gint64 (*get_view_epoch) (TktStoreTx *tx,
                            const char *account_id,
                            GError **error); /* -1: failed */
  gboolean (*bump_view_epoch) (TktStoreTx *tx, const char *account_id, GError **error);

  TktPublisher *(*get_publisher) (TktStoreTx *tx,
                                  const char *organization_id,
                                  const char *id,
                                  GError **error);
  TktPublisher *(*get_publisher_by_number) (TktStoreTx *tx,
                                            const char *organization_id,
                                            gint64 number,
                                            GError **error);
  TktPublisher *(*get_publisher_by_name) (TktStoreTx *tx,
                                          const char *organization_id,
                                          const char *name,
                                          GError **error);
  /* In order of number. */
  GPtrArray *(*list_publishers) (TktStoreTx *tx,
                                 const char *organization_id,
                                 const TktPublisherQuery *query,
                                 GError **error); /* TktListedPublisher */
  gboolean (*put_publisher) (TktStoreTx *tx,
                             const char *organization_id,
                             const TktPublisher *row,
                             GError **error);

  TktTicket *(*get_ticket) (TktStoreTx *tx,
                            const char *organization_id,
                            const char *id,
                            GError **error);
  gboolean (*put_ticket) (TktStoreTx *tx,
                          const char *organization_id,
                          const TktTicket *row,
                          GError **error);
  GPtrArray *(*list_tickets) (TktStoreTx *tx,
                              const char *organization_id,
                              const TktTicketQuery *query,
                              GError **error);
  /* The same as JSON, "[{…},{…}]" without a struct in between; @last is the last row's place for
   * the cursor. */
  guint (*write_tickets) (TktStoreTx *tx,
                          const char *organization_id,
                          const TktTicketQuery *query,
                          GString *out,
                          gint64 *last_key,
                          gint64 *last_number,
                          GError **error); /* G_MAXUINT: failed */

  TktMessage *(*get_message) (TktStoreTx *tx,
                              const char *organization_id,
                              const char *id,
                              GError **error);
  /* %TKT_PROBLEM_ID_TAKEN where any message has the id, %TKT_PROBLEM_NOT_FOUND where the
   * organization has no such ticket. */
  gboolean (*insert_message) (TktStoreTx *tx,
                              const char *organization_id,
                              const TktMessage *row,
                              GError **error);
  /* Erases text, index entries and attachments of the stored message and writes @tombstone in its
   * place (rule 13). */
  gboolean (*erase_message) (TktStoreTx *tx,
                             const char *organization_id,
                             const TktMessage *tombstone,
                             GError **error);
  gint64 (*get_last_position) (TktStoreTx *tx,
                               const char *ticket_id,
                               GError **error); /* -1: failed */
  GPtrArray *(*list_messages) (TktStoreTx *tx,
                               const char *organization_id,
                               const char *ticket_id,
                               gint64 after_position,
                               guint limit,
                               GError **error);
  guint (*write_messages) (TktStoreTx *tx,
                           const char *organization_id,
                           const char *ticket_id,
                           gint64 after_position,
                           guint limit,
                           GString *out,
                           gint64 *last_position,
                           GError **error);

  /* Notes. insert_note() fails as insert_message() does, erase_note() erases as erase_message(). */
  TktNote *(*get_note) (TktStoreTx *tx,
                        const char *organization_id,
                        const char *id,
                        GError **error);
  gboolean (*insert_note) (TktStoreTx *tx,
                           const char *organization_id,
                           const TktNote *row,
                           GError **error);
  gboolean (*erase_note) (TktStoreTx *tx,
                          const char *organization_id,
                          const TktNote *tombstone,
                          GError **error);
  gint64 (*get_last_place) (TktStoreTx *tx, const char *ticket_id, GError **error); /* -1: failed */
  /* In order of place. */
  GPtrArray *(*list_notes) (TktStoreTx *tx,
                            const char *organization_id,
                            const char *ticket_id,
                            gint64 after_place,
                            guint limit,
                            GError **error);
  guint (*write_notes) (TktStoreTx *tx,
                        const char *organization_id,
                        const char *ticket_id,
                        gint64 after_place,
                        guint limit,
                        GString *out,
                        gint64 *last_place,
                        GError **error);

  /* Attachments, from the first byte of their upload on. Those of a message go with its erasure,
   * and by itself the store drops what no message has taken within %TKT_UPLOAD_LIFE. */
  TktUpload *(*get_upload) (TktStoreTx *tx,
                            const char *organization_id,
                            const char *id,
                            GError **error);
  gboolean (*put_upload) (TktStoreTx *tx,
                          const char *organization_id,
                          const TktUpload *row,
                          GError **error);
  /* How many of the account's no message has taken; -1 with @error set. */
  gint64 (*count_waiting_uploads) (TktStoreTx *tx, const char *account_id, GError **error);
  /* Stores the next piece of @upload, as get_upload() gave it, and makes it longer. Only the last
   * piece is shorter than %TKT_UPLOAD_PIECE. */
  gboolean (*append_upload) (TktStoreTx *tx,
                             const char *organization_id,
                             TktUpload *upload,
                             GBytes *bytes,
                             GError **error);
  /* (transfer full): what is stored from @offset to the end of the piece; NULL: nothing. */
  GBytes *(*read_upload) (TktStoreTx *tx,
                          const char *organization_id,
                          const char *id,
                          gint64 offset,
                          GError **error);
  gboolean (*erase_upload) (TktStoreTx *tx,
                            const char *organization_id,
                            const char *id,
                            GError **error);

  TktReadMark *(*get_read_mark) (TktStoreTx *tx,
                                 const char *account_id,
                                 const char *ticket_id,
                                 GError **error);
  gboolean (*put_read_mark) (TktStoreTx *tx,
                             const char *organization_id,
                             const char *account_id,
                             const TktReadMark *row,
                             GError **error);

  /* Saved replies, deleted ones too. A text that another takes the place of is erased (rule 13).
   * @made_by is who adds it: kept with the first put, and what has_made_saved_reply() asks for. */
  TktSavedReply *(*get_saved_reply) (TktStoreTx *tx,
                                     const char *organization_id,
                                     const char *id,
                                     GError **error);
  /* The one of that name, among @owner_id's own or (NULL) the shared ones. */
  TktSavedReply *(*get_saved_reply_by_name) (TktStoreTx *tx,
                                             const char *organization_id,
                                             const char *owner_id,
                                             const char *name,
                                             GError **error);
  GPtrArray *(*list_saved_replies) (TktStoreTx *tx,
                                    const char *organization_id,
                                    const TktSavedReplyQuery *query,
                                    GError **error);
  gboolean (*put_saved_reply) (TktStoreTx *tx,
                               const char *organization_id,
                               const char *made_by,
                               const TktSavedReply *row,
                               GError **error);
  /* 1: @account_id has added it; 2: and it has changed since. 0: it has not. -1: failed. */
  gint64 (*has_made_saved_reply) (TktStoreTx *tx,
                                  const char *account_id,
                                  const char *id,
                                  GError **error);

  /**
   * The change feed: rows of one kind that @view shows, at most @limit: ascending those with @after
   * < revision ≤ @until, or (@descending) newest first those with @after > revision > @until. Staff
   * see every row of the organization, but of read marks their own alone, and of saved replies the
   * shared ones and their own. A publisher's accounts see the
   * organization, their publisher, its tickets and messages, their own read marks, and of the
   * accounts the staff and their publisher's: the names that stand in those tickets. Of notes they
   * see nothing.
   */
  GPtrArray *(*list_changed) (TktStoreTx *tx,
                              const TktView *view,
                              TktChangeKind kind,
                              gint64 after,
                              gint64 until,
                              gboolean descending,
                              guint limit,
                              GError **error);
  /* Gives @func every row of one kind that @view shows, in order of id (read marks in that of their
   * tickets'). One at a time: the memory does not grow with them. The cost is that of the whole
   * table. */
  gboolean (*foreach_shown) (TktStoreTx *tx,
                             const TktView *view,
                             TktChangeKind kind,
                             TktStoreRowFunc func,
                             gpointer data,
                             GError **error);
  /* The newest revision of all that @view shows; 0: it shows nothing. */
  gint64 (*get_newest_revision) (TktStoreTx *tx,
                                 const TktView *view,
                                 GError **error); /* -1: failed */

  TktSessionRow *(*get_session) (TktStoreTx *tx, const guint8 token_hash[32], GError **error);
  TktSessionRow *(*get_session_by_id) (TktStoreTx *tx,
                                       const char *account_id,
                                       const char *id,
                                       GError **error);
  /* Newest first; (@after_id not NULL) from behind the one that was created then. */
  GPtrArray *(*list_sessions) (TktStoreTx *tx,
                               const char *account_id,
                               gint64 after_created_at,
                               const char *after_id,
                               guint limit,
                               GError **error); /* TktSessionRow */
  /* Of a stored one device, address, last use and end are replaced. */
  gboolean (*put_session) (TktStoreTx *tx, const TktSessionRow *row, GError **error);
  gboolean (*drop_session) (TktStoreTx *tx, const guint8 token_hash[32], GError **error);
  /* All sessions of an account but (@keep, or NULL) one. */
  gboolean (*drop_sessions) (TktStoreTx *tx,
                             const char *account_id,
                             const guint8 *keep,
                             GError **error);
  /* Those that ended before @now. */
  gboolean (*drop_expired_sessions) (TktStoreTx *tx, gint64 now, GError **error);

  TktInvitationRow *(*get_invitation) (TktStoreTx *tx, const guint8 code_hash[32], GError **error);
  /* In place of the one that the account had before, if any. */
  gboolean (*put_invitation) (TktStoreTx *tx, const TktInvitationRow *row, GError **error);
  gboolean (*drop_invitation) (TktStoreTx *tx, const char *account_id, GError **error);

  /* The audit trail. The entry's number is the store's to give; no entry is ever changed or
   * dropped. */
  gboolean (*add_audit) (TktStoreTx *tx,
                         const char *organization_id,
                         const TktAuditEntry *row,
                         GError **error);
  GPtrArray *(*list_audit) (TktStoreTx *tx,
                            const char *organization_id,
                            const TktAuditQuery *query,
                            GError **error); /* TktAuditEntry */
};

/**
 * TktStore::committed:
 *
 * Something that this process wrote is on the disk. Emitted on the writer's thread, after each
 * commit: handlers are quick and thread-safe.
 */
void tkt_store_emit_committed (TktStore *self); /* for backends */

/* Each vfunc has its call of the same name: tkt_store_get_ticket (tx, …), see tkt-store-calls.h. */

G_END_DECLS
