/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk on a disk that is full, read-only or broken: it says so, keeps what it had, and goes on by
 * itself when there is room. */
#include "desk-case.h"
#include "disk-failure.h"

/* More changes than any deed makes. */
#define CHANGES_MOST 400

typedef struct
{
  const DiskFailure *failure;
  const DeskDeed *deed;
} Trial;

static void
start (DeskCase *self)
{
  seat_start (self->seat);
  seat_await_ready (self->seat);
}

/* SQLite forgets the reason of a sync that failed, and of a file that it could not make: then it is
 * said in general. */
static void
assert_explained (const DiskFailure *failure, const char *sentence)
{
  g_assert_nonnull (sentence);
  if (!g_str_has_prefix (sentence, failure->sentence)
      && !g_str_has_prefix (sentence, DISK_FAILURE_GENERAL))
    g_error ("“%s” is said of a disk that is %s", sentence, failure->name);
}

/* Fails, and has done nothing; or is kept although the disk took no more after that. FALSE: the
 * former. */
static gboolean
try_deed (DeskCase *self, const Trial *trial, guint n, const char *before)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *view = NULL;

  disk_failure_begin (trial->failure, self->folder, n);
  trial->deed->act (self, &error);
  problem = seat_dup_problem (self->seat);
  /* What is there can be read. */
  view = desk_case_view (self);
  disk_failure_end ();
  if (error == NULL)
    {
      g_assert_cmpstr (view, !=, before);
      return TRUE;
    }
  if (error->code != TKT_DB_ERROR_FAILED)
    g_assert_error (error, TKT_DB_ERROR, (int)trial->failure->code);
  assert_explained (trial->failure, error->message);
  assert_explained (trial->failure, problem);
  g_assert_cmpstr (view, ==, before);
  return FALSE;
}

static void
assert_no_problem (DeskCase *self)
{
  g_autofree char *problem = seat_dup_problem (self->seat);

  g_assert_cmpstr (problem, ==, NULL);
}

static void
settle (DeskCase *self)
{
  desk_settle (self->fixture);
  seat_assert_in_step (self->seat);
  assert_no_problem (self);
}

static void
test_deed (gconstpointer data)
{
  const Trial *trial = data;
  g_autoptr (DeskCase) self = desk_case_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *at_last = NULL;
  guint n = 1;

  start (self);
  if (trial->deed->prepare != NULL)
    trial->deed->prepare (self);
  before = desk_case_view (self);
  while (!try_deed (self, trial, n, before))
    g_assert_cmpuint (++n, <, CHANGES_MOST);
  g_assert_cmpuint (n, >, 1);
  /* What was kept is what another start finds. */
  after = desk_case_view (self);
  seat_stop (self->seat);
  start (self);
  at_last = desk_case_view (self);
  g_assert_cmpstr (at_last, ==, after);
  test_server_start (self->fixture->server);
  settle (self);
}

/* Something new on the server. */
static void
reply_elsewhere (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  DeskCase *self = data;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const TktNewMessage request = { .body = (char *)"News", .attachments = none };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktMessage) message
      = tkt_service_reply (tx, actor, self->ticket, &request, NULL, &error);

  g_assert_no_error (error);
}

static guint
count_messages (DeskCase *self)
{
  g_autoptr (GPtrArray) messages = seat_list_messages (self->seat, self->ticket);

  return messages->len;
}

/* A page that can't be taken in is taken in later; nothing is asked of the person. */
static void
test_page (gconstpointer data)
{
  const DiskFailure *failure = data;
  g_autoptr (DeskCase) self = desk_case_new ();
  guint n_failed, n = 1;

  test_server_start (self->fixture->server);
  start (self);
  settle (self);
  do
    {
      const guint n_before = count_messages (self);

      disk_failure_begin (failure, self->folder, n);
      desk_act (self->fixture, "mara", reply_elsewhere, self);
      desk_await (self->fixture, disk_failure_count () > 0 || count_messages (self) > n_before);
      n_failed = disk_failure_end ();
      settle (self);
      g_assert_cmpuint (count_messages (self), ==, n_before + 1);
      g_assert_cmpuint (++n, <, CHANGES_MOST);
    }
  while (n_failed > 0);
  g_assert_cmpuint (n, >, 2);
}

/* It says what is wrong, and works without a new start when it is not any more. */
static void
test_start (gconstpointer data)
{
  const DiskFailure *failure = data;
  g_autoptr (DeskCase) self = desk_case_new ();

  test_server_start (self->fixture->server);
  for (guint n = 1; n < 12; n++)
    {
      g_autofree char *problem = NULL;

      disk_failure_begin (failure, self->folder, n);
      seat_start (self->seat);
      test_await (tkt_desk_get_ready (self->seat->desk)
                  || (g_free (problem), (problem = seat_dup_problem (self->seat)) != NULL));
      disk_failure_end ();
      if (problem != NULL)
        assert_explained (failure, problem);
      desk_await (self->fixture, tkt_desk_get_ready (self->seat->desk));
      settle (self);
      seat_stop (self->seat);
    }
}

static void
delete_secret (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  DeskCase *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktMessage) tombstone = tkt_service_delete_message (tx, actor, self->own, &error);

  g_assert_no_error (error);
}

/* Rule 13: erasing goes on when there is room again. */
static void
test_erasing (gconstpointer data)
{
  const DiskFailure *failure = data;

  for (guint n = 1; n < 40; n += g_test_rand_int_range (3, 8))
    {
      g_autoptr (DeskCase) self = desk_case_new ();

      g_test_message ("from change %u on", n);
      test_server_start (self->fixture->server);
      start (self);
      settle (self);
      disk_failure_begin (failure, self->folder, n);
      desk_act (self->fixture, "mara", delete_secret, self);
      desk_await (self->fixture,
                  disk_failure_count () > 0
                      || !test_folder_contains (self->folder, DESK_CASE_SECRET));
      disk_failure_end ();
      settle (self);
      /* The next thing that is written shows that there is room. */
      desk_act (self->fixture, "mara", reply_elsewhere, self);
      settle (self);
      desk_await (self->fixture, !test_folder_contains (self->folder, DESK_CASE_SECRET));
    }
}

static void
add_trial (const DiskFailure *failure, const DeskDeed *deed)
{
  static Trial trials[32];
  static guint n_trials;
  g_autofree char *path = g_strdup_printf ("/disk/desk/rule-19/%s/%s", failure->name, deed->name);
  Trial *trial = &trials[n_trials++];

  g_assert_cmpuint (n_trials, <=, G_N_ELEMENTS (trials));
  *trial = (Trial){ failure, deed };
  g_test_add_data_func (path, trial, test_deed);
}

/* Every deed meets the full disk, and one of them the others. */
void
disk_add_desk_tests (void)
{
  static const struct
  {
    const char *name;
    GTestDataFunc func;
  } others[] = {
    { "/page", test_page },
    { "/start", test_start },
    { "/rule-13/erasing", test_erasing },
  };

  for (guint d = 0; d < n_desk_deeds; d++)
    for (guint f = 0; f < n_disk_failures; f++)
      if (f == 0 || g_str_equal (desk_deeds[d].name, "reply-of-a-draft"))
        add_trial (&disk_failures[f], &desk_deeds[d]);
  for (guint o = 0; o < G_N_ELEMENTS (others); o++)
    for (guint f = 0; f < n_disk_failures; f++)
      if (disk_failures[f].lasting)
        {
          g_autofree char *path
              = g_strconcat ("/disk/desk/", disk_failures[f].name, others[o].name, NULL);

          g_test_add_data_func (path, &disk_failures[f], others[o].func);
        }
}
