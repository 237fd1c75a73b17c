/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document's components and the core's shapes have the same members, types, nullability and
 * limits. */
#include <string.h>

#include "contract-document.h"
#include "contract-names.h"
#include "tkt-audit.h"
#include "tkt-people.h"
#include "tkt-requests.h"

static const struct
{
  const char *name;
  const TktShape *shape;
  gboolean request; /* else an answer */
} shapes[] = {
  { "Organization", &tkt_organization_shape },
  { "Account", &tkt_account_shape },
  { "Publisher", &tkt_publisher_shape },
  { "ListedPublisher", &tkt_listed_publisher_shape },
  { "Ticket", &tkt_ticket_shape },
  { "Attachment", &tkt_attachment_shape },
  { "Message", &tkt_message_shape },
  { "Note", &tkt_note_shape },
  { "ReadMark", &tkt_read_mark_shape },
  { "SavedReply", &tkt_saved_reply_shape },
  { "Session", &tkt_session_shape },
  { "Invitation", &tkt_invitation_shape },
  { "AuditEntry", &tkt_listed_audit_entry_shape },
  { "SignedIn", &tkt_signed_in_shape },
  { "Me", &tkt_me_shape },
  { "OpenedTicket", &tkt_opened_ticket_shape },
  { "NewSession", &tkt_new_session_shape, TRUE },
  { "PasswordChange", &tkt_password_change_shape, TRUE },
  { "InvitationAcceptance", &tkt_invitation_acceptance_shape, TRUE },
  { "AttachmentRef", &tkt_attachment_ref_shape, TRUE },
  { "NewMessage", &tkt_new_message_shape, TRUE },
  { "NewNote", &tkt_new_note_shape, TRUE },
  { "NewTicket", &tkt_new_ticket_shape, TRUE },
  { "TicketPatch", &tkt_ticket_patch_shape, TRUE },
  { "NewReadMark", &tkt_new_read_mark_shape, TRUE },
  { "NewPublisher", &tkt_new_publisher_shape, TRUE },
  { "PublisherPatch", &tkt_publisher_patch_shape, TRUE },
  { "NewSavedReply", &tkt_new_saved_reply_shape, TRUE },
  { "SavedReplyPatch", &tkt_saved_reply_patch_shape, TRUE },
  { "NewAccount", &tkt_new_account_shape, TRUE },
  { "AccountPatch", &tkt_account_patch_shape, TRUE },
  { "OrganizationPatch", &tkt_organization_patch_shape, TRUE },
};

/* What is put together of rows by hand, or is no row. */
static const char *const others[]
    = { "SavedReplyPage", "TicketPage",  "MessagePage", "NotePage",   "PublisherPage",
        "AccountList",    "SessionPage", "AuditPage",   "Change",     "ChangePage",
        "Health",         "Contract",    "Problem",     "FieldError", NULL };

const char *
contract_name_of_shape (const TktShape *shape)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (shapes[i].shape == shape)
      return shapes[i].name;
  g_error ("no component of the document stands for the shape “%s”", shape->name);
}

static const char *
json_type (const TktMember *member)
{
  switch (member->type)
    {
    case TKT_MEMBER_ID:
    case TKT_MEMBER_TEXT:
    case TKT_MEMBER_TIME:
    case TKT_MEMBER_ENUM:
      return "string";
    case TKT_MEMBER_INTEGER:
      return "integer";
    case TKT_MEMBER_BOOLEAN:
      return "boolean";
    case TKT_MEMBER_ARRAY:
      return "array";
    case TKT_MEMBER_OBJECT:
      return "object";
    }
  g_return_val_if_reached (NULL);
}

static void
check_type (const TktMember *member, JsonObject *property)
{
  g_autofree char *type = contract_document_member (property, "type");
  g_autofree char *expected = member->flags & TKT_MEMBER_NULLABLE
                                  ? g_strdup_printf ("[\"%s\",\"null\"]", json_type (member))
                                  : g_strdup (json_type (member));

  g_assert_cmpstr (type, ==, expected);
}

static void
check_words (const TktMember *member, JsonObject *property)
{
  JsonArray *words = json_object_get_array_member (property, "enum");

  for (guint i = 0; i < json_array_get_length (words); i++)
    g_assert_cmpstr (json_array_get_string_element (words, i), ==, member->set->words[i]);
  g_assert_null (member->set->words[json_array_get_length (words)]);
}

static gboolean
takes (const TktMember *member, const char *text)
{
  g_autofree char *clean = tkt_text_clean (member->text, text, -1, NULL);

  return clean != NULL;
}

/* The lengths that the document names are those at which the server turns. */
static void
check_lengths (const TktMember *member, JsonObject *property)
{
  gint64 least = json_object_get_int_member_with_default (property, "minLength", 0);
  gint64 most = json_object_get_int_member (property, "maxLength");
  g_autofree char *short_enough = g_strnfill (least, 'a');
  g_autofree char *long_enough = g_strnfill (most, 'a');
  g_autofree char *too_long = g_strnfill (most + 1, 'a');

  g_assert_true (takes (member, short_enough));
  g_assert_true (takes (member, long_enough));
  g_assert_false (takes (member, too_long));
  if (least > 0)
    {
      short_enough[least - 1] = '\0';
      g_assert_false (takes (member, short_enough));
    }
}

