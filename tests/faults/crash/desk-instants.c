/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk that is killed at any instant of what it does: it has done all of it or nothing, and all
 * of it once it has said so. */
#include "crash-files.h"
#include "crash-instants.h"
#include "desk-case.h"
#include "test-instants.h"

#include "tkt-db.h"

static void
start (DeskCase *self)
{
  seat_start (self->seat);
  seat_await_ready (self->seat);
}

/* Goes back to each instant in turn, starts there, and has @check look at the desk. */
static void
visit (DeskCase *self,
       CrashInstants *instants,
       void (*check) (DeskCase *self, guint n_said, gpointer data),
       gpointer data)
{
  const guint n = crash_instants_get_n (instants);

  for (guint i = test_instants_first (); i < n; i += test_instants_step ())
    {
      const guint n_said = crash_instants_go_back (instants, i);

      g_test_message ("instant %u of %u", i + 1, n);
      seat_start (self->seat);
      check (self, n_said, data);
      seat_stop (self->seat);
      crash_files_assert_whole (self->folder);
    }
}

typedef struct
{
  char *before;
  char *after;
} Views;

static void
check_views (DeskCase *self, guint n_said, gpointer data)
{
  const Views *views = data;
  g_autofree char *view = NULL;

  seat_await_ready (self->seat);
  view = desk_case_view (self);
  if (n_said > 0 || !g_str_equal (view, views->before))
    g_assert_cmpstr (view, ==, views->after);
}

/* Without a server: what is kept here is nowhere else. */
static void
test_deed (gconstpointer data)
{
  const DeskDeed *deed = data;
  g_autoptr (DeskCase) self = desk_case_new ();
  g_autoptr (CrashInstants) instants = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  Views views;

  start (self);
  if (deed->prepare != NULL)
    deed->prepare (self);
  before = desk_case_view (self);
  instants = crash_instants_new (self->folder);
  deed->act (self, &error);
  g_assert_no_error (error);
  crash_instants_say (instants);
  after = desk_case_view (self);
  seat_stop (self->seat);
  crash_instants_end (instants);
  g_assert_cmpstr (before, !=, after);
  views = (Views){ before, after };
  visit (self, instants, check_views, &views);
}

/* With the server there, all arrives; and nothing of what was erased stays. */
static void
check_settled (DeskCase *self, guint n_said, gpointer data)
{
  const char *gone = data;

  seat_await_ready (self->seat);
  desk_settle (self->fixture);
  seat_assert_in_step (self->seat);
  if (gone != NULL)
    test_await (!test_folder_contains (self->folder, gone));
}

/* All that a desk does from its start until it is in step and stops. */
static CrashInstants *
settle (DeskCase *self)
{
  CrashInstants *instants = crash_instants_new (self->folder);

  start (self);
  desk_settle (self->fixture);
  seat_stop (self->seat);
  crash_instants_end (instants);
  return instants;
}

static void
check_delivered (DeskCase *self, guint n_said, gpointer bodies)
{
  g_autofree char *shown = NULL;

  /* What was seen is seen, also where the answer was half taken in and the server is away. */
  seat_await_ready (self->seat);
  shown = desk_case_show_bodies (self);
  g_assert_cmpstr (shown, ==, bodies);
  test_server_start (self->fixture->server);
  check_settled (self, n_said, NULL);
  g_free (shown);
  shown = desk_case_show_bodies (self);
  g_assert_cmpstr (shown, ==, bodies);
  test_server_stop (self->fixture->server);
}

static void
test_delivery (void)
{
  g_autoptr (DeskCase) self = desk_case_new ();
  g_autoptr (CrashInstants) instants = NULL;
  g_autofree char *bodies = NULL;

  start (self);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *body = g_strdup_printf ("Reply %u", i + 1);

      g_free (seat_reply (self->seat, self->ticket, body, NULL));
    }
  bodies = desk_case_show_bodies (self);
  seat_stop (self->seat);
  test_server_start (self->fixture->server);
  instants = settle (self);
  test_server_stop (self->fixture->server);
  visit (self, instants, check_delivered, bodies);
}

static void
test_first_fetch (void)
{
  g_autoptr (DeskCase) self = desk_case_new ();
  g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CrashInstants) instants = NULL;

  crash_files_write (nothing, self->folder);
  test_server_start (self->fixture->server);
  instants = settle (self);
  visit (self, instants, check_settled, NULL);
}

static void
act_behind_its_back (DeskCase *self, void (*act) (DeskCase *self))
{
  test_server_start (self->fixture->server);
  seat_start (self->other);
  seat_await_ready (self->other);
  act (self);
  desk_settle (self->fixture);
  seat_stop (self->other);
}

static void
reply_and_close (DeskCase *self)
{
  g_free (seat_reply (self->other, self->ticket, "It is paid", NULL));
  seat_close_ticket (self->other, self->ticket, NULL);
}

static void
test_page (void)
{
  g_autoptr (DeskCase) self = desk_case_new ();
  g_autoptr (CrashInstants) instants = NULL;

  act_behind_its_back (self, reply_and_close);
  instants = settle (self);
  visit (self, instants, check_settled, NULL);
}

static void
delete_secret (DeskCase *self)
{
  seat_delete_message (self->other, self->ticket, self->own, NULL);
}

static void
test_erasing (void)
{
  g_autoptr (DeskCase) self = desk_case_new ();
  g_autoptr (CrashInstants) instants = NULL;

  g_assert_true (test_folder_contains (self->folder, DESK_CASE_SECRET));
  act_behind_its_back (self, delete_secret);
  instants = settle (self);
  visit (self, instants, check_settled, (gpointer)DESK_CASE_SECRET);
}

/* The outbox as the first version made it, with an opening and a reply in it. */
static void
make_oldest_outbox (DeskCase *self)
{
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "outbox-1.sql", NULL);
  g_autofree char *path = g_build_filename (self->folder, "outbox.db", NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = NULL;

  g_file_get_contents (fixture, &sql, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  db = tkt_db_open (path, TKT_DB_WRITE, &error);
  g_assert_no_error (error);
  tkt_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static void
test_migration (void)
{
  g_autoptr (DeskCase) self = desk_case_new ();
  g_autoptr (CrashInstants) instants = NULL;
  g_autofree char *view = NULL;
  Views views;

  make_oldest_outbox (self);
  instants = crash_instants_new (self->folder);
  start (self);
  view = desk_case_view (self);

  seat_stop (self->seat);
  crash_instants_end (instants);
  views = (Views){ "", view };
  visit (self, instants, check_views, &views);
  test_server_start (self->fixture->server);
  start (self);
  check_settled (self, 0, NULL);
}

void
crash_add_desk_instants (void)
{
  for (guint i = 0; i < n_desk_deeds; i++)
    {
      g_autofree char *path = g_strdup_printf ("/crash/instants/rule-19/%s", desk_deeds[i].name);

      g_test_add_data_func (path, &desk_deeds[i], test_deed);
    }
  g_test_add_func ("/crash/instants/rule-19/delivery", test_delivery);
  g_test_add_func ("/crash/instants/rule-19/migration", test_migration);
  g_test_add_func ("/crash/instants/first-fetch", test_first_fetch);
  g_test_add_func ("/crash/instants/page", test_page);
  g_test_add_func ("/crash/instants/rule-13/erasing", test_erasing);
}
