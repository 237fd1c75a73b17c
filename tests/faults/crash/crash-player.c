/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk in a process of its own that is killed and started again, and all that it said. */
#include "crash-player.h"

#include <signal.h>

static void
word_free (gpointer data)
{
  CrashWord *word = data;

  g_free (word->deed);
  g_free (word->ticket);
  g_free (word->message);
  g_free (word->text);
  g_free (word);
}

/* In the folder, where the process finds it. */
static void
keep_token (Seat *seat)
{
  g_autoptr (TktSignIn) before = g_steal_pointer (&seat->sign_in);

  g_clear_object (&seat->sign_ins);
  seat->sign_ins = tkt_sign_ins_new (seat->folder, TRUE);
  seat->sign_in = desk_sign_in (seat->fixture, seat->sign_ins, NULL, before->username, NULL);
}

CrashPlayer *
crash_player_new (DeskFixture *fixture, const char *username)
{
  CrashPlayer *self = g_new0 (CrashPlayer, 1);

  self->seat = seat_new_stopped (fixture, username);
  keep_token (self->seat);
  self->words = g_ptr_array_new_with_free_func (word_free);
  self->deletions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->drafts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->drafts, g_strdup (""));
  return self;
}

void
crash_player_free (CrashPlayer *self)
{
  if (self->process != NULL)
    crash_player_kill (self);
  g_ptr_array_unref (self->words);
  g_hash_table_unref (self->deletions);
  g_ptr_array_unref (self->drafts);
  g_free (self);
}

void
crash_player_check_draft (CrashPlayer *self, const char *found)
{
  if (!g_ptr_array_find_with_equal_func (self->drafts, found, g_str_equal, NULL))
    g_error ("The draft of %s is “%s”; it was last said to be “%s”",
             self->seat->sign_in->username,
             found,
             (char *)g_ptr_array_index (self->drafts, 0));
}

/* Which draft there is, is known for certain again. */
static void
set_draft (CrashPlayer *self, const char *draft)
{
  g_ptr_array_set_size (self->drafts, 0);
  g_ptr_array_add (self->drafts, g_strdup (draft));
}

static void
hear_kept (CrashPlayer *self, char **parts)
{
  CrashWord *word;

  if (g_str_equal (parts[0], "draft"))
    {
      set_draft (self, parts[1]);
      self->n_drafts++;
      return;
    }
  if (g_str_equal (parts[0], "open"))
    set_draft (self, "");
  word = g_new0 (CrashWord, 1);
  word->deed = g_strdup (parts[0]);
  word->ticket = g_strdup (parts[1]);
  word->message = g_strdup (parts[2]);
  word->text = g_strdup (parts[3]);
  g_ptr_array_add (self->words, word);
}

static void
hear_trying (CrashPlayer *self, char **parts)
{
  if (g_str_equal (parts[0], "delete"))
    g_hash_table_add (self->deletions, g_strdup (parts[1]));
  else
    g_ptr_array_add (self->drafts, g_strdup (g_str_equal (parts[0], "open") ? "" : parts[1]));
}

static void
hear (CrashPlayer *self, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", -1);

  self->n_said++;
  if (g_str_equal (parts[0], "kept"))
    hear_kept (self, parts + 1);
  else if (g_str_equal (parts[0], "trying"))
    hear_trying (self, parts + 1);
  else
    {
      g_assert_cmpstr (parts[0], ==, "found");
      crash_player_check_draft (self, parts[1]);
      set_draft (self, parts[1]);
    }
}

static void listen_on (CrashPlayer *self);

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CrashPlayer *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line
      = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  g_assert_no_error (error);
  if (line != NULL)
    {
      hear (self, line);
      listen_on (self);
      return;
    }
  self->ended = TRUE;
  if (!self->killed)
    g_error ("The desk of %s ended by itself", self->seat->sign_in->username);
}

static void
listen_on (CrashPlayer *self)
{
  g_data_input_stream_read_line_async (self->process->out, G_PRIORITY_DEFAULT, NULL, on_line, self);
}

void
crash_player_start (CrashPlayer *self)
{
  g_autofree char *program
      = g_test_build_filename (G_TEST_BUILT, "tests", "faults", "crash", "crash-desk", NULL);
  g_autofree char *round = g_strdup_printf ("%u", ++self->n_starts);
  g_autofree char *seed = g_strdup_printf ("%d", g_test_rand_int_range (0, G_MAXINT));
  const char *const argv[]
      = { program, self->seat->folder, self->seat->sign_in->username, round, seed, NULL };

  self->n_said = 0;
  self->killed = self->ended = FALSE;
  self->process = test_process_new (argv);
  listen_on (self);
}

void
crash_player_kill (CrashPlayer *self)
{
  self->killed = TRUE;
  g_assert_cmpint (test_process_end (self->process, SIGKILL), ==, -1);
  test_await (self->ended);
  g_clear_pointer (&self->process, test_process_free);
}
