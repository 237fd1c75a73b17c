/* SPDX-License-Identifier: GPL-3.0-or-later */
/* History as people read it: pages for a browser, pages of paper, and how they come about. */
#include <glib/gstdio.h>
#include <malloc.h>
#include <string.h>

#include "tkt-export-bar.h"
#include "tkt-history-html.h"
#include "tkt-history-pdf.h"
#include "tkt-paper.h"
#include "tkt-window.h"
#include "window-fixture.h"

#define HOSTILE "<script>alert(\"x\")</script> & 'y'\nsecond, \xe2\x80\xaegnp.exe \xf0\x9f\x98\x80"
#define ESCAPED                                                                                    \
  "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &apos;y&apos;\nsecond, "                \
  "\xe2\x80\xaegnp.exe \xf0\x9f\x98\x80"

typedef struct
{
  WindowFixture *base;
  TktWindow *window; /* mara's */
  TestFolder *files;
} Desk;

static void
desk_clear (Desk *desk)
{
  window_fixture_free (desk->base);
  test_folder_free (desk->files);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static Desk
desk_new (void)
{
  Desk desk = { .base = window_fixture_new (), .files = test_folder_new () };
  g_autofree char *first = window_serve_ticket (desk.base, "ada", "</title><b>Payout", HOSTILE);
  g_autofree char *deleted = window_serve_reply (desk.base, "mara", first, "quagmire");
  g_autofree char *second = window_serve_ticket (desk.base, "bob", "Caps", "Too low");

  window_serve_deletion (desk.base, "mara", deleted);
  window_serve_closing (desk.base, "bob", second);
  desk.window = window_open (desk.base, "mara");
  return desk;
}

/* Writes all that there is into a file of that name. */
static char *
export_all (Desk *desk, const TktHistoryFormat *format, const char *name, gsize *size)
{
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  TktDesk *model = tkt_window_get_desk (desk->window);
  g_autoptr (GFile) target = g_file_new_build_filename (desk->files, name, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TktHistoryFigures figures;
  char *text;

  filter->status = TKT_SHOW_ALL;
  tkt_desk_export_async (model,
                         tkt_history_choice_new_filter (filter),
                         format,
                         "All & <b>",
                         target,
                         NULL,
                         NULL,
                         test_keep_result,
                         &result);
  test_await (result != NULL);
  tkt_desk_export_finish (model, result, &figures, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (figures.n_tickets, ==, 2);
  g_file_load_contents (target, NULL, &text, size, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Nothing that a person has written is markup, and nothing is run or fetched. */
static void
test_html (void)
{
  g_auto (Desk) desk = desk_new ();
  gsize size;
  g_autofree char *page = export_all (&desk, &tkt_history_html, "all.html", &size);

  g_assert_cmpuint (strlen (page), ==, size);
  g_assert_true (g_utf8_validate (page, size, NULL));
  g_assert_nonnull (strstr (page, "<title>All &amp; &lt;b&gt;</title>"));
  g_assert_nonnull (strstr (page, "<div class=\"body\" dir=\"auto\">" ESCAPED "</div>"));
  g_assert_nonnull (strstr (page, "&lt;/title&gt;&lt;b&gt;Payout"));
  g_assert_nonnull (strstr (page, "Message deleted by"));
  g_assert_nonnull (strstr (page, "Closed by"));
  g_assert_null (strstr (page, "quagmire"));
  g_assert_null (strstr (page, "<script"));
  g_assert_null (strstr (page, "<b>"));
  g_assert_null (strstr (page, "src="));
  g_assert_null (strstr (page, "href="));
  g_assert_null (strstr (page, "url("));
  g_assert_true (g_str_has_suffix (page, "</html>\n"));
}

/* How often @needle stands in bytes. */
static guint
count_in (const char *bytes, gsize size, const char *needle)
{
  guint n = 0;
  const char *p = bytes;

  while ((p = memmem (p, size - (gsize)(p - bytes), needle, strlen (needle))) != NULL)
    {
      p += strlen (needle);
      n++;
    }
  return n;
}

static void
test_pdf (void)
{
  g_auto (Desk) desk = desk_new ();
  gsize size;
  g_autofree char *pdf = export_all (&desk, &tkt_history_pdf, "all.pdf", &size);

  g_assert_true (g_str_has_prefix (pdf, "%PDF-1."));
  g_assert_cmpuint (count_in (pdf, size, "%%EOF"), ==, 1);
  /* Each ticket begins one. */
  g_assert_cmpuint (count_in (pdf, size, "/Type /Page %"), ==, 2);
}

static TktHistoryThread *
make_thread (guint n, char *body_taken)
{
  TktHistoryThread *thread = g_new0 (TktHistoryThread, 1);
  TktTicket *ticket = tkt_ticket_new ();

  ticket->number = 1;
  ticket->title = g_strdup ("One of many");
  ticket->opened_at = 1000;
  thread->ticket = g_new0 (TktHistoryTicket, 1);
  thread->ticket->row = g_new0 (TktTicketRow, 1);
  thread->ticket->row->ticket = ticket;
  thread->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_history_message_free);
  for (guint i = 0; i < n; i++)
    {
      TktHistoryMessage *message = g_new0 (TktHistoryMessage, 1);

      message->row = g_new0 (TktMessageRow, 1);
      message->row->message = tkt_message_new ();
      message->row->message->author_name = g_strdup ("Ada Example");
      message->row->message->author_username = g_strdup ("ada");
      message->row->message->body = g_strdup (body_taken);
      message->row->message->sent_at = 1000;
      message->row->first_of_day = i % 10 == 0;
      g_ptr_array_add (thread->messages, message);
    }
  g_free (body_taken);
  return thread;
}

/* All of @thread on pages of @height: how many there are, and that each has something on it. */
static guint
draw_all (const TktHistoryThread *thread, double height)
{
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (fonts);
  g_autoptr (TktPaper) paper = tkt_paper_new (context, thread, 400, height, 1000, FALSE);
  guint n;

  g_object_unref (context);
  while (tkt_paper_find_page (paper))
    ;
  n = tkt_paper_get_n_pages (paper);
  for (guint i = 0; i < n; i++)
    {
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double x, y, width, bottom;

      tkt_paper_draw_page (paper, cr, i);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &bottom);
      g_assert_cmpfloat (width, >, 100);
      g_assert_cmpfloat (width, <=, 401);
      g_assert_cmpfloat (bottom, <=, height + 1);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  return n;
}

/* Many messages, one that is longer than a page, one without a blank, and paper that is too small
 * for anything: it comes to an end, and nothing runs off a page. */
static void
test_paper (void)
{
  TktHistoryThread *const threads[] = { make_thread (0, g_strdup ("")),
                                        make_thread (60, g_strdup ("A line\nand another one")),
                                        make_thread (1, g_strnfill (12000, 'x')),
                                        make_thread (1, g_strnfill (2000, '\n')) };
  const guint least[] = { 1, 4, 2, 30 };

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      const guint n = draw_all (threads[i], 600);

      g_assert_cmpuint (n, >=, least[i]);
      g_assert_cmpuint (n, <, 500);
      tkt_history_thread_free (threads[i]);
    }
}

/* Live bytes of the heap, whoever counts them. */
extern size_t __sanitizer_get_current_allocated_bytes (void) __attribute__ ((weak));

static gint64
count_bytes (void)
{
  return __sanitizer_get_current_allocated_bytes != NULL
             ? (gint64)__sanitizer_get_current_allocated_bytes ()
             : (gint64)mallinfo2 ().uordblks;
}

/* Text of that length that has blanks to be broken at. */
static char *
make_words (guint length)
{
  char *text = g_strnfill (length, 'x');

  for (guint i = 5; i + 1 < length; i += 6)
    text[i] = ' ';
  return text;
}

/* Tickets that were written leave little more than their places in the outline. */
static void
test_memory (void)
{
  TktHistoryThread *thread = make_thread (10, make_words (600));
  g_autoptr (GFile) null = g_file_new_for_path ("/dev/null");
  g_autoptr (GFileOutputStream) out = g_file_append_to (null, G_FILE_CREATE_NONE, NULL, NULL);
  TktHistoryFigures figures = { 0 };
  const TktHistoryPlace place
      = { .out = G_OUTPUT_STREAM (out), .title = "All", .now = 1000, .figures = &figures };
  const TktHistoryFormat *format = &tkt_history_pdf;
  g_autoptr (GError) error = NULL;
  gpointer writer = format->open (&place, &error);
  gint64 before = 0;

  for (guint i = 0; i < 25; i++)
    {
      if (i == 5)
        before = count_bytes ();
      g_assert_true (format->begin_ticket == NULL
                     || format->begin_ticket (writer, thread->ticket, &error));
      for (guint j = 0; j < thread->messages->len; j++)
        format->write_message (
            writer, thread->ticket, g_ptr_array_index (thread->messages, j), &error);
      g_assert_true (format->end_ticket (writer, thread->ticket, &error));
    }
  g_test_message ("%" G_GINT64_FORMAT " bytes more", count_bytes () - before);
  /* There were three times as many in the texts. */
  g_assert_cmpint (count_bytes () - before, <, 40 * 1024);
  g_assert_true (format->close (writer, &error));
  format->free (writer);
  tkt_history_thread_free (thread);
}

static void
start (Desk *desk, const char *name)
{
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GFile) target = g_file_new_build_filename (desk->files, name, NULL);
  TktExportBar *bar = window_find (desk->window, TKT_TYPE_EXPORT_BAR, NULL);

  filter->status = TKT_SHOW_ALL;
  tkt_export_bar_start (bar,
                        tkt_window_get_desk (desk->window),
                        tkt_history_choice_new_filter (filter),
                        &tkt_history_csv,
                        "All",
                        target);
}

/* The window says how it goes on and what came of it. */
static void
test_window (void)
{
  g_auto (Desk) desk = desk_new ();

  start (&desk, "all.csv");
  g_assert_true (window_shows (desk.window, "Exporting “all.csv”"));
  test_await (window_shows (desk.window, "2 tickets exported"));
  g_assert_nonnull (window_find (desk.window, GTK_TYPE_BUTTON, "Open"));
}

/* What can't be written is said with its reason. */
static void
test_refused (void)
{
  g_auto (Desk) desk = desk_new ();

  start (&desk, "nowhere/all.csv");
  test_await (window_shows (desk.window, "Not exported: "));
  g_assert_null (window_find (desk.window, GTK_TYPE_BUTTON, "Open"));
}

/* Rule 2: there is nothing to be taken along while there is nothing to be seen. */
static void
test_off (void)
{
  g_auto (Desk) desk = desk_new ();
  TktWindow *window = window_open (desk.base, "ada");

  test_await (window_tickets (window) != NULL);
  test_server_set_support_tickets (desk.base->server, FALSE);
  window_sync (window);
  test_await (window_tickets (window) == NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export-list", "s", "pdf");
  g_assert_null (window_toplevel (GTK_TYPE_FILE_CHOOSER_DIALOG));
}

/* Presses what exports the ticket that one sees. (transfer none): the question where to. */
static GtkWidget *
ask_where (TktWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export-ticket", "s", "html");
  test_await (window_toplevel (GTK_TYPE_FILE_CHOOSER_DIALOG) != NULL);
  return window_toplevel (GTK_TYPE_FILE_CHOOSER_DIALOG);
}

static void
let_go (GtkWidget *dialog)
{
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  test_await (window_toplevel (GTK_TYPE_FILE_CHOOSER_DIALOG) == NULL);
}

/* It takes its time. */
static gboolean
points_at (GtkWidget *dialog, GFile *target)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  return file != NULL && g_file_equal (file, target);
}

/* Exports the ticket that one sees, and answers the page. (transfer full) */
static char *
export_shown (Desk *desk, gboolean notes)
{
  GtkWidget *dialog = ask_where (desk->window);
  GtkCheckButton *choice = window_find (dialog, GTK_TYPE_CHECK_BUTTON, "Include internal notes");
  g_autoptr (GFile) target = g_file_new_build_filename (desk->files, "page.html", NULL);
  g_autoptr (GError) error = NULL;
  char *page;

  g_assert_nonnull (choice);
  g_assert_false (gtk_check_button_get_active (choice));
  gtk_check_button_set_active (choice, notes);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "page.html");
  test_await (points_at (dialog, target));
  window_click (dialog, "Export");
  test_await (g_file_query_exists (target, NULL));
  g_file_load_contents (target, NULL, &page, NULL, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (target, NULL, &error);
  g_assert_no_error (error);
  return page;
}

/* Rule 21: the staff may have their notes among it, if they say so; nobody else is asked. */
static void
test_notes (void)
{
  g_auto (Desk) desk = desk_new ();
  TktWindow *publisher = window_open (desk.base, "ada");
  g_autofree char *without = NULL, *with = NULL, *here = g_get_current_dir ();
  GtkWidget *dialog;

  /* Where it is asked about first. */
  g_assert_cmpint (g_chdir (desk.files), ==, 0);

  window_show_tab (desk.window, "tickets");
  window_choose (desk.window, "</title><b>Payout");
  window_click (desk.window, "Internal Note");
  window_type (desk.window, "Note text", "Ask the bank");
  window_click (desk.window, "Add Note");
  test_await (window_shows (desk.window, "Internal note"));
  without = export_shown (&desk, FALSE);
  g_assert_null (strstr (without, "Ask the bank"));
  g_assert_null (strstr (without, "Internal note"));
  with = export_shown (&desk, TRUE);
  g_assert_nonnull (strstr (with, "<section class=\"note\">"));
  g_assert_nonnull (strstr (with, " · Internal note</p>"));
  g_assert_nonnull (strstr (with, "Ask the bank"));

  window_choose (publisher, "</title><b>Payout");
  dialog = ask_where (publisher);
  g_assert_null (window_find (dialog, GTK_TYPE_CHECK_BUTTON, "Include internal notes"));
  let_go (dialog);
  g_assert_cmpint (g_chdir (here), ==, 0);
}

void
window_add_history_tests (void)
{
  g_test_add_func ("/window/history/rule-21/notes", test_notes);
  g_test_add_func ("/window/history/html", test_html);
  g_test_add_func ("/window/history/pdf", test_pdf);
  g_test_add_func ("/window/history/paper", test_paper);
  g_test_add_func ("/window/history/memory", test_memory);
  g_test_add_func ("/window/history/window", test_window);
  g_test_add_func ("/window/history/refused", test_refused);
  g_test_add_func ("/window/history/rule-2/off", test_off);
}
