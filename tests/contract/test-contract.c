/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The OpenAPI document and the server say the same. */
#include "contract-document.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  contract_add_route_tests ();
  contract_add_shape_tests ();

  return g_test_run ();
}
