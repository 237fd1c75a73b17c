/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has the words: told from texts and told by the index, the answer is one. */
#include "client-fixture.h"

#include "tkt-cache-private.h"
#include "tkt-cache-words.h"
#include "tkt-row-job.h"
#include "tkt-search.h"
#include "tkt-uuid.h"

/* What words, and what is between them, may look like. */
static const char *const pieces[]
    = { "pay",    "payout", "PAYOUT", "out",   "Überweisung", "uberweisung",
        "uber",   "回",     "传",     "回传",  "ﬁle",         "file",
        "Straße", "é",      "é",      "wi-fi", "x",           "42",
        "4711",   "ไทย",    "Привет", "прив",  "كشف",         "\xF0\x9F\x98\x80",
        "don't",  "a_b" };
static const char *const gaps[] = { " ", "\n", "-", ".", "", ", ", "\t", "'", "/" };

static char *
make_text (guint most)
{
  GString *text = g_string_new (NULL);
  const int n = g_test_rand_int_range (1, most + 1);

  for (int i = 0; i < n; i++)
    {
      g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      g_string_append (text, gaps[g_test_rand_int_range (0, G_N_ELEMENTS (gaps))]);
    }
  return g_string_free (text, FALSE);
}

/* One to three terms, some of them in quotes. */
static char *
make_words (void)
{
  GString *words = g_string_new (NULL);
  const int n = g_test_rand_int_range (1, 4);

  for (int i = 0; i < n; i++)
    {
      const char *quote = g_test_rand_bit () ? "\"" : "";
      g_autofree char *text = make_text (g_test_rand_bit () ? 2 : 1);

      g_string_append_printf (words, "%s%s%s ", quote, text, quote);
    }
  return g_string_free (words, FALSE);
}

static gboolean
index_has (TktDb *db, const char *text, const char *match)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStatement) add
      = tkt_db_prepare (db, "INSERT INTO note_words (rowid, text) VALUES (1, ?)", &error);
  g_autoptr (TktStatement) ask
      = tkt_db_prepare (db, "SELECT rowid FROM note_words WHERE note_words MATCH ?", &error);
  g_autofree char *indexed = tkt_search_index_text (text);
  gboolean has;

  g_assert_no_error (error);
  tkt_statement_bind_text (add, 1, indexed);
  g_assert_true (tkt_statement_run (add, &error));
  tkt_statement_bind_text (ask, 1, match);
  g_assert_true (tkt_statement_step (ask, &has, &error));
  tkt_statement_reset (ask);
  g_assert_true (
      tkt_db_exec (db, "INSERT INTO note_words (note_words) VALUES ('delete-all')", &error));
  return has;
}

/* Any text, any words. */
static void
test_as_the_index (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_cache_open_writer (folder, &error);
  guint n_found = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *text = make_text (40);
      g_autofree char *typed = make_words ();
      g_autofree char *match = tkt_search_to_match (typed);
      g_autoptr (TktCacheWords) words = tkt_cache_words_new (db, typed, &error);
      gboolean found;

      g_assert_no_error (error);
      if (match == NULL)
        continue;
      g_assert_true (tkt_cache_words_look (words, text, &found, &error));
      g_test_message ("“%s” in “%s”: %d", typed, text, found);
      g_assert_cmpint (found, ==, index_has (db, text, match));
      n_found += found;
    }
  g_assert_cmpuint (n_found, >, 10);
  g_assert_cmpuint (n_found, <, 290);
}

#define TICKETS 4200
#define NEWEST 1600 /* more than texts are read of before the index is asked */

/* @number counts from the newest. */
static char *
make_title (guint number)
{
  return g_strdup_printf ("common%s%s%s%s",
                          number % 2 == 0 ? " half" : "",
                          number % 97 == 0 ? " seldom" : "",
                          number > NEWEST ? " older" : "",
                          number == TICKETS - 1 ? " oldest" : "");
}

