/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shaped structs as SQL rows. */
#include "tkt-row.h"

#include "tkt-json.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

gboolean
tkt_row_is_column (const TktMember *member)
{
  return member->type != TKT_MEMBER_OBJECT;
}

/* Made once and kept: @key names the text among all that were made. */
static const char *
intern (char *key_taken,
        char *(*make) (const TktShape *, const char *, const char *),
        const TktShape *shape,
        const char *a,
        const char *b)
{
  static GMutex mutex;
  static GHashTable *texts;
  g_autofree char *key = key_taken;
  const char *text;

  g_mutex_lock (&mutex);
  if (texts == NULL)
    texts = g_hash_table_new (g_str_hash, g_str_equal);
  text = g_hash_table_lookup (texts, key);
  if (text == NULL)
    {
      text = make (shape, a, b);
      g_hash_table_insert (texts, g_steal_pointer (&key), (gpointer)text);
    }
  g_mutex_unlock (&mutex);
  return text;
}

static char *
make_columns (const TktShape *shape, const char *prefix, const char *unused)
{
  GString *columns = g_string_new (NULL);

  for (guint i = 0; i < shape->n_members; i++)
    if (tkt_row_is_column (&shape->members[i]))
      g_string_append_printf (columns,
                              "%s%s%s",
                              columns->len > 0 ? ", " : "",
                              prefix != NULL ? prefix : "",
                              shape->members[i].name);
  return g_string_free (columns, FALSE);
}

const char *
tkt_row_columns (const TktShape *shape, const char *prefix)
{
  return intern (g_strdup_printf ("columns %p %s", (gpointer)shape, prefix != NULL ? prefix : ""),
                 make_columns,
                 shape,
                 prefix,
                 NULL);
}

guint
tkt_row_n_columns (const TktShape *shape)
{
  guint n = 0;

  for (guint i = 0; i < shape->n_members; i++)
    n += tkt_row_is_column (&shape->members[i]);
  return n;
}

