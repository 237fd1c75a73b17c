/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict JSON text: what json-glib would let pass is refused before it sees it (RFC 8259). */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TKT_JSON_DEPTH_MAX 32
/* Far more than any object here has. Names can be chosen so that hash tables of them are slow. */
#define TKT_JSON_MEMBERS_MAX 256

/**
 * tkt_json_parse:
 *
 * Grammar of RFC 8259 to the letter (no comments, no single quotes, no
 * trailing commas, nothing after the value), at most %TKT_JSON_DEPTH_MAX deep and
 * %TKT_JSON_MEMBERS_MAX members in an object, valid UTF-8, paired surrogates, no
 * member twice in one object (section 4).
 * `\u0000` is valid JSON that a C string can't hold: it is
 * %TKT_PROBLEM_INVALID with the pointer of its string; all else that is wrong is
 * %TKT_PROBLEM_BAD_REQUEST with line and column.
 *
 * Returns: (transfer full) (nullable): the root
 */
JsonNode *tkt_json_parse (const char *text, gsize length, GError **error);

/* Appends @text as a JSON string with its quotes. */
void tkt_json_append_string (GString *out, const char *text);
void tkt_json_append_integer (GString *out, gint64 value);
/* Milliseconds since 1970 as an RFC 3339 time in quotes. */
void tkt_json_append_time (GString *out, gint64 time_ms);

/* Where a value stands: on the stack of who walks there, from the inside outwards, for it becomes a
 * pointer only where something is wrong. */
typedef struct _TktJsonPlace TktJsonPlace;
struct _TktJsonPlace
{
  const TktJsonPlace *outer; /* NULL: the root */
  const char *name;          /* of a member; NULL: an element */
  guint index;               /* of an element */
};

/* (transfer full): RFC 6901, with ~ and / escaped; "" for NULL, which is the root. */
char *tkt_json_place_to_pointer (const TktJsonPlace *place);

G_END_DECLS
