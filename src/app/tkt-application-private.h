/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program's parts share: its windows, and how one waits for them. */
#pragma once

#include "tkt-application.h"
#include "tkt-demo.h"
#include "tkt-leaving.h"
#include "tkt-search-provider.h"
#include "tkt-sign-in-window.h"
#include "tkt-window.h"

G_BEGIN_DECLS

/* Something that takes the window of an account. FALSE: there is none; where @last, it says so. */
typedef gboolean (*TktApplicationTry) (TktApplication *self, GVariant *parameter, gboolean last);

struct _TktApplication
{
  AdwApplication parent_instance;

  TktSignIns *sign_ins;
  TktDemo *demo;            /* NULL unless it runs */
  gboolean start_demo;      /* --demo */
  GHashTable *windows;      /* account id → its TktWindow (unowned) */
  TktLeaving *leaving;      /* desks whose windows have gone */
  TktApplicationTry wanted; /* while accounts are being loaded, or NULL */
  GVariant *wanted_parameter;
  TktSearchProvider *search_provider;
  GSettings *settings; /* of the program */
  GMenu *accounts;     /* in every window's main menu */
};

/* The window in front, or any: for what has to be said when no window is the reason for it. */
GtkWindow *tkt_application_find_window (TktApplication *self);
void tkt_application_say (TktApplication *self, const char *heading, const char *words);

TktWindow *
tkt_application_open_window (TktApplication *self, TktSignIns *sign_ins, const TktSignIn *sign_in);
/* @again: (nullable): whose session has ended. */
TktSignInWindow *tkt_application_open_sign_in (TktApplication *self, const TktSignIn *again);
gboolean tkt_application_is_of_demo (TktApplication *self, const TktSignIn *sign_in);

/* Calls @wanted, and where it had no window, once more when all accounts have theirs. */
void tkt_application_try (TktApplication *self, TktApplicationTry wanted, GVariant *parameter);

/* tkt-application-actions.c */
void tkt_application_add_actions (TktApplication *self);

/* tkt-application-background.c: a window that is closed is hidden where the program runs on. */
void tkt_application_start_background (TktApplication *self);
void tkt_application_keep_window (TktApplication *self, TktWindow *window);
/* FALSE: none was hidden. */
gboolean tkt_application_show_hidden (TktApplication *self);

/* tkt-application-links.c */
void tkt_application_open_link (TktApplication *self, const char *link);

G_END_DECLS