static char *
make_insert_sql (const TktShape *shape, const char *table, const char *extra)
{
  g_autofree char *columns = make_columns (shape, NULL, NULL);
  GString *sql = g_string_new (NULL);
  guint n = tkt_row_n_columns (shape);

  g_string_append_printf (sql,
                          "INSERT INTO %s (%s%s%s) VALUES (",
                          table,
                          columns,
                          extra != NULL ? ", " : "",
                          extra != NULL ? extra : "");
  if (extra != NULL)
    {
      n++;
      for (const char *p = extra; *p != '\0'; p++)
        n += *p == ',';
    }
  for (guint i = 0; i < n; i++)
    g_string_append (sql, i > 0 ? ", ?" : "?");
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

const char *
tkt_row_insert_sql (const TktShape *shape, const char *table, const char *extra)
{
  return intern (
      g_strdup_printf ("insert %p %s %s", (gpointer)shape, table, extra != NULL ? extra : ""),
      make_insert_sql,
      shape,
      table,
      extra);
}

/* What a damaged file may hold is none of the set's values: its first one is the least of them. */
static int
get_enum (const TktEnum *set, TktStatement *statement, int column)
{
  gint64 value = tkt_statement_get_int (statement, column);

  for (int i = 0; set->words[i] != NULL; i++)
    if (i == value)
      return i;
  return 0;
}

/* The array that the column's JSON is; NULL where it is none. */
static GPtrArray *
parse_array (const TktMember *member, TktStatement *statement, int column)
{
  gsize size;
  const char *text = tkt_statement_get_blob (statement, column, &size);

  return text != NULL
             ? tkt_shape_read_array_bytes (member->shape, text, size, TKT_READ_LENIENT, NULL)
             : NULL;
}

/* What a damaged file may hold is as good as no elements. */
static void
read_array (const TktMember *member, TktStatement *statement, int column, gpointer value)
{
  GPtrArray *array = parse_array (member, statement, column);

  if (array == NULL)
    return;
  g_ptr_array_unref (G_STRUCT_MEMBER (GPtrArray *, value, member->offset));
  G_STRUCT_MEMBER (GPtrArray *, value, member->offset) = array;
}

static void
read_member (const TktMember *member, TktStatement *statement, int column, gpointer value)
{
  switch (member->type)
    {
    case TKT_MEMBER_ID:
      G_STRUCT_MEMBER (char *, value, member->offset) = tkt_statement_dup_id (statement, column);
      return;
    case TKT_MEMBER_TEXT:
      G_STRUCT_MEMBER (char *, value, member->offset)
          = g_strdup (tkt_statement_get_text (statement, column));
      return;
    case TKT_MEMBER_INTEGER:
    case TKT_MEMBER_TIME:
      G_STRUCT_MEMBER (gint64, value, member->offset) = tkt_statement_get_int (statement, column);
      return;
    case TKT_MEMBER_BOOLEAN:
      G_STRUCT_MEMBER (gboolean, value, member->offset)
          = tkt_statement_get_int (statement, column) != 0;
      return;
    case TKT_MEMBER_ENUM:
      G_STRUCT_MEMBER (int, value, member->offset) = get_enum (member->set, statement, column);
      return;
    case TKT_MEMBER_ARRAY:
      read_array (member, statement, column, value);
      return;
    case TKT_MEMBER_OBJECT:
      return;
    }
}

gpointer
tkt_row_read (const TktShape *shape, TktStatement *statement, int first)
{
  gpointer value = tkt_shape_new (shape);
  int column = first;

  for (guint i = 0; i < shape->n_members; i++)
    if (tkt_row_is_column (&shape->members[i]))
      read_member (&shape->members[i], statement, column++, value);
  return value;
}

static gboolean
is_sound_text (TktStatement *statement, int column)
{
  gsize size;
  const char *text;

  if (!tkt_statement_is_text (statement, column))
    return FALSE;
  text = tkt_statement_get_blob (statement, column, &size);
  return text == NULL || g_utf8_validate_len (text, size, NULL);
}

static gboolean
is_sound_id (TktStatement *statement, int column)
{
  gsize size;

  tkt_statement_get_blob (statement, column, &size);
  return tkt_statement_is_blob (statement, column) && size == TKT_UUID_BYTES;
}

static gboolean
is_sound_array (const TktMember *member, TktStatement *statement, int column)
{
  GPtrArray *array;

  if (tkt_statement_is_null (statement, column))
    return TRUE;
  array = is_sound_text (statement, column) ? parse_array (member, statement, column) : NULL;
  if (array == NULL)
    return FALSE;
  tkt_shape_free_array (member->shape, array);
  return TRUE;
}

static gboolean
is_sound_member (const TktMember *member, TktStatement *statement, int column)
{
  if ((member->flags & TKT_MEMBER_NULLABLE) && tkt_statement_is_null (statement, column))
    return TRUE;
  switch (member->type)
    {
    case TKT_MEMBER_ID:
      return is_sound_id (statement, column);
    case TKT_MEMBER_TEXT:
      return is_sound_text (statement, column);
    case TKT_MEMBER_INTEGER:
    case TKT_MEMBER_TIME:
      return tkt_statement_is_int (statement, column);
    case TKT_MEMBER_BOOLEAN:
      return tkt_statement_is_int (statement, column)
             && (tkt_statement_get_int (statement, column) & ~G_GINT64_CONSTANT (1)) == 0;
    case TKT_MEMBER_ENUM:
      return tkt_statement_is_int (statement, column)
             && get_enum (member->set, statement, column)
                    == tkt_statement_get_int (statement, column);
    case TKT_MEMBER_ARRAY:
      return is_sound_array (member, statement, column);
    case TKT_MEMBER_OBJECT:
      break;
    }
  g_return_val_if_reached (FALSE);
}

gboolean
tkt_row_is_sound (const TktShape *shape, TktStatement *statement, int first)
{
  int column = first;

  for (guint i = 0; i < shape->n_members; i++)
    if (tkt_row_is_column (&shape->members[i])
        && !is_sound_member (&shape->members[i], statement, column++))
      return FALSE;
  return TRUE;
}

static void
bind_array (const TktMember *member, TktStatement *statement, int index, gconstpointer value)
{
  const GPtrArray *array = G_STRUCT_MEMBER (GPtrArray *, value, member->offset);
  g_autoptr (GString) json = NULL;

  if (array->len == 0)
    {
      tkt_statement_bind_null (statement, index);
      return;
    }
  json = g_string_new (NULL);
  tkt_shape_write_array (member->shape, array, json);
  tkt_statement_bind_text (statement, index, json->str);
}

static void
bind_member (const TktMember *member, TktStatement *statement, int index, gconstpointer value)
{
  gint64 number;

  switch (member->type)
    {
    case TKT_MEMBER_ID:
      tkt_statement_bind_id (statement, index, G_STRUCT_MEMBER (char *, value, member->offset));
      return;
    case TKT_MEMBER_TEXT:
      tkt_statement_bind_text (statement, index, G_STRUCT_MEMBER (char *, value, member->offset));
      return;
    case TKT_MEMBER_INTEGER:
    case TKT_MEMBER_TIME:
      number = G_STRUCT_MEMBER (gint64, value, member->offset);
      if (number == 0 && (member->flags & TKT_MEMBER_NULLABLE))
        tkt_statement_bind_null (statement, index);
      else
        tkt_statement_bind_int (statement, index, number);
      return;
    case TKT_MEMBER_BOOLEAN:
      tkt_statement_bind_int (
          statement, index, G_STRUCT_MEMBER (gboolean, value, member->offset) != FALSE);
      return;
    case TKT_MEMBER_ENUM:
      tkt_statement_bind_int (statement, index, G_STRUCT_MEMBER (int, value, member->offset));
      return;
    case TKT_MEMBER_ARRAY:
      bind_array (member, statement, index, value);
      return;
    case TKT_MEMBER_OBJECT:
      return;
    }
}

int
tkt_row_bind (const TktShape *shape, TktStatement *statement, int first, gconstpointer value)
{
  int index = first;

  for (guint i = 0; i < shape->n_members; i++)
    if (tkt_row_is_column (&shape->members[i]))
      bind_member (&shape->members[i], statement, index++, value);
  return index;
}

static void
write_id (TktStatement *statement, int column, GString *out)
{
  char text[TKT_UUID_LENGTH + 3];
  gsize size;
  const void *bytes = tkt_statement_get_blob (statement, column, &size);

  if (bytes == NULL || size != TKT_UUID_BYTES)
    {
      g_string_append (out, "\"\"");
      return;
    }
  text[0] = '"';
  tkt_uuid_write (bytes, text + 1);
  text[TKT_UUID_LENGTH + 1] = '"';
  g_string_append_len (out, text, TKT_UUID_LENGTH + 2);
}

static void
write_text (TktStatement *statement, int column, GString *out)
{
  const char *text = tkt_statement_get_text (statement, column);

  tkt_json_append_string (out, text != NULL ? text : "");
}

static void
write_array (TktStatement *statement, int column, GString *out)
{
  const char *json = tkt_statement_get_text (statement, column);

  g_string_append (out, json != NULL ? json : "[]");
}

static void
write_column (const TktMember *member, TktStatement *statement, int column, GString *out)
{
  switch (member->type)
    {
    case TKT_MEMBER_ID:
      write_id (statement, column, out);
      return;
    case TKT_MEMBER_TEXT:
      write_text (statement, column, out);
      return;
    case TKT_MEMBER_INTEGER:
      tkt_json_append_integer (out, tkt_statement_get_int (statement, column));
      return;
    case TKT_MEMBER_TIME:
      tkt_json_append_time (out, tkt_statement_get_int (statement, column));
      return;
    case TKT_MEMBER_BOOLEAN:
      g_string_append (out, tkt_statement_get_int (statement, column) != 0 ? "true" : "false");
      return;
    case TKT_MEMBER_ENUM:
      tkt_json_append_string (
          out, tkt_enum_to_word (member->set, get_enum (member->set, statement, column)));
      return;
    case TKT_MEMBER_ARRAY:
      write_array (statement, column, out);
      return;
    case TKT_MEMBER_OBJECT:
      return;
    }
}

/* NULL, or the 0 that stands for it, as in the struct that the row would be read into. */
static gboolean
is_empty (const TktMember *member, TktStatement *statement, int column)
{
  switch (member->type)
    {
    case TKT_MEMBER_ID:
    case TKT_MEMBER_TEXT:
    case TKT_MEMBER_ARRAY:
      return tkt_statement_is_null (statement, column);
    case TKT_MEMBER_INTEGER:
    case TKT_MEMBER_TIME:
      return tkt_statement_get_int (statement, column) == 0;
    case TKT_MEMBER_OBJECT:
      return TRUE;
    case TKT_MEMBER_BOOLEAN:
    case TKT_MEMBER_ENUM:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

static void
write_member (const TktMember *member, TktStatement *statement, int column, GString *out)
{
  if ((member->flags & TKT_MEMBER_NULLABLE) && is_empty (member, statement, column))
    g_string_append (out, "null");
  else
    write_column (member, statement, column, out);
}

void
tkt_row_write_json (const TktShape *shape, TktStatement *statement, int first, GString *out)
{
  gboolean empty = TRUE;
  int column = first;

  g_string_append_c (out, '{');
  for (guint i = 0; i < shape->n_members; i++)
    {
      const TktMember *member = &shape->members[i];

      if (!(member->flags & TKT_MEMBER_OPTIONAL) || !is_empty (member, statement, column))
        {
          g_string_append (out, empty ? "\"" : ",\"");
          g_string_append (out, member->name);
          g_string_append (out, "\":");
          write_member (member, statement, column, out);
          empty = FALSE;
        }
      column += tkt_row_is_column (member);
    }
  g_string_append_c (out, '}');
}
