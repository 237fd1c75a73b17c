/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in words. */
#include "tkt-words.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <inttypes.h>

#include "tkt-text.h"
#include "tkt-time.h"

/* Of a message, in a notification. */
#define NEWS_CHARACTERS 200

#define LEFT_TO_RIGHT "\xe2\x80\x8e"
#define RIGHT_TO_LEFT "\xe2\x80\x8f"
#define FIRST_STRONG_ISOLATE "\xe2\x81\xa8"
#define POP_ISOLATE "\xe2\x81\xa9"

/* As its first letter does, which is what Pango goes by. */
static gboolean
is_right_to_left (const char *text)
{
  static const GUnicodeScript scripts[] = { G_UNICODE_SCRIPT_ARABIC,
                                            G_UNICODE_SCRIPT_HEBREW,
                                            G_UNICODE_SCRIPT_NKO,
                                            G_UNICODE_SCRIPT_SYRIAC,
                                            G_UNICODE_SCRIPT_THAANA };
  const char *p = text;
  GUnicodeScript script;

  while (*p != '\0' && !g_unichar_isalpha (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  script = g_unichar_get_script (g_utf8_get_char (p));
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    if (scripts[i] == script)
      return TRUE;
  return FALSE;
}

gboolean
tkt_words_run_against (const char *text)
{
  return is_right_to_left (text) != (gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL);
}

/* An Arabic name, say, in a sentence that is not: what follows it stays behind it. */
static char *
isolate (const char *name)
{
  return tkt_words_run_against (name) ? g_strconcat (FIRST_STRONG_ISOLATE, name, POP_ISOLATE, NULL)
                                      : g_strdup (name);
}

/* Takes @sentence. The first name in it does not tell which way it runs: Pango would think so. */
static char *
direct (char *sentence)
{
  g_autofree char *taken = sentence;
  gboolean rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;

  if (!tkt_words_run_against (sentence))
    return g_steal_pointer (&taken);
  return g_strconcat (rtl ? RIGHT_TO_LEFT : LEFT_TO_RIGHT, sentence, NULL);
}

static GDateTime *
local_time (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / TKT_SECOND);

  return g_date_time_to_local (utc);
}

/* How many calendar days @time lies before @now: 0 today, 1 yesterday; negative in the future. */
static int
days_ago (GDateTime *time, GDateTime *now)
{
  GDate day, today;

  g_date_clear (&day, 1);
  g_date_clear (&today, 1);
  g_date_set_dmy (&day,
                  g_date_time_get_day_of_month (time),
                  g_date_time_get_month (time),
                  g_date_time_get_year (time));
  g_date_set_dmy (&today,
                  g_date_time_get_day_of_month (now),
                  g_date_time_get_month (now),
                  g_date_time_get_year (now));
  return g_date_days_between (&day, &today);
}

char *
tkt_words_clock (gint64 time)
{
  g_autoptr (GDateTime) then = local_time (time);

  /* Translators: hours and minutes, as g_date_time_format() takes them. */
  return g_date_time_format (then, _ ("%H:%M"));
}

static char *
format_short_day (GDateTime *then, GDateTime *today)
{
  if (g_date_time_get_year (then) == g_date_time_get_year (today))
    /* Translators: a day of this year, short: "3 Oct". */
    return g_date_time_format (then, _ ("%-e %b"));
  /* Translators: a day of another year, short: "3 Oct 2025". */
  return g_date_time_format (then, _ ("%-e %b %Y"));
}

char *
tkt_words_when (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) then = local_time (time);
  g_autoptr (GDateTime) today = local_time (now);
  int days = days_ago (then, today);

  if (days <= 0)
    return tkt_words_clock (time);
  if (days == 1)
    return g_strdup (_ ("Yesterday"));
  if (days < 7)
    /* xgettext:no-c-format */
    /* Translators: a day of the last week, short: "Tue". Where the short name is none that stands
     * alone, as in Arabic, "%A" is the long one. */
    return g_date_time_format (then, _ ("%a"));
  return format_short_day (then, today);
}

