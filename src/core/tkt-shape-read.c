/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes: from JSON to structs, naming everything that is wrong. */
#include "tkt-shape.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "tkt-json.h"
#include "tkt-problem.h"
#include "tkt-text.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

typedef struct
{
  TktReadMode mode;
  GError *problem; /* all that is wrong so far, or NULL */
} Reading;

static void read_struct (Reading *reading,
                         const TktShape *shape,
                         JsonNode *node,
                         const TktJsonPlace *place,
                         gpointer value);

static void
add_wrong (Reading *reading, const TktJsonPlace *place, const char *detail)
{
  g_autofree char *pointer = tkt_json_place_to_pointer (place);

  if (reading->problem == NULL)
    reading->problem
        = tkt_problem_new (TKT_PROBLEM_INVALID, "%s: %s", *pointer != '\0' ? pointer : "/", detail);
  tkt_problem_add_field (reading->problem, pointer, detail);
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static void
read_text (Reading *reading,
           const TktMember *member,
           JsonNode *node,
           const TktJsonPlace *place,
           char **out)
{
  const char *text = json_node_get_string (node);
  g_autofree char *reason = NULL;

  if (reading->mode == TKT_READ_LENIENT)
    *out = g_strdup (text);
  else
    {
      *out = tkt_text_clean (member->text, text, -1, &reason);
      if (*out == NULL)
        add_wrong (reading, place, reason);
    }
}

static void
read_string_member (Reading *reading,
                    const TktMember *member,
                    JsonNode *node,
                    const TktJsonPlace *place,
                    gpointer value)
{
  const char *text;

  if (!holds (node, G_TYPE_STRING))
    {
      add_wrong (reading, place, _ ("This has to be a string."));
      return;
    }
  text = json_node_get_string (node);
  if (member->type == TKT_MEMBER_TEXT)
    read_text (reading, member, node, place, &G_STRUCT_MEMBER (char *, value, member->offset));
  else if (member->type == TKT_MEMBER_ID)
    {
      if (tkt_uuid_is_valid (text))
        G_STRUCT_MEMBER (char *, value, member->offset) = g_strdup (text);
      else
        add_wrong (reading, place, _ ("This has to be a lower-case UUID."));
    }
  else if (member->type == TKT_MEMBER_TIME)
    {
      if (!tkt_time_parse (text, &G_STRUCT_MEMBER (gint64, value, member->offset)))
        add_wrong (reading, place, _ ("This has to be a time as in 2026-11-23T10:15:30.123Z."));
    }
  else if (!tkt_enum_from_word (member->set, text, &G_STRUCT_MEMBER (int, value, member->offset)))
    {
      g_autofree char *words = tkt_text_list_join (member->set->words);
      g_autofree char *detail = g_strdup_printf (_ ("This has to be one of: %s."), words);

      add_wrong (reading, place, detail);
    }
}

static void
read_integer (Reading *reading,
              const TktMember *member,
              JsonNode *node,
              const TktJsonPlace *place,
              gpointer value)
{
  gint64 number;

  if (!holds (node, G_TYPE_INT64))
    {
      add_wrong (reading, place, _ ("This has to be a whole number."));
      return;
    }
  number = json_node_get_int (node);
  if (reading->mode == TKT_READ_STRICT && (member->least != 0 || member->most != 0)
      && (number < member->least || number > member->most))
    {
      g_autofree char *detail = g_strdup_printf (
          _ ("This has to be from %" PRIi64 " to %" PRIi64 "."), member->least, member->most);

      add_wrong (reading, place, detail);
    }
  G_STRUCT_MEMBER (gint64, value, member->offset) = number;
}

static void
read_array (Reading *reading,
            const TktShape *shape,
            JsonNode *node,
            const TktJsonPlace *place,
            GPtrArray *array)
{
  JsonArray *elements;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      add_wrong (reading, place, _ ("This has to be an array."));
      return;
    }
  elements = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (elements); i++)
    {
      const TktJsonPlace inner = { place, NULL, i };
      gpointer element = tkt_shape_new (shape);

      g_ptr_array_add (array, element);
      read_struct (reading, shape, json_array_get_element (elements, i), &inner, element);
    }
}

