/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The looks of the program. */
#include "gallery.h"

/* In 1024ths of a dot per inch, as the setting has it. */
#define DPI(factor) ((int)(96 * (factor)*1024))

#define PHONE_WIDTH 360
#define PHONE_HEIGHT 720

static const GalleryVariant variants[] = {
  { .name = "light" },
  { .name = "dark", .dark = TRUE },
  { .name = "high-contrast", .contrast = TRUE },
  { .name = "large-text", .large = TRUE },
  /* What a screen of 1920 × 1080 has left. */
  { .name = "scale-200", .scale = 2, .width = 960, .height = 500 },
  { .name = "narrow", .width = PHONE_WIDTH, .height = PHONE_HEIGHT, .most_width = PHONE_WIDTH },
  { .name = "ultra-wide", .width = 2560, .height = 1000 },
  { .name = "right-to-left", .right_to_left = TRUE },
};

const GalleryVariant *
gallery_variant_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    if (g_str_equal (variants[i].name, name))
      return &variants[i];
  return NULL;
}

void
gallery_variants_print (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    g_print ("%s\n", variants[i].name);
}

void
gallery_variant_prepare (const GalleryVariant *variant)
{
  g_autofree char *scale = g_strdup_printf ("%d", MAX (variant->scale, 1));

  g_setenv ("GDK_SCALE", scale, TRUE);
  if (variant->contrast)
    g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
}

void
gallery_variant_apply (const GalleryVariant *variant)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.example.Tickets");

  gtk_widget_set_default_direction (variant->right_to_left ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", DPI (variant->large ? 1.5 : 1), NULL);
  g_settings_set_string (settings, "color-scheme", variant->dark ? "dark" : "system");
}
