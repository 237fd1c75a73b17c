/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search language, with the judge that it is for: SQLite's FTS5. */
#include "core-fixture.h"

#include <sqlite3.h>
#include <string.h>

#include "tkt-search.h"

typedef struct
{
  sqlite3 *db;
  sqlite3_stmt *insert, *match;
} Index;

static void
index_free (Index *self)
{
  sqlite3_finalize (self->insert);
  sqlite3_finalize (self->match);
  g_assert_cmpint (sqlite3_close (self->db), ==, SQLITE_OK);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Index, index_free)

/* The tokenizer of both databases. */
static Index *
index_new (void)
{
  Index *self = g_new0 (Index, 1);

  g_assert_cmpint (sqlite3_open (":memory:", &self->db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (self->db,
                                 "CREATE VIRTUAL TABLE search USING fts5 (text, content='',"
                                 " tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
                                 NULL,
                                 NULL,
                                 NULL),
                   ==,
                   SQLITE_OK);
  sqlite3_prepare_v2 (
      self->db, "INSERT INTO search (rowid, text) VALUES (?, ?)", -1, &self->insert, NULL);
  sqlite3_prepare_v2 (
      self->db, "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?", -1, &self->match, NULL);
  return self;
}

static void
index_add (Index *self, gint64 row, const char *text)
{
  g_autofree char *indexed = tkt_search_index_text (text);

  sqlite3_bind_int64 (self->insert, 1, row);
  sqlite3_bind_text (self->insert, 2, indexed, -1, SQLITE_TRANSIENT);
  g_assert_cmpint (sqlite3_step (self->insert), ==, SQLITE_DONE);
  sqlite3_reset (self->insert);
}

/* FTS5 must take whatever comes out of what was typed. */
static gboolean
index_finds (Index *self, gint64 row, const char *typed)
{
  g_autofree char *match = tkt_search_to_match (typed);
  int result;

  if (match == NULL)
    return FALSE;
  g_assert_true (g_utf8_validate (match, -1, NULL));
  sqlite3_bind_text (self->match, 1, match, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (self->match, 2, row);
  result = sqlite3_step (self->match);
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    g_error ("“%s” became “%s”: %s", typed, match, sqlite3_errmsg (self->db));
  sqlite3_reset (self->match);
  return result == SQLITE_ROW;
}

static const struct
{
  const char *text;
  const char *typed;
  gboolean found;
} finds[] = {
  { "Missing payout for October", "payout", TRUE },
  { "Missing payout for October", "pay", TRUE },
  { "Missing payout for October", "OCT miss", TRUE },
  { "Missing payout for October", "pay november", FALSE },
  { "Missing payout for October", "ayout", FALSE },
  { "Missing payout for October", "\"payout for\"", TRUE },
  { "Missing payout for October", "\"payout October\"", FALSE },
  { "Missing payout for October", "\"pay\"", FALSE }, /* a quoted word is whole */
  { "Missing payout for October", "\"payout for", TRUE },
  { "Missing payout for October", "miss\"payout for\"oct", TRUE },
  { "Zürich, naïve café", "zurich cafe", TRUE },
  { "Zurich", "zürich", TRUE },
  { "Stra\xc3\x9f"
    "e",
    "stra\xc3\x9f",
    TRUE },
  { "caf\x65\xcc\x81 open", "caf\xc3\xa9", TRUE }, /* decomposed and composed */
  { "ＦＵＬＬ　ｗｉｄｔｈ", "full", TRUE },
  { "full width", "ｆｕｌｌ", TRUE },
  { "the ofﬁce", "office", TRUE }, /* a ligature */
  { "我们的付款没有到账", "付款", TRUE },
  { "我们的付款没有到账", "没有到", TRUE },
  { "我们的付款没有到账", "款付", FALSE },
  { "支払いデータが届きません", "データ", TRUE },
  { "ยังไม่ได้รับเงิน", "เงิน", TRUE },
  { "정산이 누락되었습니다", "누락", TRUE },
  { "لم يصل الدفع", "الدفع", TRUE },
  { "не пришла ВЫПЛАТА", "выплата", TRUE },
  { "call sub_id=42&x.y at https://t.example.com/a?b", "t.example.com", TRUE },
  { "sub_id=42", "sub_id=42", TRUE },
  { "id 42", "sub_id=42", FALSE },
  { "see #123", "#123", TRUE },
  /* FTS5's own language is only words here. */
  { "alpha beta", "alpha NOT beta", FALSE },
  { "alpha not beta", "alpha NOT beta", TRUE },
  { "alpha", "alpha OR beta", FALSE },
  { "alpha near beta", "NEAR(alpha beta)", FALSE }, /* another order: "near alpha", then beta */
  { "near alpha beta", "NEAR(alpha beta)", TRUE },
  { "text alpha", "text:alpha", TRUE },
  { "alpha", "text:alpha", FALSE },
  { "alpha", "^alpha", TRUE },
  { "beta alpha", "^alpha", TRUE },
  { "alpha", "-alpha", TRUE },
  { "alpha", "al*ha", FALSE },
  { "alpha", "(alpha", TRUE },
  { "alpha", "{text}:alpha", FALSE },
  { "alpha", "alpha ;; -- %%", TRUE },
  { "alpha", "+ alpha +", TRUE },
};

static void
test_finds (void)
{
  g_autoptr (Index) index = index_new ();

  for (guint i = 0; i < G_N_ELEMENTS (finds); i++)
    {
      index_add (index, i + 1, finds[i].text);
      if (index_finds (index, i + 1, finds[i].typed) != finds[i].found)
        g_error ("“%s” in “%s”", finds[i].typed, finds[i].text);
    }
}

/* Where there is no word there is nothing to look for. */
static void
test_no_word (void)
{
  static const char *const nothing[]
      = { "",    " ", "\t\n",         "\"",   "\"\"",      "\" \"",       "\"\"\"", "*",
          "()",  "'", "''",           "-",    "^",         ":",           "…",      "＂",
          "​", "😀", "\xe3\x80\x80", "\xff", "word \xff", "\xed\xa0\x80" };

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    {
      g_autofree char *match = tkt_search_to_match (nothing[i]);

      g_assert_cmpstr (match, ==, NULL);
    }
}

/* What would be FTS5's language, SQL or a broken string, and none of it occurs. */
static const char *const hostile[] = {
  "\"",
  "a\"",
  "\"a",
  "a\"\"b",
  "\"\"a\"\"",
  "a\" OR \"b",
  "a\") OR (\"b",
  "a\" AND *",
  "a＂b",
  "ａ＂ OR ＂ｂ",
  "\"a\" * ^",
  "AND",
  "OR",
  "NOT",
  "NEAR",
  "NEAR/2",
  "a AND",
  "NOT a",
  "a -b",
  "a + b",
  "a^b",
  "^",
  "a*",
  "a**",
  "*a",
  "text:",
  ":a",
  "{a}",
  "{text a}: b",
  "-text:a",
  "(",
  ")",
  "((a)",
  "a)",
  "'",
  "a'; DROP TABLE search; --",
  "a\\",
  "a\\\"",
  "%",
  "_",
  "?1",
  "@a",
  "$a",
  "a,b",
  "a;b",
  "\x01 a \x1f",
  "a\xef\xbb\xbf",
  "a\xe2\x80\xae"
  "b",
  "𞊐",
  "\xf0\x9e\x93\x90 a",
  "\xee\x80\x80",
  "a \xee\x80\x80",
  "①½Ⅷ",
  "꙰",
  "́",
  "a ́",
  "\xf4\x8f\xbf\xbf a",
};

static void
test_hostile (void)
{
  g_autoptr (Index) index = index_new ();

  index_add (index, 1, "zzz");
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    g_assert_false (index_finds (index, 1, hostile[i]));
}

static gunichar
random_character (GRand *random)
{
  static const char nasty[] = "\"'*^:(){}[]-+,;.!?%_#@$&|\\/<>=~` \t\nANDORNOTEaz09";
  gunichar c;

  if (g_rand_int_range (random, 0, 3) > 0)
    return nasty[g_rand_int_range (random, 0, sizeof nasty - 1)];
  do
    c = g_rand_int_range (random, 1, g_rand_boolean (random) ? 0x3000 : 0x110000);
  while (!g_unichar_validate (c));
  return c;
}

static void
test_random (void)
{
  g_autoptr (GRand) random = core_random_new ();
  g_autoptr (Index) index = index_new ();

  index_add (index, 1, "one text");
  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) typed = g_string_new (NULL);

      for (int n = g_rand_int_range (random, 0, 24); n > 0; n--)
        g_string_append_unichar (typed, random_character (random));
      index_finds (index, 1, typed->str);
    }
}

