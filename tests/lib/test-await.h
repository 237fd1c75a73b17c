/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for what a main loop brings, without sleeping. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Longer than anything takes that works. */
#define TEST_AWAIT_MS 15000

typedef struct
{
  GSource *source;
  gboolean over;
} TestDeadline;

TestDeadline *test_deadline_new (void);
void test_deadline_free (TestDeadline *deadline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestDeadline, test_deadline_free)

/* Runs the thread's default context until @condition holds; the test fails where it never does. */
#define test_await(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (TestDeadline) test_deadline = test_deadline_new ();                                 \
                                                                                                   \
    while (!(condition) && !test_deadline->over)                                                   \
      g_main_context_iteration (g_main_context_get_thread_default (), TRUE);                       \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

/* A GAsyncReadyCallback that keeps the result in the GAsyncResult * that @result_out points to. */
void test_keep_result (GObject *source, GAsyncResult *result, gpointer result_out);

G_END_DECLS
