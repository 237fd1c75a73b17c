/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries, drafts and rescues: their shapes. */
#include "tkt-entry.h"

#include "tkt-time.h"

static const char *const kind_words[] = { "open-ticket",
                                          "reply",
                                          "close",
                                          "delete-message",
                                          "reassign",
                                          "mark-read",
                                          "set-support",
                                          "write-note",
                                          "delete-note",
                                          "add-saved-reply",
                                          "change-saved-reply",
                                          "delete-saved-reply",
                                          NULL };
static const char *const state_words[] = { "waiting", "sending", "refused", "held", NULL };

const TktEnum tkt_entry_kind_enum = { kind_words };
const TktEnum tkt_entry_state_enum = { state_words };

gboolean
tkt_entry_kind_is_saved_reply (TktEntryKind kind)
{
  return kind == TKT_ENTRY_ADD_SAVED_REPLY || kind == TKT_ENTRY_CHANGE_SAVED_REPLY
         || kind == TKT_ENTRY_DELETE_SAVED_REPLY;
}

#define AT(name) G_STRUCT_OFFSET (TktEntry, name)

static const TktMember entry_members[] = {
  { "seq", TKT_MEMBER_INTEGER, AT (seq), TKT_MEMBER_NULLABLE },
  { "kind", TKT_MEMBER_ENUM, AT (kind), .set = &tkt_entry_kind_enum },
  { "state", TKT_MEMBER_ENUM, AT (state), .set = &tkt_entry_state_enum },
  { "ticket_id", TKT_MEMBER_ID, AT (ticket_id), TKT_MEMBER_NULLABLE },
  { "message_id", TKT_MEMBER_ID, AT (message_id), TKT_MEMBER_NULLABLE },
  { "publisher_id", TKT_MEMBER_ID, AT (publisher_id), TKT_MEMBER_NULLABLE },
  { "assignee_id", TKT_MEMBER_ID, AT (assignee_id), TKT_MEMBER_NULLABLE },
  { "title", TKT_MEMBER_TEXT, AT (title), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_TITLE },
  { "body", TKT_MEMBER_TEXT, AT (body), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_MESSAGE },
  { "position", TKT_MEMBER_INTEGER, AT (position) },
  { "enabled", TKT_MEMBER_BOOLEAN, AT (enabled) },
  { "written_at", TKT_MEMBER_TIME, AT (written_at) },
  { "attempts", TKT_MEMBER_INTEGER, AT (attempts) },
  { "uncertain", TKT_MEMBER_BOOLEAN, AT (uncertain) },
  { "not_before", TKT_MEMBER_INTEGER, AT (not_before) },
  { "problem", TKT_MEMBER_TEXT, AT (problem), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_FREE },
  { "detail", TKT_MEMBER_TEXT, AT (detail), TKT_MEMBER_NULLABLE, .text = TKT_TEXT_FREE },
  { "attachments", TKT_MEMBER_ARRAY, AT (attachments), .shape = &tkt_attachment_shape },
};
const TktShape tkt_entry_shape = TKT_SHAPE (TktEntry, "entry", entry_members);
TKT_DEFINE_SHAPED (TktEntry, tkt_entry)

#undef AT
#define AT(name) G_STRUCT_OFFSET (TktDraft, name)

static const TktMember draft_members[] = {
  { "ticket_id", TKT_MEMBER_ID, AT (ticket_id), TKT_MEMBER_NULLABLE },
  { "publisher_id", TKT_MEMBER_ID, AT (publisher_id), TKT_MEMBER_NULLABLE },
  { "title", TKT_MEMBER_TEXT, AT (title), .text = TKT_TEXT_FREE },
  { "body", TKT_MEMBER_TEXT, AT (body), .text = TKT_TEXT_FREE },
  { "written_at", TKT_MEMBER_TIME, AT (written_at) },
  { "attachments", TKT_MEMBER_ARRAY, AT (attachments), .shape = &tkt_attachment_shape },
  { "note", TKT_MEMBER_BOOLEAN, AT (note) },
};
const TktShape tkt_draft_shape = TKT_SHAPE (TktDraft, "draft", draft_members);
TKT_DEFINE_SHAPED (TktDraft, tkt_draft)

#undef AT
#define AT(name) G_STRUCT_OFFSET (TktRescue, name)

static const TktMember rescue_members[] = {
  { "kept", TKT_MEMBER_TEXT, AT (kept), .text = TKT_TEXT_FREE },
  { "n_entries", TKT_MEMBER_INTEGER, AT (n_entries) },
  { "n_drafts", TKT_MEMBER_INTEGER, AT (n_drafts) },
};
const TktShape tkt_rescue_shape = TKT_SHAPE (TktRescue, "rescue", rescue_members);
TKT_DEFINE_SHAPED (TktRescue, tkt_rescue)

TktDraft *
tkt_draft_make (const char *ticket_id,
                const char *publisher_id,
                const char *title,
                const char *body)
{
  TktDraft *draft = tkt_draft_new ();

  draft->ticket_id = g_strdup (ticket_id);
  draft->publisher_id = g_strdup (publisher_id);
  draft->title = g_strdup (title != NULL ? title : "");
  draft->body = g_strdup (body != NULL ? body : "");
  draft->written_at = tkt_time_now ();
  return draft;
}

TktDraft *
tkt_draft_make_with (const char *ticket_id,
                     const char *publisher_id,
                     const char *title,
                     const char *body,
                     const GPtrArray *attachments)
{
  TktDraft *draft = tkt_draft_make (ticket_id, publisher_id, title, body);

  tkt_attachments_free (draft->attachments);
  draft->attachments = tkt_attachments_copy (attachments);
  return draft;
}

GPtrArray *
tkt_attachments_copy (const GPtrArray *attachments)
{
  GPtrArray *copy = g_ptr_array_new ();

  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    g_ptr_array_add (copy, tkt_attachment_copy (g_ptr_array_index (attachments, i)));
  return copy;
}

void
tkt_attachments_free (GPtrArray *attachments)
{
  tkt_shape_free_array (&tkt_attachment_shape, attachments);
}

gboolean
tkt_draft_is_empty (const TktDraft *draft)
{
  return *draft->title == '\0' && *draft->body == '\0' && draft->attachments->len == 0;
}
