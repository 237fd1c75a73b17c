/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of protocol.md, described member by member in its order. */
#include "tkt-rows.h"

#include "tkt-json.h"
#include "tkt-problem.h"

#define ID(Type, name, flag)                                                                       \
  {                                                                                                \
#name, TKT_MEMBER_ID, G_STRUCT_OFFSET(Type, name), flag                                        \
  }
#define TEXT(Type, name, flag, kind)                                                               \
  {                                                                                                \
#name, TKT_MEMBER_TEXT, G_STRUCT_OFFSET(Type, name), flag, .text = kind                        \
  }
#define INTEGER(Type, name)                                                                        \
  {                                                                                                \
#name, TKT_MEMBER_INTEGER, G_STRUCT_OFFSET(Type, name)                                         \
  }
#define TIME(Type, name, flag)                                                                     \
  {                                                                                                \
#name, TKT_MEMBER_TIME, G_STRUCT_OFFSET(Type, name), flag                                      \
  }
#define BOOLEAN(Type, name)                                                                        \
  {                                                                                                \
#name, TKT_MEMBER_BOOLEAN, G_STRUCT_OFFSET(Type, name)                                         \
  }
#define ENUM(Type, name, words)                                                                    \
  {                                                                                                \
#name, TKT_MEMBER_ENUM, G_STRUCT_OFFSET(Type, name), .set = words                              \
  }

#define HERE TKT_MEMBER_REQUIRED
#define MAYBE TKT_MEMBER_NULLABLE

static const TktMember organization_members[] = {
  ID (TktOrganization, id, HERE),
  TEXT (TktOrganization, slug, HERE, TKT_TEXT_SLUG),
  TEXT (TktOrganization, name, HERE, TKT_TEXT_NAME),
  BOOLEAN (TktOrganization, support_tickets_enabled),
  INTEGER (TktOrganization, revision),
};
const TktShape tkt_organization_shape
    = TKT_SHAPE (TktOrganization, "organization", organization_members);
TKT_DEFINE_SHAPED (TktOrganization, tkt_organization)

static const TktMember account_members[] = {
  ID (TktAccount, id, HERE),
  TEXT (TktAccount, username, HERE, TKT_TEXT_USERNAME),
  TEXT (TktAccount, display_name, HERE, TKT_TEXT_NAME),
  ENUM (TktAccount, role, &tkt_role_enum),
  ID (TktAccount, publisher_id, MAYBE),
  BOOLEAN (TktAccount, disabled),
  INTEGER (TktAccount, revision),
};
const TktShape tkt_account_shape = TKT_SHAPE (TktAccount, "account", account_members);
TKT_DEFINE_SHAPED (TktAccount, tkt_account)

static const TktMember publisher_members[] = {
  ID (TktPublisher, id, HERE),
  INTEGER (TktPublisher, number),
  TEXT (TktPublisher, name, HERE, TKT_TEXT_NAME),
  ENUM (TktPublisher, status, &tkt_publisher_status_enum),
  ID (TktPublisher, account_manager_id, MAYBE),
  INTEGER (TktPublisher, revision),
};
const TktShape tkt_publisher_shape = TKT_SHAPE (TktPublisher, "publisher", publisher_members);
TKT_DEFINE_SHAPED (TktPublisher, tkt_publisher)

static const TktMember ticket_members[] = {
  ID (TktTicket, id, HERE),
  INTEGER (TktTicket, number),
  TEXT (TktTicket, title, HERE, TKT_TEXT_TITLE),
  ENUM (TktTicket, status, &tkt_ticket_status_enum),
  ID (TktTicket, publisher_id, HERE),
  ID (TktTicket, assignee_id, MAYBE),
  ID (TktTicket, opened_by, HERE),
  TIME (TktTicket, opened_at, HERE),
  ID (TktTicket, closed_by, MAYBE),
  TIME (TktTicket, closed_at, MAYBE),
  INTEGER (TktTicket, reply_count),
  TIME (TktTicket, last_message_at, HERE),
  TIME (TktTicket, updated_at, HERE),
  INTEGER (TktTicket, revision),
};
const TktShape tkt_ticket_shape = TKT_SHAPE (TktTicket, "ticket", ticket_members);
TKT_DEFINE_SHAPED (TktTicket, tkt_ticket)

static const TktMember attachment_members[] = {
  ID (TktAttachment, id, HERE),
  TEXT (TktAttachment, name, HERE, TKT_TEXT_FILE_NAME),
  TEXT (TktAttachment, media_type, HERE, TKT_TEXT_FREE),
  INTEGER (TktAttachment, size),
  TEXT (TktAttachment, sha256, HERE, TKT_TEXT_FREE),
};
const TktShape tkt_attachment_shape = TKT_SHAPE (TktAttachment, "attachment", attachment_members);
TKT_DEFINE_SHAPED (TktAttachment, tkt_attachment)

