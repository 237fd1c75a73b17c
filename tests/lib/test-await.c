/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for what a main loop brings, without sleeping. */
#include "test-await.h"

static gboolean
on_over (gpointer data)
{
  TestDeadline *deadline = data;

  deadline->over = TRUE;
  return G_SOURCE_REMOVE;
}

TestDeadline *
test_deadline_new (void)
{
  TestDeadline *deadline = g_new0 (TestDeadline, 1);

  deadline->source = g_timeout_source_new (TEST_AWAIT_MS);
  g_source_set_callback (deadline->source, on_over, deadline, NULL);
  g_source_attach (deadline->source, g_main_context_get_thread_default ());
  return deadline;
}

void
test_deadline_free (TestDeadline *deadline)
{
  g_source_destroy (deadline->source);
  g_source_unref (deadline->source);
  g_free (deadline);
}

void
test_keep_result (GObject *source, GAsyncResult *result, gpointer result_out)
{
  GAsyncResult **out = result_out;

  g_assert_null (*out);
  *out = g_object_ref (result);
}
