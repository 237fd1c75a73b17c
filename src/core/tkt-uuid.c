/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UUID version 7 (RFC 9562 section 5.7). */
#include "tkt-uuid.h"

#include <string.h>
#include <sys/random.h>

#include "tkt-time.h"

/* Bytes of the kernel's generator: ids are made on many computers and must neither meet nor be
 * guessed. */
static void
fill_random (guint8 *bytes, gsize size)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = getrandom (bytes + done, size - done, 0);

      /* Below 256 bytes getrandom(2) fails only when a signal interrupts it before the pool is
       * ready. */
      if (n > 0)
        done += n;
    }
}

static void
stamp (guint8 bytes[TKT_UUID_BYTES], gint64 time_ms)
{
  for (int i = 0; i < 6; i++)
    bytes[i] = (guint64)time_ms >> (40 - 8 * i);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
}

static char *
to_text (const guint8 bytes[TKT_UUID_BYTES])
{
  char *text = g_malloc (TKT_UUID_LENGTH + 1);

  tkt_uuid_write (bytes, text);
  return text;
}

/* Section 6.2, method 1: 12 bits of a counter follow the time, so that ids of one millisecond
 * ascend; when the counter overflows or the clock steps back, the time runs ahead of the clock by a
 * millisecond. */
char *
tkt_uuid_new (void)
{
  static GMutex mutex;
  static gint64 last_ms;
  static guint counter;
  guint8 bytes[TKT_UUID_BYTES];
  gint64 now = tkt_time_now ();

  fill_random (bytes, sizeof bytes);
  g_mutex_lock (&mutex);
  if (now > last_ms)
    {
      last_ms = now;
      counter = ((bytes[6] << 8) | bytes[7]) & 0x7ff;
    }
  else if (++counter > 0xfff)
    {
      last_ms++;
      counter = 0;
    }
  bytes[6] = counter >> 8;
  bytes[7] = counter & 0xff;
  stamp (bytes, last_ms);
  g_mutex_unlock (&mutex);
  return to_text (bytes);
}

char *
tkt_uuid_new_from (gint64 time_ms, GRand *random)
{
  guint8 bytes[TKT_UUID_BYTES];

  for (gsize i = 0; i < sizeof bytes; i += 4)
    {
      guint32 word = g_rand_int (random);

      memcpy (bytes + i, &word, 4);
    }
  stamp (bytes, time_ms);
  return to_text (bytes);
}

/* -1 for what is no lower-case digit. */
static int
get_digit (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

gboolean
tkt_uuid_to_bytes (const char *text, guint8 bytes[TKT_UUID_BYTES])
{
  for (int i = 0; i < TKT_UUID_BYTES; i++)
    {
      int high, low;

      if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
        return FALSE;
      high = get_digit (text[0]);
      low = high >= 0 ? get_digit (text[1]) : -1;
      if (low < 0)
        return FALSE;
      bytes[i] = high << 4 | low;
      text += 2;
    }
  return *text == '\0';
}

gboolean
tkt_uuid_is_valid (const char *text)
{
  guint8 bytes[TKT_UUID_BYTES];

  return tkt_uuid_to_bytes (text, bytes);
}

void
tkt_uuid_write (const guint8 bytes[TKT_UUID_BYTES], char text[TKT_UUID_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";

  for (int i = 0; i < TKT_UUID_BYTES; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *text++ = '-';
      *text++ = digits[bytes[i] >> 4];
      *text++ = digits[bytes[i] & 0x0f];
    }
  *text = '\0';
}