static const TktMember message_members[] = {
  ID (TktMessage, id, HERE),
  ID (TktMessage, ticket_id, HERE),
  INTEGER (TktMessage, position),
  ID (TktMessage, author_id, HERE),
  TEXT (TktMessage, author_username, HERE, TKT_TEXT_USERNAME),
  TEXT (TktMessage, author_name, HERE, TKT_TEXT_NAME),
  ENUM (TktMessage, author_role, &tkt_role_enum),
  TEXT (TktMessage, body, HERE, TKT_TEXT_MESSAGE),
  { "attachments",
    TKT_MEMBER_ARRAY,
    G_STRUCT_OFFSET (TktMessage, attachments),
    HERE,
    .shape = &tkt_attachment_shape },
  TIME (TktMessage, written_at, MAYBE),
  TIME (TktMessage, sent_at, HERE),
  ID (TktMessage, deleted_by, MAYBE),
  TIME (TktMessage, deleted_at, MAYBE),
  INTEGER (TktMessage, revision),
};
const TktShape tkt_message_shape = TKT_SHAPE (TktMessage, "message", message_members);
TKT_DEFINE_SHAPED (TktMessage, tkt_message)

static const TktMember note_members[] = {
  ID (TktNote, id, HERE),
  ID (TktNote, ticket_id, HERE),
  INTEGER (TktNote, after),
  INTEGER (TktNote, place),
  ID (TktNote, author_id, HERE),
  TEXT (TktNote, author_username, HERE, TKT_TEXT_USERNAME),
  TEXT (TktNote, author_name, HERE, TKT_TEXT_NAME),
  ENUM (TktNote, author_role, &tkt_role_enum),
  TEXT (TktNote, body, HERE, TKT_TEXT_MESSAGE),
  TIME (TktNote, written_at, MAYBE),
  TIME (TktNote, sent_at, HERE),
  ID (TktNote, deleted_by, MAYBE),
  TIME (TktNote, deleted_at, MAYBE),
  INTEGER (TktNote, revision),
};
const TktShape tkt_note_shape = TKT_SHAPE (TktNote, "note", note_members);
TKT_DEFINE_SHAPED (TktNote, tkt_note)

static const TktMember read_mark_members[] = {
  ID (TktReadMark, ticket_id, HERE),
  INTEGER (TktReadMark, position),
  INTEGER (TktReadMark, revision),
};
const TktShape tkt_read_mark_shape = TKT_SHAPE (TktReadMark, "read_mark", read_mark_members);
TKT_DEFINE_SHAPED (TktReadMark, tkt_read_mark)

static const TktMember saved_reply_members[] = {
  ID (TktSavedReply, id, HERE),
  TEXT (TktSavedReply, name, HERE, TKT_TEXT_REPLY_NAME),
  TEXT (TktSavedReply, body, HERE, TKT_TEXT_MESSAGE),
  ID (TktSavedReply, owner_id, MAYBE),
  BOOLEAN (TktSavedReply, deleted),
  INTEGER (TktSavedReply, revision),
};
const TktShape tkt_saved_reply_shape
    = TKT_SHAPE (TktSavedReply, "saved_reply", saved_reply_members);
TKT_DEFINE_SHAPED (TktSavedReply, tkt_saved_reply)

#define KIND(Type, type_name, id)                                                                  \
  {                                                                                                \
    &type_name##_shape, G_STRUCT_OFFSET (Type, id), G_STRUCT_OFFSET (Type, revision)               \
  }
static const struct
{
  const TktShape *shape;
  gsize id, revision;
} kinds[TKT_N_CHANGE_KINDS] = {
  [TKT_CHANGE_ORGANIZATION] = KIND (TktOrganization, tkt_organization, id),
  [TKT_CHANGE_ACCOUNT] = KIND (TktAccount, tkt_account, id),
  [TKT_CHANGE_PUBLISHER] = KIND (TktPublisher, tkt_publisher, id),
  [TKT_CHANGE_SAVED_REPLY] = KIND (TktSavedReply, tkt_saved_reply, id),
  [TKT_CHANGE_TICKET] = KIND (TktTicket, tkt_ticket, id),
  [TKT_CHANGE_MESSAGE] = KIND (TktMessage, tkt_message, id),
  [TKT_CHANGE_NOTE] = KIND (TktNote, tkt_note, id),
  [TKT_CHANGE_READ_MARK] = KIND (TktReadMark, tkt_read_mark, ticket_id),
};

const TktShape *
tkt_change_kind_shape (TktChangeKind kind)
{
  g_return_val_if_fail (kind < TKT_N_CHANGE_KINDS, NULL);

  return kinds[kind].shape;
}

