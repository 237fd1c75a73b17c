/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links to tickets: which of the windows shows it. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "tkt-application-private.h"
#include "tkt-link.h"

/* A number is one in each organization, and several accounts may be signed in at one server: they
 * are asked in turn, the one in front first, for the first that has it. */
typedef struct
{
  TktApplication *application;
  char *host;
  gint64 number;
  GQueue windows;  /* GWeakRefs of those that are still to be asked */
  GWeakRef *asked; /* of the one that is being asked, or NULL */
} Opening;

static void
free_weak (gpointer weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}

static void
opening_free (Opening *opening)
{
  g_application_release (G_APPLICATION (opening->application));
  g_object_unref (opening->application);
  g_queue_clear_full (&opening->windows, free_weak);
  g_clear_pointer (&opening->asked, free_weak);
  g_free (opening->host);
  g_free (opening);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
say_missing (const Opening *opening)
{
  g_autofree char *heading
      = g_strdup_printf (_ ("Ticket #%" PRIi64 " Is Not Here"), opening->number);
  g_autofree char *words = g_strdup_printf (
      _ ("Among the tickets that you may see at %s is none of this number. If it "
         "is new, refresh and open the link again."),
      opening->host);

  tkt_application_say (opening->application, heading, words);
}

static void ask_next (Opening *opening_taken);

static void
on_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (TktWindow) window = g_weak_ref_get (opening->asked);
  g_autoptr (GError) error = NULL;
  g_autofree char *ticket_id = tkt_desk_find_ticket_finish (TKT_DESK (object), result, &error);

  if (error != NULL)
    tkt_application_say (
        opening->application, _ ("The Ticket Can't Be Looked For"), error->message);
  else if (ticket_id == NULL || window == NULL)
    ask_next (g_steal_pointer (&opening));
  else
    {
      tkt_window_show_ticket (window, ticket_id);
      gtk_window_present (GTK_WINDOW (window));
    }
}

/* A window may have gone since. */
static void
ask_next (Opening *opening_taken)
{
  g_autoptr (Opening) opening = opening_taken;
  const gint64 number = opening->number;
  g_autoptr (TktWindow) window = NULL;
  TktDesk *desk;

  g_clear_pointer (&opening->asked, free_weak);
  opening->asked = g_queue_pop_head (&opening->windows);
  if (opening->asked == NULL)
    {
      say_missing (opening);
      return;
    }
  window = g_weak_ref_get (opening->asked);
  desk = window != NULL ? tkt_window_get_desk (window) : NULL;
  if (desk != NULL)
    tkt_desk_find_ticket_async (desk, number, on_found, g_steal_pointer (&opening));
  else
    ask_next (g_steal_pointer (&opening));
}

/* One that is being signed out has no desk any more. */
static gboolean
is_at (gpointer window, const char *host)
{
  TktDesk *desk = TKT_IS_WINDOW (window) ? tkt_window_get_desk (window) : NULL;
  g_autofree char *own = desk != NULL ? tkt_link_host (tkt_desk_get_sign_in (desk)->server) : NULL;

  return g_strcmp0 (own, host) == 0;
}

static void
add_windows (Opening *opening)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (opening->application)); l != NULL;
       l = l->next)
    if (is_at (l->data, opening->host))
      {
        GWeakRef *weak = g_new0 (GWeakRef, 1);

        g_weak_ref_init (weak, l->data);
        g_queue_push_tail (&opening->windows, weak);
      }
}

static void
say_elsewhere (TktApplication *self, const char *host)
{
  g_autofree char *words
      = g_strdup_printf (_ ("The link is to a ticket at %s, where you are not signed in on this "
                            "computer. Add the account and open the link again."),
                         host);

  tkt_application_say (self, _ ("Not Signed In There"), words);
}

static gboolean
try_link (TktApplication *self, GVariant *parameter, gboolean last)
{
  const char *link = g_variant_get_string (parameter, NULL);
  g_autoptr (Opening) opening = NULL;
  g_autofree char *host = NULL;
  gint64 number;

  if (!tkt_link_parse (link, &host, &number))
    {
      if (last)
        tkt_application_say (self,
                             _ ("This Is No Link to a Ticket"),
                             _ ("Such a link looks like tickets://desk.example.net/t/123."));
      return FALSE;
    }
  opening = g_new0 (Opening, 1);
  opening->application = g_object_ref (self);
  opening->host = g_steal_pointer (&host);
  opening->number = number;
  g_application_hold (G_APPLICATION (self));
  add_windows (opening);
  if (g_queue_is_empty (&opening->windows))
    {
      if (last)
        say_elsewhere (self, opening->host);
      return FALSE;
    }
  ask_next (g_steal_pointer (&opening));
  return TRUE;
}

void
tkt_application_open_link (TktApplication *self, const char *link)
{
  tkt_application_try (self, try_link, g_variant_new_string (link));
}
