/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Publishers overview shows: the person's choice of filters, sort and words. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  TKT_SORT_BY_NUMBER,
  TKT_SORT_BY_NAME,
  TKT_SORT_BY_STATUS,
  TKT_SORT_BY_ACCOUNT_MANAGER,
  TKT_SORT_BY_OPEN_TICKETS, /* most first */
  TKT_SORT_BY_ACTIVITY,     /* newest first */
} TktPublisherSort;

typedef struct
{
  int status;               /* a TktPublisherStatus; -1: any */
  char *account_manager_id; /* NULL: anybody's; "": nobody's */
  TktPublisherSort sort;
  gboolean reversed;
  char *words; /* part of the name, in any case, or the beginning of the number; NULL: any */
} TktPublisherFilter;

GType tkt_publisher_filter_get_type (void);
TktPublisherFilter *tkt_publisher_filter_new (void); /* all, by number */
TktPublisherFilter *tkt_publisher_filter_copy (const TktPublisherFilter *filter);
void tkt_publisher_filter_free (TktPublisherFilter *filter);
gboolean tkt_publisher_filter_equal (const TktPublisherFilter *a, const TktPublisherFilter *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktPublisherFilter, tkt_publisher_filter_free)

/* Whether it may leave publishers out. */
gboolean tkt_publisher_filter_narrows (const TktPublisherFilter *filter);

/* "activity" and the like, as actions and settings name them. */
const char *tkt_publisher_sort_to_word (TktPublisherSort sort);
gboolean tkt_publisher_sort_from_word (const char *word, TktPublisherSort *sort);

/* Rule 17: how a choice is kept between starts (words are not). */
char *tkt_publisher_filter_to_text (const TktPublisherFilter *filter);
TktPublisherFilter *
tkt_publisher_filter_from_text (const char *text); /* never NULL: what can't be read is as new */

G_END_DECLS