const char *
tkt_change_kind_row_id (TktChangeKind kind, gconstpointer row)
{
  g_return_val_if_fail (kind < TKT_N_CHANGE_KINDS, NULL);

  return G_STRUCT_MEMBER (const char *, row, kinds[kind].id);
}

gint64
tkt_change_kind_row_revision (TktChangeKind kind, gconstpointer row)
{
  g_return_val_if_fail (kind < TKT_N_CHANGE_KINDS, 0);

  return G_STRUCT_MEMBER (gint64, row, kinds[kind].revision);
}

TktChange *
tkt_change_new (TktChangeKind kind, gpointer row_taken)
{
  TktChange *change = g_new0 (TktChange, 1);

  change->kind = kind;
  change->row = row_taken;
  return change;
}

void
tkt_change_free (TktChange *change)
{
  if (change == NULL)
    return;
  tkt_shape_free (tkt_change_kind_shape (change->kind), change->row);
  g_free (change);
}

TktChangePage *
tkt_change_page_new (void)
{
  TktChangePage *page = g_new0 (TktChangePage, 1);

  page->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_change_free);
  return page;
}

void
tkt_change_page_free (TktChangePage *page)
{
  if (page == NULL)
    return;
  g_ptr_array_unref (page->changes);
  g_free (page->cursor);
  g_free (page);
}

void
tkt_change_page_write (const TktChangePage *page, GString *out)
{
  g_string_append (out, "{\"changes\":[");
  for (guint i = 0; i < page->changes->len; i++)
    {
      const TktChange *change = g_ptr_array_index (page->changes, i);
      const TktShape *shape = tkt_change_kind_shape (change->kind);

      g_string_append_printf (
          out, "%s{\"kind\":\"%s\",\"%s\":", i > 0 ? "," : "", shape->name, shape->name);
      tkt_shape_write (shape, change->row, out);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "],\"cursor\":");
  tkt_json_append_string (out, page->cursor);
  g_string_append_printf (out, ",\"more\":%s}", page->more ? "true" : "false");
}

/* Answers NULL without an error for a kind that is not known. */
static TktChange *
read_change (JsonNode *node, guint index, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *word = object != NULL ? json_object_get_member (object, "kind") : NULL;
  const char *kind = word != NULL && json_node_get_value_type (word) == G_TYPE_STRING
                         ? json_node_get_string (word)
                         : NULL;

  if (kind == NULL)
    {
      tkt_problem_set (error, TKT_PROBLEM_INTERNAL, "Change %u of the page has no kind.", index);
      return NULL;
    }
  for (guint i = 0; i < TKT_N_CHANGE_KINDS; i++)
    {
      const TktShape *shape = tkt_change_kind_shape (i);
      JsonNode *row = json_object_get_member (object, shape->name);
      const TktJsonPlace changes = { NULL, "changes" };
      const TktJsonPlace change = { &changes, NULL, index };
      const TktJsonPlace place = { &change, shape->name };
      gpointer value;

      if (!g_str_equal (shape->name, kind))
        continue;
      if (row == NULL)
        {
          g_autofree char *pointer = tkt_json_place_to_pointer (&place);

          tkt_problem_set (error, TKT_PROBLEM_INTERNAL, "%s is missing.", pointer);
          return NULL;
        }
      value = tkt_shape_read (shape, row, &place, TKT_READ_LENIENT, error);
      return value != NULL ? tkt_change_new (i, value) : NULL;
    }
  return NULL;
}

TktChangePage *
tkt_change_page_read (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = tkt_json_parse (text, length, error);
  g_autoptr (TktChangePage) page = tkt_change_page_new ();
  JsonObject *object;
  JsonNode *changes, *cursor, *more;
  JsonArray *array;

  if (root == NULL)
    return NULL;
  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  changes = object != NULL ? json_object_get_member (object, "changes") : NULL;
  cursor = object != NULL ? json_object_get_member (object, "cursor") : NULL;
  more = object != NULL ? json_object_get_member (object, "more") : NULL;
  if (changes == NULL || !JSON_NODE_HOLDS_ARRAY (changes) || cursor == NULL
      || json_node_get_value_type (cursor) != G_TYPE_STRING || more == NULL
      || json_node_get_value_type (more) != G_TYPE_BOOLEAN)
    {
      tkt_problem_set (error, TKT_PROBLEM_INTERNAL, "The server's answer is no page of changes.");
      return NULL;
    }

  array = json_node_get_array (changes);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      GError *wrong = NULL;
      TktChange *change = read_change (json_array_get_element (array, i), i, &wrong);

      if (wrong != NULL)
        {
          g_propagate_error (error, wrong);
          return NULL;
        }
      if (change != NULL)
        g_ptr_array_add (page->changes, change);
    }
  page->cursor = json_node_dup_string (cursor);
  page->more = json_node_get_boolean (more);
  return g_steal_pointer (&page);
}
