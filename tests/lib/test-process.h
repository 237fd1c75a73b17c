/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program of ours as a process: what it says, line by line, and its end. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GSubprocess *process;
  GDataInputStream *out; /* its standard output */
} TestProcess;

/* Starts @argv, NULL at its end, in the locale C.UTF-8; it does not outlive a test that fails. */
TestProcess *test_process_new (const char *const *argv);

/* The same with more of its surroundings said by @launcher, which is taken; it pipes standard
 * output. */
TestProcess *test_process_launch (GSubprocessLauncher *launcher, const char *const *argv);

/* Waits for the next line. (transfer full) (nullable): NULL: there is none. */
char *test_process_read_line (TestProcess *self);

/* Ends it with the signal @number and waits until it is gone. Returns its exit status, or -1: by
 * the signal. */
int test_process_end (TestProcess *self, int number);

/* Kills it where it still runs. */
void test_process_free (TestProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProcess, test_process_free)

/* `tickets-server serve` over @database; @port 0: a free one, which is its place for the answer.
 * The program is found through G_TEST_BUILDDIR, the root of the build. */
TestProcess *test_process_new_server (const char *database, guint16 *port);

G_END_DECLS
