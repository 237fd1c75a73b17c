/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes: life, copies and JSON of described structs. */
#include "tkt-shape.h"

#include <string.h>

#include "tkt-json.h"

/* A member's place in a struct, as the type that its kind has. */
#define STRING_OF(value, member) G_STRUCT_MEMBER (char *, value, (member)->offset)
#define INT64_OF(value, member) G_STRUCT_MEMBER (gint64, value, (member)->offset)
#define INT_OF(value, member) G_STRUCT_MEMBER (int, value, (member)->offset)
#define POINTER_OF(value, member) G_STRUCT_MEMBER (gpointer, value, (member)->offset)
#define ARRAY_OF(value, member) G_STRUCT_MEMBER (GPtrArray *, value, (member)->offset)
#define GIVEN_OF(value, member) G_STRUCT_MEMBER (gboolean, value, (member)->given)

gpointer
tkt_shape_new (const TktShape *shape)
{
  gpointer value = g_malloc0 (shape->size);

  for (guint i = 0; i < shape->n_members; i++)
    if (shape->members[i].type == TKT_MEMBER_ARRAY)
      ARRAY_OF (value, &shape->members[i]) = g_ptr_array_new ();
  return value;
}

void
tkt_shape_free_array (const TktShape *shape, GPtrArray *array)
{
  if (array == NULL)
    return;
  for (guint i = 0; i < array->len; i++)
    tkt_shape_free (shape, g_ptr_array_index (array, i));
  g_ptr_array_unref (array);
}

static void
clear_member (const TktMember *member, gpointer value)
{
  switch (member->type)
    {
    case TKT_MEMBER_ID:
    case TKT_MEMBER_TEXT:
      g_free (STRING_OF (value, member));
      return;
    case TKT_MEMBER_OBJECT:
      tkt_shape_free (member->shape, POINTER_OF (value, member));
      return;
    case TKT_MEMBER_ARRAY:
      tkt_shape_free_array (member->shape, ARRAY_OF (value, member));
      return;
    case TKT_MEMBER_INTEGER:
    case TKT_MEMBER_TIME:
    case TKT_MEMBER_BOOLEAN:
    case TKT_MEMBER_ENUM:
      return;
    }
}

void
tkt_shape_free (const TktShape *shape, gpointer value)
{
  if (value == NULL)
    return;
  for (guint i = 0; i < shape->n_members; i++)
    clear_member (&shape->members[i], value);
  g_free (value);
}

static GPtrArray *
copy_array (const TktShape *shape, const GPtrArray *array)
{
  GPtrArray *copy = g_ptr_array_new ();

  for (guint i = 0; array != NULL && i < array->len; i++)
    g_ptr_array_add (copy, tkt_shape_copy (shape, g_ptr_array_index (array, i)));
  return copy;
}

gpointer
tkt_shape_copy (const TktShape *shape, gconstpointer value)
{
  gpointer copy;

  if (value == NULL)
    return NULL;
  copy = g_memdup2 (value, shape->size);
  for (guint i = 0; i < shape->n_members; i++)
    {
      const TktMember *member = &shape->members[i];

      if (member->type == TKT_MEMBER_ID || member->type == TKT_MEMBER_TEXT)
        STRING_OF (copy, member) = g_strdup (STRING_OF (value, member));
      else if (member->type == TKT_MEMBER_OBJECT)
        POINTER_OF (copy, member) = tkt_shape_copy (member->shape, POINTER_OF (value, member));
      else if (member->type == TKT_MEMBER_ARRAY)
        ARRAY_OF (copy, member) = copy_array (member->shape, ARRAY_OF (value, member));
    }
  return copy;
}

