/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The storm: who takes part, how it goes, and how it ends. */
#include "storm.h"

#include "tkt-cache-private.h"
#include "tkt-desk-private.h"
#include "tkt-time.h"

/* Longer than a storm blows. */
#define HOLD_S 600

#define PACE 8

static const struct
{
  StormOperation run;
  guint weight;
  gboolean needs_desk; /* that runs */
  gboolean excuses;    /* the server for refusing things */
} operations[] = {
  { storm_reply, 34, TRUE },
  { storm_open, 12, TRUE },
  { storm_mark, 12, TRUE },
  { storm_delete, 8, TRUE },
  { storm_close, 5, TRUE },
  { storm_reassign, 5, TRUE },
  { storm_set_support, 2, TRUE, TRUE },
  { storm_retry, 3, TRUE },
  { storm_take_back, 2, TRUE },
  { storm_undo, 3, TRUE },
  { storm_release, 3, TRUE },
  { storm_change_network, 5, FALSE },
  { storm_stop_or_start, 6, FALSE },
  { storm_look, 3, FALSE },
  { storm_change_manager, 1, FALSE },
  { storm_disable, 1, FALSE },
  { storm_block, 2, FALSE, TRUE },
  { storm_move, 2, FALSE, TRUE },
  { storm_turn_off, 2, FALSE, TRUE },
};

guint
storm_draw (Storm *self, guint n)
{
  return g_rand_int_range (self->lots, 0, n);
}

static gboolean
operate (Storm *self)
{
  StormDesk *desk = &self->desks[storm_draw (self, self->n_desks)];
  guint all = 0, lot;

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    all += operations[i].weight;
  lot = storm_draw (self, all);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      if (lot < operations[i].weight)
        return (!operations[i].needs_desk || desk->seat->desk != NULL)
               && (!operations[i].excuses || !self->strict) && operations[i].run (self, desk);
      lot -= operations[i].weight;
    }
  g_return_val_if_reached (FALSE);
}

/* Lets the desks and the network get some way before the next thing is done. */
static void
breathe (Storm *self)
{
  for (guint i = storm_draw (self, PACE); i > 0; i--)
    g_main_context_iteration (NULL, TRUE);
}

static char *
describe_outbox (const StormDesk *desk)
{
  g_autoptr (GPtrArray) entries = storm_list_outbox (desk);
  GString *text = g_string_new ("outbox:");

  for (guint i = 0; i < entries->len; i++)
    {
      g_string_append (text, "\n  ");
      tkt_shape_write (&tkt_entry_shape, g_ptr_array_index (entries, i), text);
    }
  return g_string_free (text, FALSE);
}

/* Whoever has been signed out signs in again, sooner or later. */
static gboolean
sign_in_again (Storm *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->n_desks; i++)
    {
      Seat *seat = self->desks[i].seat;

      if (seat->desk == NULL || tkt_desk_get_network (seat->desk) != TKT_NETWORK_SIGNED_OUT)
        continue;
      model_note (self->model, "%s signs in again at %u", seat->sign_in->username, i);
      seat_sign_in_again (seat);
      any = TRUE;
    }
  return any;
}

static void
add_people (Storm *self)
{
  static const char *const usernames[] = { "alma", "mara", "nils", "ada", "abel", "bob" };
  TestServer *server = self->fixture->server;
  g_autofree char *mara = test_server_find_account (server, "mara");

  for (guint i = 0; i < G_N_ELEMENTS (usernames); i++)
    {
      g_autofree char *id = test_server_find_account (server, usernames[i]);

      model_add_person (self->model,
                        id,
                        usernames[i],
                        i < 3,
                        i < 3   ? NULL
                        : i < 5 ? server->acme
                                : server->bravo);
    }
  model_add_manager (self->model, server->acme, mara);
  model_add_manager (self->model, server->bravo, NULL);
}

static void
add_desk (Storm *self, const char *username)
{
  const guint number = self->n_desks++;
  StormDesk *desk = &self->desks[number];
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  desk->number = number;
  desk->proxy = test_proxy_new (self->fixture->server->port, self->model->seed * 100 + number);
  desk->seat = seat_new_stopped (self->fixture, username);
  desk->who = model_find_person (self->model, desk->seat->sign_in->account_id);
  desk->hold = storm_draw (self, 3) == 0 ? HOLD_S : 0;
  seat_set_server (desk->seat, test_proxy_get_uri (desk->proxy));
  storm_start_desk (desk);
  folder = tkt_sign_ins_get_account_folder (desk->seat->sign_ins, desk->who->id);
  desk->db = tkt_cache_open_reader (folder, &error);
  g_assert_no_error (error);
}

static Storm *
storm_new (guint32 seed)
{
  /* Some people have two desks; by lot, more or less of them are there this time. */
  static const char *const places[]
      = { "alma", "mara", "mara", "nils", "ada", "ada", "abel", "bob" };
  Storm *self = g_new0 (Storm, 1);
  guint share;

  G_STATIC_ASSERT (G_N_ELEMENTS (places) <= STORM_DESKS_MAX);
  self->model = model_new (seed);
  self->lots = g_rand_new_with_seed (seed);
  self->strict = storm_draw (self, 2);
  self->fixture = desk_fixture_new ();
  add_people (self);
  share = 1 + storm_draw (self, 4);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (storm_draw (self, 5) < share)
      add_desk (self, places[i]);
  if (self->n_desks == 0)
    add_desk (self, "ada");
  return self;
}

