/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments as they are answered: what is known of a file, and its bytes, whole and in ranges. */
#include "api-fixture.h"

#include <string.h>

#define SIZE 200000 /* four pieces of the store, the last one shorter */

static GBytes *
make_file (gsize size)
{
  guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (i * 7 + i / 251) & 0xff;

  return g_bytes_new_take (bytes, size);
}

static const char *
get_header (const ApiAnswer *answer, const char *name)
{
  return soup_message_headers_get_one (answer->headers, name);
}

static void
assert_bytes (const ApiAnswer *answer, GBytes *file, gsize first, gsize last)
{
  const char *bytes = g_bytes_get_data (file, NULL);

  g_assert_cmpmem (answer->text, answer->length, bytes + first, last - first + 1);
}

static void
test_there_and_back (void)
{
  static const gsize sizes[] = { 0, 1, 65535, 65536, 65537, 131072, SIZE, 10 * 1024 * 1024 };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) file = make_file (sizes[i]);
      g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
      ApiAnswer *sent, *got, *head;
      const char *id;

      sent = api_send_bytes (api, "ada", NULL, file, "POST /v1/attachments?name=a.bin");
      g_assert_cmpstr (sent->said, ==, "201");
      id = api_string (sent, "id");
      g_assert_cmpstr (api_string (sent, "name"), ==, "a.bin");
      g_assert_cmpint (api_integer (sent, "size"), ==, sizes[i]);
      g_assert_cmpstr (api_string (sent, "sha256"), ==, sha256);
      g_assert_cmpstr (api_string (sent, "media_type"), ==, "application/octet-stream");

      got = api_expect (api, "200", "ada", NULL, "GET /v1/attachments/%s", id);
      g_assert_cmpmem (
          got->text, got->length, g_bytes_get_data (file, NULL), g_bytes_get_size (file));
      head = api_expect (api, "200", "ada", NULL, "HEAD /v1/attachments/%s", id);
      g_assert_cmpstr (get_header (head, "Content-Length"), ==, get_header (got, "Content-Length"));
      g_assert_cmpstr (get_header (head, "ETag"), ==, get_header (got, "ETag"));
      g_assert_cmpstr (get_header (head, "Upload-Complete"), ==, "?1");
    }
}

/* A range of a file of SIZE bytes, and what of it is answered; @last -1: the whole, -2: 416. */
static const struct
{
  const char *range;
  gint64 first, last;
} ranges[] = {
  { "bytes=0-0", 0, 0 },
  { "bytes=0-99", 0, 99 },
  { "bytes=65535-65536", 65535, 65536 },
  { "bytes=100-150000", 100, 150000 },
  { "bytes=199999-", 199999, 199999 },
  { "bytes=70000-", 70000, 199999 },
  { "bytes=-1", 199999, 199999 },
  { "bytes=-70000", 130000, 199999 },
  { "bytes=-900000", 0, 199999 },
  { "bytes=0-900000", 0, 199999 },
  { "Bytes = 1-2", 0, -1 },
  { "bytes=1-2,4-5", 0, -1 },
  { "bytes=2-1", 0, -1 },
  { "bytes=a-b", 0, -1 },
  { "bytes=-", 0, -1 },
  { "bytes=--5", 0, -1 },
  { "bytes=5-6-7", 0, -1 },
  { "bytes=0x1-", 0, -1 },
  { "bytes=99999999999999999999-", 0, -1 },
  { "rows=1-2", 0, -1 },
  { "bytes=200000-", 0, -2 },
  { "bytes=200000-300000", 0, -2 },
  { "bytes=-0", 0, -2 },
};

static void
test_ranges (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) file = make_file (SIZE);
  const char *id
      = api_string (api_send_bytes (api, "ada", NULL, file, "POST /v1/attachments?name=a"), "id");

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      const char *header = api_text (api, "Range: %s", ranges[i].range);
      ApiAnswer *answer = api_send (api, "ada", header, NULL, "GET /v1/attachments/%s", id);

      g_test_message ("%s", ranges[i].range);
      if (ranges[i].last == -2)
        {
          g_assert_cmpstr (answer->said, ==, "416 range-not-satisfiable");
          g_assert_cmpstr (get_header (answer, "Content-Range"), ==, "bytes */200000");
        }
      else if (ranges[i].last == -1)
        {
          g_assert_cmpstr (answer->said, ==, "200");
          assert_bytes (answer, file, 0, SIZE - 1);
        }
      else
        {
          const char *expected = api_text (api,
                                           "bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/200000",
                                           ranges[i].first,
                                           ranges[i].last);

          g_assert_cmpstr (answer->said, ==, "206");
          g_assert_cmpstr (get_header (answer, "Content-Range"), ==, expected);
          assert_bytes (answer, file, ranges[i].first, ranges[i].last);
        }
    }
}

