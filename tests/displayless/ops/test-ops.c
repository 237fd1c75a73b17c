/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a server: its configuration, TLS, and who stands behind a proxy. */
#include "ops-fixture.h"

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ops_add_config_tests ();
  ops_add_limits_tests ();
  ops_add_log_tests ();
  ops_add_metrics_tests ();
  ops_add_proxies_tests ();
  ops_add_systemd_tests ();
  ops_add_tls_tests ();
  ops_add_wire_tests ();

  return g_test_run ();
}
