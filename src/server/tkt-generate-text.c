/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up titles and messages: picks templates and fills in what stands in braces. */
#include "tkt-generate-text.h"

#include <string.h>

#include "tkt-text.h"

static const char *const offers[] = {
  "Volt Mobile SOI", "Sunrise Casino CPA", "FitBox Trial",       "Nordbank Girokonto",
  "Lumen VPN iOS",   "PetPal Insurance",   "Fjord Outdoor CPS",  "Solaris Energy Lead",
  "CodeSchool DOI",  "Quick Loan 500",     "Bella Cosmetics",    "GameForge Install",
  "Viaje Total CPS", "Kaffeeklub Abo",     "StreamPlus Android", "Vita Collagen",
  "AutoCheck Lead",  "SkyFares Revshare",  "Loto Express",       "Brilliant Dating SOI",
  "HomeWatch Alarm", "Papeterie Paris",    "CryptoDesk CPL",     "GreenGrocer Box",
};

static const char *const countries[]
    = { "DE", "AT", "CH", "FR", "ES", "PT", "BR", "PL", "US", "UK", "SE", "JP", "AE", "IT", "NL" };

static const char *const first_words[]
    = { "Nordlicht", "Acme",     "Blue Pixel", "Clickstream", "Delta",  "Échos",
        "Fuchs",     "Gran Vía", "Hafen",      "Ibérica",     "Jantar", "Kaizen",
        "Lumière",   "Mosaic",   "Ødegaard",   "Pampa" };
static const char *const last_words[] = { "Media",   "Traffic", "Performance", "Partners",
                                          "Digital", "Leads",   "Network",     "Publishing" };

static const char *const given_names[] = { "Ana",   "Björn",   "Chloé",   "Dario", "Elif",
                                           "Farid", "Grażyna", "Hana",    "Inés",  "Jonas",
                                           "Kenji", "Lea",     "Mateusz", "Noor",  "Olga",
                                           "Pedro", "Quinn",   "Rosa",    "Søren", "Tomás" };
static const char *const family_names[] = { "Almeida",  "Brandt", "Costa",  "Dubois", "Eriksen",
                                            "Fischer",  "García", "Haddad", "Ito",    "Jansen",
                                            "Kowalska", "López",  "Meyer",  "Novák",  "Okafor",
                                            "Petrov",   "Rossi",  "Schulz" };

static const char *
pick (const char *const *list, GRand *random)
{
  return list[g_rand_int_range (random, 0, g_strv_length ((char **)list))];
}

const TktLanguage *
tkt_generate_pick_language (GRand *random)
{
  guint place = g_rand_int_range (random, 0, 100);
  guint i = 0;

  while (i + 1 < tkt_generate_n_languages && place >= tkt_generate_languages[i].share)
    place -= tkt_generate_languages[i++].share;

  return &tkt_generate_languages[i];
}

static void
append_filling (GString *out, char what, GRand *random)
{
  /* Two numbers, drawn in this order whatever they are for: that of arguments is the compiler's
   * choice. */
  guint first = g_rand_int (random);
  guint second = g_rand_int (random);

  switch (what)
    {
    case 'o':
      g_string_append (out, offers[first % G_N_ELEMENTS (offers)]);
      break;
    case 'n':
      g_string_append_printf (out, "%u", 2 + first % 99997);
      break;
    case 'm':
      g_string_append_printf (out, "%u,%02u €", 5 + first % 8995, second % 100);
      break;
    case 'd':
      g_string_append_printf (out, "%u.%u.", 1 + first % 28, 1 + second % 12);
      break;
    case 'u':
      g_string_append_printf (out, "https://trk.example/c/%08x?sub=%u", first, 1 + second % 400);
      break;
    case 'c':
      g_string_append (out, countries[first % G_N_ELEMENTS (countries)]);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
append_template (GString *out, const char *template, GRand *random)
{
  const char *brace;

  while ((brace = strchr (template, '{')) != NULL)
    {
      g_string_append_len (out, template, brace - template);
      append_filling (out, brace[1], random);
      template = brace + 3;
    }
  g_string_append (out, template);
}

char *
tkt_generate_title (const TktLanguage *language, GRand *random)
{
  GString *title = g_string_new (NULL);

  append_template (title, pick (language->titles, random), random);

  return g_string_free (title, FALSE);
}

static void
append_sentences (GString *out, const TktLanguage *language, guint n, GRand *random)
{
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, g_rand_int_range (random, 0, 5) == 0 ? "\n\n" : " ");
      append_template (out, pick (language->sentences, random), random);
    }
}

static void
append_quoted_mail (GString *out, const TktLanguage *language, GRand *random)
{
  guint n_lines = g_rand_int_range (random, 3, 40);

  g_string_append (out, "\n\n");
  append_template (out, "> {d} {o}:\n", random);
  for (guint i = 0; i < n_lines; i++)
    {
      g_string_append (out, "> ");
      append_template (out, pick (language->sentences, random), random);
      g_string_append_c (out, '\n');
    }
}

/* A click report, as people paste them. */
static void
append_report (GString *out, GRand *random)
{
  g_string_append_c (out, '\n');
  while (out->len < TKT_MESSAGE_MAX - 200)
    append_template (out, "{d}\t{c}\t{o}\t{n}\t{n}\t{m}\n", random);
}

char *
tkt_generate_message (const TktLanguage *language, const char *name, GRand *random)
{
  GString *out = g_string_new (NULL);
  guint chance = g_rand_int_range (random, 0, 6000);

  if (chance % 3 == 0)
    {
      append_template (out, pick (language->greetings, random), random);
      g_string_append (out, "\n\n");
    }
  append_sentences (
      out, language, 1 + g_rand_int_range (random, 0, 6) * chance / 6000 + chance % 3, random);
  if (chance == 0)
    append_report (out, random);
  else if (chance % 40 == 1)
    append_quoted_mail (out, language, random);
  else if (chance % 3 == 0)
    {
      g_string_append (out, "\n\n");
      append_template (out, pick (language->farewells, random), random);
      g_string_append_printf (out, "\n%s", name);
    }

  return g_string_free (out, FALSE);
}

char *
tkt_generate_publisher_name (guint index)
{
  guint first = index % G_N_ELEMENTS (first_words);
  guint last = index / G_N_ELEMENTS (first_words);
  const char *word = last_words[last % G_N_ELEMENTS (last_words)];

  last /= G_N_ELEMENTS (last_words);
  if (last == 0)
    return g_strdup_printf ("%s %s", first_words[first], word);

  return g_strdup_printf ("%s %s %u", first_words[first], word, last + 1);
}

char *
tkt_generate_person_name (guint index)
{
  /* Numbers without a common factor: every pair of names comes before one comes again. */
  return g_strdup_printf (
      "%s %s",
      given_names[index % G_N_ELEMENTS (given_names)],
      family_names[(index + index / G_N_ELEMENTS (given_names)) % G_N_ELEMENTS (family_names)]);
}
