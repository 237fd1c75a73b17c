/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that is logged, and what must not be in it. */
#include "api-log.h"

#include <string.h>

#include "tkt-log.h"

/* Shorter ones may stand anywhere by chance. */
#define LEAST 8

static struct
{
  GMutex mutex;
  GCond more;
  GPtrArray *lines;
  GHashTable *secrets;
} logged;

static GLogWriterOutput
on_message (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_mutex_lock (&logged.mutex);
  g_ptr_array_add (logged.lines, tkt_log_format (level, fields, n_fields));
  g_cond_broadcast (&logged.more);
  g_mutex_unlock (&logged.mutex);
  return g_log_writer_default (level, fields, n_fields, user_data);
}

void
api_log_begin (void)
{
  g_mutex_lock (&logged.mutex);
  if (logged.lines == NULL)
    {
      logged.lines = g_ptr_array_new_with_free_func (g_free);
      logged.secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_log_set_writer_func (on_message, NULL, NULL);
    }
  g_ptr_array_set_size (logged.lines, 0);
  g_hash_table_remove_all (logged.secrets);
  g_mutex_unlock (&logged.mutex);
}

void
api_log_plant (const char *secret)
{
  if (strlen (secret) >= LEAST)
    g_hash_table_add (logged.secrets, g_strdup (secret));
}

/* What is sent need not be JSON, and json-glib leaks what it had read of it then. */
void
api_log_plant_json (const char *json)
{
  g_auto (GStrv) pieces = g_strsplit (json, "\"", -1);

  for (guint i = 0; pieces[i] != NULL; i++)
    if (i % 2 == 1 && strpbrk (pieces[i], " \t\n") != NULL)
      api_log_plant (pieces[i]);
}

void
api_log_check (void)
{
  GHashTableIter iter;
  gpointer secret;

  g_mutex_lock (&logged.mutex);
  g_hash_table_iter_init (&iter, logged.secrets);
  while (g_hash_table_iter_next (&iter, &secret, NULL))
    for (guint i = 0; i < logged.lines->len; i++)
      if (strstr (g_ptr_array_index (logged.lines, i), secret) != NULL)
        g_error (
            "“%s” is in the log: %s", (char *)secret, (char *)g_ptr_array_index (logged.lines, i));
  g_mutex_unlock (&logged.mutex);
}

char *
api_log_wait (const char *text)
{
  char *found = NULL;

  g_mutex_lock (&logged.mutex);
  for (guint i = 0; found == NULL; i++)
    {
      while (i >= logged.lines->len)
        g_cond_wait (&logged.more, &logged.mutex);
      if (strstr (g_ptr_array_index (logged.lines, i), text) != NULL)
        found = g_strdup (g_ptr_array_index (logged.lines, i));
    }
  g_mutex_unlock (&logged.mutex);
  return found;
}