char *
tkt_words_day (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) then = local_time (time);
  g_autoptr (GDateTime) today = local_time (now);
  int days = days_ago (then, today);

  if (days == 0)
    return g_strdup (_ ("Today"));
  if (days == 1)
    return g_strdup (_ ("Yesterday"));
  if (g_date_time_get_year (then) == g_date_time_get_year (today))
    /* Translators: a day of this year: "Tuesday, 3 November". */
    return g_date_time_format (then, _ ("%A, %-e %B"));
  /* Translators: a day of another year: "Tuesday, 3 November 2025". */
  return g_date_time_format (then, _ ("%A, %-e %B %Y"));
}

char *
tkt_words_moment (gint64 time)
{
  g_autoptr (GDateTime) then = local_time (time);

  /* Translators: a whole moment: "3 November 2026 at 14:32". */
  return g_date_time_format (then, _ ("%-e %B %Y at %H:%M"));
}

const char *
tkt_words_role (TktRole role)
{
  switch (role)
    {
    case TKT_ROLE_PUBLISHER:
      return C_ ("role", "Publisher");
    case TKT_ROLE_ACCOUNT_MANAGER:
      return C_ ("role", "Account manager");
    case TKT_ROLE_ADMIN:
      return C_ ("role", "Admin");
    }
  g_return_val_if_reached ("");
}

const char *
tkt_words_ticket_status (TktTicketStatus status)
{
  return status == TKT_TICKET_OPEN ? C_ ("ticket status", "Open") : C_ ("ticket status", "Closed");
}

const char *
tkt_words_publisher_status (TktPublisherStatus status)
{
  switch (status)
    {
    case TKT_PUBLISHER_ACTIVE:
      return C_ ("publisher status", "Active");
    case TKT_PUBLISHER_PENDING:
      return C_ ("publisher status", "Pending");
    case TKT_PUBLISHER_PAUSED:
      return C_ ("publisher status", "Paused");
    case TKT_PUBLISHER_BLOCKED:
      return C_ ("publisher status", "Blocked");
    }
  g_return_val_if_reached ("");
}

char *
tkt_words_publisher_details (const TktPublisher *publisher,
                             const char *account_manager_name,
                             gboolean with_status)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "%s%s · %s",
                          publisher->number,
                          with_status ? " · " : "",
                          with_status ? tkt_words_publisher_status (publisher->status) : "",
                          account_manager_name != NULL ? account_manager_name
                                                       : _ ("No account manager"));
}

char *
tkt_words_ticket_aloud (const TktTicketRow *row)
{
  const TktTicket *ticket = row->ticket;
  g_autoptr (GString) aloud = g_string_new (tkt_words_ticket_status (ticket->status));
  g_autofree char *replies = g_strdup_printf (
      g_dngettext (
          GETTEXT_PACKAGE, "%" PRIi64 " reply", "%" PRIi64 " replies", ticket->reply_count),
      ticket->reply_count);

  tkt_text_list_append (aloud, replies);
  tkt_text_list_append (aloud, ticket->title);
  if (row->publisher_name != NULL)
    tkt_text_list_append (aloud, row->publisher_name);
  if (row->unread)
    /* Translators: of a ticket that is read aloud, as are the next three. */
    tkt_text_list_append (aloud, _ ("unread"));
  if (row->refused)
    tkt_text_list_append (aloud, _ ("not delivered"));
  else if (row->n_waiting > 0)
    tkt_text_list_append (aloud, _ ("waiting to be sent"));
  if (row->draft)
    tkt_text_list_append (aloud, _ ("draft"));
  return g_string_free (g_steal_pointer (&aloud), FALSE);
}

char *
tkt_words_ticket_subtitle (const TktTicketRow *row, gboolean staff)
{
  const TktTicket *ticket = row->ticket;
  g_autofree char *opened = tkt_words_moment (ticket->opened_at);
  g_autoptr (GString) words = g_string_new (NULL);

  /* A ticket that waits in the outbox has no number yet. */
  if (ticket->number > 0)
    g_string_append_printf (words, "#%" G_GINT64_FORMAT " · ", ticket->number);
  if (staff && row->publisher_name != NULL)
    {
      g_autofree char *publisher = isolate (row->publisher_name);

      g_string_append_printf (words, "%s · ", publisher);
    }
  if (row->opened_by_name != NULL)
    {
      g_autofree char *name = isolate (row->opened_by_name);

      /* Translators: a name, then a moment like "3 November 2026 at 14:32". */
      g_string_append_printf (words, _ ("Opened by %s on %s"), name, opened);
    }
  else
    /* Translators: a moment like "3 November 2026 at 14:32". */
    g_string_append_printf (words, _ ("Opened on %s"), opened);
  return direct (g_string_free (g_steal_pointer (&words), FALSE));
}

