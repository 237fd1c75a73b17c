/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of src/core share. */
#pragma once

#include "tkt-audit.h"
#include "tkt-people.h"
#include "tkt-problem.h"
#include "tkt-requests.h"

G_BEGIN_DECLS

/* Random numbers whose seed is printed; the environment variable TEST_SEED gives the same again. */
GRand *core_random_new (void);

/* JSON from a form that is easier to read in C: ' stands for ". */
char *core_json (const char *text);

/* @unit, @n times. */
char *core_repeat (const char *unit, guint n);

/* @error must be a %TKT_PROBLEM_INVALID whose fields are exactly the @pointers, in any order. */
void core_assert_fields (const GError *error, const char *const *pointers);
void core_assert_field (const GError *error, const char *pointer);

/* One valid document of each shape, written from protocol.md. */
typedef struct
{
  const char *name;
  const TktShape *shape;
  const char *json;     /* as core_json() takes it, every member there and none null */
  const char *nullable; /* pointers that may be null, between blanks */
  const char *optional; /* pointers that may be missing */
} CoreSample;

extern const CoreSample core_samples[];
extern const guint core_n_samples;

/* Makes one test of each sample, under /core/shape/NAME/@guarantee. */
void core_add_for_samples (const char *guarantee, GTestDataFunc func);

void core_add_digest_tests (void);
void core_add_enum_tests (void);
void core_add_event_tests (void);
void core_add_json_tests (void);
void core_add_json_write_tests (void);
void core_add_link_tests (void);
void core_add_media_type_tests (void);
void core_add_problem_tests (void);
void core_add_random_tests (void);
void core_add_rule_tests (void);
void core_add_rule_table_tests (void);
void core_add_saved_reply_tests (void);
void core_add_search_tests (void);
void core_add_search_marks_tests (void);
void core_add_search_query_tests (void);
void core_add_shape_tests (void);
void core_add_shape_refusal_tests (void);
void core_add_text_tests (void);
void core_add_time_tests (void);
void core_add_uuid_tests (void);

G_END_DECLS
