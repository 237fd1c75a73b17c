/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An export that is under way. */
#include "gallery.h"
#include "tkt-export-bar.h"

/* So many tickets are written down before it stands still. */
#define TICKETS 60

/* What is written down, which stands still at a ticket until it may go on. */
typedef struct
{
  GMutex mutex;
  GCond changed;
  guint n_tickets;
  gboolean may_go_on;
} Gate;

static Gate gate;

static gpointer
open_gate (const TktHistoryPlace *place, GError **error)
{
  return &gate;
}

static gboolean
pass_gate (gpointer writer, const TktHistoryTicket *ticket, GError **error)
{
  Gate *self = writer;

  g_mutex_lock (&self->mutex);
  self->n_tickets++;
  g_main_context_wakeup (NULL);
  while (self->n_tickets > TICKETS && !self->may_go_on)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gboolean
write_nothing (gpointer writer,
               const TktHistoryTicket *ticket,
               const TktHistoryMessage *message,
               GError **error)
{
  return TRUE;
}

static void
leave_gate (gpointer writer)
{
}

static const TktHistoryFormat format = { .open = open_gate,
                                         .begin_ticket = pass_gate,
                                         .write_message = write_nothing,
                                         .free = leave_gate };

static gboolean
stands_still (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gate.mutex);

  return gate.n_tickets > TICKETS;
}

static void
go_on (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gate.mutex);

  gate.may_go_on = TRUE;
  g_cond_signal (&gate.changed);
}

void
gallery_export (Gallery *self)
{
  TktWindow *window = gallery_open (self, "maya");
  TktExportBar *bar = window_find (window, TKT_TYPE_EXPORT_BAR, NULL);
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GFile) target = g_file_new_build_filename (self->base->folder, "tickets.csv", NULL);

  window_show_tab (window, "tickets");
  test_await (window_tickets (window) != NULL
              && window_shows (window_tickets (window), "csv export vom november kaputt?"));
  filter->status = TKT_SHOW_ALL;
  gate.n_tickets = 0;
  gate.may_go_on = FALSE;
  tkt_export_bar_start (bar,
                        tkt_window_get_desk (window),
                        tkt_history_choice_new_filter (filter),
                        &format,
                        "All",
                        target);
  test_await (stands_still ());
  gallery_picture (self, "exporting", window);
  tkt_export_bar_cancel (bar);
  go_on ();
  test_await (window_shows (window, "Export cancelled"));
}
