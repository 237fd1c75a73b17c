/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program tickets-server itself, for what one process costs. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GSubprocess *process;
  guint16 port;
} BenchProgram;

/* Returns when it says where it serves. @server: the program; @lanes: 0 is one for each processor.
 */
void bench_program_start (BenchProgram *self, const char *server, const char *database, int lanes);
void bench_program_stop (BenchProgram *self);

/* Its processor seconds so far, and its resident memory in KiB. */
double bench_program_get_cpu (const BenchProgram *self);
double bench_program_get_memory (const BenchProgram *self);

G_END_DECLS
