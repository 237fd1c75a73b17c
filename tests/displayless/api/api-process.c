/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program tickets-server as a process of its own, over the database of a fixture. */
#include "api-process.h"

TestProcess *
api_process_new (Api *api)
{
  api->server->port = 0;
  return test_process_new_server (api->server->database, &api->server->port);
}
