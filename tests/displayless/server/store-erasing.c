/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: what was erased is nowhere in the store's files (rule 13). */
#include "store-fixture.h"

#include <string.h>

#define N_MESSAGES 400

typedef struct
{
  StoreFixture *f;
  TktTicket *ticket;
  GPtrArray *messages; /* of TktMessage */
  guint first;         /* to write or erase, of them */
  guint n;
} Erasing;

/* A word that stands nowhere else, in the texts and as the index has it (folded to lower case). */
static char *
make_word (guint i)
{
  return g_strdup_printf ("wört%05ux\xc3\xa9\xc3\xa9", i);
}

static char *
make_body (StoreFixture *f, guint i)
{
  g_autofree char *word = make_word (i);
  GString *body = g_string_new (word);
  guint n_words = g_rand_int_range (f->random, 0, i % 50 == 0 ? 3000 : 60);

  /* The same sentence in all, so that index pages are shared; the word again at the end. */
  for (guint j = 0; j < n_words; j++)
    g_string_append_printf (body, " %s%u", j % 7 == 0 ? "payout" : "tracking", j % 13);
  g_string_append_printf (body, " %s", word);

  return g_string_free (body, FALSE);
}

static gpointer
write_messages (TktStoreTx *tx, gpointer data, GError **error)
{
  Erasing *e = data;
  const char *home = e->f->home.organization;

  if (e->ticket == NULL)
    {
      e->ticket = store_fixture_ticket (e->f, tx, &e->f->home);
      g_assert_true (tkt_store_put_ticket (tx, home, e->ticket, error));
    }
  for (guint i = e->first; i < e->first + e->n; i++)
    {
      g_autofree char *body = make_body (e->f, i);
      TktMessage *message
          = store_fixture_message (e->f, tx, &e->f->home, e->ticket->id, i + 1, body);

      g_assert_true (tkt_store_insert_message (tx, home, message, error));
      g_ptr_array_add (e->messages, message);
    }

  return STORE_DONE;
}

static gpointer
erase_messages (TktStoreTx *tx, gpointer data, GError **error)
{
  Erasing *e = data;

  for (guint i = e->first; i < e->first + e->n; i++)
    {
      TktMessage *message = e->messages->pdata[i];

      g_free (message->body);
      message->body = g_strdup ("");
      message->deleted_by = g_strdup (e->f->home.author);
      message->deleted_at = 1;
      message->revision = store_fixture_revision (tx, &e->f->home);
      g_assert_true (tkt_store_erase_message (tx, e->f->home.organization, message, error));
    }

  return STORE_DONE;
}

static void
run (Erasing *e, TktStoreFunc func, guint first, guint n)
{
  g_autoptr (GError) error = NULL;

  e->first = first;
  e->n = n;
  tkt_store_write_sync (e->f->store, func, e, &error);
  g_assert_no_error (error);
}

/* The number alone tells a word apart, whatever a prefix or a folding does to the rest of it. */
static void
assert_gone (Erasing *e)
{
  g_autoptr (GBytes) files = store_fixture_read_files (e->f);
  guint n_left = 0;

  for (guint i = 0; i < e->messages->len; i++)
    {
      g_autofree char *digits = g_strdup_printf ("rt%05ux", i);
      gboolean erased = tkt_message_is_tombstone (e->messages->pdata[i]);

      if (erased && store_fixture_files_contain (files, digits))
        g_test_message ("message %u of %u has bytes left", i, e->messages->len), n_left++;
      else if (!erased)
        g_assert_true (store_fixture_files_contain (files, digits));
    }
  g_assert_cmpuint (n_left, ==, 0);
}

static void
finish_erasing (Erasing *e)
{
  g_autoptr (GError) error = NULL;

  tkt_store_finish_erasing (e->f->store, &error);
  g_assert_no_error (error);
}

static void
erasing_clear (Erasing *e)
{
  g_ptr_array_unref (e->messages);
  g_clear_pointer (&e->ticket, tkt_ticket_free);
  store_fixture_free (e->f);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Erasing, erasing_clear)

