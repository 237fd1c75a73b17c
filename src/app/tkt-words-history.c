/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for paper and files. */
#include "tkt-words-history.h"

#include <glib/gi18n.h>

#include "tkt-time.h"
#include "tkt-words.h"

char *
tkt_words_history_heading (const TktHistoryTicket *ticket)
{
  const TktTicket *shown = ticket->row->ticket;

  /* One that waits to be opened has no number yet. */
  return shown->number > 0
             ? g_strdup_printf ("#%" G_GINT64_FORMAT " %s", shown->number, shown->title)
             : g_strdup (shown->title);
}

char *
tkt_words_history_about (const TktHistoryTicket *ticket)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (ticket->publisher_name != NULL)
    g_string_append_printf (words, "%s · ", ticket->publisher_name);
  g_string_append_printf (words, "%s · ", tkt_words_ticket_status (ticket->row->ticket->status));
  if (ticket->row->assignee_name != NULL)
    /* Translators: a ticket to an account manager. */
    g_string_append_printf (words, _ ("Assigned to %s"), ticket->row->assignee_name);
  else
    g_string_append (words, _ ("Unassigned"));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

char *
tkt_words_history_times (const TktHistoryTicket *ticket)
{
  const TktTicketRow *row = ticket->row;
  g_autofree char *moment = tkt_words_moment (row->ticket->opened_at);
  g_autofree char *opened
      = row->opened_by_name != NULL
            /* Translators: a name, then a moment like "3 November 2026 at 14:32". */
            ? g_strdup_printf (_ ("Opened by %s on %s"), row->opened_by_name, moment)
            : g_strdup_printf (_ ("Opened on %s"), moment);
  g_autofree char *closed = NULL;

  if (row->ticket->status != TKT_TICKET_CLOSED)
    return g_steal_pointer (&opened);
  closed = tkt_words_closed_by (row);
  return g_strdup_printf ("%s\n%s", opened, closed);
}

static GDateTime *
get_local_time (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / TKT_SECOND);

  return g_date_time_to_local (utc);
}

char *
tkt_words_history_day (const TktHistoryMessage *message)
{
  const TktMessage *shown = message->row->message;
  g_autoptr (GDateTime) day
      = get_local_time (shown->sent_at != 0 ? shown->sent_at : shown->written_at);

  /* Translators: a day of any year: "Tuesday, 3 November 2026". */
  return g_date_time_format (day, _ ("%A, %-e %B %Y"));
}

char *
tkt_words_history_text (const TktHistoryMessage *message)
{
  const TktMessageRow *row = message->row;
  g_autofree char *moment = NULL;

  if (!tkt_message_is_tombstone (row->message))
    return g_strdup (row->message->body);
  moment = tkt_words_moment (row->message->deleted_at);
  if (row->deleted_by_name == NULL)
    return g_strdup_printf (row->note
                                /* Translators: a moment like "3 November 2026 at 14:32". */
                                ? _ ("Note deleted on %s")
                                /* Translators: a moment like "3 November 2026 at 14:32". */
                                : _ ("Message deleted on %s"),
                            moment);
  return g_strdup_printf (row->note
                              /* Translators: a name, then a moment like "3 November 2026 at
                                 14:32". */
                              ? _ ("Note deleted by %s on %s")
                              /* Translators: a name, then a moment like "3 November 2026 at
                                 14:32". */
                              : _ ("Message deleted by %s on %s"),
                          row->deleted_by_name,
                          moment);
}

char *
tkt_words_history_name (const TktHistoryMessage *message)
{
  const char *name = message->row->message->author_name;

  return message->row->note ? g_strdup_printf ("%s · %s", name, _ ("Internal note"))
                            : g_strdup (name);
}

char *
tkt_words_history_state (const TktHistoryMessage *message)
{
  const TktMessageRow *row = message->row;

  if (row->delivery == TKT_DELIVERY_DELIVERED && !row->deleting)
    return NULL;
  /* What is on its way just now is not delivered either, when this is read. */
  return tkt_words_delivery (row->delivery == TKT_DELIVERY_REFUSED ? TKT_DELIVERY_REFUSED
                                                                   : TKT_DELIVERY_WAITING,
                             row->refusal);
}

char *
tkt_words_history_attachment (const TktAttachment *attachment)
{
  g_autofree char *size = g_format_size (attachment->size);

  /* Translators: a file's name and its size: "screenshot.png (12.5 kB)". */
  return g_strdup_printf (_ ("%s (%s)"), attachment->name, size);
}

char *
tkt_words_history_figures (const TktHistoryFigures *figures)
{
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (
      words,
      ngettext ("%'u ticket exported", "%'u tickets exported", figures->n_tickets),
      figures->n_tickets);
  if (figures->n_waiting > 0)
    {
      g_string_append (words, " · ");
      g_string_append_printf (words,
                              ngettext ("%'u message that waits to be sent left out",
                                        "%'u messages that wait to be sent left out",
                                        figures->n_waiting),
                              figures->n_waiting);
    }
  if (figures->n_files > 0)
    {
      g_string_append (words, " · ");
      g_string_append_printf (words,
                              ngettext ("%'u file that is not on this computer left out",
                                        "%'u files that are not on this computer left out",
                                        figures->n_files),
                              figures->n_files);
    }
  if (figures->partial)
    {
      g_string_append (words, " · ");
      /* Translators: behind "12 tickets exported": not all that the server has were here. */
      g_string_append (words, _ ("the history is still being fetched, export again for all of it"));
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}
