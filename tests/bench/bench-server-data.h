/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A generated organization on disk for servers to serve, and what a client needs to ask for it. */
#pragma once

#include "test-folder.h"

G_BEGIN_DECLS

typedef struct
{
  TestFolder *folder; /* NULL where the caller named the file */
  char *database;
  char *account_id; /* of the account manager who asks */
  char *token;
  GPtrArray *open;    /* of char *: ids of the 50 newest open tickets */
  GPtrArray *tickets; /* of char *: ids of many tickets, open and closed */
} BenchServerData;

/* @database: (nullable): a file to use; made and kept where it is missing. */
BenchServerData *bench_server_data_new (const char *database, guint n_tickets);
void bench_server_data_free (BenchServerData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchServerData, bench_server_data_free)

/* A whole request: @head is more of its head, lines that end in CRLF, or "". (transfer full) */
char *bench_server_data_request (BenchServerData *data,
                                 const char *method,
                                 const char *target,
                                 const char *head,
                                 const char *body);

/* (element-type utf8) (transfer full): such requests for the messages of each of the open tickets.
 */
GPtrArray *bench_server_data_threads (BenchServerData *data, const char *method, const char *body);

G_END_DECLS
