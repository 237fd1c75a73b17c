/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real server, people at computers of their own, and waiting for all of them. */
#include "desk-fixture.h"

#include "tkt-desk-private.h"
#include "tkt-time.h"

#define PULSE_MS 20

static void
seat_free (gpointer data)
{
  Seat *self = data;

  seat_stop (self);
  g_clear_object (&self->sign_ins);
  tkt_sign_in_free (self->sign_in);
  g_free (self->folder);
  g_free (self->refusal);
  g_free (self);
}

void
desk_init_surroundings (void)
{
  /* No keyring: a test must not leave tokens in the one of the person who runs it. And no proxy
   * between these desks and their server. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
}

void
desk_init (int *argc, char ***argv)
{
  desk_init_surroundings ();
  g_test_init (argc, argv, NULL);
}

DeskFixture *
desk_fixture_new (void)
{
  DeskFixture *self = g_new0 (DeskFixture, 1);

  self->server = test_server_new ();
  self->folder = test_folder_new ();
  self->seats = g_ptr_array_new_with_free_func (seat_free);
  return self;
}

void
desk_fixture_free (DeskFixture *self)
{
  g_assert_cmpuint (self->pulse, ==, 0);
  g_ptr_array_unref (self->seats);
  test_server_free (self->server);
  test_folder_free (self->folder);
  g_free (self);
}

static gboolean
on_pulse (gpointer data)
{
  DeskFixture *self = data;

  for (guint i = 0; i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);

      if (seat->desk != NULL)
        tkt_desk_sync_now (seat->desk);
    }
  return G_SOURCE_CONTINUE;
}

void
desk_begin_pulse (DeskFixture *self)
{
  g_assert_cmpuint (self->pulse, ==, 0);
  self->pulse = g_timeout_add (PULSE_MS, on_pulse, self);
}

void
desk_end_pulse (DeskFixture *self)
{
  g_clear_handle_id (&self->pulse, g_source_remove);
}

/* Is there anything in the outbox, read marks included, that waits for nothing but the server? */
static gboolean
has_to_send (Seat *seat)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 due;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktEntry) entry = NULL;

  tkt_cache_next_entry_async (
      seat->desk->cache, tkt_time_now (), TRUE, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  entry = tkt_cache_next_entry_finish (seat->desk->cache, result, &due, &error);
  g_assert_no_error (error);
  return entry != NULL;
}

/* Whom nobody has signed in again is left out: there is nothing to wait for. */
static gboolean
is_working (Seat *seat)
{
  return seat->desk != NULL && tkt_desk_get_network (seat->desk) != TKT_NETWORK_SIGNED_OUT;
}

gboolean
seat_is_in_step (Seat *self, gint64 since)
{
  if (self->desk->reading)
    return FALSE;
  return tkt_desk_get_synced_at (self->desk) > since
         || tkt_desk_may (self->desk, TKT_ACTION_SEE, NULL, NULL, NULL) == TKT_VERDICT_NO;
}

char *
seat_dup_problem (Seat *self)
{
  char *problem;

  g_object_get (self->desk, "problem", &problem, NULL);
  return problem;
}

void
desk_settle (DeskFixture *self)
{
  for (guint i = 0; i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);

      if (is_working (seat))
        desk_await (self, !has_to_send (seat));
    }
  /* The page that comes first may have been asked for before the last write was done. */
  for (int round = 0; round < 2; round++)
    {
      const gint64 now = tkt_time_now ();

      for (guint i = 0; i < self->seats->len; i++)
        {
          Seat *seat = g_ptr_array_index (self->seats, i);

          if (is_working (seat))
            desk_await (self, seat_is_in_step (seat, now));
        }
    }
}

TktSignIn *
desk_sign_in (DeskFixture *self,
              TktSignIns *sign_ins,
              const char *organization,
              const char *username,
              gboolean *in_file)
{
  g_autofree char *uri = test_server_get_uri (self->server);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TktSignIn *sign_in;

  tkt_sign_ins_sign_in_async (sign_ins,
                              uri,
                              organization,
                              username,
                              TEST_PASSWORD,
                              NULL,
                              test_keep_result,
                              (gpointer)&result);
  test_await (result != NULL);
  sign_in = tkt_sign_ins_sign_in_finish (sign_ins, result, in_file, &error);
  g_assert_no_error (error);
  return sign_in;
}