/* A pattern lets pass what the server takes, character by character. */
static void
check_pattern (const TktMember *member, JsonObject *property)
{
  g_autofree char *pattern = contract_document_member (property, "pattern");
  /* A limited alphabet is one that not even a ß is in. */
  gboolean limited = !takes (member, "aaaaaaaaaaaaß");

  g_assert_cmpint (*pattern != '\0', ==, limited);
  for (char c = '!'; limited && c < 0x7f; c++)
    {
      const char text[] = { 'a', c, 'a', '\0' };

      g_test_message ("%c", c);
      g_assert_cmpint (g_regex_match_simple (pattern, text, G_REGEX_DOLLAR_ENDONLY, 0),
                       ==,
                       takes (member, text));
    }
}

static void
check_bounds (const TktMember *member, JsonObject *property)
{
  gboolean bounded = member->least != 0 || member->most != 0;

  g_assert_cmpint (json_object_has_member (property, "minimum"), ==, bounded);
  g_assert_cmpint (json_object_has_member (property, "maximum"), ==, bounded);
  if (!bounded)
    return;
  g_assert_cmpint (json_object_get_int_member (property, "minimum"), ==, member->least);
  g_assert_cmpint (json_object_get_int_member (property, "maximum"), ==, member->most);
}

static void
check_format (JsonObject *property, const char *expected)
{
  g_autofree char *format = contract_document_member (property, "format");

  g_assert_cmpstr (format, ==, expected);
}

static void
check_parts (const TktMember *member, JsonNode *part)
{
  g_assert_cmpstr (contract_document_name_of (part), ==, contract_name_of_shape (member->shape));
}

static void
check_member (const TktMember *member, JsonNode *node, gboolean request)
{
  JsonObject *property = json_node_get_object (node);

  if (member->type == TKT_MEMBER_OBJECT)
    {
      check_parts (member, node);
      return;
    }
  check_type (member, property);
  if (member->type == TKT_MEMBER_ID)
    check_format (property, "uuid");
  else if (member->type == TKT_MEMBER_TIME)
    check_format (property, "date-time");
  else if (member->type == TKT_MEMBER_ENUM)
    check_words (member, property);
  else if (member->type == TKT_MEMBER_INTEGER)
    check_bounds (member, property);
  else if (member->type == TKT_MEMBER_ARRAY)
    check_parts (member, json_object_get_member (property, "items"));
  else if (member->type == TKT_MEMBER_TEXT && request)
    {
      check_lengths (member, property);
      check_pattern (member, property);
    }
}

/* A member has to be in an answer unless it is optional; the same in a request. */
static gboolean
is_required (JsonObject *component, const char *name)
{
  JsonArray *required = json_object_has_member (component, "required")
                            ? json_object_get_array_member (component, "required")
                            : NULL;

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    if (g_str_equal (json_array_get_string_element (required, i), name))
      return TRUE;
  return FALSE;
}

static void
test_shapes (void)
{
  g_autoptr (ContractDocument) document = contract_document_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const TktShape *shape = shapes[i].shape;
      g_autofree char *place = g_strconcat ("components schemas ", shapes[i].name, NULL);
      JsonObject *component = contract_document_get_object (document, place);
      JsonObject *properties = json_object_get_object_member (component, "properties");
      g_autofree char *closed = contract_document_member (component, "additionalProperties");

      /* Unknown members of a request are refused, those of an answer passed over. */
      g_assert_cmpstr (closed, ==, shapes[i].request ? "false" : "");
      g_assert_cmpuint (json_object_get_size (properties), ==, shape->n_members);
      for (guint m = 0; m < shape->n_members; m++)
        {
          const TktMember *member = &shape->members[m];
          JsonNode *property = json_object_get_member (properties, member->name);

          g_test_message ("%s.%s", shapes[i].name, member->name);
          g_assert_nonnull (property);
          g_assert_cmpint (
              is_required (component, member->name), ==, !(member->flags & TKT_MEMBER_OPTIONAL));
          check_member (member, property, shapes[i].request);
        }
    }
}

static gboolean
is_known (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (g_str_equal (shapes[i].name, name))
      return TRUE;
  return g_strv_contains (others, name);
}

static void
test_no_other_components (void)
{
  g_autoptr (ContractDocument) document = contract_document_new ();
  JsonObject *schemas = contract_document_get_object (document, "components schemas");
  g_autoptr (GList) names = json_object_get_members (schemas);

  for (GList *name = names; name != NULL; name = name->next)
    {
      g_test_message ("%s", (char *)name->data);
      g_assert_true (is_known (name->data));
    }
}

/* Each kind of change, under its own name, and no other. */
static void
test_changes (void)
{
  g_autoptr (ContractDocument) document = contract_document_new ();
  JsonArray *kinds
      = json_node_get_array (contract_document_find (document, "components schemas Change oneOf"));

  g_assert_cmpuint (json_array_get_length (kinds), ==, TKT_N_CHANGE_KINDS);
  for (guint i = 0; i < TKT_N_CHANGE_KINDS; i++)
    {
      const TktShape *shape = tkt_change_kind_shape (i);
      JsonObject *kind = json_array_get_object_element (kinds, i);
      JsonObject *properties = json_object_get_object_member (kind, "properties");

      g_assert_cmpstr (json_object_get_string_member (
                           json_object_get_object_member (properties, "kind"), "const"),
                       ==,
                       shape->name);
      g_assert_cmpstr (contract_document_name_of (json_object_get_member (properties, shape->name)),
                       ==,
                       contract_name_of_shape (shape));
    }
}

void
contract_add_shape_tests (void)
{
  g_test_add_func ("/contract/shapes/the-same-members", test_shapes);
  g_test_add_func ("/contract/shapes/no-other-components", test_no_other_components);
  g_test_add_func ("/contract/shapes/changes", test_changes);
}
