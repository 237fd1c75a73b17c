/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes: one description of a struct's members gives its JSON, its copies and its SQL row. */
#pragma once

#include <json-glib/json-glib.h>

#include "tkt-enums.h"
#include "tkt-json.h"
#include "tkt-text.h"

G_BEGIN_DECLS

typedef struct _TktShape TktShape;

typedef enum
{
  TKT_MEMBER_ID,      /* char *   UUID        JSON string   SQL BLOB(16) */
  TKT_MEMBER_TEXT,    /* char *               JSON string   SQL TEXT */
  TKT_MEMBER_INTEGER, /* gint64               JSON integer  SQL INTEGER */
  TKT_MEMBER_TIME,    /* gint64   ms          RFC 3339      SQL INTEGER */
  TKT_MEMBER_BOOLEAN, /* gboolean             true/false    SQL INTEGER */
  TKT_MEMBER_ENUM,    /* int                  JSON string   SQL INTEGER */
  TKT_MEMBER_OBJECT,  /* pointer to a struct of @shape      not in SQL */
  TKT_MEMBER_ARRAY, /* GPtrArray * of structs of @shape, never NULL in a read struct; SQL TEXT, the
                       same JSON, or NULL where it is empty */
} TktMemberType;

typedef enum
{
  TKT_MEMBER_REQUIRED = 0,
  TKT_MEMBER_NULLABLE
  = 1 << 0, /* null is taken: NULL or 0 in the struct, null in JSON, NULL in SQL */
  TKT_MEMBER_OPTIONAL = 1 << 1, /* may be missing in JSON; written only where it is not NULL or 0 */
} TktMemberFlags;

typedef struct
{
  const char *name; /* the JSON member's and the SQL column's name */
  TktMemberType type;
  gsize offset;
  TktMemberFlags flags;
  TktTextKind text;      /* of TKT_MEMBER_TEXT, for strict reading */
  const TktEnum *set;    /* of TKT_MEMBER_ENUM */
  const TktShape *shape; /* of TKT_MEMBER_OBJECT and _ARRAY */
  gsize given;           /* offset of a gboolean that says "this member was there", or 0: the
                            first member of a struct can't be one */
  gint64 least, most;    /* of TKT_MEMBER_INTEGER in strict reading; both 0: any */
} TktMember;

struct _TktShape
{
  const char *name; /* "ticket" */
  gsize size;
  const TktMember *members;
  guint n_members;
};

#define TKT_SHAPE(Type, word, list)                                                                \
  {                                                                                                \
    .name = word, .size = sizeof (Type), .members = list, .n_members = G_N_ELEMENTS (list)         \
  }

typedef enum
{
  TKT_READ_STRICT,  /* requests: unknown members are refused and texts cleaned (tkt_text_clean) */
  TKT_READ_LENIENT, /* answers: unknown members are ignored, texts taken as they stand */
} TktReadMode;

gpointer tkt_shape_new (const TktShape *shape);
gpointer tkt_shape_copy (const TktShape *shape, gconstpointer value);
void tkt_shape_free (const TktShape *shape, gpointer value);
gboolean tkt_shape_equal (const TktShape *shape, gconstpointer a, gconstpointer b);

/**
 * tkt_shape_read:
 * @place: (nullable): of @node in its document; NULL: the root
 *
 * Returns: (transfer full) (nullable): a struct, or NULL with a %TKT_PROBLEM_INVALID whose fields
 *   name **every** member that is wrong, by pointer, not only the first
 */
gpointer tkt_shape_read (const TktShape *shape,
                         JsonNode *node,
                         const TktJsonPlace *place,
                         TktReadMode mode,
                         GError **error);

/* Checks, parses (tkt_json_parse) and reads a whole document. */
gpointer tkt_shape_read_bytes (const TktShape *shape,
                               const char *text,
                               gsize length,
                               TktReadMode mode,
                               GError **error);

/* Appends @value as JSON (RFC 8259), members in the shape's order, without white space. */
void tkt_shape_write (const TktShape *shape, gconstpointer value, GString *out);
char *tkt_shape_to_json (const TktShape *shape, gconstpointer value);

/* The same of an array of structs; free what is read with tkt_shape_free_array(). */
GPtrArray *tkt_shape_read_array_bytes (const TktShape *shape,
                                       const char *text,
                                       gsize length,
                                       TktReadMode mode,
                                       GError **error);
void tkt_shape_free_array (const TktShape *shape, GPtrArray *array);
void tkt_shape_write_array (const TktShape *shape, const GPtrArray *array, GString *out);

/* Declares and defines the boxed type, copy, free and autoptr of a shaped struct. */
#define TKT_DECLARE_SHAPED(TypeName, type_name)                                                    \
  extern const TktShape type_name##_shape;                                                         \
  GType type_name##_get_type (void);                                                               \
  TypeName *type_name##_new (void);                                                                \
  TypeName *type_name##_copy (const TypeName *value);                                              \
  void type_name##_free (TypeName *value);                                                         \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (TypeName, type_name##_free)

#define TKT_DEFINE_SHAPED(TypeName, type_name)                                                     \
  TypeName *type_name##_new (void) { return tkt_shape_new (&type_name##_shape); }                  \
  TypeName *type_name##_copy (const TypeName *value)                                               \
  {                                                                                                \
    return tkt_shape_copy (&type_name##_shape, value);                                             \
  }                                                                                                \
  void type_name##_free (TypeName *value) { tkt_shape_free (&type_name##_shape, value); }          \
  G_DEFINE_BOXED_TYPE (TypeName, type_name, type_name##_copy, type_name##_free)

G_END_DECLS
