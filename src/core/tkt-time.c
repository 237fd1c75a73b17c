/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times: RFC 3339 section 5.6, hand-written because lists format hundreds of them an answer. */
#include "tkt-time.h"

gint64
tkt_time_now (void)
{
  return g_get_real_time () / 1000;
}

/* Days since 1970-01-01 of a day of the proleptic Gregorian calendar, in eras of 400 years. */
static gint64
days_from_date (int year, int month, int day)
{
  int y = month <= 2 ? year - 1 : year;
  int era = y / 400;
  int year_of_era = y - era * 400;
  int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return (gint64)era * 146097 + day_of_era - 719468;
}

static void
date_from_days (gint64 days, int *year, int *month, int *day)
{
  gint64 shifted = days + 719468;
  int era = shifted / 146097;
  int day_of_era = shifted - (gint64)era * 146097;
  int year_of_era
      = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int m = (5 * day_of_year + 2) / 153;

  *day = day_of_year - (153 * m + 2) / 5 + 1;
  *month = m < 10 ? m + 3 : m - 9;
  *year = year_of_era + era * 400 + (*month <= 2);
}

static char *
write_digits (char *text, int value, int width)
{
  for (int i = width - 1; i >= 0; i--)
    {
      text[i] = '0' + value % 10;
      value /= 10;
    }
  return text + width;
}

void
tkt_time_write (gint64 time_ms, char text[TKT_TIME_LENGTH + 1])
{
  int year, month, day;
  gint64 clamped = CLAMP (time_ms, 0, G_GINT64_CONSTANT (253402300799999));
  int ms = clamped % TKT_DAY;

  date_from_days (clamped / TKT_DAY, &year, &month, &day);
  text = write_digits (text, year, 4);
  *text++ = '-';
  text = write_digits (text, month, 2);
  *text++ = '-';
  text = write_digits (text, day, 2);
  *text++ = 'T';
  text = write_digits (text, ms / TKT_HOUR, 2);
  *text++ = ':';
  text = write_digits (text, ms / TKT_MINUTE % 60, 2);
  *text++ = ':';
  text = write_digits (text, ms / TKT_SECOND % 60, 2);
  *text++ = '.';
  text = write_digits (text, ms % 1000, 3);
  *text++ = 'Z';
  *text = '\0';
}

char *
tkt_time_to_text (gint64 time_ms)
{
  char *text = g_malloc (TKT_TIME_LENGTH + 1);

  tkt_time_write (time_ms, text);
  return text;
}

/* Exactly @width digits with a value of @least to @most. */
static gboolean
read_number (const char **text, int width, int least, int most, int *value)
{
  int number = 0;

  for (int i = 0; i < width; i++, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      number = number * 10 + (**text - '0');
    }
  *value = number;
  return number >= least && number <= most;
}

static gboolean
read_char (const char **text, char c)
{
  if (g_ascii_toupper (**text) != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

static gboolean
read_fraction (const char **text, int *ms)
{
  int digits = 0;

  *ms = 0;
  if (**text != '.')
    return TRUE;
  for ((*text)++; g_ascii_isdigit (**text); (*text)++, digits++)
    if (digits < 3)
      *ms = *ms * 10 + (**text - '0');
  for (int i = digits; i < 3; i++)
    *ms *= 10;
  return digits >= 1 && digits <= 9;
}

static gboolean
read_offset (const char **text, gint64 *offset_ms)
{
  int hours, minutes, sign;

  *offset_ms = 0;
  if (read_char (text, 'Z'))
    return TRUE;
  if (**text != '+' && **text != '-')
    return FALSE;
  sign = **text == '-' ? -1 : 1;
  (*text)++;
  if (!read_number (text, 2, 0, 23, &hours) || !read_char (text, ':')
      || !read_number (text, 2, 0, 59, &minutes))
    return FALSE;
  *offset_ms = sign * (hours * TKT_HOUR + minutes * TKT_MINUTE);
  return TRUE;
}

gboolean
tkt_time_parse (const char *text, gint64 *time_ms)
{
  int year, month, day, hour, minute, second, ms;
  gint64 offset, time;

  if (!read_number (&text, 4, 0, 9999, &year) || !read_char (&text, '-')
      || !read_number (&text, 2, 1, 12, &month) || !read_char (&text, '-')
      || !read_number (&text, 2, 1, g_date_get_days_in_month (month, MAX (year, 1)), &day)
      || !read_char (&text, 'T') || !read_number (&text, 2, 0, 23, &hour) || !read_char (&text, ':')
      || !read_number (&text, 2, 0, 59, &minute) || !read_char (&text, ':')
      || !read_number (&text, 2, 0, 60, &second) || !read_fraction (&text, &ms)
      || !read_offset (&text, &offset) || *text != '\0')
    return FALSE;

  time = days_from_date (year, month, day) * TKT_DAY + hour * TKT_HOUR + minute * TKT_MINUTE
         + second * TKT_SECOND + ms - offset;
  /* Leap seconds are the last ones of a day in UTC, wherever the clock that wrote it stands. */
  if (second == 60 && (time - ms) % TKT_DAY != 0)
    return FALSE;
  /* Before 1970 and after 9999 there is nothing that tkt_time_write() could give back. */
  if (time < 0 || time > G_GINT64_CONSTANT (253402300799999))
    return FALSE;
  *time_ms = time;
  return TRUE;
}