/* Any piece of a text in a script without spaces finds it. */
static void
test_every_piece (void)
{
  static const char *const unspaced[] = { "我们的付款没有到账请尽快处理",
                                          "アフィリエイト報酬の支払い",
                                          "ยังไม่ได้รับเงินค่าคอมมิชชั่น",
                                          "ငွေမရသေးပါ" };

  for (guint i = 0; i < G_N_ELEMENTS (unspaced); i++)
    {
      g_autoptr (Index) index = index_new ();
      glong length = g_utf8_strlen (unspaced[i], -1);

      index_add (index, 1, unspaced[i]);
      for (glong from = 0; from < length; from++)
        for (glong to = from + 1; to <= length; to++)
          {
            g_autofree char *piece = g_utf8_substring (unspaced[i], from, to);
            g_autofree char *match = tkt_search_to_match (piece);

            if (match != NULL && !index_finds (index, 1, piece))
              g_error ("“%s” does not find “%s”", piece, unspaced[i]);
            /* Only what begins with a mark may be without any letter. */
            g_assert_true (match != NULL || g_unichar_ismark (g_utf8_get_char (piece)));
          }
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *typed;
    gint64 number;
  } numbers[] = {
    { "#123", 123 },
    { "123", 123 },
    { " 123 ", 123 },
    { "#007", 7 },
    { "\t#1\n", 1 },
    { "999999999999999", G_GINT64_CONSTANT (999999999999999) },
    { "", 0 },
    { "#", 0 },
    { "# 123", 0 },
    { "##1", 0 },
    { "#0", 0 },
    { "12a", 0 },
    { "a12", 0 },
    { "1 2", 0 },
    { "-1", 0 },
    { "+1", 0 },
    { "1.5", 0 },
    { "0x10", 0 },
    { "1e3", 0 },
    { "１２", 0 },
    { "1000000000000000", 0 },
    { "#99999999999999999999", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpint (tkt_search_ticket_number (numbers[i].typed), ==, numbers[i].number);
}

/* Between any two characters, each is what NFKC makes of it, and none is a word of its own. */
static void
assert_stays (const gunichar *characters, glong n)
{
  g_autofree char *text = g_ucs4_to_utf8 (characters, n, NULL, NULL, NULL);
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autofree char *indexed = tkt_search_index_text (text);

  if (!tkt_search_is_index_text (text))
    return;
  g_assert_cmpstr (normal, ==, text);
  g_assert_cmpstr (indexed, ==, text);
  for (glong i = 0; i < n; i++)
    g_assert_false (tkt_search_stands_alone (characters[i]));
}

/* Whatever is taken for its own index text is that: every character once, between random ones. */
static void
test_own_index_text (void)
{
  guint n_plain = 0;

  for (gunichar c = 1; c < 0x20000; c++)
    {
      gunichar around[3]
          = { g_test_rand_int_range (1, 0xD800), c, g_test_rand_int_range (0x300, 0x3200) };
      const gunichar alone[] = { c, 0 };
      g_autofree char *text = NULL;

      if (!g_unichar_validate (c))
        continue;
      assert_stays (around, 3);
      assert_stays (around, 2);
      assert_stays (around + 1, 2);
      text = g_ucs4_to_utf8 (alone, 1, NULL, NULL, NULL);
      n_plain += tkt_search_is_index_text (text);
    }
  /* ASCII and most of Latin, Greek, Cyrillic, Arabic and signs, to say the least. */
  g_assert_cmpuint (n_plain, >, 5000);
  g_assert_true (tkt_search_is_index_text ("Über “Straße” – Привет, مرحبا"));
}

void
core_add_search_tests (void)
{
  g_test_add_func ("/core/search/finds-what-it-says", test_finds);
  g_test_add_func ("/core/search/no-word-is-nothing-to-look-for", test_no_word);
  g_test_add_func ("/core/search/hostile-words-stay-words", test_hostile);
  g_test_add_func ("/core/search/fts5-takes-whatever-is-typed", test_random);
  g_test_add_func ("/core/search/every-piece-of-an-unspaced-text", test_every_piece);
  g_test_add_func ("/core/search/ticket-numbers", test_numbers);
  g_test_add_func ("/core/search/own-index-text", test_own_index_text);
}
