/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account manager's filters and search. What they should find, the demo's files say: 35 open
 * tickets, of them 13 Maya's and 2 nobody's. */
#include "walk.h"

static void
filter_by_owner (TestWalk *walk)
{
  static const struct
  {
    const char *toggle;
    guint n;
    const char *picture;
  } filters[] = {
    { "Mine", 13, "filter-mine" },
    { "Unassigned", 2, "filter-unassigned" },
    { "Everyone", 35, "filter-everyone" },
  };

  test_walk_step (walk, "Mine, Unassigned and Everyone each show theirs");
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      test_walk_choose (walk, ATSPI_ROLE_PUSH_BUTTON, filters[i].toggle);
      test_walk_await_rows (walk, "Tickets", NULL, filters[i].n);
      test_walk_picture (walk, filters[i].picture);
    }
}

static void
search (TestWalk *walk)
{
  test_walk_step (walk, "Words are found in titles and messages");
  test_walk_keys (walk, "ctrl+f");
  test_walk_type (walk, ATSPI_ROLE_ENTRY, "Search tickets", "invoice 2231");
  test_walk_choose (walk, ATSPI_ROLE_PUSH_BUTTON, "All");
  test_walk_await_rows (walk, "Tickets", NULL, 1);
  test_walk_await_rows (walk, "Tickets", "Closed, *" TICKET "*", 1);
  test_walk_picture (walk, "search");

  test_walk_step (walk, "A search that finds nothing says so");
  test_walk_choose (walk, ATSPI_ROLE_PUSH_BUTTON, "Open");
  test_walk_await (walk, ATSPI_ROLE_LABEL, "No*");
  test_walk_picture (walk, "nothing-found");
  test_walk_keys (walk, "Escape");
  test_walk_await_rows (walk, "Tickets", NULL, 35);
}

static void
choose_publisher (TestWalk *walk)
{
  test_walk_step (walk, "Activating a publisher shows its tickets");
  test_walk_choose (walk, ATSPI_ROLE_PAGE_TAB, "Publishers");
  test_walk_keys (walk, "ctrl+f");
  test_walk_type (walk, ATSPI_ROLE_ENTRY, "Search publishers", "Okaz");
  test_walk_await_rows (walk, "Publishers", NULL, 1);
  test_walk_tab_to (walk, ATSPI_ROLE_LIST_ITEM, "Okazjomat*");
  test_walk_keys (walk, "Return");
  test_walk_await_rows (walk, "Tickets", "*Okazjomat*", 1);
  test_walk_await_rows (walk, "Tickets", NULL, 1);
  test_walk_picture (walk, "publisher-tickets");
}

void
walk_filters (TestWalk *walk)
{
  filter_by_owner (walk);
  search (walk);
  choose_publisher (walk);
}
