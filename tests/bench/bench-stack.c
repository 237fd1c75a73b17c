/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a thread is, looked at while it works. */
#include "bench-stack.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

/* The signal handler and what calls it. */
#define SKIPPED 3
#define SHOWN 16

void
bench_stack_prepare (void)
{
  void *frame;

  /* The first call loads a library. */
  backtrace (&frame, 1);
}

void
bench_stack_take (BenchStack *stack)
{
  stack->n_frames = backtrace (stack->frames, BENCH_STACK_DEPTH);
}

static gboolean
is_of_program (const Dl_info *info)
{
  static Dl_info program;

  if (program.dli_fbase == NULL)
    dladdr ((void *)bench_stack_take, &program);
  return info->dli_fbase == program.dli_fbase;
}

/* Below it is what waits for the main loop, and no longer what it does. */
static gboolean
is_main_loop (const Dl_info *info)
{
  return g_strcmp0 (info->dli_sname, "g_main_context_dispatch") == 0;
}

gboolean
bench_stack_is_own (const BenchStack *stack)
{
  for (int i = SKIPPED; i < stack->n_frames; i++)
    {
      Dl_info info;

      if (dladdr (stack->frames[i], &info) == 0)
        continue;
      if (is_main_loop (&info))
        return FALSE;
      if (is_of_program (&info))
        return TRUE;
    }
  return FALSE;
}

/* Static functions are in the program's own table of symbols, which dladdr() does not read.
 * (transfer full) (nullable) */
static char *
ask_addr2line (void *frame, const Dl_info *info)
{
  /* What returns stands behind the call. */
  g_autofree char *address
      = g_strdup_printf ("0x%zx", (gsize)((char *)frame - (char *)info->dli_fbase) - 1);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  char *argv[] = { (char *)"addr2line", (char *)"-f", (char *)"-e", program, address, NULL };
  g_autofree char *out = NULL;

  if (!g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL, NULL)
      || out == NULL || *out == '?' || *out == '\0')
    return NULL;
  out[strcspn (out, "\n")] = '\0';
  return g_steal_pointer (&out);
}

/* What is between a function and the one that it leads to, by way of GObject. */
static gboolean
is_between (const char *name)
{
  static const char *const prefixes[] = { "g_signal_emit", "g_closure_",    "g_cclosure_",
                                          "g_object_new",  "g_type_create", "g_object_notify" };

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (name, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): NULL: a static function of a library's, or one in between. */
static char *
name_frame (void *frame, const Dl_info *info)
{
  char *own = is_of_program (info) ? ask_addr2line (frame, info) : NULL;

  return own != NULL || is_between (info->dli_sname) ? own : g_strdup (info->dli_sname);
}

char *
bench_stack_describe (const BenchStack *stack)
{
  GString *text = g_string_new (NULL);
  gboolean skipped = FALSE;
  guint n = 0;

  for (int i = SKIPPED; i < stack->n_frames && n < SHOWN; i++)
    {
      g_autofree char *name = NULL;
      Dl_info info;

      if (dladdr (stack->frames[i], &info) == 0
          || (name = name_frame (stack->frames[i], &info)) == NULL)
        {
          skipped = TRUE;
          continue;
        }
      g_string_append_printf (text, "%s%s%s", n > 0 ? " < " : "", skipped ? "… < " : "", name);
      skipped = FALSE;
      n++;
      if (is_main_loop (&info))
        break;
    }
  return g_string_free (text, FALSE);
}
