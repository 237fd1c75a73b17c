/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message's cell: its text as it is, who wrote it, and what has become of it. */
#include "tkt-client-rows.h"
#include "tkt-message-cell.h"
#include "tkt-text.h"
#include "tkt-time.h"
#include "tkt-words.h"
#include "window-fixture.h"

/* A Tuesday's noon in UTC, some years ago. */
#define NOON G_GINT64_CONSTANT (1583236800000)

typedef struct
{
  GtkWidget *window;
  GtkWidget *cell;
  TktRowItem *item;
} Cell;

static void
cell_clear (Cell *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->item);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cell, cell_clear)

static TktMessageRow *
row_new (const char *body)
{
  TktMessageRow *row = g_new0 (TktMessageRow, 1);

  row->message = tkt_message_new ();
  row->message->id = g_strdup ("01890000-0000-7000-8000-000000000000");
  row->message->ticket_id = g_strdup (row->message->id);
  row->message->author_id = g_strdup (row->message->id);
  row->message->author_username = g_strdup ("ada");
  row->message->author_name = g_strdup ("Ada Example");
  row->message->position = 1;
  row->message->sent_at = NOON;
  row->message->body = g_strdup (body);
  return row;
}

/* As wide as a conversation is, and as high as it wants to be. */
static Cell
cell_new (TktMessageRow *row)
{
  Cell self = { gtk_window_new (), g_object_new (TKT_TYPE_MESSAGE_CELL, NULL) };
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self.item = tkt_row_item_new (1);
  tkt_row_item_take_row (self.item, tkt_message_row_get_type (), row);
  tkt_cell_set_item (TKT_CELL (self.cell), self.item);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self.cell);
  gtk_window_set_child (GTK_WINDOW (self.window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (self.window), 640, 480);
  gtk_window_present (GTK_WINDOW (self.window));
  test_await (gtk_widget_get_mapped (self.cell) && gtk_widget_get_height (self.cell) > 0);
  return self;
}

static GtkLabel *
get_body (Cell *self)
{
  return window_find_styled (self->cell, GTK_TYPE_LABEL, "body");
}

static char *
repeat (const char *words, guint times)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (text, words);
  return g_string_free (text, FALSE);
}