GPtrArray *
desk_load_sign_ins (TktSignIns *sign_ins)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  tkt_sign_ins_load_async (sign_ins, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  list = tkt_sign_ins_load_finish (sign_ins, result, &error);
  g_assert_no_error (error);
  return list;
}

char *
desk_lookup_token (TktSignIns *sign_ins, const char *account_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *token;

  tkt_sign_ins_lookup_token_async (sign_ins, account_id, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  token = tkt_sign_ins_lookup_token_finish (sign_ins, result, &error);
  g_assert_no_error (error);
  return token;
}

Seat *
seat_new_stopped (DeskFixture *self, const char *username)
{
  Seat *seat = g_new0 (Seat, 1);

  seat->fixture = self;
  seat->folder = g_strdup_printf ("%s/%u", self->folder, self->seats->len);
  seat->sign_ins = tkt_sign_ins_new (seat->folder, FALSE);
  seat->sign_in = desk_sign_in (self, seat->sign_ins, NULL, username, NULL);
  g_ptr_array_add (self->seats, seat);
  return seat;
}

Seat *
seat_new (DeskFixture *self, const char *username)
{
  Seat *seat = seat_new_stopped (self, username);

  seat_start (seat);
  seat_await_ready (seat);
  desk_await (self, seat_is_in_step (seat, 0));
  return seat;
}

static void
on_refused (Seat *self, const char *sentence)
{
  self->n_refused++;
  g_free (self->refusal);
  self->refusal = g_strdup (sentence);
}

void
seat_start (Seat *self)
{
  g_assert_null (self->desk);
  self->desk = tkt_desk_new (self->sign_ins, self->sign_in);
  g_signal_connect_swapped (self->desk, "refused", G_CALLBACK (on_refused), self);
}

void
seat_stop (Seat *self)
{
  TktDesk *desk = self->desk;

  if (desk == NULL)
    return;
  g_object_add_weak_pointer (G_OBJECT (desk), (gpointer *)&self->desk);
  tkt_desk_stop (desk);
  g_object_unref (desk);
  /* Answers that are under way hold it, but nothing else does. */
  test_await (self->desk == NULL);
}

void
seat_await_ready (Seat *self)
{
  test_await (tkt_desk_get_ready (self->desk));
}

void
seat_set_server (Seat *self, char *uri_taken)
{
  g_assert_null (self->desk);
  g_free (self->sign_in->server);
  self->sign_in->server = uri_taken;
}

void
seat_sign_in_again (Seat *self)
{
  g_autoptr (TktSignIn) before = g_steal_pointer (&self->sign_in);

  self->sign_in = desk_sign_in (self->fixture, self->sign_ins, NULL, before->username, NULL);
  g_assert_cmpstr (self->sign_in->account_id, ==, before->account_id);
  g_free (self->sign_in->server);
  self->sign_in->server = g_strdup (before->server);
  tkt_desk_signed_in_again (self->desk);
  test_await (tkt_desk_get_network (self->desk) != TKT_NETWORK_SIGNED_OUT);
}

typedef struct
{
  DeskFixture *fixture;
  const char *username;
  DeskActorFunc func;
  gpointer data;
} Act;

static void
act_in_tx (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account
      = tkt_store_get_account_by_username (tx, operator->organization->id, act->username, &error);
  g_autoptr (TktActor) actor = NULL;

  g_assert_no_error (error);
  actor = tkt_actor_load (tx, operator->organization->id, account->id, &error);
  g_assert_no_error (error);
  act->func (tx, actor, act->data);
}

void
desk_act (DeskFixture *self, const char *username, DeskActorFunc func, gpointer data)
{
  Act act = { self, username, func, data };

  test_server_change (self->server, act_in_tx, &act);
}
