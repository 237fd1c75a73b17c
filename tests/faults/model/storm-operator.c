/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The storm: what happens to desks, and what the operator does behind their backs. */
#include "storm.h"

static void
publisher_patch (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  gpointer *id_and_patch = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPublisher) publisher
      = tkt_service_patch_publisher (tx, operator, id_and_patch[0], id_and_patch[1], -1, &error);

  g_assert_no_error (error);
}

static void
account_patch (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  gpointer *id_and_patch = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account = tkt_service_patch_account (
      tx, operator, id_and_patch[0], id_and_patch[1], NULL, -1, &error);

  g_assert_no_error (error);
}

static void
patch (Storm *self, TestServerFunc func, const char *id, gconstpointer request)
{
  gpointer id_and_patch[2] = { (gpointer)id, (gpointer)request };

  test_server_change (self->fixture->server, func, id_and_patch);
}

static char *
draw_publisher (Storm *self)
{
  return storm_draw (self, 2) ? self->fixture->server->acme : self->fixture->server->bravo;
}

gboolean
storm_change_manager (Storm *self, StormDesk *desk)
{
  static const char *const usernames[] = { "mara", "nils" };
  const char *publisher_id = draw_publisher (self);
  const guint whom = storm_draw (self, G_N_ELEMENTS (usernames) + 1);
  g_autofree char *manager_id = NULL;
  TktPublisherPatch request = { .account_manager_given = TRUE };

  if (whom < G_N_ELEMENTS (usernames))
    manager_id = test_server_find_account (self->fixture->server, usernames[whom]);
  request.account_manager_id = manager_id;
  model_note (self->model,
              "operator: %s gets %s",
              publisher_id,
              whom < G_N_ELEMENTS (usernames) ? usernames[whom] : "nobody");
  model_add_manager (self->model, publisher_id, manager_id);
  patch (self, publisher_patch, publisher_id, &request);
  return TRUE;
}

/* Its sessions end, and its people sign in again when it is enabled. */
gboolean
storm_disable (Storm *self, StormDesk *desk)
{
  g_autofree char *username = g_strdup (desk->who->username);

  /* Somebody has to be left who administers. */
  if (g_str_equal (username, "alma"))
    return FALSE;
  model_note (self->model, "operator: disable and enable %s", username);
  test_server_set_disabled (self->fixture->server, desk->who->id, TRUE);
  test_server_set_disabled (self->fixture->server, desk->who->id, FALSE);
  return TRUE;
}

static void
set_blocked (Storm *self, const char *publisher_id, gboolean blocked)
{
  TktPublisherPatch request
      = { .status = blocked ? TKT_PUBLISHER_BLOCKED : TKT_PUBLISHER_ACTIVE, .status_given = TRUE };

  model_note (self->model, "operator: %s %s", blocked ? "block" : "let go", publisher_id);
  if (blocked)
    model_begin_cause (self->model, MODEL_BLOCKED, publisher_id);
  patch (self, publisher_patch, publisher_id, &request);
  if (!blocked)
    model_end_cause (self->model, MODEL_BLOCKED, publisher_id);
}

gboolean
storm_block (Storm *self, StormDesk *desk)
{
  set_blocked (self, draw_publisher (self), storm_draw (self, 3) == 0);
  return TRUE;
}

gboolean
storm_move (Storm *self, StormDesk *desk)
{
  ModelPerson *person = model_find_person (self->model, desk->who->id);
  TktAccountPatch request = { .publisher_given = TRUE, .publisher_id = draw_publisher (self) };

  if (person->staff)
    return FALSE;
  model_note (self->model, "operator: %s belongs to %s", person->username, request.publisher_id);
  if (g_str_equal (person->publisher_id, request.publisher_id))
    return TRUE;
  model_begin_cause (self->model, MODEL_MOVED, person->id);
  g_free (person->publisher_id);
  person->publisher_id = g_strdup (request.publisher_id);
  patch (self, account_patch, person->id, &request);
  return TRUE;
}

static void
set_support (Storm *self, gboolean enabled)
{
  model_note (self->model, "operator: support %s", enabled ? "on" : "off");
  if (!enabled)
    model_begin_cause (self->model, MODEL_OFF, NULL);
  test_server_set_support_tickets (self->fixture->server, enabled);
}

gboolean
storm_turn_off (Storm *self, StormDesk *desk)
{
  set_support (self, storm_draw (self, 3) > 0);
  return TRUE;
}

void
storm_restore (Storm *self)
{
  set_support (self, TRUE);
}

gboolean
storm_change_network (Storm *self, StormDesk *desk)
{
  desk->offline = !desk->offline;
  model_note (self->model, "%u goes %s", desk->number, desk->offline ? "offline" : "online");
  test_proxy_set_weather (desk->proxy, desk->offline ? TEST_WEATHER_OFFLINE : TEST_WEATHER_STORM);
  return TRUE;
}

void
storm_start_desk (StormDesk *desk)
{
  seat_start (desk->seat);
  tkt_desk_set_hold (desk->seat->desk, desk->hold, TRUE);
  seat_await_ready (desk->seat);
}

gboolean
storm_stop_or_start (Storm *self, StormDesk *desk)
{
  const gboolean runs = desk->seat->desk != NULL;

  model_note (self->model, "%u %s", desk->number, runs ? "stops" : "starts");
  if (runs)
    seat_stop (desk->seat);
  else
    storm_start_desk (desk);
  return TRUE;
}

gboolean
storm_look (Storm *self, StormDesk *desk)
{
  model_note (self->model, "look");
  model_watch (self->model, model_truth_new (self->fixture->server, self->model->people));
  return TRUE;
}