/* Whatever it is, it shows as it was written, and only addresses can be clicked. */
static void
test_text_as_it_is (void)
{
  g_autofree char *word = repeat ("m", 1200);
  g_autofree char *words = repeat ("rather long, ", 100);
  g_autofree char *emoji = repeat ("\xf0\x9f\x92\xb8", 100);
  g_autofree char *addresses = repeat ("http://a.example/ ", 50);
  const struct
  {
    const char *body;
    guint links;
  } cases[] = {
    { "<b>bold</b> & <i>more", 0 },
    { "&lt;b&gt; &amp; &#60;", 0 },
    { "<a href=\"https://evil.example\">here</a>", 1 },
    { "see https://example.net/a?b=1&c=<2>, or http://example.net/(x).", 2 },
    { "https://", 0 },
    { "javascript:alert(1) file:///etc/passwd mailto:a@b.example", 0 },
    { "HTTPS://EXAMPLE.NET/\"onclick=\"x", 1 },
    { "\xd8\xa3\xd9\x87\xd9\x84\xd8\xa7 https://example.net \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", 1 },
    { "zero\xe2\x80\x8bwidth\xe2\x80\x8d\xef\xbb\xbf joins", 0 },
    { "over\xe2\x80\xaeridden\xe2\x80\xac text", 0 },
    { "> quoted\n> lines\n\n\tand a tab", 0 },
    { "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 "
      "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa 1\xef\xb8\x8f\xe2\x83\xa3",
      0 },
    { word, 0 },
    { words, 0 },
    { emoji, 0 },
    { addresses, 50 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *body = cases[i].body;
      g_auto (Cell) self = cell_new (row_new (body));
      g_auto (GStrv) parts = g_strsplit (gtk_label_get_label (get_body (&self)), "<a href=", -1);

      g_assert_cmpstr (gtk_label_get_text (get_body (&self)), ==, body);
      g_assert_cmpuint (g_strv_length (parts) - 1, ==, cases[i].links);
      g_assert_true (gtk_label_get_selectable (get_body (&self)));
    }
}

/* Short or long, it begins at the edge at which its script does. */
static void
test_direction (void)
{
  g_auto (Cell) here = cell_new (row_new ("hello"));
  g_auto (Cell) there = cell_new (row_new ("مرحبا"));

  g_assert_cmpfloat (gtk_label_get_xalign (get_body (&here)), ==, 0);
  g_assert_cmpfloat (gtk_label_get_xalign (get_body (&there)), ==, 1);
}

/* The longest message that there may be, without a blank: laid out in one run it would take more
 * than a minute, so it comes in many, and is still the same text. */
static void
test_longest (void)
{
  static const char *const words[] = { "m", "http://a", "m\xcc\x81", "word ", "\n" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *body = repeat (words[i], TKT_MESSAGE_MAX / g_utf8_strlen (words[i], -1));
      g_autofree char *markup = tkt_words_link_markup (body);
      g_auto (GStrv) parts = g_strsplit (markup, "</a>", -1);
      g_autofree char *bare = g_strjoinv ("", parts);
      g_autoptr (GRegex) link = g_regex_new ("<a [^>]*>", 0, 0, NULL);
      g_autofree char *spans = g_regex_replace_literal (link, bare, -1, 0, "", 0, NULL);
      g_autoptr (GError) error = NULL;
      PangoAttrList *attributes = NULL;
      PangoAttrIterator *iterator;
      g_autofree char *text = NULL;

      pango_parse_markup (spans, -1, 0, &attributes, &text, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, body);
      iterator = pango_attr_list_get_iterator (attributes);
      do
        {
          int start, end;

          pango_attr_iterator_range (iterator, &start, &end);
          end = MIN (end, (int)strlen (body));
          g_assert_cmpint (g_utf8_strlen (body + start, end - start), <=, 600);
        }
      while (pango_attr_iterator_next (iterator));
      pango_attr_iterator_destroy (iterator);
      pango_attr_list_unref (attributes);
    }
}

/* Rule 8: below the text stands who wrote it, as it was called then. */
static void
test_name_below (void)
{
  g_auto (Cell) self = cell_new (row_new ("Where is it?"));
  GtkWidget *byline = window_find_styled (self.cell, GTK_TYPE_LABEL, "numeric");
  graphene_rect_t text, name;

  test_await (gtk_widget_get_width (self.cell) > 0);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (byline)), ==, "ada · Publisher · 12:00");
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (get_body (&self)), self.cell, &text));
  g_assert_true (gtk_widget_compute_bounds (byline, self.cell, &name));
  g_assert_cmpfloat (name.origin.y, >=, text.origin.y + text.size.height);
}

/* In the place of a conversation whose account may do all there is to do. (transfer full) */
static GSimpleActionGroup *
allow_all (Cell *self)
{
  static const GActionEntry entries[] = {
    { .name = "retry", .parameter_type = "x" },
    { .name = "edit", .parameter_type = "x" },
    { .name = "copy", .parameter_type = "x" },
    { .name = "as-new-ticket", .parameter_type = "x" },
    { .name = "discard", .parameter_type = "x" },
  };
  GSimpleActionGroup *actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (self->window, "conversation", G_ACTION_GROUP (actions));
  return actions;
}

/* What can't be done with a refused message takes no room. */
static void
test_possible (void)
{
  TktMessageRow *row = row_new ("Where is it?");
  g_auto (Cell) self = cell_new (row_new ("Where is it?"));
  g_autoptr (GSimpleActionGroup) actions = allow_all (&self);
  GAction *edit = g_action_map_lookup_action (G_ACTION_MAP (actions), "edit");

  row->delivery = TKT_DELIVERY_REFUSED;
  row->outbox_seq = 1;
  tkt_row_item_take_row (self.item, tkt_message_row_get_type (), row);
  test_await (window_can_click (self.cell, "Edit"));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (edit), FALSE);
  test_await (window_find (self.cell, GTK_TYPE_BUTTON, "Edit") == NULL);
  g_assert_true (window_can_click (self.cell, "Retry"));
}