static gboolean
arrays_equal (const TktShape *shape, const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!tkt_shape_equal (shape, g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
members_equal (const TktMember *member, gconstpointer a, gconstpointer b)
{
  if (member->given != 0 && !GIVEN_OF (a, member) != !GIVEN_OF (b, member))
    return FALSE;
  switch (member->type)
    {
    case TKT_MEMBER_ID:
    case TKT_MEMBER_TEXT:
      return g_strcmp0 (STRING_OF (a, member), STRING_OF (b, member)) == 0;
    case TKT_MEMBER_INTEGER:
    case TKT_MEMBER_TIME:
      return INT64_OF (a, member) == INT64_OF (b, member);
    case TKT_MEMBER_BOOLEAN:
      return !INT_OF (a, member) == !INT_OF (b, member);
    case TKT_MEMBER_ENUM:
      return INT_OF (a, member) == INT_OF (b, member);
    case TKT_MEMBER_OBJECT:
      return tkt_shape_equal (member->shape, POINTER_OF (a, member), POINTER_OF (b, member));
    case TKT_MEMBER_ARRAY:
      return arrays_equal (member->shape, ARRAY_OF (a, member), ARRAY_OF (b, member));
    }
  g_return_val_if_reached (FALSE);
}

gboolean
tkt_shape_equal (const TktShape *shape, gconstpointer a, gconstpointer b)
{
  if (a == NULL || b == NULL)
    return a == b;
  for (guint i = 0; i < shape->n_members; i++)
    if (!members_equal (&shape->members[i], a, b))
      return FALSE;
  return TRUE;
}

void
tkt_shape_write_array (const TktShape *shape, const GPtrArray *array, GString *out)
{
  g_string_append_c (out, '[');
  for (guint i = 0; array != NULL && i < array->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      tkt_shape_write (shape, g_ptr_array_index (array, i), out);
    }
  g_string_append_c (out, ']');
}

/* NULL or 0 where that stands for null or for "not there". */
static gboolean
is_empty (const TktMember *member, gconstpointer value)
{
  switch (member->type)
    {
    case TKT_MEMBER_ID:
    case TKT_MEMBER_TEXT:
      return STRING_OF (value, member) == NULL;
    case TKT_MEMBER_INTEGER:
    case TKT_MEMBER_TIME:
      return INT64_OF (value, member) == 0;
    case TKT_MEMBER_OBJECT:
      return POINTER_OF (value, member) == NULL;
    case TKT_MEMBER_ARRAY:
      return ARRAY_OF (value, member)->len == 0;
    case TKT_MEMBER_BOOLEAN:
    case TKT_MEMBER_ENUM:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

static gboolean
is_written (const TktMember *member, gconstpointer value)
{
  if (member->given != 0)
    return GIVEN_OF (value, member);
  return !(member->flags & TKT_MEMBER_OPTIONAL) || !is_empty (member, value);
}

static void
append_value (GString *out, const TktMember *member, gconstpointer value)
{
  if ((member->flags & TKT_MEMBER_NULLABLE) && is_empty (member, value))
    {
      g_string_append (out, "null");
      return;
    }
  switch (member->type)
    {
    case TKT_MEMBER_ID:
    case TKT_MEMBER_TEXT:
      tkt_json_append_string (out,
                              STRING_OF (value, member) != NULL ? STRING_OF (value, member) : "");
      return;
    case TKT_MEMBER_INTEGER:
      tkt_json_append_integer (out, INT64_OF (value, member));
      return;
    case TKT_MEMBER_TIME:
      tkt_json_append_time (out, INT64_OF (value, member));
      return;
    case TKT_MEMBER_BOOLEAN:
      g_string_append (out, INT_OF (value, member) ? "true" : "false");
      return;
    case TKT_MEMBER_ENUM:
      tkt_json_append_string (out, tkt_enum_to_word (member->set, INT_OF (value, member)));
      return;
    case TKT_MEMBER_OBJECT:
      tkt_shape_write (member->shape, POINTER_OF (value, member), out);
      return;
    case TKT_MEMBER_ARRAY:
      tkt_shape_write_array (member->shape, ARRAY_OF (value, member), out);
      return;
    }
}

void
tkt_shape_write (const TktShape *shape, gconstpointer value, GString *out)
{
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  for (guint i = 0; i < shape->n_members; i++)
    {
      const TktMember *member = &shape->members[i];

      if (!is_written (member, value))
        continue;
      /* Names of members are plain words: nothing in them needs an escape. */
      g_string_append (out, first ? "\"" : ",\"");
      g_string_append (out, member->name);
      g_string_append (out, "\":");
      append_value (out, member, value);
      first = FALSE;
    }
  g_string_append_c (out, '}');
}

char *
tkt_shape_to_json (const TktShape *shape, gconstpointer value)
{
  GString *out = g_string_sized_new (256);

  tkt_shape_write (shape, value, out);
  return g_string_free (out, FALSE);
}
