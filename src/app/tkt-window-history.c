/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window takes out of the history: files, and paper. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "tkt-history-html.h"
#include "tkt-history-pdf.h"
#include "tkt-print.h"
#include "tkt-window-private.h"
#include "tkt-words-history.h"

static const struct
{
  const char *word; /* the action's parameter, and what the file's name ends with */
  const TktHistoryFormat *format;
  const char *label;
} kinds[] = {
  { "pdf", &tkt_history_pdf, N_ ("PDF Documents") },
  { "html", &tkt_history_html, N_ ("Web Pages") },
  { "csv", &tkt_history_csv, N_ ("Spreadsheets (CSV)") },
  { "jsonl", &tkt_history_jsonl, N_ ("JSON Lines") },
};

/* What is exported, while its place is chosen. */
typedef struct
{
  TktWindow *window;
  guint kind;
  TktHistoryChoice *choice;
  char *title;
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  g_object_unref (wanted->window);
  g_clear_pointer (&wanted->choice, tkt_history_choice_free);
  g_free (wanted->title);
  g_free (wanted);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wanted, wanted_free)

/* Takes @choice and @title. */
static Wanted *
wanted_new (TktWindow *window, const char *word, TktHistoryChoice *choice, char *title)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->window = g_object_ref (window);
  wanted->choice = choice;
  wanted->title = title;
  while (wanted->kind + 1 < G_N_ELEMENTS (kinds) && !g_str_equal (kinds[wanted->kind].word, word))
    wanted->kind++;
  return wanted;
}

#define NOTES "notes"

static void
on_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Wanted) wanted = user_data;
  TktWindow *window = wanted->window;

  if (response == GTK_RESPONSE_ACCEPT && window->desk != NULL)
    {
      g_autoptr (GFile) target = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      wanted->choice->notes
          = g_strcmp0 (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), NOTES), "true") == 0;
      tkt_export_bar_start (window->export_bar,
                            window->desk,
                            g_steal_pointer (&wanted->choice),
                            kinds[wanted->kind].format,
                            wanted->title,
                            target);
    }
  g_object_unref (dialog);
}

/* Takes @wanted. The person's answer is the file's name, whatever it ends with: it has been asked
 * about a file of that name that is there, and of no other. */
static void
choose_place (Wanted *wanted, const char *name)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_ ("Export"),
                                                               GTK_WINDOW (wanted->window),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE,
                                                               _ ("Export"),
                                                               _ ("Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  const char *word = kinds[wanted->kind].word;
  g_autofree char *whole = g_strdup_printf ("%s.%s", name, word);

  gtk_file_filter_set_name (filter, gettext (kinds[wanted->kind].label));
  gtk_file_filter_add_suffix (filter, word);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  if (tkt_desk_is_staff (wanted->window->desk))
    {
      gtk_file_chooser_add_choice (
          GTK_FILE_CHOOSER (chooser), NOTES, _ ("Include internal notes"), NULL, NULL);
      gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (chooser), NOTES, "false");
    }
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), whole);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), wanted);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* (nullable): the ticket that one sees. */
static const TktTicketRow *
get_row (TktWindow *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self->conversation))
             ? tkt_conversation_get_row (self->conversation)
             : NULL;
}

/* How many are selected, where one sees them. */
static guint
get_several (TktWindow *self)
{
  return tkt_window_shows_tickets (self) ? tkt_ticket_list_get_several (self->ticket_list) : 0;
}

/* Of many tickets. Takes @choice. */
static void
export_many (TktWindow *self, const char *word, TktHistoryChoice *choice)
{
  const TktOrganization *organization = tkt_desk_get_organization (self->desk);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  /* Translators: a file's name, with the day: "Tickets 2026-11-30". */
  g_autofree char *name = g_date_time_format (now, _ ("Tickets %Y-%m-%d"));
  /* Translators: a document's title, with the network's name. */
  char *title = g_strdup_printf (_ ("Support Tickets – %s"), organization->name);

  choose_place (wanted_new (self, word, choice, title), name);
}

static void
on_export_list (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  if (self->shown)
    export_many (self,
                 g_variant_get_string (parameter, NULL),
                 tkt_history_choice_new_filter (tkt_ticket_list_get_filter (self->ticket_list)));
}

static void
export_one (TktWindow *self, const char *word, const TktTicketRow *row)
{
  /* Translators: a file's name, with the ticket's number: "Ticket 12". */
  g_autofree char *name = row->ticket->number > 0
                              ? g_strdup_printf (_ ("Ticket %" PRIi64), row->ticket->number)
                              : g_strdup (_ ("Ticket"));

  choose_place (wanted_new (self,
                            word,
                            tkt_history_choice_new_ticket (row->ticket->id),
                            g_strdup (row->ticket->title)),
                name);
}

/* Those that are selected, or the one that is read. */
static void
on_export_ticket (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);
  const char *word = g_variant_get_string (parameter, NULL);
  const TktTicketRow *row = get_row (self);

  if (get_several (self) > 0)
    export_many (
        self, word, tkt_history_choice_new_pick (tkt_ticket_list_pick (self->ticket_list)));
  else if (row != NULL)
    export_one (self, word, row);
}

static void
on_print (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);
  const TktTicketRow *row = get_row (self);
  const guint several = get_several (self);

  if (several > TKT_PRINT_MOST)
    {
      g_autofree char *words
          = g_strdup_printf (ngettext ("At most %u ticket can be printed at once. Export them as a "
                                       "PDF document, and print that.",
                                       "At most %u tickets can be printed at once. Export them as "
                                       "a PDF document, and print that.",
                                       TKT_PRINT_MOST),
                             TKT_PRINT_MOST);

      tkt_window_toast (self, words);
    }
  else if (several > 0)
    tkt_print_tickets (GTK_WINDOW (self),
                       self->desk,
                       tkt_history_choice_new_pick (tkt_ticket_list_pick (self->ticket_list)));
  else if (row != NULL)
    tkt_print_tickets (
        GTK_WINDOW (self), self->desk, tkt_history_choice_new_ticket (row->ticket->id));
}

static void
on_exported (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);
  AdwToast *toast;
  const char *words, *uri;

  g_variant_get (parameter, "(&s&s)", &words, &uri);
  toast = adw_toast_new (words);
  /* Translators: a button that opens the file that was exported. */
  adw_toast_set_button_label (toast, C_ ("file", "Open"));
  adw_toast_set_detailed_action_name (toast, "win.open-file");
  adw_toast_set_action_target (toast, "s", uri);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
on_open_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_show_uri (GTK_WINDOW (widget), g_variant_get_string (parameter, NULL), GDK_CURRENT_TIME);
}

void
tkt_window_install_history (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.export-list", "s", on_export_list);
  gtk_widget_class_install_action (widget_class, "win.export-ticket", "s", on_export_ticket);
  gtk_widget_class_install_action (widget_class, "win.exported", "(ss)", on_exported);
  gtk_widget_class_install_action (widget_class, "win.open-file", "s", on_open_file);
  gtk_widget_class_install_action (widget_class, "win.print", NULL, on_print);
}
