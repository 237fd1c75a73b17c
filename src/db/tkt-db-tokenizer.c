/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tokenizer of FTS5. */
#include "tkt-db-tokenizer.h"

#include <string.h>

#include "tkt-db-private.h"

struct _TktDbTokenizer
{
  TktDb *db;
  fts5_tokenizer methods;
  Fts5Tokenizer *tokenizer;
};

/* SQLite FTS5, section 7.1: the way to the extension's own functions. */
static fts5_api *
find_api (TktDb *db, GError **error)
{
  static const char *const sql = "SELECT fts5 (?1)";
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;

  if (sqlite3_prepare_v2 (tkt_db_get_handle (db), sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL) == SQLITE_OK)
    sqlite3_step (statement);
  if (api == NULL)
    tkt_db_set_error (db, sql, error);
  sqlite3_finalize (statement);

  return api;
}

TktDbTokenizer *
tkt_db_tokenizer_new (TktDb *db, const char *name, const char *const *arguments, GError **error)
{
  g_autoptr (TktDbTokenizer) self = g_new0 (TktDbTokenizer, 1);
  fts5_api *api = find_api (db, error);
  void *context;

  if (api == NULL)
    return NULL;
  self->db = db;
  if (api->xFindTokenizer (api, name, &context, &self->methods) == SQLITE_OK
      && self->methods.xCreate (context,
                                (const char **)arguments,
                                (int)g_strv_length ((char **)arguments),
                                &self->tokenizer)
             == SQLITE_OK)
    return g_steal_pointer (&self);
  tkt_db_set_error (db, name, error);

  return NULL;
}

void
tkt_db_tokenizer_free (TktDbTokenizer *self)
{
  if (self->tokenizer != NULL)
    self->methods.xDelete (self->tokenizer);
  g_free (self);
}

typedef struct
{
  TktDbTokenFunc func;
  gpointer data;
  gint64 place;
} Run;

static int
on_token (void *context, int flags, const char *word, int length, int start, int end)
{
  Run *run = context;

  run->func (word, MIN (length, TKT_DB_TOKEN_MAX), run->place++, run->data);

  return SQLITE_OK;
}

gboolean
tkt_db_tokenizer_run (TktDbTokenizer *self,
                      const char *text,
                      TktDbTokenFunc func,
                      gpointer data,
                      GError **error)
{
  Run run = { func, data, 0 };

  if (self->methods.xTokenize (
          self->tokenizer, &run, FTS5_TOKENIZE_DOCUMENT, text, (int)strlen (text), on_token)
      == SQLITE_OK)
    return TRUE;
  /* Only for want of memory, of which the connection does not hear. */
  g_set_error_literal (error, TKT_DB_ERROR, TKT_DB_ERROR_FAILED, "no memory for words");

  return FALSE;
}
