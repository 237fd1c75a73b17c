/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of src/core. */
#include "core-fixture.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  core_add_digest_tests ();
  core_add_enum_tests ();
  core_add_event_tests ();
  core_add_json_tests ();
  core_add_json_write_tests ();
  core_add_link_tests ();
  core_add_media_type_tests ();
  core_add_problem_tests ();
  core_add_random_tests ();
  core_add_rule_tests ();
  core_add_rule_table_tests ();
  core_add_saved_reply_tests ();
  core_add_search_tests ();
  core_add_search_marks_tests ();
  core_add_search_query_tests ();
  core_add_shape_tests ();
  core_add_shape_refusal_tests ();
  core_add_text_tests ();
  core_add_time_tests ();
  core_add_uuid_tests ();
  return g_test_run ();
}
