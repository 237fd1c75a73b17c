/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days of "before:" and "after:", as people write them. */
#include <string.h>

#include "tkt-search-query.h"
#include "tkt-time.h"

static const char *const weekdays[]
    = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL };

static gboolean
take_day (GTimeZone *zone, int year, int month, int day, gint64 *begin)
{
  g_autoptr (GDateTime) midnight = NULL;

  if (year < 1970 || month < 1 || month > 12
      || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return FALSE;
  midnight = g_date_time_new (zone, year, month, day, 0, 0, 0);
  if (midnight == NULL)
    return FALSE;
  *begin = g_date_time_to_unix (midnight) * TKT_SECOND;
  return TRUE;
}

/* Up to three numbers of at most four digits with @separator between them; 0 for anything else. */
static guint
read_numbers (const char *text, char separator, int numbers[3], gsize lengths[3])
{
  guint n = 0;

  for (;;)
    {
      const char *start = text;

      if (n == 3)
        return 0;
      numbers[n] = 0;
      for (; g_ascii_isdigit (*text) && text - start < 4; text++)
        numbers[n] = numbers[n] * 10 + (*text - '0');
      lengths[n] = text - start;
      if (lengths[n++] == 0)
        return 0;
      if (*text == '\0')
        return n;
      if (*text++ != separator)
        return 0;
    }
}

/* The year has four digits and stands first, or, between dots, last. */
static gboolean
parse_date (const char *text, GTimeZone *zone, gint64 *begin)
{
  static const char separators[] = "-/.";
  gsize lengths[3];
  int numbers[3];

  for (const char *separator = separators; *separator != '\0'; separator++)
    {
      guint n = read_numbers (text, *separator, numbers, lengths);

      if (n == 0)
        continue;
      if (n == 3 && *separator == '.' && lengths[2] == 4)
        return take_day (zone, numbers[2], numbers[1], numbers[0], begin);
      return lengths[0] == 4
             && take_day (zone, numbers[0], n > 1 ? numbers[1] : 1, n > 2 ? numbers[2] : 1, begin);
    }
  return FALSE;
}

/* "3d", "2w", "6m", "1y". */
static GDateTime *
parse_ago (const char *text, GDateTime *today)
{
  gsize digits = strspn (text, "0123456789");
  int n;

  if (digits == 0 || digits > 4 || text[digits] == '\0' || text[digits + 1] != '\0')
    return NULL;
  n = (int)g_ascii_strtoll (text, NULL, 10);
  switch (g_ascii_tolower (text[digits]))
    {
    case 'd':
      return g_date_time_add_days (today, -n);
    case 'w':
      return g_date_time_add_weeks (today, -n);
    case 'm':
      return g_date_time_add_months (today, -n);
    case 'y':
      return g_date_time_add_years (today, -n);
    default:
      return NULL;
    }
}

static GDateTime *
parse_word (const char *text, GDateTime *today)
{
  if (g_ascii_strcasecmp (text, "today") == 0)
    return g_date_time_ref (today);
  if (g_ascii_strcasecmp (text, "yesterday") == 0)
    return g_date_time_add_days (today, -1);
  for (int i = 0; weekdays[i] != NULL; i++)
    if (g_ascii_strcasecmp (text, weekdays[i]) == 0)
      return g_date_time_add_days (today, -((g_date_time_get_day_of_week (today) - 1 - i + 7) % 7));
  return parse_ago (text, today);
}

gboolean
tkt_search_day_parse (const char *text, GTimeZone *zone, gint64 now, gint64 *begin)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / TKT_SECOND);
  g_autoptr (GDateTime) today = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) day = NULL;

  if (parse_date (text, zone, begin))
    return TRUE;
  day = parse_word (text, today);
  return day != NULL
         && take_day (zone,
                      g_date_time_get_year (day),
                      g_date_time_get_month (day),
                      g_date_time_get_day_of_month (day),
                      begin);
}
