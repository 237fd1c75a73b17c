-- The outbox of version 1: an opening by a publisher's account, and a reply to it that was on its way.
PRAGMA journal_mode = WAL;
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  ticket_id BLOB,
  message_id BLOB,
  publisher_id BLOB,
  assignee_id BLOB,
  title TEXT,
  body TEXT,
  position INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  written_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  problem TEXT,
  detail TEXT
);
CREATE INDEX entry_by_ticket ON entry (ticket_id, seq);
INSERT INTO entry VALUES (1, 0, 0, x'018f3c5a7b2c7d3e8f40516273849500', x'018f3c5a7b2c7d3e8f40516273849501',
  NULL, NULL, 'From the first version', 'Words of then', 0, 0, 1795348800000, 3, 1795348860000, NULL, NULL);
INSERT INTO entry VALUES (2, 1, 1, x'018f3c5a7b2c7d3e8f40516273849500', x'018f3c5a7b2c7d3e8f40516273849502',
  NULL, NULL, NULL, 'And a reply', 0, 0, 1795348801000, 0, 0, NULL, NULL);
PRAGMA application_id = 1414222927;
PRAGMA user_version = 1;