static void
fill (TktDb *db)
{
  g_autoptr (TktCacheIndex) index = tkt_cache_index_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_db_begin_immediate (db, &error));
  for (guint i = TICKETS; i-- > 0;)
    {
      TktTicket *ticket = tkt_ticket_new ();
      g_autoptr (TktChange) change = tkt_change_new (TKT_CHANGE_TICKET, ticket);

      ticket->id = tkt_uuid_new ();
      ticket->number = TICKETS - i;
      ticket->title = make_title (i);
      ticket->publisher_id = tkt_uuid_new ();
      ticket->opened_by = tkt_uuid_new ();
      ticket->last_message_at = TICKETS - i;
      ticket->status = i % 3 == 0 ? TKT_TICKET_CLOSED : TKT_TICKET_OPEN;
      g_assert_true (tkt_cache_apply_change (db, index, change, &error));
    }
  g_assert_true (tkt_cache_index_flush (index, db, &error));
  g_assert_true (tkt_db_commit (db, &error));
}

static guint
count_titles (const char *word, TktShowStatus status)
{
  guint n = 0;

  for (guint i = 0; i < TICKETS; i++)
    {
      g_autofree char *title = make_title (i);
      g_auto (GStrv) words = g_strsplit (title, " ", -1);

      n += g_strv_contains ((const char *const *)words, word)
           && (status == TKT_SHOW_ALL || (status == TKT_SHOW_CLOSED) == (i % 3 == 0));
    }
  return n;
}

static void
assert_agrees (TktDb *db, const char *word, TktShowStatus status)
{
  TktTicketFilter filter = { .status = status, .words = (char *)word };
  g_autofree char *own = tkt_uuid_new ();
  TktListParams params = { .own_account_id = own, .filter = &filter };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) first = tkt_cache_query_tickets (db, &params, TKT_FIRST_ROWS, &error);
  g_autoptr (GArray) all = tkt_cache_query_tickets (db, &params, 0, &error);
  const guint n = count_titles (word, status);

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, n);
  g_assert_cmpuint (first->len, >=, MIN (n, TKT_FIRST_ROWS));
  g_assert_cmpuint (first->len, <=, n);
  /* Keys count up in the order of arrival, and the latest is the newest. */
  for (guint i = 1; i < all->len; i++)
    g_assert_cmpint (g_array_index (all, gint64, i), <, g_array_index (all, gint64, i - 1));
  g_assert_cmpmem (
      first->data, first->len * sizeof (gint64), all->data, first->len * sizeof (gint64));
}

/* Words of so many tickets that texts tell, of so few that they are looked up, and of many that are
 * all behind those whose texts are read. */
static void
test_first_of_all (void)
{
  static const char *const words[] = { "common", "half", "seldom", "older", "oldest", "nowhere" };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_cache_open_writer (folder, &error);

  g_assert_no_error (error);
  fill (db);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (TktShowStatus status = TKT_SHOW_OPEN; status <= TKT_SHOW_ALL; status++)
      assert_agrees (db, words[i], status);
}

/* A restored server gives a message that it gets again another position, and its old one to another
 * message. */
static void
test_moved_message (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  TktTicket *ticket = client_put_ticket (self, 1, "One");
  g_autofree char *ticket_id = g_strdup (ticket->id);
  g_autoptr (TktMessage) message
      = tkt_message_copy (client_put_message (self, ticket, 1, self->author, "alpha"));
  g_autoptr (TktTicket) kept = tkt_ticket_copy (ticket);
  g_autoptr (TktRowModel) matches = NULL;
  g_autofree char *shown = NULL;
  TktMessage *moved;

  client_apply (self);
  moved = client_put_again (self, TKT_CHANGE_MESSAGE, message);
  moved->position = 2;
  client_put_message (self, kept, 1, self->author, "beta");
  client_apply (self);
  matches = tkt_cache_list_matches (self->cache, ticket_id, "alpha");
  client_settle (self);
  shown = client_show_messages (self, matches);
  g_assert_cmpstr (shown, ==, "alpha");
}

void
client_add_hits_tests (void)
{
  g_test_add_func ("/client/hits/as-the-index", test_as_the_index);
  g_test_add_func ("/client/hits/first-of-all", test_first_of_all);
  g_test_add_func ("/client/hits/moved-message", test_moved_message);
}
