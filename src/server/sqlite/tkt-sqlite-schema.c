/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of the server's SQLite database, step by step. A step that was released never changes.
 */
#include "tkt-sqlite-private.h"

/* "TKTS" */
const guint32 tkt_sqlite_application_id = 0x544b5453;

/* Every list and every page of the feed walks one index in its own order: (what it is narrowed to,
 * the status, the sort's key, number). A list of all statuses merges two such walks. An index that
 * a reply would move holds last_message_at or revision; there are five. */
static const char step_1[]
    = "CREATE TABLE meta ("
      "  only INTEGER PRIMARY KEY CHECK (only = 1),"
      "  feed_id BLOB NOT NULL,"
      "  erased INTEGER NOT NULL DEFAULT 0,"  /* erasures so far */
      "  merging INTEGER NOT NULL DEFAULT 0," /* those that the running merge of the index covers */
      "  clean INTEGER NOT NULL DEFAULT 0"    /* those whose bytes have left the index */
      ") STRICT;"
      "INSERT INTO meta (only, feed_id) VALUES (1, randomblob (16));"

      "CREATE TABLE organization ("
      "  id BLOB PRIMARY KEY,"
      "  slug TEXT NOT NULL UNIQUE,"
      "  name TEXT NOT NULL,"
      "  support_tickets_enabled INTEGER NOT NULL,"
      "  revision INTEGER NOT NULL"
      ") STRICT, WITHOUT ROWID;"

      "CREATE TABLE counter ("
      "  organization_id BLOB PRIMARY KEY REFERENCES organization (id),"
      "  revision INTEGER NOT NULL DEFAULT 0,"
      "  ticket_number INTEGER NOT NULL DEFAULT 0,"
      "  publisher_number INTEGER NOT NULL DEFAULT 0"
      ") STRICT, WITHOUT ROWID;"

      "CREATE TABLE account ("
      "  id BLOB PRIMARY KEY,"
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  username TEXT NOT NULL,"
      "  display_name TEXT NOT NULL,"
      "  role INTEGER NOT NULL,"
      "  publisher_id BLOB REFERENCES publisher (id),"
      "  disabled INTEGER NOT NULL,"
      "  revision INTEGER NOT NULL,"
      "  password_hash TEXT,"
      "  view_epoch INTEGER NOT NULL DEFAULT 0,"
      "  UNIQUE (organization_id, username)"
      ") STRICT, WITHOUT ROWID;"
      "CREATE INDEX account_revision ON account (organization_id, revision);"
      "CREATE INDEX account_publisher ON account (organization_id, publisher_id, revision);"

      "CREATE TABLE publisher ("
      "  id BLOB PRIMARY KEY,"
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  number INTEGER NOT NULL,"
      "  name TEXT NOT NULL,"
      "  status INTEGER NOT NULL,"
      "  account_manager_id BLOB REFERENCES account (id),"
      "  revision INTEGER NOT NULL,"
      "  folded_name TEXT NOT NULL DEFAULT '',"
      "  UNIQUE (organization_id, number)"
      ") STRICT, WITHOUT ROWID;"
      "CREATE INDEX publisher_name ON publisher (organization_id, name, number);"
      "CREATE INDEX publisher_revision ON publisher (organization_id, revision);"

      "CREATE TABLE ticket ("
      "  key INTEGER PRIMARY KEY,"
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  id BLOB NOT NULL UNIQUE,"
      "  number INTEGER NOT NULL,"
      "  title TEXT NOT NULL,"
      "  status INTEGER NOT NULL,"
      "  publisher_id BLOB NOT NULL REFERENCES publisher (id),"
      "  assignee_id BLOB REFERENCES account (id),"
      "  opened_by BLOB NOT NULL REFERENCES account (id),"
      "  opened_at INTEGER NOT NULL,"
      "  closed_by BLOB REFERENCES account (id),"
      "  closed_at INTEGER,"
      "  reply_count INTEGER NOT NULL,"
      "  last_message_at INTEGER NOT NULL,"
      "  updated_at INTEGER NOT NULL,"
      "  revision INTEGER NOT NULL,"
      "  UNIQUE (organization_id, number)"
      ") STRICT;"
      "CREATE INDEX ticket_activity ON ticket (organization_id, status, last_message_at, number);"
      "CREATE INDEX ticket_opened ON ticket (organization_id, status, opened_at, number);"
      "CREATE INDEX ticket_number ON ticket (organization_id, status, number);"
      "CREATE INDEX ticket_assignee_activity"
      "  ON ticket (organization_id, assignee_id, status, last_message_at, number);"
      "CREATE INDEX ticket_assignee_opened"
      "  ON ticket (organization_id, assignee_id, status, opened_at, number);"
      "CREATE INDEX ticket_assignee_number ON ticket (organization_id, assignee_id, status, "
      "number);"
      "CREATE INDEX ticket_publisher_activity"
      "  ON ticket (publisher_id, status, last_message_at, number);"
      "CREATE INDEX ticket_publisher_opened ON ticket (publisher_id, status, opened_at, number);"
      "CREATE INDEX ticket_publisher_number ON ticket (publisher_id, status, number);"
      "CREATE INDEX ticket_revision ON ticket (organization_id, revision);"
      "CREATE INDEX ticket_publisher_revision ON ticket (publisher_id, revision);"

      "CREATE TABLE message ("
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  publisher_id BLOB NOT NULL," /* the ticket's, for its part of the feed */
      "  id BLOB NOT NULL UNIQUE,"
      "  ticket_id BLOB NOT NULL REFERENCES ticket (id),"
      "  position INTEGER NOT NULL CHECK (position BETWEEN 1 AND (1 << " TKT_SQLITE_POSITION_BITS
      ") - 1),"
      "  author_id BLOB NOT NULL REFERENCES account (id),"
      "  author_username TEXT NOT NULL,"
      "  author_name TEXT NOT NULL,"
      "  author_role INTEGER NOT NULL,"
      "  body TEXT NOT NULL,"
      "  written_at INTEGER,"
      "  sent_at INTEGER NOT NULL,"
      "  deleted_by BLOB REFERENCES account (id),"
      "  deleted_at INTEGER,"
      "  revision INTEGER NOT NULL,"
      "  UNIQUE (ticket_id, position)"
      ") STRICT;"
      "CREATE INDEX message_revision ON message (organization_id, revision);"
      "CREATE INDEX message_publisher_revision ON message (publisher_id, revision);"

      "CREATE TABLE read_mark ("
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  account_id BLOB NOT NULL REFERENCES account (id),"
      "  ticket_id BLOB NOT NULL REFERENCES ticket (id),"
      "  position INTEGER NOT NULL,"
      "  revision INTEGER NOT NULL,"
      "  PRIMARY KEY (account_id, ticket_id)"
      ") STRICT, WITHOUT ROWID;"
      "CREATE INDEX read_mark_revision ON read_mark (account_id, revision);"

      "CREATE TABLE session ("
      "  token_hash BLOB PRIMARY KEY,"
      "  account_id BLOB NOT NULL REFERENCES account (id),"
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  device TEXT,"
      "  created_at INTEGER NOT NULL,"
      "  expires_at INTEGER NOT NULL"
      ") STRICT, WITHOUT ROWID;"
      "CREATE INDEX session_account ON session (account_id);"
      "CREATE INDEX session_expiry ON session (expires_at);"

      /* Titles and messages, in the form of tkt_search_index_text(). The texts themselves stand
       * once, in their tables. Its rowid is the place of a text: key of the ticket, then position.
       */
      "CREATE VIRTUAL TABLE search USING fts5 (text, content='', columnsize=0, prefix='2 3',"
      "  tokenize=\"unicode61 remove_diacritics 2\");";

