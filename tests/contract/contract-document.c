/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract as a document: data/openapi.json, and the ways about in it. */
#include "contract-document.h"

#include <string.h>

struct _ContractDocument
{
  char *text;
  JsonNode *root;
};

ContractDocument *
contract_document_new (void)
{
  ContractDocument *self = g_new0 (ContractDocument, 1);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "openapi.json", NULL);
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &self->text, NULL, &error);
  g_assert_no_error (error);
  self->root = json_from_string (self->text, &error);
  g_assert_no_error (error);
  return self;
}

void
contract_document_free (ContractDocument *self)
{
  g_free (self->text);
  json_node_unref (self->root);
  g_free (self);
}

const char *
contract_document_get_text (ContractDocument *self)
{
  return self->text;
}

const char *
contract_document_name_of (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *reference
      = object != NULL ? json_object_get_string_member_with_default (object, "$ref", NULL) : NULL;

  return reference != NULL ? strrchr (reference, '/') + 1 : NULL;
}

JsonNode *
contract_document_follow (ContractDocument *self, JsonNode *node)
{
  g_autofree char *place = NULL;

  if (contract_document_name_of (node) == NULL)
    return node;
  place = g_strdup (json_object_get_string_member (json_node_get_object (node), "$ref"));
  g_assert_true (g_str_has_prefix (place, "#/"));
  g_strdelimit (place, "/", ' ');
  node = contract_document_find (self, place + strlen ("#/"));
  g_assert_nonnull (node);
  return node;
}

JsonNode *
contract_document_find (ContractDocument *self, const char *place)
{
  g_auto (GStrv) names = g_strsplit (place, " ", -1);
  JsonNode *node = self->root;

  for (char **name = names; node != NULL && *name != NULL; name++)
    {
      node = contract_document_follow (self, node);
      node = JSON_NODE_HOLDS_OBJECT (node)
                 ? json_object_get_member (json_node_get_object (node), *name)
                 : NULL;
    }
  return node != NULL ? contract_document_follow (self, node) : NULL;
}

JsonObject *
contract_document_get_object (ContractDocument *self, const char *place)
{
  JsonNode *node = contract_document_find (self, place);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    g_error ("the document has no object at “%s”", place);
  return json_node_get_object (node);
}

char *
contract_document_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return g_strdup ("");
  return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node)
                                                          : json_to_string (node, FALSE);
}
