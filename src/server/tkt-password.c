/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords. */
#include "tkt-password.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "tkt-problem.h"

char *
tkt_password_hash (const char *password, TktPasswordStrength strength, GError **error)
{
  gboolean strong = strength == TKT_PASSWORD_STRONG;
  char *hash = g_malloc (crypto_pwhash_STRBYTES);

  if (crypto_pwhash_str (hash,
                         password,
                         strlen (password),
                         strong ? crypto_pwhash_OPSLIMIT_INTERACTIVE : crypto_pwhash_OPSLIMIT_MIN,
                         strong ? crypto_pwhash_MEMLIMIT_INTERACTIVE : crypto_pwhash_MEMLIMIT_MIN)
      == 0)
    return hash;
  g_free (hash);
  tkt_problem_set (error,
                   TKT_PROBLEM_UNAVAILABLE,
                   _ ("The server has too little memory at the moment. Try again shortly."));
  return NULL;
}

gboolean
tkt_password_verify (const char *hash, const char *password, TktPasswordStrength strength)
{
  g_autofree char *unused = NULL;

  if (hash != NULL)
    return crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
  unused = tkt_password_hash (password, strength, NULL);
  return FALSE;
}

char *
tkt_password_generate (void)
{
  /* Without those that look alike: 31 characters, 24 of them are 118 bits. */
  static const char alphabet[] = "abcdefghijkmnpqrstuvwxyz2345678";
  char *password = g_malloc (25);

  for (int i = 0; i < 24; i++)
    password[i] = alphabet[randombytes_uniform (sizeof alphabet - 1)];
  password[24] = '\0';
  return password;
}