static void
read_member (Reading *reading,
             const TktMember *member,
             JsonNode *node,
             const TktJsonPlace *place,
             gpointer value)
{
  gpointer object;

  if (member->given != 0)
    G_STRUCT_MEMBER (gboolean, value, member->given) = TRUE;
  if (JSON_NODE_HOLDS_NULL (node))
    {
      if (!(member->flags & TKT_MEMBER_NULLABLE))
        add_wrong (reading, place, _ ("This can't be null."));
      return;
    }
  switch (member->type)
    {
    case TKT_MEMBER_ID:
    case TKT_MEMBER_TEXT:
    case TKT_MEMBER_TIME:
    case TKT_MEMBER_ENUM:
      read_string_member (reading, member, node, place, value);
      return;
    case TKT_MEMBER_INTEGER:
      read_integer (reading, member, node, place, value);
      return;
    case TKT_MEMBER_BOOLEAN:
      if (holds (node, G_TYPE_BOOLEAN))
        G_STRUCT_MEMBER (gboolean, value, member->offset) = json_node_get_boolean (node);
      else
        add_wrong (reading, place, _ ("This has to be true or false."));
      return;
    case TKT_MEMBER_OBJECT:
      object = tkt_shape_new (member->shape);
      G_STRUCT_MEMBER (gpointer, value, member->offset) = object;
      read_struct (reading, member->shape, node, place, object);
      return;
    case TKT_MEMBER_ARRAY:
      read_array (reading,
                  member->shape,
                  node,
                  place,
                  G_STRUCT_MEMBER (GPtrArray *, value, member->offset));
      return;
    }
}

static gboolean
is_known (const TktShape *shape, const char *name)
{
  for (guint i = 0; i < shape->n_members; i++)
    if (g_str_equal (shape->members[i].name, name))
      return TRUE;
  return FALSE;
}

static void
refuse_unknown (Reading *reading,
                const TktShape *shape,
                JsonObject *object,
                const TktJsonPlace *place)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!is_known (shape, name))
      {
        const TktJsonPlace inner = { place, name };

        add_wrong (reading, &inner, _ ("Nothing of this name is known here."));
      }
}

static void
read_struct (Reading *reading,
             const TktShape *shape,
             JsonNode *node,
             const TktJsonPlace *place,
             gpointer value)
{
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      add_wrong (reading, place, _ ("This has to be an object."));
      return;
    }
  object = json_node_get_object (node);
  for (guint i = 0; i < shape->n_members; i++)
    {
      const TktMember *member = &shape->members[i];
      JsonNode *child = json_object_get_member (object, member->name);
      const TktJsonPlace inner = { place, member->name };

      if (child != NULL)
        read_member (reading, member, child, &inner, value);
      else if (!(member->flags & TKT_MEMBER_OPTIONAL))
        add_wrong (reading, &inner, _ ("This is missing."));
    }
  if (reading->mode == TKT_READ_STRICT)
    refuse_unknown (reading, shape, object, place);
}

gpointer
tkt_shape_read (const TktShape *shape,
                JsonNode *node,
                const TktJsonPlace *place,
                TktReadMode mode,
                GError **error)
{
  Reading reading = { .mode = mode };
  gpointer value = tkt_shape_new (shape);

  read_struct (&reading, shape, node, place, value);
  if (reading.problem == NULL)
    return value;
  g_propagate_error (error, reading.problem);
  tkt_shape_free (shape, value);
  return NULL;
}

gpointer
tkt_shape_read_bytes (const TktShape *shape,
                      const char *text,
                      gsize length,
                      TktReadMode mode,
                      GError **error)
{
  g_autoptr (JsonNode) root = tkt_json_parse (text, length, error);

  return root != NULL ? tkt_shape_read (shape, root, NULL, mode, error) : NULL;
}

GPtrArray *
tkt_shape_read_array_bytes (const TktShape *shape,
                            const char *text,
                            gsize length,
                            TktReadMode mode,
                            GError **error)
{
  g_autoptr (JsonNode) root = tkt_json_parse (text, length, error);
  Reading reading = { .mode = mode };
  GPtrArray *array;

  if (root == NULL)
    return NULL;
  array = g_ptr_array_new ();
  read_array (&reading, shape, root, NULL, array);
  if (reading.problem == NULL)
    return array;
  g_propagate_error (error, reading.problem);
  tkt_shape_free_array (shape, array);
  return NULL;
}