char *
tkt_words_ticket_found (const TktTicketRow *row, const char *organization)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (row->ticket->number > 0)
    g_string_append_printf (words, "#%" G_GINT64_FORMAT " · ", row->ticket->number);
  g_string_append (words, tkt_words_ticket_status (row->ticket->status));
  if (row->publisher_name != NULL)
    g_string_append_printf (words, " · %s", row->publisher_name);
  if (organization != NULL)
    g_string_append_printf (words, " · %s", organization);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

char *
tkt_words_byline (const TktMessageRow *row)
{
  const TktMessage *message = row->message;
  gint64 time = message->sent_at != 0 ? message->sent_at : message->written_at;
  g_autofree char *clock = tkt_words_clock (time);

  return g_strdup_printf (
      "%s · %s · %s", message->author_username, tkt_words_role (message->author_role), clock);
}

const char *
tkt_words_ticket_state (const TktTicketRow *row)
{
  return row->closing != TKT_DELIVERY_DELIVERED ? _ ("Closing…")
                                                : tkt_words_ticket_status (row->ticket->status);
}

char *
tkt_words_closed_by (const TktTicketRow *row)
{
  g_autofree char *closed = tkt_words_moment (row->ticket->closed_at);
  g_autofree char *name = NULL;

  if (row->closing == TKT_DELIVERY_HELD)
    return g_strdup (_ ("The ticket is closed in a moment"));
  if (row->closing != TKT_DELIVERY_DELIVERED)
    return g_strdup (_ ("The closing waits to be sent"));
  if (row->closed_by_name == NULL)
    /* Translators: a moment like "3 November 2026 at 14:32". */
    return g_strdup_printf (_ ("Closed on %s"), closed);
  name = isolate (row->closed_by_name);
  /* Translators: a name, then a moment like "3 November 2026 at 14:32". */
  return direct (g_strdup_printf (_ ("Closed by %s on %s"), name, closed));
}

/* Of when what is shown is. */
static char *
say_offline_since (gint64 synced_at, gint64 now)
{
  g_autoptr (GDateTime) then = local_time (synced_at);
  g_autoptr (GDateTime) today = local_time (now);
  g_autofree char *clock = tkt_words_clock (synced_at);
  g_autofree char *day = NULL;
  int days = days_ago (then, today);

  if (days <= 0)
    return g_strdup_printf (_ ("Offline: showing what was here at %s"), clock);
  if (days == 1)
    return g_strdup_printf (_ ("Offline: showing what was here yesterday at %s"), clock);
  day = format_short_day (then, today);
  /* Translators: a day, "3 Oct" or "3 Oct 2025", then hours and minutes. */
  return g_strdup_printf (_ ("Offline: showing what was here on %s at %s"), day, clock);
}