/* RFC 9110: If-None-Match before Range, If-Range strongly, and no ranges of a HEAD. */
static void
test_conditions (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) file = make_file (SIZE);
  const char *id
      = api_string (api_send_bytes (api, "ada", NULL, file, "POST /v1/attachments?name=a"), "id");
  ApiAnswer *whole = api_expect (api, "200", "ada", NULL, "GET /v1/attachments/%s", id);
  const char *etag = get_header (whole, "ETag");
  const struct
  {
    const char *method;
    const char *headers;
    const char *said;
  } cases[] = {
    { "GET", api_text (api, "If-None-Match: %s", etag), "304" },
    { "GET", api_text (api, "If-None-Match: W/%s, \"x\"", etag), "304" },
    { "GET", api_text (api, "If-None-Match: %s\nRange: bytes=0-1", etag), "304" },
    { "HEAD", api_text (api, "If-None-Match: %s", etag), "304" },
    { "GET", "If-None-Match: \"x\"", "200" },
    { "GET", api_text (api, "If-Range: %s\nRange: bytes=0-1", etag), "206" },
    { "GET", api_text (api, "If-Range: W/%s\nRange: bytes=0-1", etag), "200" },
    { "GET", "If-Range: \"x\"\nRange: bytes=0-1", "200" },
    { "GET", "If-Range: \"x\"\nRange: bytes=900000-", "200" },
    { "GET", "If-Range: Wed, 25 Nov 2026 10:00:00 GMT\nRange: bytes=0-1", "200" },
    { "HEAD", "Range: bytes=0-1", "200" },
    { "GET", "Accept: image/*", "200" },
    { "GET", "Accept-Encoding: gzip", "200" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApiAnswer *answer = api_send (
          api, "ada", cases[i].headers, NULL, "%s /v1/attachments/%s", cases[i].method, id);

      g_test_message ("%s %s", cases[i].method, cases[i].headers);
      g_assert_cmpstr (answer->said, ==, cases[i].said);
      g_assert_cmpstr (get_header (answer, "ETag"), ==, etag);
      if (answer->status == 200 && g_str_equal (cases[i].method, "GET"))
        assert_bytes (answer, file, 0, SIZE - 1);
    }
}

/* What is claimed is image/png throughout. */
static void
test_media_types (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    const char *media_type;
  } files[] = {
    { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR....", 20, "image/png" },
    { "\xff\xd8\xff\xe0", 4, "image/jpeg" },
    { "\x89PNG\r\n", 6, "application/octet-stream" },
    { "<svg xmlns='http://www.w3.org/2000/svg'/>", 41, "text/plain" },
    { "<script>alert(1)</script>", 25, "text/plain" },
    { "MZ\x90\0", 4, "application/octet-stream" },
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new_static (files[i].bytes, files[i].size);
      ApiAnswer *sent
          = api_send_bytes (api, "ada", NULL, file, "POST /v1/attachments?name=p%%20q.png");
      ApiAnswer *got
          = api_expect (api, "200", "ada", NULL, "GET /v1/attachments/%s", api_string (sent, "id"));

      g_assert_cmpstr (api_string (sent, "media_type"), ==, files[i].media_type);
      g_assert_cmpstr (get_header (got, "Content-Type"), ==, files[i].media_type);
      g_assert_cmpstr (
          get_header (got, "Content-Disposition"), ==, "attachment; filename*=UTF-8''p%20q.png");
    }
}