/* Incarnations. Cursors that were given before name the feed's id, and go on as of the first. */
static const char step_2[]
    = "CREATE TABLE incarnation ("
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  first_revision INTEGER NOT NULL," /* to the next one's, or the newest there is */
      "  id BLOB NOT NULL,"
      "  PRIMARY KEY (organization_id, first_revision),"
      "  UNIQUE (organization_id, id)"
      ") STRICT, WITHOUT ROWID;"
      "INSERT INTO incarnation (organization_id, first_revision, id)"
      "  SELECT organization_id, 0, feed_id FROM counter, meta;"
      "ALTER TABLE counter ADD COLUMN writer BLOB;"; /* whose incarnation wrote last */

/* Sessions that people can tell apart and end. Until then each lived thirty days from its last use.
 */
static const char step_3[]
    = "ALTER TABLE session ADD COLUMN id BLOB NOT NULL DEFAULT x'';"
      "ALTER TABLE session ADD COLUMN address TEXT;"
      "ALTER TABLE session ADD COLUMN last_used_at INTEGER NOT NULL DEFAULT 0;"
      "UPDATE session SET id = randomblob (16),"
      "  last_used_at = max (created_at, expires_at - 30 * 86400000);"
      "CREATE UNIQUE INDEX session_id ON session (id);"
      "DROP INDEX session_account;"
      "CREATE INDEX session_account ON session (account_id, created_at, id);";

