/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a picture of every page of the program in one look, or holds those of some pages against
 * kept ones. build-aux/gallery runs this; so do tests. */
#include <locale.h>

#include "gallery.h"

static const char summary[] = "Writes SCENE-VARIANT.png into FOLDER, of windows on the screen that "
                              "is there; better one of\n"
                              "build-aux/with-display. Or holds them, made small, against kept "
                              "ones, and writes into FOLDER\n"
                              "what differs.";

static const struct
{
  const char *scenes; /* that it has, with a blank between them */
  void (*tell) (Gallery *self);
} stories[] = {
  { "sign-in sign-in-no-server sign-in-wrong-password sign-in-invited", gallery_sign_in },
  { "publishers publishers-empty", gallery_publishers },
  { "tickets tickets-several tickets-mine tickets-closed tickets-all search search-found "
    "search-fault"
    " search-empty",
    gallery_tickets },
  { "main-menu sort-menu search-help publisher-menu ticket-menu message-menu reassign-menu",
    gallery_menus },
  { "conversation-unread conversation conversation-tombstone conversation-arabic",
    gallery_conversation },
  { "composer-files attachments close-ticket closing", gallery_writing },
  { "support support-conversation closed-ticket new-ticket-empty new-ticket new-ticket-staff",
    gallery_support },
  { "settings settings-people account account-taken account-code account-disable"
    " settings-people-empty settings-publishers publisher settings-audit settings-no-server",
    gallery_settings },
  { "preferences preferences-writing preferences-saved-replies preferences-storage "
    "preferences-devices shortcuts about",
    gallery_preferences },
  { "undelivered-empty offline sign-out refused undelivered", gallery_offline },
  { "turned-off", gallery_turned_off },
  { "exporting", gallery_export },
};

static void
list_scenes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *lines = g_strdelimit (g_strdup (stories[i].scenes), " ", '\n');

      g_print ("%s\n", lines);
    }
}

static void
tell (Gallery *self, guint i)
{
  g_auto (GStrv) scenes = g_strsplit (stories[i].scenes, " ", -1);
  gboolean wanted = FALSE;

  for (guint j = 0; scenes[j] != NULL; j++)
    wanted = wanted || gallery_wants (self, scenes[j]);
  if (!wanted)
    return;
  self->base = window_fixture_new_on (gallery_network_new ());
  stories[i].tell (self);
  g_clear_pointer (&self->base, window_fixture_free);
}

/* Those of this look that are kept: its line in the file that stands beside them. (transfer full)
 */
static char *
find_kept_scenes (const Gallery *self)
{
  g_autofree char *path = g_build_filename (self->kept, "scenes", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 2);

      if (words[0] != NULL && g_str_equal (words[0], self->variant->name))
        return g_strdup (words[1]);
    }
  return g_strdup ("");
}

/* In one look. */
static void
run (Gallery *self, const char *only)
{
  g_autofree char *kept = self->kept != NULL && only == NULL ? find_kept_scenes (self) : NULL;
  const char *wanted = only != NULL ? only : kept;
  g_auto (GStrv) scenes = wanted != NULL ? g_strsplit_set (wanted, ", ", -1) : NULL;

  gallery_variant_apply (self->variant);
  self->only = (const char *const *)scenes;
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    tell (self, i);
  self->only = NULL;
}

/* Where nothing is under the pointer. */
static void
move_pointer_away (void)
{
  const char *const argv[] = { "xdotool", "mousemove", "9999", "9999", NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
open_gtk (const GalleryVariant *variant, int *argc, char ***argv)
{
  gallery_variant_prepare (variant);
  gtk_test_init (argc, argv, NULL);
  /* The same words for times on every machine. */
  setlocale (LC_ALL, "C.UTF-8");
  /* What GTK 4.8 says of its own labels and popovers is no matter of a picture; other tests listen.
   */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  move_pointer_away ();
}

int
main (int argc, char **argv)
{
  g_autofree char *variant = g_strdup ("light"), *only = NULL, *kept = NULL, *picture = NULL;
  g_autofree char *names = NULL;
  gboolean keep = FALSE, variants = FALSE, scenes = FALSE;
  const GOptionEntry entries[] = {
    { "variant", 0, 0, G_OPTION_ARG_STRING, &variant, "The look; light unless given", "NAME,…" },
    { "only", 0, 0, G_OPTION_ARG_STRING, &only, "Some scenes", "NAME,…" },
    { "attach", 0, 0, G_OPTION_ARG_FILENAME, &picture, "The image that is attached", "FILE" },
    { "kept", 0, 0, G_OPTION_ARG_FILENAME, &kept, "Hold against those in there", "FOLDER" },
    { "keep", 0, 0, G_OPTION_ARG_NONE, &keep, "Make those instead", NULL },
    { "names", 0, 0, G_OPTION_ARG_FILENAME, &names, "Ask PROGRAM for names instead", "PROGRAM" },
    { "list-variants", 0, 0, G_OPTION_ARG_NONE, &variants, "Print the names of the looks", NULL },
    { "list-scenes", 0, 0, G_OPTION_ARG_NONE, &scenes, "Print the names of the scenes", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) looks = NULL;
  Gallery self = { NULL };

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, summary);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (variants)
    gallery_variants_print ();
  if (scenes)
    list_scenes ();
  if (variants || scenes)
    return 0;

  looks = g_strsplit (variant, ",", -1);
  self = (Gallery){ .variant = gallery_variant_find (looks[0]),
                    .folder = argv[1],
                    .kept = kept,
                    .keep = keep,
                    .names = names,
                    .picture_file = picture };
  if (argc != 2 || self.variant == NULL || picture == NULL || (keep && kept == NULL))
    {
      g_printerr ("This takes a folder, --attach and the name of a look; see --help\n");
      return 2;
    }
  g_assert_cmpint (g_mkdir_with_parents (self.folder, 0777), ==, 0);
  /* GTK's tests have an assistive technology of their own, which no other process sees. */
  if (names != NULL)
    g_setenv ("GTK_A11Y", "atspi", TRUE);
  open_gtk (self.variant, &argc, &argv);
  for (guint i = 0; looks[i] != NULL; i++)
    {
      self.variant = gallery_variant_find (looks[i]);
      g_assert_nonnull (self.variant);
      run (&self, only);
    }
  g_print ("1..%u\n", self.n_pictures);
  return self.n_different > 0 ? 1 : 0;
}
