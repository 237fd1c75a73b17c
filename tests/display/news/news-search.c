/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop that searches. */
#include "news-search.h"

/* The answer must be of @type. */
static GVariant *
call (const char *method, GVariant *parameters, const char *type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  GVariant *answer;

  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus,
                                        "org.example.Tickets",
                                        "/org/example/Tickets/SearchProvider",
                                        "org.gnome.Shell.SearchProvider2",
                                        method,
                                        parameters,
                                        G_VARIANT_TYPE (type),
                                        G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                        -1,
                                        NULL,
                                        &error);
  g_assert_no_error (error);
  return answer;
}

char **
news_search (const char *const *words, char **before)
{
  g_autoptr (GVariant) answer
      = before != NULL
            ? call ("GetSubsearchResultSet", g_variant_new ("(^as^as)", before, words), "(as)")
            : call ("GetInitialResultSet", g_variant_new ("(^as)", words), "(as)");
  char **found;

  g_variant_get (answer, "(^as)", &found);
  return found;
}

char *
news_search_describe (const char *const *ids)
{
  g_autoptr (GVariant) answer = call ("GetResultMetas", g_variant_new ("(^as)", ids), "(aa{sv})");
  g_autoptr (GString) text = g_string_new (NULL);
  GVariantIter *metas;
  GVariant *meta;

  g_variant_get (answer, "(aa{sv})", &metas);
  while ((meta = g_variant_iter_next_value (metas)) != NULL)
    {
      g_autoptr (GVariant) icon = g_variant_lookup_value (meta, "icon", NULL);
      g_autoptr (GIcon) readable = g_icon_deserialize (icon);
      const char *name, *details;

      g_assert_nonnull (readable);
      g_assert_true (g_variant_lookup (meta, "name", "&s", &name));
      g_assert_true (g_variant_lookup (meta, "description", "&s", &details));
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", name, details);
      g_variant_unref (meta);
    }
  g_variant_iter_free (metas);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
news_search_activate (const char *id, const char *const *words)
{
  g_variant_unref (call ("ActivateResult", g_variant_new ("(s^asu)", id, words, 0), "()"));
}

void
news_search_launch (const char *const *words)
{
  g_variant_unref (call ("LaunchSearch", g_variant_new ("(^asu)", words, 0), "()"));
}