/* The audit trail. Nothing takes an entry back: neither UPDATE nor DELETE, nor an INSERT OR
 * REPLACE, for which SQLite asks no trigger of DELETE. Each index is one list that is asked for. */
static const char step_4[]
    = "CREATE TABLE audit ("
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  number INTEGER NOT NULL CHECK (number >= 1),"
      "  at INTEGER NOT NULL,"
      "  kind INTEGER NOT NULL,"
      "  account_id BLOB REFERENCES account (id),"
      "  object_id BLOB,"
      "  field TEXT,"
      "  old_value TEXT,"
      "  new_value TEXT,"
      "  request_id TEXT,"
      "  address TEXT,"
      "  PRIMARY KEY (organization_id, number)"
      ") STRICT, WITHOUT ROWID;"
      "CREATE INDEX audit_at ON audit (organization_id, at, number);"
      "CREATE INDEX audit_kind ON audit (organization_id, kind, at, number);"
      "CREATE INDEX audit_account ON audit (organization_id, account_id, at, number);"
      "CREATE INDEX audit_account_kind ON audit (organization_id, account_id, kind, at, number);"
      "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit"
      "  BEGIN SELECT raise (ABORT, 'the audit trail is only added to'); END;"
      "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit"
      "  BEGIN SELECT raise (ABORT, 'the audit trail is only added to'); END;"
      "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit"
      "  WHEN EXISTS (SELECT 1 FROM audit"
      "    WHERE organization_id = NEW.organization_id AND number = NEW.number)"
      "  BEGIN SELECT raise (ABORT, 'the audit trail is only added to'); END;";

/* Attachments. A message has its list as JSON, so that lists of messages are as quick with them as
 * without; the bytes stand in pieces, each at its place: the attachment's key, then the number of
 * the piece. A key is never given again, for the pieces of one that is gone leave in steps
 * (tkt-sqlite-eraser.c). */
static const char step_5[]
    = "ALTER TABLE message ADD COLUMN attachments TEXT;"
      "CREATE TABLE attachment ("
      "  key INTEGER PRIMARY KEY AUTOINCREMENT,"
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  id BLOB NOT NULL UNIQUE,"
      "  name TEXT NOT NULL,"
      "  media_type TEXT NOT NULL,"
      "  size INTEGER NOT NULL," /* of what is stored */
      "  sha256 TEXT NOT NULL,"
      "  complete INTEGER NOT NULL,"
      "  uploaded_by BLOB REFERENCES account (id),"
      "  uploaded_at INTEGER NOT NULL,"
      "  message_id BLOB REFERENCES message (id)" /* NULL: no message has taken it */
      ") STRICT;"
      "CREATE INDEX attachment_message ON attachment (message_id) WHERE message_id IS NOT NULL;"
      "CREATE INDEX attachment_unused ON attachment (uploaded_at) WHERE message_id IS NULL;"
      "CREATE INDEX attachment_waiting ON attachment (uploaded_by) WHERE message_id IS NULL;"
      "CREATE TABLE attachment_piece ("
      "  place INTEGER PRIMARY KEY,"
      "  bytes BLOB NOT NULL"
      ") STRICT;"
      "CREATE TABLE attachment_erased (key INTEGER PRIMARY KEY) STRICT;";