char *
tkt_words_offline (gint64 synced_at, guint waiting, gint64 now)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (synced_at == 0)
    g_string_append (words, _ ("Offline: nothing has been fetched yet"));
  else
    {
      g_autofree char *since = say_offline_since (synced_at, now);

      g_string_append (words, since);
    }
  if (waiting > 0)
    {
      g_string_append (words, " · ");
      g_string_append_printf (
          words, ngettext ("%u message waiting", "%u messages waiting", waiting), waiting);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

char *
tkt_words_account (const char *display_name, guint unread)
{
  g_autofree char *count = NULL;

  if (unread == 0)
    return g_strdup (display_name);
  /* Translators: tickets, below a window's title. */
  count = g_strdup_printf (ngettext ("%'u unread", "%'u unread", unread), unread);
  return g_strdup_printf ("%s · %s", count, display_name);
}

char *
tkt_words_open_tickets (gint64 n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%" PRIi64 " open ticket", "%" PRIi64 " open tickets", n), n);
}

char *
tkt_words_unread_tickets (guint n)
{
  return g_strdup_printf (ngettext ("%'u unread ticket", "%'u unread tickets", n), n);
}

char *
tkt_words_news_title (const TktNewsItem *item)
{
  if (item->publisher_name == NULL)
    /* Translators: a notification's title: who wrote, then the ticket's title. */
    return g_strdup_printf (C_ ("notification", "%s – %s"), item->author_name, item->title);
  /* Translators: a notification's title: who wrote, the ticket's title, its publisher. */
  return g_strdup_printf (
      C_ ("notification", "%s – %s (%s)"), item->author_name, item->title, item->publisher_name);
}

/* The first two lines, or as much of them as a notification has room for. */
static char *
begin_text (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  gboolean cut = g_strv_length (lines) > 2;
  g_autofree char *begun = NULL;

  if (cut)
    g_clear_pointer (&lines[2], g_free);
  begun = g_strjoinv ("\n", lines);
  if (g_utf8_strlen (begun, -1) > NEWS_CHARACTERS)
    {
      *g_utf8_offset_to_pointer (begun, NEWS_CHARACTERS) = '\0';
      cut = TRUE;
    }
  return g_strconcat (g_strchomp (begun), cut ? "…" : NULL, NULL);
}

char *
tkt_words_news_body (const TktNewsItem *item, gboolean text)
{
  const gint64 n = item->n_messages;

  if (n == 1 && text)
    {
      g_autofree char *begun = begin_text (item->text);

      /* Translators: what a colleague wrote for the staff alone. */
      return item->note ? g_strdup_printf (_ ("Internal note: %s"), begun)
                        : g_steal_pointer (&begun);
    }
  if (item->n_notes == 0)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%" PRIi64 " new message", "%" PRIi64 " new messages", n), n);
  if (item->n_notes == n)
    return g_strdup_printf (
        g_dngettext (
            GETTEXT_PACKAGE, "%" PRIi64 " new internal note", "%" PRIi64 " new internal notes", n),
        n);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%" PRIi64 " new message or internal note",
                                       "%" PRIi64 " new messages and internal notes",
                                       n),
                          n);
}

char *
tkt_words_progress (guint fetched, guint expected)
{
  if (expected > fetched)
    /* Translators: "18,400 of about 100,000 tickets", with the locale's thousands. */
    return g_strdup_printf (_ ("Fetching tickets: %'u of about %'u"), fetched, expected);
  return g_strdup_printf (_ ("Fetching tickets: %'u so far"), fetched);
}

void
tkt_words_empty_list (const TktTicketFilter *filter,
                      gboolean staff,
                      const char **title,
                      const char **description)
{
  switch (filter->status)
    {
    case TKT_SHOW_OPEN:
      *title = _ ("No Open Tickets");
      *description = staff && (filter->owner != TKT_SHOW_EVERYONE || filter->publisher_id != NULL)
                         ? _ ("Nothing is waiting here. Closed tickets are under Closed, those of "
                              "others under Everyone.")
                         : _ ("Nothing is waiting here. Closed tickets are under Closed.");
      return;
    case TKT_SHOW_CLOSED:
      *title = _ ("No Closed Tickets");
      *description = _ ("What has been closed is kept here and can be read and searched.");
      return;
    case TKT_SHOW_ALL:
      *title = _ ("No Tickets");
      *description
          = staff ? _ ("When a publisher writes, the ticket shows up here.")
                  : _ ("Open a ticket with New Ticket, and your account manager will answer here.");
      return;
    }
}

const char *
tkt_words_saved_reply_whose (const TktSavedReply *reply)
{
  /* Translators: of a saved reply: the staff's, or one's own. */
  return reply->owner_id == NULL ? _ ("Shared") : _ ("Only Mine");
}

char *
tkt_words_ticket_name (const TktTicket *ticket)
{
  if (ticket->number == 0)
    return g_strdup (ticket->title);
  return g_strdup_printf ("#%" G_GINT64_FORMAT " %s", ticket->number, ticket->title);
}
