/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that is logged in this process while an API fixture is there, and what must not be in
 * it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Everything is kept from now on. The first time it begins; then it is emptied. */
void api_log_begin (void);

/* @secret must not be logged: a token. */
void api_log_plant (const char *secret);
/* Nor any text in it: the strings of @json that are more than one word. */
void api_log_plant_json (const char *json);

/* The test fails where a secret has been logged. */
void api_log_check (void);

/* (transfer full): the next line with @text in it that has been or will be logged. */
char *api_log_wait (const char *text);

G_END_DECLS
