/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the import tests take files in: a store with one empty organization. */
#pragma once

#include "test-folder.h"
#include "tkt-store-calls.h"

G_BEGIN_DECLS

typedef struct
{
  TestFolder *folder;
  char *database; /* path */
  TktStore *store;
  char *organization;
} ImportPlace;

ImportPlace *import_place_new (void);
void import_place_free (ImportPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImportPlace, import_place_free)

/* Between them the store is closed, so that another process may have the database. */
void import_place_close (ImportPlace *self);
void import_place_open (ImportPlace *self);

/* A file of data/, as one string. */
char *import_load (const char *folder, const char *name);

/* JSON from a form that is easier to read in C: ' stands for ". */
char *import_json (const char *text);

/* Takes all of @lines in one transaction, or nothing. The error's message begins with the bad
 * line's number. */
gboolean import_place_take (ImportPlace *self, const char *lines, GError **error);

/* Takes what is good of @lines; returns the numbers of the bad ones, as in "2 4". */
char *import_place_take_good (ImportPlace *self, const char *lines);

char *import_place_export (ImportPlace *self);

typedef struct
{
  guint accounts;
  guint publishers;
  guint tickets;
  gint64 revision;
} ImportCounts;

ImportCounts import_place_count (ImportPlace *self);
TktAccount *import_place_get_account (ImportPlace *self, const char *username);

/* The lines that @parts are, each with its line feed. */
#define import_lines(...) g_strjoin ("\n", __VA_ARGS__, "", NULL)

#define import_assert_field(error, expected)                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const GPtrArray *import_fields;                                                                \
                                                                                                   \
    g_assert_error ((error), TKT_PROBLEM, TKT_PROBLEM_INVALID);                                    \
    import_fields = tkt_problem_get_fields (error);                                                \
    g_assert_nonnull (import_fields);                                                              \
    g_assert_cmpstr (((TktFieldError *)import_fields->pdata[0])->pointer, ==, (expected));         \
  }                                                                                                \
  G_STMT_END

void import_add_file_tests (void);
void import_add_line_tests (void);
void import_add_people_tests (void);
void import_add_refusal_tests (void);
void import_add_program_tests (void);

G_END_DECLS
