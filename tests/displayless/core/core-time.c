/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times: RFC 3339 in and out, compared with GLib's calendar. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-time.h"

#define LAST G_GINT64_CONSTANT (253402300799999) /* 9999-12-31T23:59:59.999Z */

static void
check_written (gint64 time_ms)
{
  g_autoptr (GDateTime) calendar = g_date_time_new_from_unix_utc (time_ms / 1000);
  g_autofree char *seconds = g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03d",
                                              g_date_time_get_year (calendar),
                                              g_date_time_get_month (calendar),
                                              g_date_time_get_day_of_month (calendar),
                                              g_date_time_get_hour (calendar),
                                              g_date_time_get_minute (calendar),
                                              g_date_time_get_second (calendar),
                                              (int)(time_ms % 1000));
  g_autofree char *expected = g_strconcat (seconds, "Z", NULL);
  g_autofree char *text = tkt_time_to_text (time_ms);
  gint64 read = -1;

  g_assert_cmpstr (text, ==, expected);
  g_assert_true (tkt_time_parse (text, &read));
  g_assert_cmpint (read, ==, time_ms);
}

/* The first and the last millisecond of every month, so every leap year and every century. */
static void
test_every_month (void)
{
  for (int year = 1970; year <= 9999; year++)
    for (int month = 1; month <= 12; month++)
      {
        g_autoptr (GDateTime) first = g_date_time_new_utc (year, month, 1, 0, 0, 0);
        gint64 time_ms = g_date_time_to_unix (first) * 1000;

        check_written (time_ms);
        if (time_ms > 0)
          check_written (time_ms - 1);
      }
  check_written (LAST);
}

static void
test_random_times (void)
{
  g_autoptr (GRand) random = core_random_new ();

  for (guint i = 0; i < 5000; i++)
    check_written ((gint64)(g_rand_double (random) * (double)LAST));
}

static void
test_clamped (void)
{
  static const struct
  {
    gint64 time_ms;
    const char *text;
  } outside[] = {
    { -1, "1970-01-01T00:00:00.000Z" },
    { G_MININT64, "1970-01-01T00:00:00.000Z" },
    { LAST + 1, "9999-12-31T23:59:59.999Z" },
    { G_MAXINT64, "9999-12-31T23:59:59.999Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    {
      g_autofree char *text = tkt_time_to_text (outside[i].time_ms);

      g_assert_cmpstr (text, ==, outside[i].text);
    }
}

static const struct
{
  const char *text;
  gint64 time_ms;
} taken[] = {
  { "1970-01-01T00:00:00Z", 0 },
  { "1970-01-01T00:00:00.001Z", 1 },
  { "1970-01-01T01:00:00+01:00", 0 },
  { "1969-12-31T23:00:00-01:00", 0 },
  { "2026-11-23T10:15:30.123Z", 1795428930123 },
  { "2026-11-23t10:15:30.123z", 1795428930123 },
  { "2026-11-23T12:15:30.123+02:00", 1795428930123 },
  { "2026-11-23T04:45:30.123-05:30", 1795428930123 },
  { "2026-11-23T10:15:30.123-00:00", 1795428930123 },
  { "2026-11-24T10:14:30.123+23:59", 1795428930123 },
  { "2026-11-23T10:15:30Z", 1795428930000 },
  { "2026-11-23T10:15:30.1Z", 1795428930100 },
  { "2026-11-23T10:15:30.12Z", 1795428930120 },
  { "2026-11-23T10:15:30.0001Z", 1795428930000 },
  { "2026-11-23T10:15:30.999999999Z", 1795428930999 },
  { "1972-02-29T00:00:00Z", 68169600000 },
  { "2000-02-29T00:00:00Z", 951782400000 },
  { "2400-02-29T00:00:00Z", 13574563200000 },
  { "9999-12-31T23:59:59.999Z", LAST },
  { "9999-12-31T23:59:59.9999Z", LAST },
  /* Leap seconds: the real one of 2016 here, in Tokyo and in New York. */
  { "2016-12-31T23:59:60Z", 1483228800000 },
  { "2016-12-31T23:59:60.5Z", 1483228800500 },
  { "2017-01-01T08:59:60+09:00", 1483228800000 },
  { "2016-12-31T18:59:60-05:00", 1483228800000 },
};

static void
test_taken (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      gint64 time_ms = -1;

      if (!tkt_time_parse (taken[i].text, &time_ms))
        g_error ("%s is refused", taken[i].text);
      g_assert_cmpint (time_ms, ==, taken[i].time_ms);
    }
}