/* Invitations: one at most to an account, gone when it was accepted. */
static const char step_6[] = "CREATE TABLE invitation ("
                             "  account_id BLOB PRIMARY KEY REFERENCES account (id),"
                             "  organization_id BLOB NOT NULL REFERENCES organization (id),"
                             "  code_hash BLOB NOT NULL UNIQUE,"
                             "  expires_at INTEGER NOT NULL"
                             ") STRICT, WITHOUT ROWID;";

/* Saved replies: those that the staff share, which have no owner, and each person's own. Each half
 * has its revisions and its names in an index of its own; a name that was deleted is free again. */
static const char step_7[]
    = "CREATE TABLE saved_reply ("
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  id BLOB NOT NULL UNIQUE,"
      "  name TEXT NOT NULL,"
      "  body TEXT NOT NULL,"
      "  owner_id BLOB REFERENCES account (id),"
      "  deleted INTEGER NOT NULL,"
      "  revision INTEGER NOT NULL,"
      "  folded_name TEXT NOT NULL DEFAULT ''," /* tkt_text_fold_name() */
      "  made_by BLOB REFERENCES account (id)," /* who added it, with which revision */
      "  made_revision INTEGER NOT NULL DEFAULT 0"
      ") STRICT;"
      "CREATE INDEX saved_reply_shared ON saved_reply (organization_id, revision)"
      "  WHERE owner_id IS NULL;"
      "CREATE INDEX saved_reply_own ON saved_reply (owner_id, revision)"
      "  WHERE owner_id IS NOT NULL;"
      "CREATE UNIQUE INDEX saved_reply_shared_name ON saved_reply (organization_id, folded_name)"
      "  WHERE owner_id IS NULL AND folded_name <> '';"
      "CREATE UNIQUE INDEX saved_reply_own_name ON saved_reply (owner_id, folded_name)"
      "  WHERE owner_id IS NOT NULL AND folded_name <> '';";

/* Notes. Their words have an index of their own, with a ticket's key and the note's place: what a
 * publisher's search reads has nothing of them. */
static const char step_8[]
    = "CREATE TABLE note ("
      "  organization_id BLOB NOT NULL REFERENCES organization (id),"
      "  id BLOB NOT NULL UNIQUE,"
      "  ticket_id BLOB NOT NULL REFERENCES ticket (id),"
      "  after INTEGER NOT NULL,"
      "  place INTEGER NOT NULL CHECK (place BETWEEN 1 AND (1 << " TKT_SQLITE_POSITION_BITS
      ") - 1),"
      "  author_id BLOB NOT NULL REFERENCES account (id),"
      "  author_username TEXT NOT NULL,"
      "  author_name TEXT NOT NULL,"
      "  author_role INTEGER NOT NULL,"
      "  body TEXT NOT NULL,"
      "  written_at INTEGER,"
      "  sent_at INTEGER NOT NULL,"
      "  deleted_by BLOB REFERENCES account (id),"
      "  deleted_at INTEGER,"
      "  revision INTEGER NOT NULL,"
      "  UNIQUE (ticket_id, place)"
      ") STRICT;"
      "CREATE INDEX note_revision ON note (organization_id, revision);"
      "CREATE VIRTUAL TABLE note_search USING fts5 (text, content='', columnsize=0, prefix='2 3',"
      "  tokenize=\"unicode61 remove_diacritics 2\");";

const char *const tkt_sqlite_steps[]
    = { step_1, step_2, step_3, step_4, step_5, step_6, step_7, step_8 };
const guint tkt_sqlite_n_steps = G_N_ELEMENTS (tkt_sqlite_steps);

#define TABLE(name)                                                                                \
  const TktSqliteTable tkt_sqlite_##name                                                           \
      = { &tkt_##name##_shape, #name, (GDestroyNotify)tkt_##name##_free }
TABLE (organization);
TABLE (account);
TABLE (publisher);
TABLE (ticket);
TABLE (message);
TABLE (note);
TABLE (read_mark);
TABLE (saved_reply);
const TktSqliteTable tkt_sqlite_audit
    = { &tkt_audit_entry_shape, "audit", (GDestroyNotify)tkt_audit_entry_free };
const TktSqliteTable tkt_sqlite_attachment
    = { &tkt_upload_shape, "attachment", (GDestroyNotify)tkt_upload_free };
