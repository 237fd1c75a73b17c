/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up titles and messages of a partner-marketing network, in many languages and lengths. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The sentences of one language. In them {o} is an offer, {n} a number, {m} an amount, {d} a date,
 * {u} a web address and {c} a country. */
typedef struct
{
  guint share; /* of a hundred */
  const char *const *titles;
  const char *const *greetings;
  const char *const *sentences;
  const char *const *farewells;
} TktLanguage;

extern const TktLanguage tkt_generate_languages[];
extern const guint tkt_generate_n_languages;

/* A language, as often as its share says. */
const TktLanguage *tkt_generate_pick_language (GRand *random);

char *tkt_generate_title (const TktLanguage *language, GRand *random);

/* Mostly one to six sentences; now and then with a quoted mail below, and rarely a report of tens
 * of thousands of characters. @name greets and signs. */
char *tkt_generate_message (const TktLanguage *language, const char *name, GRand *random);

/* "Nordlicht Media 17": different for each @index. */
char *tkt_generate_publisher_name (guint index);
char *tkt_generate_person_name (guint index);

G_END_DECLS
