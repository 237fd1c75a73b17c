/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: the change feed, from a new desk's snapshot to the latest change. */
#include <glib/gi18n-lib.h>

#include "tkt-cursor.h"
#include "tkt-service-private.h"
#include "tkt-uuid.h"

/*
 * A snapshot is taken while others write. With R0, the revision at its start, it gives
 *  - PEOPLE: who and what the names in tickets are, and the texts that are kept to write in them;
 *  - LATEST: the tickets that moved last, each with its messages, as far as the first page reaches,
 * so that a new desk is useful after one answer;
 *  - HISTORY: everything else below R0, newest revision first.
 * A row that changes meanwhile gets a revision above R0 and comes in
 *  - TAIL: everything above R0 and from then on, oldest first.
 * So nothing is missed whatever happens meanwhile, and a row that comes twice does no harm.
 */
typedef enum
{
  PHASE_PEOPLE,
  PHASE_LATEST,
  PHASE_HISTORY,
  PHASE_TAIL,
} Phase;

/* Where a cursor stands: the numbers of TktCursor. Its word is the incarnation of NOW. */
enum
{
  EPOCH,
  PHASE,
  START, /* R0 */
  AT,    /* the revision that was given last */
  NOW,   /* the organization's revision when the cursor was given */
};

typedef struct
{
  TktStoreTx *tx;
  const TktActor *actor;
  TktView view;
  TktCursor cursor;
  gint64 now; /* the revision of this transaction's snapshot */
  guint limit;
  TktChangePage *page;
} Feed;

static gint64
change_revision (const TktChange *change)
{
  return tkt_change_kind_row_revision (change->kind, change->row);
}

static int
compare_ascending (gconstpointer a, gconstpointer b)
{
  gint64 x = change_revision (*(TktChange *const *)a);
  gint64 y = change_revision (*(TktChange *const *)b);

  return x < y ? -1 : x > y;
}

static int
compare_descending (gconstpointer a, gconstpointer b)
{
  return compare_ascending (b, a);
}

/* Takes the rows of an array that frees them as the shape does. */
static void
take_changes (GPtrArray *changes, TktChangeKind kind, GPtrArray *rows)
{
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (changes, tkt_change_new (kind, g_ptr_array_index (rows, i)));
}

/* Merges the kinds of @first to @last by revision, as many as the page still takes. @done: there
 * were no more. */
static gboolean
add_merged (Feed *feed,
            TktChangeKind first,
            TktChangeKind last,
            gint64 until,
            gboolean descending,
            gboolean *done,
            GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_change_free);
  guint room = feed->limit - feed->page->changes->len;
  guint n;

  for (TktChangeKind kind = first; kind <= last; kind++)
    {
      g_autoptr (GPtrArray) rows = tkt_store_list_changed (
          feed->tx, &feed->view, kind, feed->cursor.numbers[AT], until, descending, room, error);

      if (rows == NULL)
        return FALSE;
      take_changes (changes, kind, rows);
    }
  g_ptr_array_sort (changes, descending ? compare_descending : compare_ascending);
  n = MIN (changes->len, room);
  *done = changes->len < room;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (feed->page->changes, g_ptr_array_index (changes, i));
  if (n > 0)
    feed->cursor.numbers[AT] = change_revision (g_ptr_array_index (changes, n - 1));
  /* Those that had no room are freed; those that were taken belong to the page. */
  for (guint i = n; i < changes->len; i++)
    tkt_change_free (g_ptr_array_index (changes, i));
  g_ptr_array_set_free_func (changes, NULL);
  return TRUE;
}

/* The ticket's last notes, for whoever may see any. */
static gboolean
add_notes (Feed *feed, const char *ticket_id, GError **error)
{
  guint room = feed->limit - feed->page->changes->len;
  g_autoptr (GPtrArray) notes = NULL;
  gint64 last;

  if (room == 0 || !tkt_service_check (feed->actor, TKT_ACTION_SEE_NOTES, NULL))
    return TRUE;
  last = tkt_store_get_last_place (feed->tx, ticket_id, error);
  if (last < 0)
    return FALSE;
  notes = tkt_store_list_notes (
      feed->tx, feed->actor->organization->id, ticket_id, MAX (last - room, 0), room, error);
  if (notes == NULL)
    return FALSE;
  take_changes (feed->page->changes, TKT_CHANGE_NOTE, notes);
  return TRUE;
}

static gboolean
add_thread (Feed *feed, const TktTicket *ticket, GError **error)
{
  guint room = feed->limit - feed->page->changes->len;
  g_autoptr (GPtrArray) messages = NULL;
  gint64 last;

  g_ptr_array_add (feed->page->changes,
                   tkt_change_new (TKT_CHANGE_TICKET, tkt_ticket_copy (ticket)));
  if (--room == 0)
    return TRUE;
  last = tkt_store_get_last_position (feed->tx, ticket->id, error);
  if (last < 0)
    return FALSE;
  /* Of a thread that is longer than the page: its end. */
  messages = tkt_store_list_messages (
      feed->tx, feed->actor->organization->id, ticket->id, MAX (last - room, 0), room, error);
  if (messages == NULL)
    return FALSE;
  take_changes (feed->page->changes, TKT_CHANGE_MESSAGE, messages);
  return add_notes (feed, ticket->id, error);
}

