/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tokenizer of FTS5 (SQLite FTS5, section 7), to hear what words an index made of a text. */
#pragma once

#include "tkt-db.h"

G_BEGIN_DECLS

/* FTS5 keeps so many bytes of a word. */
#define TKT_DB_TOKEN_MAX 32768

typedef struct _TktDbTokenizer TktDbTokenizer;

/**
 * tkt_db_tokenizer_new:
 * @arguments: NULL-terminated, as behind the tokenizer's name in CREATE VIRTUAL TABLE
 *
 * It belongs to @db's thread and must be freed before @db is closed.
 */
TktDbTokenizer *
tkt_db_tokenizer_new (TktDb *db, const char *name, const char *const *arguments, GError **error);
void tkt_db_tokenizer_free (TktDbTokenizer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktDbTokenizer, tkt_db_tokenizer_free)

/* Hears of one word; @place counts 0, 1, 2 … */
typedef void (*TktDbTokenFunc) (const char *word, gsize length, gint64 place, gpointer data);

gboolean tkt_db_tokenizer_run (TktDbTokenizer *self,
                               const char *text,
                               TktDbTokenFunc func,
                               gpointer data,
                               GError **error);

G_END_DECLS