static void
storm_free (Storm *self)
{
  /* The readers go before their files do, and the proxies after those who speak through them. */
  for (guint i = 0; i < self->n_desks; i++)
    tkt_db_close (self->desks[i].db);
  desk_fixture_free (self->fixture);
  for (guint i = 0; i < self->n_desks; i++)
    test_proxy_free (self->desks[i].proxy);
  g_rand_free (self->lots);
  model_free (self->model);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Storm, storm_free)

static void
blow (Storm *self, guint n_operations)
{
  for (guint i = 0; i < self->n_desks; i++)
    test_proxy_set_weather (self->desks[i].proxy, TEST_WEATHER_STORM);
  desk_begin_pulse (self->fixture);
  for (guint n = 0; n < n_operations;)
    {
      n += operate (self);
      breathe (self);
      if (storm_draw (self, 10) == 0)
        sign_in_again (self);
    }
  desk_end_pulse (self->fixture);
}

static gboolean
is_signed_out (const StormDesk *desk)
{
  return tkt_desk_get_network (desk->seat->desk) == TKT_NETWORK_SIGNED_OUT;
}

static gboolean
has_sent (const StormDesk *desk, gint64 unused)
{
  g_autoptr (GError) error = NULL;
  gint64 due;
  g_autoptr (TktEntry) entry = tkt_outbox_next (desk->db, tkt_time_now (), TRUE, &due, &error);

  g_assert_no_error (error);
  return entry == NULL;
}

static gboolean
is_in_step (const StormDesk *desk, gint64 since)
{
  return seat_is_in_step (desk->seat, since);
}

/* Whom it was turned off for has nothing to see until it is known to be on. */
static gboolean
is_in_step_and_on (const StormDesk *desk, gint64 since)
{
  return tkt_desk_get_organization (desk->seat->desk)->support_tickets_enabled
         && is_in_step (desk, since);
}

typedef gboolean (*Condition) (const StormDesk *desk, gint64 since);

/* Each desk comes to it, or is signed out; @what: for whoever reads that one did not. */
static void
await_all (Storm *self, Condition condition, gint64 since, const char *what)
{
  g_autoptr (TestDeadline) deadline = test_deadline_new ();

  desk_begin_pulse (self->fixture);
  for (guint i = 0; i < self->n_desks; i++)
    {
      const StormDesk *desk = &self->desks[i];

      while (!is_signed_out (desk) && !condition (desk, since) && !deadline->over)
        g_main_context_iteration (NULL, TRUE);
      if (deadline->over)
        {
          g_autofree char *outbox = describe_outbox (desk);

          model_fail (self->model,
                      "%s at %u %s: network %d, %s",
                      desk->who->username,
                      desk->number,
                      what,
                      tkt_desk_get_network (desk->seat->desk),
                      outbox);
        }
    }
  desk_end_pulse (self->fixture);
}

/* All have sent what they can, and then seen what there is. Whoever turns out to be signed out on
 * the way signs in and begins again. */
static void
settle (Storm *self, Condition in_step)
{
  do
    {
      /* The page that comes first may have been asked for before the last write was done, and what
       * it brings may let something go that waited. */
      for (int round = 0; round < 3; round++)
        {
          await_all (self, has_sent, 0, "does not send what it has");
          await_all (self, in_step, tkt_time_now (), "does not get in step");
        }
    }
  while (sign_in_again (self));
}

/* Everybody is there and online, nothing is held any longer, and all has been said. */
static void
calm_down (Storm *self)
{
  for (guint i = 0; i < self->n_desks; i++)
    {
      StormDesk *desk = &self->desks[i];

      test_proxy_set_weather (desk->proxy, TEST_WEATHER_FAIR);
      test_proxy_await_late (desk->proxy);
      if (desk->seat->desk == NULL)
        storm_start_desk (desk);
      storm_release (self, desk);
    }
  settle (self, is_in_step);
  storm_restore (self);
  settle (self, is_in_step_and_on);
}

/* The first of @rows that is not among @others, or NULL. */
static const char *
find_other (const GPtrArray *rows, const GPtrArray *others)
{
  for (guint i = 0; i < rows->len; i++)
    if (!g_ptr_array_find_with_equal_func (
            (GPtrArray *)others, g_ptr_array_index (rows, i), g_str_equal, NULL))
      return g_ptr_array_index (rows, i);
  return NULL;
}

static void
check_rows (Storm *self, StormDesk *desk, const ModelTruth *truth)
{
  g_autoptr (GPtrArray) here = model_rows_of_cache (desk->db);
  g_autoptr (GPtrArray) there = model_rows_of_truth (truth, desk->who);
  const char *surplus = find_other (here, there);
  const char *missing = find_other (there, here);

  model_assert (self->model,
                surplus == NULL && missing == NULL && here->len == there->len,
                "%s at %u is not in step.\n has: %s\n has not: %s",
                desk->who->username,
                desk->number,
                surplus != NULL ? surplus : "nothing else",
                missing != NULL ? missing : "all");
}

static void
check (Storm *self)
{
  ModelTruth *truth = model_truth_new (self->fixture->server, self->model->people);
  GPtrArray *outboxes[STORM_DESKS_MAX];

  model_watch (self->model, truth);
  for (guint i = 0; i < self->n_desks; i++)
    {
      check_rows (self, &self->desks[i], truth);
      outboxes[i] = storm_list_outbox (&self->desks[i]);
    }
  model_check (self->model, truth, outboxes);
  for (guint i = 0; i < self->n_desks; i++)
    g_ptr_array_unref (outboxes[i]);
}

void
storm_run (guint32 seed, guint n_operations)
{
  g_autoptr (Storm) self = storm_new (seed);

  blow (self, n_operations);
  calm_down (self);
  check (self);
}
