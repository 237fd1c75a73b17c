/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real server on a free port of the loopback interface, with a small network that tests know. */
#pragma once

#include "test-folder.h"
#include "tkt-server.h"
#include "tkt-service.h"
#include "tkt-sqlite-verify.h"

G_BEGIN_DECLS

/* Everybody's. */
#define TEST_PASSWORD "correct horse battery"

/**
 * TestServer:
 *
 * Organization "larkfield" with support tickets turned on, its admin "alma", its account managers
 * "mara" and "nils", publishers "Acme Media" (number 1, mara's; accounts "ada" and "abel") and
 * "Bravo Deals" (2, nobody's; account "bob"). A second organization is made on request.
 */
typedef struct
{
  TestFolder *folder;
  char *database;
  char *organization; /* its id */
  char *acme;         /* ids of the publishers */
  char *bravo;
  TktStore *store;                    /* NULL while closed */
  TktServer *server;                  /* NULL while stopped */
  guint16 port;                       /* stays when it is started again */
  guint lanes;                        /* of the next start: 2 unless said */
  const char *const *trusted_proxies; /* the same; NULL: none */
  TktSessionLife session_life;        /* the same: zeros unless said */
  const TktLimits *limits;            /* the same; NULL: the default ones */
} TestServer;

TestServer *test_server_new (void);
TestServer *test_server_new_at (guint16 port); /* 0: any free one */
void test_server_free (TestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)

/* "http://127.0.0.1:PORT", while stopped too. (transfer full) */
char *test_server_get_uri (TestServer *self);

/* Stops listening and closes the store; starts again on the same port. */
void test_server_stop (TestServer *self);
void test_server_start (TestServer *self);

/* Of a stopped server: keeps a copy of its database, and puts it back. */
void test_server_back_up (TestServer *self);
void test_server_restore (TestServer *self);

/* A TktFindingFunc: whatever is wrong ends the test. */
void test_server_fail_on_finding (TktFindingKind kind, const char *finding, gpointer data);
/* The number of tickets in a database file, a backup's for one, in which nothing is found wrong. */
guint test_server_count_whole (const char *path);

/* Changes of the operator's, committed when they return. Ids are (transfer full). */
char *test_server_add_account (TestServer *self,
                               const char *username,
                               TktRole role,
                               const char *publisher_id);
char *test_server_add_publisher (TestServer *self, const char *name, const char *manager_id);
void test_server_set_disabled (TestServer *self, const char *account_id, gboolean disabled);
void test_server_set_support_tickets (TestServer *self, gboolean enabled);
/* Another organization, with support tickets turned on and an admin of the name "ursa". */
char *test_server_add_organization (TestServer *self, const char *slug);

char *test_server_find_account (TestServer *self, const char *username);

/* Any other change of the organization's: @func runs in one transaction, as the operator. */
typedef void (*TestServerFunc) (TktStoreTx *tx, const TktActor *operator, gpointer data);
void test_server_change (TestServer *self, TestServerFunc func, gpointer data);

G_END_DECLS
