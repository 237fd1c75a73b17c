/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: attachments, their pieces, and that nothing is left of them (rule 13). */
#include "store-fixture.h"

#include <string.h>

#include "tkt-problem.h"
#include "tkt-time.h"

#define N_FILES 4
#define N_PIECES 40 /* of each: more than one step of an eraser takes */

typedef struct
{
  StoreFixture *f;
  char *ids[N_FILES];
  TktMessage *message; /* has the first half of the files */
  TktMessage *other;   /* and the second */
  gint64 uploaded_at;  /* of the uploads to write */
} Place;

/* Twelve bytes that stand nowhere else, where piece @number of file @file ends. */
static void
make_mark (guint file, guint number, char mark[13])
{
  g_snprintf (mark, 13, "<m%04u.%04u>", file, number);
}

static GBytes *
make_piece (guint file, guint number)
{
  guint8 *bytes = g_malloc (TKT_UPLOAD_PIECE);
  char mark[13];

  make_mark (file, number, mark);
  for (gsize i = 0; i < TKT_UPLOAD_PIECE; i += 12)
    memcpy (bytes + i, mark, MIN (12, TKT_UPLOAD_PIECE - i));

  return g_bytes_new_take (bytes, TKT_UPLOAD_PIECE);
}

static TktUpload *
make_upload (Place *place, const char *id)
{
  TktUpload *upload = tkt_upload_new ();

  upload->id = g_strdup (id);
  upload->name = g_strdup ("a.bin");
  upload->media_type = g_strdup ("");
  upload->sha256 = g_strdup ("");
  upload->uploaded_by = g_strdup (place->f->home.author);
  upload->uploaded_at = place->uploaded_at;

  return upload;
}

static TktMessage *
add_message (Place *place, TktStoreTx *tx, const char *ticket_id, gint64 position, GError **error)
{
  TktMessage *message
      = store_fixture_message (place->f, tx, &place->f->home, ticket_id, position, "With files");

  g_assert_true (tkt_store_insert_message (tx, place->f->home.organization, message, error));

  return message;
}

static gpointer
write_files (TktStoreTx *tx, gpointer data, GError **error)
{
  Place *place = data;
  const char *home = place->f->home.organization;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (place->f, tx, &place->f->home);

  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  place->message = add_message (place, tx, ticket->id, 1, error);
  place->other = add_message (place, tx, ticket->id, 2, error);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autoptr (TktUpload) upload = NULL;
      const char *message_id = i < N_FILES / 2 ? place->message->id : place->other->id;

      place->ids[i] = store_fixture_id (place->f);
      upload = make_upload (place, place->ids[i]);
      upload->message_id = place->uploaded_at == 0 ? g_strdup (message_id) : NULL;
      g_assert_true (tkt_store_put_upload (tx, home, upload, error));
      for (guint number = 0; number < N_PIECES; number++)
        {
          g_autoptr (GBytes) bytes = make_piece (i, number);

          g_assert_true (tkt_store_append_upload (tx, home, upload, bytes, error));
        }
      g_assert_cmpint (upload->size, ==, N_PIECES * TKT_UPLOAD_PIECE);
    }

  return STORE_DONE;
}

static gpointer
erase_message (TktStoreTx *tx, gpointer data, GError **error)
{
  Place *place = data;
  g_autoptr (TktMessage) tombstone = tkt_message_copy (place->message);

  g_free (tombstone->body);
  tombstone->body = g_strdup ("");
  tombstone->deleted_by = g_strdup (place->f->home.author);
  tombstone->deleted_at = 1;
  tombstone->revision = store_fixture_revision (tx, &place->f->home);
  g_assert_true (tkt_store_erase_message (tx, place->f->home.organization, tombstone, error));

  return STORE_DONE;
}

static void
run (Place *place, TktStoreFunc func)
{
  g_autoptr (GError) error = NULL;

  tkt_store_write_sync (place->f->store, func, place, &error);
  g_assert_no_error (error);
}

static void
finish_erasing (Place *place)
{
  g_autoptr (GError) error = NULL;

  tkt_store_finish_erasing (place->f->store, &error);
  g_assert_no_error (error);
}

