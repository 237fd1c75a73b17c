/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to see for admins, of one's devices, of files and of invitations. */
#include "scenes.h"

#define TICKET "Screenshot of the October report"

static void
open_menu_item (const Look *look, const char *item, const char *dialog)
{
  test_walk_keys (look->walk, "F10");
  test_walk_press (look->walk, ATSPI_ROLE_MENU_ITEM, item);
  test_walk_turn_to_dialog (look->walk, dialog);
}

static void
turn_to_page (const Look *look, const char *page, const char *list, const char *row)
{
  test_walk_step (look->walk, page);
  test_walk_choose (look->walk, ATSPI_ROLE_PAGE_TAB, page);
  g_object_unref (test_walk_find_row (look->walk, list, row));
}

/* The window in which that row is changed, on top of the settings. */
static void
edit (const Look *look, const char *row, const char *title, const char *name)
{
  TestWalk *walk = look->walk;

  test_walk_tab_to (walk, ATSPI_ROLE_LIST_ITEM, row);
  test_walk_keys (walk, "Return");
  test_walk_turn_to_dialog (walk, title);
  test_walk_await (walk, ATSPI_ROLE_PUSH_BUTTON, "Save");
  scenes_picture_dialog (walk, name, (gpointer)look);
  test_walk_keys (walk, "Escape");
  test_walk_turn_to_dialog (walk, "Organization Settings");
}

static void
settings (const Look *look)
{
  TestWalk *walk = look->walk;
  g_autoptr (TestObject) row = NULL;

  test_walk_step (walk, "The settings of an organization");
  open_menu_item (look, "Organization Settings", "Organization Settings");
  row = test_walk_find_row (walk, "Partner Platform", "Support Tickets");
  g_object_unref (test_walk_find_inside (walk, row, ATSPI_ROLE_CHECK_BOX, "Support Tickets"));
  scenes_picture_dialog (walk, "settings", (gpointer)look);

  turn_to_page (look, "People", "People", "Helena Brandt");
  scenes_picture_dialog (walk, "people", (gpointer)look);
  edit (look, "Jess Moreno", "jess", "edit-account");
  turn_to_page (look, "Publishers", "Publishers", "Brightcart Deals");
  scenes_picture_dialog (walk, "publishers-of-admin", (gpointer)look);
  edit (look, "Brightcart Deals", "Brightcart Deals", "edit-publisher");
  turn_to_page (look, "Audit", "Entries", "Signed in");
  scenes_picture_dialog (walk, "audit", (gpointer)look);
  test_walk_keys (walk, "Escape");
  test_walk_leave_dialog (walk);

  open_menu_item (look, "Preferences", "Preferences");
  test_walk_step (walk, "Preferences");
  test_walk_await (walk, ATSPI_ROLE_CHECK_BOX, "Keep Running in the Background");
  scenes_picture_dialog (walk, "preferences", (gpointer)look);
  test_walk_choose (walk, ATSPI_ROLE_PAGE_TAB, "Writing");
  test_walk_await (walk, ATSPI_ROLE_SPIN_BUTTON, "Seconds to Undo");
  scenes_picture_dialog (walk, "writing", (gpointer)look);
  test_walk_choose (walk, ATSPI_ROLE_PAGE_TAB, "Storage");
  test_walk_await (walk, ATSPI_ROLE_LABEL, "*kB");
  scenes_picture_dialog (walk, "storage", (gpointer)look);
  test_walk_choose (walk, ATSPI_ROLE_PAGE_TAB, "Devices");
  test_walk_await_rows (walk, "Devices", NULL, 1);
  scenes_picture_dialog (walk, "devices", (gpointer)look);
  test_walk_keys (walk, "Escape");
  test_walk_leave_dialog (walk);
}

/* A reply with a picture and a table. */
static char *
make_ticket (const char *picture)
{
  g_autofree char *bytes = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;
  g_autofree char *base64 = NULL;

  g_file_get_contents (picture, &bytes, &length, &error);
  g_assert_no_error (error);
  base64 = g_base64_encode ((const guchar *)bytes, length);
  return g_strdup_printf (
      "{\"publisher\": \"Brightcart Deals\", \"title\": \"" TICKET "\", \"status\": \"open\","
      " \"assignee\": \"maya\", \"opened_at\": \"2026-09-01T10:15:00.000Z\","
      " \"closed_at\": null, \"closed_by\": null, \"messages\": [{\"author\": \"jess\", \"name\": "
      "\"Jess Moreno\", \"role\": \"publisher\","
      " \"sent_at\": \"2026-09-01T10:15:00.000Z\", \"body\": \"This is what I see. The numbers"
      " are in the table.\", \"attachments\": [{\"name\": \"report.png\", \"data\": \"%s\"},"
      " {\"name\": \"clicks and leads of the whole of October.csv\","
      " \"data\": \"Y2xpY2tzLGxlYWRzCjEyLDMK\"}]}]}\n",
      base64);
}

static void
attachments (const Look *look, Network *network)
{
  TestWalk *walk = look->walk;
  g_autofree char *lines = make_ticket (look->picture);

  test_walk_step (walk, "Files in a conversation");
  network_import (network, lines);
  test_walk_keys (walk, "F5");
  test_walk_choose (walk, ATSPI_ROLE_PAGE_TAB, "Support Tickets");
  test_walk_await_row (walk, "Tickets", "*");
  test_walk_keys (walk, "ctrl+f");
  test_walk_type (walk, ATSPI_ROLE_ENTRY, "Search tickets", "Screenshot October report");
  test_walk_await_rows (walk, "Tickets", NULL, 1);
  test_walk_tab_to (walk, ATSPI_ROLE_LIST_ITEM, "*" TICKET "*");
  test_walk_keys (walk, "Return");
  test_walk_await_row (walk, "Conversation", "*");
  test_walk_await_gone (walk, ATSPI_ROLE_PROGRESS_BAR, NULL);
  test_walk_picture (walk, "attachments");
  test_walk_keys (walk, "ctrl+f");
  test_walk_keys (walk, "Escape");
}

void
scenes_of_admin (const Look *look, Network *network)
{
  settings (look);
  attachments (look, network);
}

void
scenes_of_invited (const Look *look, Network *network)
{
  TestWalk *walk = look->walk;

  test_walk_start (walk, look->program, NULL, look->environment);
  test_walk_step (walk, "Signing in with an invitation");
  scenes_turn_to (look, "Tickets");
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "I Have an Invitation Code");
  test_walk_await (walk, ATSPI_ROLE_TEXT, "Invitation Code");
  test_walk_picture (walk, "invitation");
  test_walk_keys (walk, "ctrl+q");
  test_walk_await_end (walk);
}