static Erasing
erasing_init (const StoreKind *kind)
{
  return (Erasing){ .f = store_fixture_new (kind),
                    .messages = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_message_free) };
}

static void
erased_bytes_are_nowhere (const StoreKind *kind)
{
  g_auto (Erasing) e = erasing_init (kind);
  guint n = 0;

  /* Writes and erasures of different sizes take turns, so that pages split and are filled again. */
  while (n < N_MESSAGES)
    {
      guint n_new = g_rand_int_range (e.f->random, 1, 40);

      run (&e, write_messages, n, n_new);
      if (n > 0)
        run (&e, erase_messages, n - 1, 1 + n_new / 2);
      n += n_new;
    }
  finish_erasing (&e);
  assert_gone (&e);

  /* And the last ones, with nothing written meanwhile. */
  for (guint i = 0; i < n; i++)
    if (!tkt_message_is_tombstone (e.messages->pdata[i]))
      run (&e, erase_messages, i, 1);
  finish_erasing (&e);
  assert_gone (&e);
}

static void
only_message (const StoreKind *kind)
{
  g_auto (Erasing) e = erasing_init (kind);

  run (&e, write_messages, 0, 1);
  run (&e, erase_messages, 0, 1);
  finish_erasing (&e);
  assert_gone (&e);
}

static gpointer
write_and_erase (TktStoreTx *tx, gpointer data, GError **error)
{
  write_messages (tx, data, error);

  return erase_messages (tx, data, error);
}

static void
same_transaction (const StoreKind *kind)
{
  g_auto (Erasing) e = erasing_init (kind);

  run (&e, write_and_erase, 0, 3);
  finish_erasing (&e);
  assert_gone (&e);
}

/* A store that is stopped right after an erasure goes on when it is opened again. */
static void
goes_on_after_a_stop (const StoreKind *kind)
{
  g_auto (Erasing) e = erasing_init (kind);

  for (guint i = 0; i < 10; i++)
    run (&e, write_messages, i * 20, 20);
  for (guint i = 0; i < 5; i++)
    {
      run (&e, erase_messages, i * 10, 10);
      store_fixture_reopen (e.f);
    }
  finish_erasing (&e);
  assert_gone (&e);
}

/* Each opening looks for something to erase, and a stop may meet that look anywhere. Warnings are
 * fatal here. */
static void
stops_at_any_moment (const StoreKind *kind)
{
  g_auto (Erasing) e = erasing_init (kind);

  for (guint i = 0; i < 300; i++)
    store_fixture_reopen (e.f);
}

static gpointer
erase_while_reading (TktStoreTx *tx, gpointer data, GError **error)
{
  Erasing *e = data;
  g_autoptr (TktMessage) message = NULL;
  const char *id = ((TktMessage *)e->messages->pdata[0])->id;

  /* The read keeps the WAL from being cut, and sees what there was. */
  message = tkt_store_get_message (tx, e->f->home.organization, id, error);
  run (e, erase_messages, 0, 1);
  g_clear_pointer (&message, tkt_message_free);
  message = tkt_store_get_message (tx, e->f->home.organization, id, error);
  g_assert_false (tkt_message_is_tombstone (message));

  return STORE_DONE;
}

static void
waits_for_readers (const StoreKind *kind)
{
  g_auto (Erasing) e = erasing_init (kind);
  g_autoptr (GError) error = NULL;

  run (&e, write_messages, 0, 20);
  tkt_store_read (e.f->store, erase_while_reading, &e, &error);
  g_assert_no_error (error);
  finish_erasing (&e);
  assert_gone (&e);
}

const StoreTestEntry store_erasing_tests[] = {
  { "/rule-13/erased-bytes-are-nowhere", erased_bytes_are_nowhere },
  { "/rule-13/only-message", only_message },
  { "/rule-13/same-transaction", same_transaction },
  { "/rule-13/goes-on-after-a-stop", goes_on_after_a_stop },
  { "/rule-13/waits-for-readers", waits_for_readers },
  { "/stops-at-any-moment", stops_at_any_moment },
};
const guint n_store_erasing_tests = G_N_ELEMENTS (store_erasing_tests);