static gboolean
add_latest (Feed *feed, GError **error)
{
  TktTicketQuery query = { .status = -1,
                           .publisher_id = feed->actor->account->publisher_id,
                           .sort = TKT_SORT_ACTIVITY,
                           /* Half a page of tickets leaves at least a message for each. */
                           .limit = MAX ((feed->limit - feed->page->changes->len) / 2, 1) };
  g_autoptr (GPtrArray) tickets
      = tkt_store_list_tickets (feed->tx, feed->actor->organization->id, &query, error);

  if (tickets == NULL)
    return FALSE;
  for (guint i = 0; i < tickets->len && feed->page->changes->len < feed->limit; i++)
    if (!add_thread (feed, g_ptr_array_index (tickets, i), error))
      return FALSE;
  return TRUE;
}

static void
enter (Feed *feed, Phase phase, gint64 at)
{
  feed->cursor.numbers[PHASE] = phase;
  feed->cursor.numbers[AT] = at;
}

/* Fills the page from where the cursor stands; goes from phase to phase as long as there is room.
 */
static gboolean
fill (Feed *feed, GError **error)
{
  gint64 start = feed->cursor.numbers[START];
  gboolean done;

  while (feed->page->changes->len < feed->limit)
    switch ((Phase)feed->cursor.numbers[PHASE])
      {
      case PHASE_PEOPLE:
        if (!add_merged (
                feed, TKT_CHANGE_ORGANIZATION, TKT_CHANGE_SAVED_REPLY, start, FALSE, &done, error))
          return FALSE;
        if (done)
          enter (feed, PHASE_LATEST, 0);
        break;
      case PHASE_LATEST:
        if (!add_latest (feed, error))
          return FALSE;
        enter (feed, PHASE_HISTORY, start + 1);
        break;
      case PHASE_HISTORY:
        if (!add_merged (feed, TKT_CHANGE_TICKET, TKT_CHANGE_READ_MARK, 0, TRUE, &done, error))
          return FALSE;
        if (done)
          enter (feed, PHASE_TAIL, start);
        break;
      case PHASE_TAIL:
        if (!add_merged (feed,
                         TKT_CHANGE_ORGANIZATION,
                         TKT_CHANGE_READ_MARK,
                         feed->now,
                         FALSE,
                         &done,
                         error))
          return FALSE;
        if (!done)
          break;
        /* Also past what others changed and this account does not see. */
        feed->cursor.numbers[AT] = feed->now;
        feed->page->more = FALSE;
        return TRUE;
      }
  return TRUE;
}

/* When the cursor was given. The program's first version did not say, but it was no earlier than
 * this. */
static gint64
get_moment (const TktCursor *cursor)
{
  gint64 moment = MAX (cursor->numbers[START], cursor->numbers[NOW]);

  return cursor->numbers[PHASE] == PHASE_TAIL ? MAX (moment, cursor->numbers[AT]) : moment;
}

/* Whether the moment when the cursor was given is part of what this database went through. Where it
 * is not (a backup was put back), rows may have been given that are no more, and others passed over
 * because they had changed. */
static gboolean
check_cursor (Feed *feed, GError **error)
{
  const TktCursor *cursor = &feed->cursor;
  gint64 end = 0;

  if (tkt_uuid_is_valid (cursor->word))
    end = tkt_store_get_incarnation_end (
        feed->tx, feed->actor->organization->id, cursor->word, error);
  if (end < 0)
    return FALSE;
  if (get_moment (cursor) <= end && cursor->numbers[EPOCH] == feed->actor->view_epoch
      && cursor->numbers[PHASE] >= PHASE_PEOPLE && cursor->numbers[PHASE] <= PHASE_TAIL)
    return TRUE;
  tkt_problem_set (
      error,
      TKT_PROBLEM_CURSOR_GONE,
      _ ("What this account sees has changed too much. Begin again without a cursor."));
  return FALSE;
}

/* Reads the cursor, or makes a new snapshot's. */
static gboolean
open_feed (Feed *feed, const char *cursor, GError **error)
{
  feed->now = tkt_store_get_revision (feed->tx, feed->actor->organization->id, error);
  if (feed->now < 0)
    return FALSE;
  if (cursor != NULL)
    return tkt_cursor_from_text (cursor, 'f', &feed->cursor, error) && check_cursor (feed, error);
  feed->cursor.kind = 'f';
  feed->cursor.numbers[EPOCH] = feed->actor->view_epoch;
  feed->cursor.numbers[START] = feed->now;
  return TRUE;
}

static gboolean
close_feed (Feed *feed, GError **error)
{
  GError *failed = NULL;
  g_autofree char *incarnation
      = tkt_store_get_incarnation (feed->tx, feed->actor->organization->id, feed->now, &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  /* The organization's own row has a revision, and that one an incarnation. */
  g_assert (incarnation != NULL);
  feed->cursor.numbers[NOW] = feed->now;
  g_strlcpy (feed->cursor.word, incarnation, sizeof feed->cursor.word);
  feed->page->cursor = tkt_cursor_to_text (&feed->cursor);
  return TRUE;
}

TktChangePage *
tkt_service_list_changes (TktStoreTx *tx,
                          const TktActor *actor,
                          const char *cursor,
                          guint limit,
                          GError **error)
{
  g_autoptr (TktChangePage) page = tkt_change_page_new ();
  Feed feed = {
    .tx = tx, .actor = actor, .view = tkt_service_view (actor), .limit = limit, .page = page
  };

  if (!tkt_service_check (actor, TKT_ACTION_SEE, error) || !open_feed (&feed, cursor, error))
    return NULL;
  page->more = TRUE;
  if (!fill (&feed, error) || !close_feed (&feed, error))
    return NULL;
  return g_steal_pointer (&page);
}