/* All pieces of the files from @first to @end are in the store's files, or nothing of any is. */
static void
assert_bytes (Place *place, guint first, guint end, gboolean there)
{
  g_autoptr (GBytes) files = store_fixture_read_files (place->f);

  for (guint i = first; i < end; i++)
    {
      g_autofree char *any = g_strdup_printf ("<m%04u.", i);

      g_assert_true (store_fixture_files_contain (files, any) == there);
      for (guint number = 0; there && number < N_PIECES; number++)
        {
          char mark[13];

          make_mark (i, number, mark);
          if (!store_fixture_files_contain (files, mark))
            g_error ("piece %u of file %u is lost", number, i);
        }
    }
}

static gpointer
read_files (TktStoreTx *tx, gpointer data, GError **error)
{
  Place *place = data;
  static const gsize offsets[] = { 0, 1, 65535, 65536, 65536 + 77, N_PIECES * 65536 - 1 };

  for (guint i = N_FILES / 2; i < N_FILES; i++)
    for (guint o = 0; o < G_N_ELEMENTS (offsets); o++)
      {
        const gsize before = offsets[o] % TKT_UPLOAD_PIECE;
        g_autoptr (GBytes) expected = make_piece (i, offsets[o] / TKT_UPLOAD_PIECE);
        g_autoptr (GBytes) rest
            = g_bytes_new_from_bytes (expected, before, TKT_UPLOAD_PIECE - before);
        g_autoptr (GBytes) bytes = tkt_store_read_upload (
            tx, place->f->home.organization, place->ids[i], offsets[o], error);
        g_autoptr (GBytes) foreign = tkt_store_read_upload (
            tx, place->f->foreign.organization, place->ids[i], offsets[o], error);

        g_assert_true (g_bytes_equal (bytes, rest));
        g_assert_null (foreign);
      }
  g_assert_null (tkt_store_read_upload (
      tx, place->f->home.organization, place->ids[N_FILES - 1], N_PIECES * 65536, error));

  return STORE_DONE;
}

static void
assert_readable (Place *place)
{
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (tkt_store_read (place->f->store, read_files, place, &error));
  g_assert_no_error (error);
}

static gpointer
find_first (TktStoreTx *tx, gpointer data, GError **error)
{
  Place *place = data;
  g_autoptr (TktUpload) upload
      = tkt_store_get_upload (tx, place->f->home.organization, place->ids[0], error);

  return GINT_TO_POINTER (upload != NULL ? 1 : 2);
}

static gboolean
has_first (Place *place)
{
  return GPOINTER_TO_INT (tkt_store_read (place->f->store, find_first, place, NULL)) == 1;
}

static void
place_clear (Place *place)
{
  for (guint i = 0; i < N_FILES; i++)
    g_free (place->ids[i]);
  g_clear_pointer (&place->message, tkt_message_free);
  g_clear_pointer (&place->other, tkt_message_free);
  store_fixture_free (place->f);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
erased_with_their_message (const StoreKind *kind)
{
  g_auto (Place) place = { .f = store_fixture_new (kind) };

  run (&place, write_files);
  assert_bytes (&place, 0, N_FILES, TRUE);
  assert_readable (&place);
  run (&place, erase_message);
  g_assert_false (has_first (&place));
  finish_erasing (&place);
  assert_bytes (&place, 0, N_FILES / 2, FALSE);
  assert_bytes (&place, N_FILES / 2, N_FILES, TRUE);
  assert_readable (&place);
}

/* Stopped in the midst of it, wherever that is, and opened again. */
static void
goes_on_after_a_stop (const StoreKind *kind)
{
  g_auto (Place) place = { .f = store_fixture_new (kind) };

  run (&place, write_files);
  run (&place, erase_message);
  for (guint i = 0; i < 4; i++)
    store_fixture_reopen (place.f);
  finish_erasing (&place);
  assert_bytes (&place, 0, N_FILES / 2, FALSE);
  assert_readable (&place);
}

/* What no message has taken in time goes, and nothing that is younger. */
static void
dropped_unless_taken (const StoreKind *kind)
{
  static const struct
  {
    gint64 age;
    gboolean kept;
  } cases[] = {
    { TKT_UPLOAD_LIFE + TKT_MINUTE, FALSE },
    { TKT_UPLOAD_LIFE - TKT_MINUTE, TRUE },
    { -TKT_MINUTE, TRUE }, /* the clock was set back */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Place) place
          = { .f = store_fixture_new (kind), .uploaded_at = tkt_time_now () - cases[i].age };

      run (&place, write_files);
      store_fixture_reopen (place.f);
      finish_erasing (&place);
      g_assert_true (has_first (&place) == cases[i].kept);
      assert_bytes (&place, 0, N_FILES, cases[i].kept);
    }
}