/* The row changes under the cell: what is shown is the row as it is now, and nothing of before. */
static void
test_states (void)
{
  static const struct
  {
    TktDelivery delivery;
    gboolean deleting;
    gboolean tombstone;
    gboolean first_of_day;
    gboolean first_unread;
    const char *shown; /* "…|…" */
    const char *hidden;
  } cases[] = {
    { TKT_DELIVERY_DELIVERED,
      .shown = "Where is it?",
      .hidden = "Sending…|Waiting|New|March|Retry" },
    { TKT_DELIVERY_WAITING, .shown = "Where is it?|Waiting to be sent", .hidden = "Retry" },
    { TKT_DELIVERY_SENDING, .shown = "Where is it?|Sending…", .hidden = "Retry|Waiting" },
    { TKT_DELIVERY_REFUSED,
      .shown = "Where is it?|Not delivered: It is closed",
      .hidden = "Sending…|Waiting" },
    { TKT_DELIVERY_DELIVERED,
      .deleting = TRUE,
      .shown = "Message deleted|Waiting to be sent",
      .hidden = "Where is it?" },
    { TKT_DELIVERY_DELIVERED,
      .tombstone = TRUE,
      .shown = "Message deleted by Mara Example",
      .hidden = "Where is it?|Waiting|Sending" },
    { TKT_DELIVERY_DELIVERED,
      .first_of_day = TRUE,
      .shown = "Tuesday, 3 March 2020|Where is it?",
      .hidden = "New" },
    { TKT_DELIVERY_DELIVERED,
      .first_unread = TRUE,
      .shown = "New|Where is it?",
      .hidden = "March" },
    { TKT_DELIVERY_HELD, .shown = "Where is it?|Sent in a moment", .hidden = "Not delivered" },
    { TKT_DELIVERY_DELIVERED, .shown = "Where is it?", .hidden = "New|March|Not delivered" },
  };
  static const char *const for_refused[]
      = { "Retry", "Edit", "Copy", "New Ticket with This Text", "Discard" };
  g_auto (Cell) self = cell_new (row_new ("Where is it?"));
  g_autoptr (GSimpleActionGroup) actions = allow_all (&self);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TktMessageRow *row = row_new (cases[i].tombstone ? NULL : "Where is it?");
      g_auto (GStrv) shown = g_strsplit (cases[i].shown, "|", -1);
      g_auto (GStrv) hidden = g_strsplit (cases[i].hidden, "|", -1);

      row->delivery = cases[i].delivery;
      row->outbox_seq = row->delivery != TKT_DELIVERY_DELIVERED;
      row->refusal = g_strdup ("It is closed");
      row->deleting = cases[i].deleting;
      row->first_of_day = cases[i].first_of_day;
      row->first_unread = cases[i].first_unread;
      if (cases[i].tombstone)
        {
          row->message->deleted_at = NOON;
          row->message->deleted_by = g_strdup (row->message->id);
          row->deleted_by_name = g_strdup ("Mara Example");
        }
      tkt_row_item_take_row (self.item, tkt_message_row_get_type (), row);
      for (guint j = 0; shown[j] != NULL; j++)
        test_await (window_shows (self.cell, shown[j]));
      for (guint j = 0; hidden[j] != NULL; j++)
        test_await (!window_shows (self.cell, hidden[j]));
      for (guint j = 0; j < G_N_ELEMENTS (for_refused); j++)
        test_await ((window_find (self.cell, GTK_TYPE_BUTTON, for_refused[j]) != NULL)
                    == (row->delivery == TKT_DELIVERY_REFUSED));
      test_await ((window_find (self.cell, GTK_TYPE_BUTTON, "Undo") != NULL)
                  == (row->delivery == TKT_DELIVERY_HELD));
      test_await ((window_find (self.cell, GTK_TYPE_MENU_BUTTON, NULL) != NULL)
                  == (!cases[i].deleting && !cases[i].tombstone));
    }
}

void
window_add_message_tests (void)
{
  g_test_add_func ("/window/message/text-as-it-is", test_text_as_it_is);
  g_test_add_func ("/window/message/direction", test_direction);
  g_test_add_func ("/window/message/longest", test_longest);
  g_test_add_func ("/window/message/rule-8/name-below", test_name_below);
  g_test_add_func ("/window/message/rule-13/states", test_states);
  g_test_add_func ("/window/message/rule-20/possible", test_possible);
}