static const char *const refused[] = {
  /* days that do not exist */
  "2026-02-29T00:00:00Z",
  "2100-02-29T00:00:00Z",
  "2000-02-30T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-00-10T00:00:00Z",
  "2026-13-10T00:00:00Z",
  "2026-11-00T00:00:00Z",
  "2026-12-32T00:00:00Z",
  /* hours, minutes, seconds */
  "2026-11-23T24:00:00Z",
  "2026-11-23T10:60:00Z",
  "2026-11-23T10:15:61Z",
  "2026-11-23T99:99:99Z",
  /* a second 60 where none can be inserted */
  "2016-12-31T23:58:60Z",
  "2016-12-31T22:59:60Z",
  "2016-12-31T23:59:60+01:00",
  "2026-11-23T10:15:60Z",
  /* fractions */
  "2026-11-23T10:15:30.Z",
  "2026-11-23T10:15:30,5Z",
  "2026-11-23T10:15:30.1234567890Z",
  "2026-11-23T10:15:30.-1Z",
  /* offsets */
  "2026-11-23T10:15:30",
  "2026-11-23T10:15:30+0200",
  "2026-11-23T10:15:30+02",
  "2026-11-23T10:15:30+24:00",
  "2026-11-23T10:15:30+02:60",
  "2026-11-23T10:15:30 Z",
  "2026-11-23T10:15:30Z+02:00",
  "2026-11-23T10:15:30−02:00" /* a minus sign, not a hyphen */,
  /* outside of what can be kept: before 1970, after 9999 */
  "0000-01-01T00:00:00Z",
  "0000-02-29T00:00:00Z",
  "0001-01-01T00:00:00Z",
  "0400-02-29T00:00:00Z",
  "1969-12-31T23:59:59.999Z",
  "1970-01-01T00:00:00+00:01",
  "9999-12-31T23:59:59-00:01",
  "9999-12-31T23:59:60Z",
  "10000-01-01T00:00:00Z",
  "+2026-11-23T10:15:30Z",
  "-001-11-23T10:15:30Z",
  /* other forms of ISO 8601, and garbage */
  "",
  "T",
  "Z",
  "now",
  "2026",
  "2026-11-23",
  "10:15:30Z",
  "20261123T101530Z",
  "2026-11-23 10:15:30Z",
  "2026-W48-1T10:15:30Z",
  "2026-327T10:15:30Z",
  "2026-11-23T10:15Z",
  "2026-11-23T1:15:30Z",
  " 2026-11-23T10:15:30Z",
  "2026-11-23T10:15:30Z ",
  "2026-11-23T10:15:30Z\n",
  "1795428930",
  "２０２６-11-23T10:15:30Z",
  "2026-11-23T10:15:30.1e1Z",
  "Mon, 23 Nov 2026 10:15:30 GMT",
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      gint64 time_ms = 77;

      if (tkt_time_parse (refused[i], &time_ms))
        g_error ("“%s” is taken", refused[i]);
      g_assert_cmpint (time_ms, ==, 77);
    }
}

static int
number_at (const char *text, guint at)
{
  return g_ascii_digit_value (text[at]) * 10 + g_ascii_digit_value (text[at + 1]);
}

/* RFC 3339 without leap seconds, for the form YYYY-MM-DDTHH:MM:SS.mmmZ. */
static gboolean
is_time (const char *text)
{
  if (!g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[Zz]$",
                             text,
                             G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY,
                             0))
    return FALSE;
  return number_at (text, 5) <= 12 && g_ascii_strtoull (text, NULL, 10) >= 1970
         && g_date_valid_dmy (number_at (text, 8),
                              number_at (text, 5),
                              number_at (text, 0) * 100 + number_at (text, 2))
         && number_at (text, 11) <= 23 && number_at (text, 14) <= 59 && number_at (text, 17) <= 59;
}

static void
test_any_other_byte (void)
{
  static const char *const bases[]
      = { "2026-11-23T10:15:30.123Z", "2024-02-29T23:59:59.999Z", "1999-09-19T19:09:09.099z" };

  for (guint b = 0; b < G_N_ELEMENTS (bases); b++)
    for (guint i = 0; i < TKT_TIME_LENGTH; i++)
      for (guint c = 0; c < 256; c++)
        {
          g_autofree char *text = g_strdup (bases[b]);
          gint64 time_ms;

          text[i] = (char)c;
          g_assert_cmpint (tkt_time_parse (text, &time_ms), ==, is_time (text));
        }
}

static void
test_now (void)
{
  gint64 before = g_get_real_time () / 1000;
  gint64 now = tkt_time_now ();

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time () / 1000);
}

void
core_add_time_tests (void)
{
  g_test_add_func ("/core/time/every-month-goes-out-and-in", test_every_month);
  g_test_add_func ("/core/time/random-times-go-out-and-in", test_random_times);
  g_test_add_func ("/core/time/out-of-range-is-clamped", test_clamped);
  g_test_add_func ("/core/time/taken", test_taken);
  g_test_add_func ("/core/time/refused", test_refused);
  g_test_add_func ("/core/time/any-other-byte", test_any_other_byte);
  g_test_add_func ("/core/time/now-is-now", test_now);
}
