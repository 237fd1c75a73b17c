/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo's network, and a clock that stands still: pictures of two days are the same. */
#include "gallery.h"

#include "tkt-demo-network.h"
#include "tkt-password.h"
#include "tkt-sqlite-store.h"
#include "tkt-store-calls.h"

/* "now" of data/demo/network.json, 2026-11-24 10:40. */
#define NOW G_GINT64_CONSTANT (1795516800)

/* These stand before GLib's own, for all that the program links. What waits goes by the monotonic
 * clock, which goes on. */
gint64
g_get_real_time (void)
{
  return NOW * G_USEC_PER_SEC;
}

GDateTime *
g_date_time_new_now_local (void)
{
  return g_date_time_new_from_unix_local (NOW);
}

const char *
g_get_host_name (void)
{
  return "larkfield-desk";
}

static gpointer
get_organization (TktStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) organizations = tkt_store_list_organizations (tx, error);

  return organizations != NULL
             ? g_strdup (((TktOrganization *)g_ptr_array_index (organizations, 0))->id)
             : NULL;
}

TestServer *
gallery_network_new (void)
{
  TestServer *self = g_new0 (TestServer, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = tkt_password_hash (TEST_PASSWORD, TKT_PASSWORD_QUICK, &error);
  g_autoptr (TktDemoNetwork) network = NULL;

  g_assert_no_error (error);
  self->lanes = 1;
  self->folder = test_folder_new ();
  self->database = g_build_filename (self->folder, "tickets.db", NULL);
  self->store = tkt_sqlite_store_new (self->database, TRUE, &error);
  g_assert_no_error (error);
  network = tkt_demo_network_fill (self->store, hash, NOW * 1000, &error);
  g_assert_no_error (error);
  self->organization = tkt_store_read (self->store, get_organization, NULL, &error);
  g_assert_no_error (error);
  test_server_start (self);
  return self;
}