static void
test_names (void)
{
  static const struct
  {
    const char *query;
    const char *said;
    const char *disposition;
  } names[] = {
    { "?name=a.png", "201", "a.png" },
    { "?name=%20a%20b.png%20", "201", "a%20b.png" },
    { "?name=%C3%A4%E6%BC%A2%22%27%3B.png", "201", "%C3%A4%E6%BC%A2%22%27%3B.png" },
    { "?name=...", "201", "..." },
    { "", "400 bad-request", NULL },
    { "?name=", "400 bad-request", NULL },
    { "?name=%20", "400 bad-request", NULL },
    { "?name=..", "400 bad-request", NULL },
    { "?name=a/b", "400 bad-request", NULL },
    { "?name=a%5Cb", "400 bad-request", NULL },
    { "?name=a%0Ab", "400 bad-request", NULL },
    { "?name=a%09b", "400 bad-request", NULL },
    { "?name=a%7Fb", "400 bad-request", NULL },
    { "?name=a%E2%80%AEgnp.exe", "400 bad-request", NULL },
    { "?name=%FF", "400 bad-request", NULL },
    { "?name=a&name=b", "400 bad-request", NULL },
    { "?name=a&size=1", "400 bad-request", NULL },
    { "?name=a&id=1", "400 bad-request", NULL },
  };
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) file = make_file (3);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ApiAnswer *sent
          = api_send_bytes (api, "ada", NULL, file, "POST /v1/attachments%s", names[i].query);
      const char *disposition;
      ApiAnswer *got;

      g_test_message ("%s", names[i].query);
      g_assert_cmpstr (sent->said, ==, names[i].said);
      if (sent->status != 201)
        continue;
      disposition = api_text (api, "attachment; filename*=UTF-8''%s", names[i].disposition);
      got = api_expect (api, "200", "ada", NULL, "GET /v1/attachments/%s", api_string (sent, "id"));
      g_assert_cmpstr (get_header (got, "Content-Disposition"), ==, disposition);
    }
}

static void
test_refused (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) most = make_file (10 * 1024 * 1024);
  g_autoptr (GBytes) more = make_file (10 * 1024 * 1024 + 1);
  g_autoptr (GBytes) few = make_file (3);
  const struct
  {
    const char *who;
    const char *headers;
    GBytes *bytes;
    const char *said;
  } cases[] = {
    { "ada", NULL, most, "201" },
    { "ada", NULL, more, "413 too-large" },
    { NULL, NULL, more, "401 signed-out" },
    { NULL, NULL, few, "401 signed-out" },
    { "ada", "Content-Encoding: gzip", few, "415 unsupported-media-type" },
    { "ada", "Expect: 100-continue", most, "201" },
    { "ada", "Expect: 100-continue", more, "413 too-large" },
    { NULL, "Expect: 100-continue", few, "401 signed-out" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApiAnswer *answer = api_send_bytes (
          api, cases[i].who, cases[i].headers, cases[i].bytes, "POST /v1/attachments?name=a");

      g_test_message ("case %u", i);
      g_assert_cmpstr (answer->said, ==, cases[i].said);
    }
  /* A body of no length, which only the bare connection can send. */
  {
    const char *request = api_text (api,
                                    "POST /v1/attachments?name=a HTTP/1.1\r\nHost: x\r\n"
                                    "Authorization: Bearer %s\r\nConnection: close\r\n\r\n",
                                    api_token (api, "ada"));
    g_autofree char *answer = api_wire (api, request, -1);

    g_assert_nonnull (strstr (answer, "HTTP/1.1 411 "));
  }
}

/* Chunks that go on past the most there may be are refused, and what came of them is no file. */
static void
test_endless (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GString) request = g_string_new (NULL);
  g_autofree char *chunk = g_strnfill (1 << 20, 'x');
  g_autofree char *answer = NULL;
  const char *id = api_new_id (api);

  g_string_printf (request,
                   "POST /v1/attachments?name=a&id=%s HTTP/1.1\r\nHost: x\r\n"
                   "Authorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n"
                   "Connection: close\r\n\r\n",
                   id,
                   api_token (api, "ada"));
  for (guint i = 0; i < 12; i++)
    g_string_append_printf (request, "100000\r\n%s\r\n", chunk);
  g_string_append (request, "0\r\n\r\n");
  answer = api_wire (api, request->str, request->len);
  g_assert_nonnull (strstr (answer, "HTTP/1.1 413 "));
  g_assert_nonnull (strstr (answer, "too-large"));
  api_expect (api, "204", "ada", NULL, "GET /v1/attachments/%s", id);
}

void
api_add_attachment_tests (void)
{
  g_test_add_func ("/api/attachments/there-and-back", test_there_and_back);
  g_test_add_func ("/api/attachments/ranges", test_ranges);
  g_test_add_func ("/api/attachments/conditions", test_conditions);
  g_test_add_func ("/api/attachments/the-bytes-say-what-they-are", test_media_types);
  g_test_add_func ("/api/attachments/names", test_names);
  g_test_add_func ("/api/attachments/refused-before-and-behind-the-body", test_refused);
  g_test_add_func ("/api/attachments/endless-chunks", test_endless);
}