static gpointer
write_again (TktStoreTx *tx, gpointer data, GError **error)
{
  Place *place = data;
  const char *home = place->f->home.organization;
  g_autoptr (TktUpload) upload = make_upload (place, place->ids[N_FILES - 1]);
  g_autoptr (GBytes) bytes = make_piece (77, 0);

  /* The newest goes, with all its pieces still there, and comes again under the same id. */
  g_assert_true (tkt_store_erase_upload (tx, home, upload->id, error));
  g_assert_null (tkt_store_read_upload (tx, home, upload->id, 0, error));
  g_assert_true (tkt_store_put_upload (tx, home, upload, error));
  g_assert_null (tkt_store_read_upload (tx, home, upload->id, 0, error));
  g_assert_true (tkt_store_append_upload (tx, home, upload, bytes, error));

  return STORE_DONE;
}

static gpointer
read_again (TktStoreTx *tx, gpointer data, GError **error)
{
  Place *place = data;
  g_autoptr (GBytes) expected = make_piece (77, 0);
  g_autoptr (GBytes) bytes
      = tkt_store_read_upload (tx, place->f->home.organization, place->ids[N_FILES - 1], 0, error);

  g_assert_true (g_bytes_equal (bytes, expected));

  return STORE_DONE;
}

/* The eraser takes what was, never what has taken its place. */
static void
taken_for_nothing_else (const StoreKind *kind)
{
  g_auto (Place) place = { .f = store_fixture_new (kind) };

  run (&place, write_files);
  place.uploaded_at = tkt_time_now ();
  run (&place, write_again);
  finish_erasing (&place);
  run (&place, read_again);
  assert_bytes (&place, N_FILES - 1, N_FILES, FALSE);
}

static gpointer
put_foreign (TktStoreTx *tx, gpointer data, GError **error)
{
  Place *place = data;
  g_autoptr (TktUpload) upload = make_upload (place, place->ids[0]);
  g_autoptr (GError) taken = NULL;

  g_free (upload->uploaded_by);
  upload->uploaded_by = g_strdup (place->f->foreign.author);
  g_assert_false (tkt_store_put_upload (tx, place->f->foreign.organization, upload, &taken));
  g_assert_error (taken, TKT_PROBLEM, TKT_PROBLEM_ID_TAKEN);
  g_assert_null (tkt_store_get_upload (tx, place->f->foreign.organization, place->ids[0], error));
  g_assert_true (tkt_store_erase_upload (tx, place->f->foreign.organization, place->ids[0], error));

  return STORE_DONE;
}

static void
of_one_organization (const StoreKind *kind)
{
  g_auto (Place) place = { .f = store_fixture_new (kind) };

  run (&place, write_files);
  run (&place, put_foreign);
  g_assert_true (has_first (&place));
}

const StoreTestEntry store_attachment_tests[] = {
  { "/attachments/rule-13/erased-with-their-message", erased_with_their_message },
  { "/attachments/rule-13/goes-on-after-a-stop", goes_on_after_a_stop },
  { "/attachments/dropped-unless-taken", dropped_unless_taken },
  { "/attachments/taken-for-nothing-else", taken_for_nothing_else },
  { "/attachments/rule-9/of-one-organization", of_one_organization },
};
const guint n_store_attachment_tests = G_N_ELEMENTS (store_attachment_tests);
