/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk that reads the change feed: its copy of what an account sees, page by page. */
#pragma once

#include "api-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  Api *api;
  const char *who;
  const char *cursor; /* NULL: before its first page */
  GHashTable *rows;   /* "ticket ID" → the row as it came last, a JsonNode */
  guint n_snapshots;  /* begun */
} ApiReader;

ApiReader *api_reader_new (Api *api, const char *who);
void api_reader_free (ApiReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApiReader, api_reader_free)

/* Applies one page, a 410 by beginning anew. FALSE: for now it was the last. */
gboolean api_reader_read_page (ApiReader *self, guint limit);

/* Reads on to the end with pages of @limit. */
void api_reader_drain (ApiReader *self, guint limit);

/* The copy is what the lists show: to the account itself, and of people what alma's show. */
void api_reader_assert_current (ApiReader *self);

/* Two sessions of one account have the same copy. */
void api_reader_assert_equal (ApiReader *self, ApiReader *other);

G_END_DECLS
