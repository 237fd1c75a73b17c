/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: what was acknowledged is there after SIGKILL, whenever it comes. */
#include "store-fixture.h"

#include <glib/gstdio.h>
#include <gio/gunixinputstream.h>
#include <signal.h>
#include <unistd.h>

#include "tkt-time.h"
#include "tkt-uuid.h"

#define N_ROUNDS 8
#define IN_FLIGHT 16

/* The child's side. Its arguments: kind, folder, organization, author, ticket, first position. */
typedef struct
{
  TktStore *store;
  char **names;
  gint64 next_position;
} Child;

static gpointer
write_reply (TktStoreTx *tx, gpointer data, GError **error)
{
  Child *child = data;
  g_autoptr (TktMessage) message = tkt_message_new ();

  message->id = tkt_uuid_new ();
  message->ticket_id = g_strdup (child->names[4]);
  message->position = tkt_store_get_last_position (tx, child->names[4], error) + 1;
  message->author_id = g_strdup (child->names[3]);
  message->author_username = g_strdup ("pat");
  message->author_name = g_strdup ("Pat");
  message->body = g_strdup ("a reply that must not be lost");
  message->sent_at = tkt_time_now ();
  message->revision = tkt_store_next_revision (tx, child->names[2], error);
  if (!tkt_store_insert_message (tx, child->names[2], message, error))
    return NULL;

  return g_strdup (message->id);
}

static void send_reply (Child *child);

static void
on_acknowledged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_store_write_finish (TKT_STORE (source), result, &error);

  if (error != NULL)
    g_error ("%s", error->message);
  if (write (STDOUT_FILENO, id, TKT_UUID_LENGTH) != TKT_UUID_LENGTH)
    g_error ("the pipe is gone");
  send_reply (user_data);
}

static void
send_reply (Child *child)
{
  tkt_store_write_async (
      child->store, write_reply, child, NULL, g_free, NULL, on_acknowledged, child);
}

int
store_killing_run_child (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Child child = { .names = argv + 2 };

  g_assert_cmpint (argc, ==, 7);
  for (guint i = 0; i < n_store_kinds; i++)
    if (g_str_equal (store_kinds[i].name, argv[2]))
      child.store = store_kinds[i].open (argv[3], FALSE, &error);
  if (child.store == NULL)
    g_error ("%s", error->message);
  child.names = argv + 2;
  for (guint i = 0; i < IN_FLIGHT; i++)
    send_reply (&child);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

/* The parent's side. */
typedef struct
{
  StoreFixture *f;
  TktTicket *ticket;
  GPtrArray *acknowledged; /* ids */
} Parent;

static gpointer
open_ticket (TktStoreTx *tx, gpointer data, GError **error)
{
  Parent *parent = data;

  parent->ticket = store_fixture_ticket (parent->f, tx, &parent->f->home);

  return GINT_TO_POINTER (
      tkt_store_put_ticket (tx, parent->f->home.organization, parent->ticket, error));
}

/* Every acknowledged reply is there, at a place of its own, and the places have no gap. */
static gpointer
check_replies (TktStoreTx *tx, gpointer data, GError **error)
{
  Parent *parent = data;
  const char *home = parent->f->home.organization;
  gint64 last = tkt_store_get_last_position (tx, parent->ticket->id, error);
  gint64 n_messages = 0;

  while (n_messages < last)
    {
      g_autoptr (GPtrArray) page
          = tkt_store_list_messages (tx, home, parent->ticket->id, n_messages, 100, error);

      g_assert_no_error (*error);
      g_assert_cmpuint (page->len, >, 0);
      for (guint i = 0; i < page->len; i++)
        g_assert_cmpint (((TktMessage *)page->pdata[i])->position, ==, ++n_messages);
    }
  g_assert_cmpint (n_messages, >=, parent->acknowledged->len);
  for (guint i = 0; i < parent->acknowledged->len; i++)
    {
      g_autoptr (TktMessage) message
          = tkt_store_get_message (tx, home, parent->acknowledged->pdata[i], error);

      g_assert_nonnull (message);
      g_assert_cmpint (message->revision, <=, tkt_store_get_revision (tx, home, error));
    }

  return STORE_DONE;
}

static void
spawn_and_kill (Parent *parent)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                                    &error,
                                                    self,
                                                    "write-until-killed",
                                                    parent->f->kind->name,
                                                    parent->f->folder,
                                                    parent->f->home.organization,
                                                    parent->f->home.author,
                                                    parent->ticket->id,
                                                    NULL);
  guint n_before_kill = g_rand_int_range (parent->f->random, 1, 150);
  GInputStream *pipe;
  char id[TKT_UUID_LENGTH];
  gsize n_read;

  g_assert_no_error (error);
  pipe = g_subprocess_get_stdout_pipe (child);
  for (guint i = 0;; i++)
    {
      if (i == n_before_kill)
        g_subprocess_send_signal (child, SIGKILL);
      /* What stands in the pipe after the kill was acknowledged before it. */
      g_assert_true (g_input_stream_read_all (pipe, id, sizeof id, &n_read, NULL, &error));
      if (n_read < sizeof id)
        break;
      g_ptr_array_add (parent->acknowledged, g_strndup (id, sizeof id));
    }
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
}

static void
kill_in_a_loop (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  Parent parent = { f };
  g_autoptr (GError) error = NULL;

  parent.acknowledged = g_ptr_array_new_with_free_func (g_free);
  tkt_store_write_sync (f->store, open_ticket, &parent, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      spawn_and_kill (&parent);
      store_fixture_reopen (f);
      tkt_store_read (f->store, check_replies, &parent, &error);
      g_assert_no_error (error);
    }
  g_test_message ("%u replies were acknowledged", parent.acknowledged->len);
  g_ptr_array_unref (parent.acknowledged);
  tkt_ticket_free (parent.ticket);
}

const StoreTestEntry store_killing_tests[] = {
  { "/killed/acknowledged-writes-stay", kill_in_a_loop },
};
const guint n_store_killing_tests = G_N_ELEMENTS (store_killing_tests);
