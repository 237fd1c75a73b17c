/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import and export: what goes in comes out, and what is wrong is named and leaves no trace. */
#include "import-place.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  import_add_file_tests ();
  import_add_line_tests ();
  import_add_people_tests ();
  import_add_refusal_tests ();
  import_add_program_tests ();

  return g_test_run ();
}
