/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of every page of the program, in every look that it has: for people to look through, and
 * for a test that holds them against kept ones. */
#pragma once

#include "window-fixture.h"

G_BEGIN_DECLS

/* A look: how the program is drawn, and how large its windows are. */
typedef struct
{
  const char *name;
  gboolean dark;
  gboolean contrast;
  gboolean right_to_left;
  gboolean large; /* text */
  int scale;
  int width; /* of the main window; 0: its own */
  int height;
  int most_width; /* of any window; 0: no bound, as on a desktop */
} GalleryVariant;

/* (nullable): NULL: there is no variant of that name. */
const GalleryVariant *gallery_variant_find (const char *name);
/* One a line. */
void gallery_variants_print (void);
/* What must be so before GTK is opened, for all looks of the process; and before windows are. */
void gallery_variant_prepare (const GalleryVariant *variant);
void gallery_variant_apply (const GalleryVariant *variant);

typedef struct
{
  const GalleryVariant *variant;
  WindowFixture *base;
  const char *const *only;  /* (nullable): names of scenes; NULL: all of them */
  const char *folder;       /* where pictures go */
  const char *kept;         /* (nullable): of the kept pictures */
  gboolean keep;            /* they are made, not held against */
  const char *names;        /* (nullable): the program that asks for names, in place of pictures */
  const char *picture_file; /* an image, to be attached */
  guint n_pictures;
  guint n_different;
} Gallery;

/* The demo's network at the moment for which it was written, on which the clock stands still. */
TestServer *gallery_network_new (void);

/* Whether the scene's picture is asked for. */
gboolean gallery_wants (Gallery *self, const char *scene);
/* Waits until @window has been laid out and drawn again. */
void gallery_await_frames (GtkWidget *window);
/* Waits until nothing changes any more in @window, and takes its picture with what pops up over
 * it; or looks whether each control in it has a name. */
void gallery_picture (Gallery *self, const char *scene, gpointer window);

/* The window of @username, as large as the look has it. */
TktWindow *gallery_open (Gallery *self, const char *username);
/* Chooses the ticket of that title, searched for where @words are given, as a click does. */
void gallery_choose (Gallery *self, TktWindow *window, const char *words, const char *title);
/* Each row that was found says why. */
void gallery_await_excerpts (TktWindow *window);
/* What was typed is on the disk, and the list says so where one sees it. */
void gallery_await_draft (TktWindow *window);
/* Waits for a window of @type and gives it the size of the look. (transfer none) */
gpointer gallery_await_window (Gallery *self, GType type);

/* The stories, each on a network of its own. */
void gallery_sign_in (Gallery *self);
void gallery_publishers (Gallery *self);
void gallery_tickets (Gallery *self);
void gallery_menus (Gallery *self);
void gallery_conversation (Gallery *self);
void gallery_writing (Gallery *self);
void gallery_support (Gallery *self);
void gallery_settings (Gallery *self);
void gallery_preferences (Gallery *self);
void gallery_offline (Gallery *self);
void gallery_turned_off (Gallery *self);
void gallery_export (Gallery *self);

G_END_DECLS
