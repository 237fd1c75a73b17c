/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes: what is read is written again, members in protocol.md's order; copies are equal. */
#include "core-fixture.h"

#include <string.h>

static gpointer
read_sample (const CoreSample *sample, const char *json, TktReadMode mode)
{
  g_autoptr (GError) error = NULL;
  gpointer value = tkt_shape_read_bytes (sample->shape, json, strlen (json), mode, &error);

  g_assert_no_error (error);
  return value;
}

static void
test_round_trip (gconstpointer data)
{
  const CoreSample *sample = data;
  g_autofree char *json = core_json (sample->json);

  for (TktReadMode mode = TKT_READ_STRICT; mode <= TKT_READ_LENIENT; mode++)
    {
      gpointer value = read_sample (sample, json, mode);
      gpointer copy = tkt_shape_copy (sample->shape, value);
      g_autofree char *written = tkt_shape_to_json (sample->shape, value);
      g_autofree char *of_copy = NULL;

      g_assert_cmpstr (written, ==, json);
      g_assert_true (tkt_shape_equal (sample->shape, value, copy));
      tkt_shape_free (sample->shape, value);
      /* The copy shares nothing. */
      of_copy = tkt_shape_to_json (sample->shape, copy);
      g_assert_cmpstr (of_copy, ==, json);
      tkt_shape_free (sample->shape, copy);
    }
}

/* Another value of the same kind in the place of each, one at a time. */
static const struct
{
  const char *from, *to;
} changes[] = {
  { "0000001'", "0000009'" },
  { "0000002'", "0000009'" },
  { "0000003'", "0000009'" },
  { "0000004'", "0000009'" },
  { "0000005'", "0000009'" },
  { "0000006'", "0000009'" },
  { "0000007'", "0000009'" },
  { "0000008'", "0000009'" },
  { "ada'", "adam'" },
  { "L.'", "M.'" },
  { "publisher'", "admin'" },
  { "true", "TRUE" },
  { ":10:", ":40:" },
  { ":18:", ":40:" },
  { ":19:", ":40:" },
  { ":20:", ":40:" },
  { ":21:", ":40:" },
  { "closed'", "open'" },
  { "paused'", "active'" },
  { "blocked'", "active'" },
  { "'position':2", "'position':3" },
  { "'number':7", "'number':8" },
  { "'size':4711", "'size':4712" },
  { "7852b855'", "7852b856'" },
  { "payout'", "payouts'" },
  { "Acme", "Bravo" },
  { "Larkfield", "Elmfield" },
  { "larkfield", "elmfield" },
  { "correct", "wrong" },
  { "staple", "stable" },
  { "Desk", "Tisch" },
  { ".pdf", ".png" },
  { "/pdf", "/png" },
  { "Hello", "Hallo" },
  { "'revision':1", "'revision':2" },
  { "'reply_count':3", "'reply_count':4" },
  { "'open_tickets':5", "'open_tickets':6" },
  { "tkt_x", "tkt_y" },
  { "false", "true" },
};

static void
test_differences (gconstpointer data)
{
  const CoreSample *sample = data;
  g_autofree char *json = core_json (sample->json);
  gpointer value = read_sample (sample, json, TKT_READ_LENIENT);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      const char *place = strstr (sample->json, changes[i].from);
      gboolean truth = g_str_equal (changes[i].from, "true");
      g_autofree char *with_marks = NULL;
      g_autofree char *changed = NULL;
      gpointer other;

      if (place == NULL)
        continue;
      with_marks = g_strdup_printf ("%.*s%s%s",
                                    (int)(place - sample->json),
                                    sample->json,
                                    truth ? "false" : changes[i].to,
                                    place + strlen (changes[i].from));
      changed = core_json (with_marks);
      other = read_sample (sample, changed, TKT_READ_LENIENT);
      g_test_message ("%s", changed);
      g_assert_false (tkt_shape_equal (sample->shape, value, other));
      g_assert_false (tkt_shape_equal (sample->shape, other, value));
      tkt_shape_free (sample->shape, other);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_false (tkt_shape_equal (sample->shape, value, NULL));
  g_assert_true (tkt_shape_equal (sample->shape, NULL, NULL));
  tkt_shape_free (sample->shape, value);
}

/* In a patch, null and "not there" are two things. */
static void
test_null_and_missing (void)
{
  static const struct
  {
    const TktShape *shape;
    const char *json;
  } patches[] = {
    { &tkt_ticket_patch_shape, "{}" },
    { &tkt_ticket_patch_shape, "{'assignee_id':null}" },
    { &tkt_ticket_patch_shape, "{'status':'open'}" },
    { &tkt_publisher_patch_shape, "{'account_manager_id':null}" },
    { &tkt_publisher_patch_shape, "{'status':'active'}" },
    { &tkt_account_patch_shape, "{'publisher_id':null,'disabled':false}" },
    { &tkt_account_patch_shape, "{'role':'publisher'}" },
    { &tkt_organization_patch_shape, "{'support_tickets_enabled':false}" },
    { &tkt_organization_patch_shape, "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (patches); i++)
    {
      g_autofree char *json = core_json (patches[i].json);
      const CoreSample sample = { .shape = patches[i].shape };
      gpointer value = read_sample (&sample, json, TKT_READ_STRICT);
      gpointer nothing = tkt_shape_new (patches[i].shape);
      g_autofree char *written = tkt_shape_to_json (patches[i].shape, value);

      g_assert_cmpstr (written, ==, json);
      g_assert_cmpint (
          tkt_shape_equal (patches[i].shape, value, nothing), ==, g_str_equal (json, "{}"));
      tkt_shape_free (patches[i].shape, nothing);
      tkt_shape_free (patches[i].shape, value);
    }
}

static void
test_text_is_cleaned (void)
{
  static const char json[] = "{\"title\":\"  Late \\r\\n\",\"message\":{\"body\":\"a\\r\\nb \"}}";
  g_autoptr (TktNewTicket) strict
      = tkt_shape_read_bytes (&tkt_new_ticket_shape, json, sizeof json - 1, TKT_READ_STRICT, NULL);
  g_autoptr (TktNewTicket) lenient
      = tkt_shape_read_bytes (&tkt_new_ticket_shape, json, sizeof json - 1, TKT_READ_LENIENT, NULL);

  g_assert_cmpstr (strict->title, ==, "Late");
  g_assert_cmpstr (strict->message->body, ==, "a\nb ");
  g_assert_cmpstr (lenient->title, ==, "  Late \r\n");
  g_assert_cmpstr (lenient->message->body, ==, "a\r\nb ");
}

static void
test_boxed (void)
{
  g_autofree char *json = core_json (core_samples[0].json);
  TktOrganization *organization = read_sample (&core_samples[0], json, TKT_READ_STRICT);
  TktOrganization *copy = g_boxed_copy (tkt_organization_get_type (), organization);

  g_assert_true (tkt_shape_equal (&tkt_organization_shape, organization, copy));
  g_boxed_free (tkt_organization_get_type (), organization);
  g_assert_cmpstr (copy->slug, ==, "larkfield");
  tkt_organization_free (copy);
  tkt_organization_free (NULL);
}

/* A row of each kind, and between them one that only a newer server knows. */
static char *
make_page (const char *extra)
{
  g_autoptr (GString) page = g_string_new ("{'changes':[");

  for (guint kind = 0; kind < TKT_N_CHANGE_KINDS; kind++)
    for (guint i = 0; i < core_n_samples; i++)
      if (core_samples[i].shape == tkt_change_kind_shape (kind))
        {
          const char *word = core_samples[i].shape->name;

          g_string_append_printf (page,
                                  "%s{'kind':'%s','%s':%s}",
                                  kind > 0 ? "," : "",
                                  word,
                                  word,
                                  core_samples[i].json);
          if (kind == 2)
            g_string_append (page, extra);
        }
  g_string_append (page, "],'cursor':'c-\\\\-é','more':true}");
  return core_json (page->str);
}

static void
test_change_page (void)
{
  g_autofree char *json = make_page ("");
  g_autofree char *newer = make_page (",{'kind':'payout','payout':{'x':[1]}},{'kind':'tag'}");
  g_autoptr (GError) error = NULL;
  g_autoptr (TktChangePage) page = tkt_change_page_read (json, strlen (json), &error);
  g_autoptr (TktChangePage) same = tkt_change_page_read (newer, strlen (newer), NULL);
  g_autoptr (GString) written = g_string_new (NULL);
  g_autoptr (GString) rewritten = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (page->changes->len, ==, TKT_N_CHANGE_KINDS);
  for (guint kind = 0; kind < TKT_N_CHANGE_KINDS; kind++)
    g_assert_cmpint (((TktChange *)page->changes->pdata[kind])->kind, ==, kind);
  g_assert_cmpstr (page->cursor, ==, "c-\\-é");
  g_assert_true (page->more);
  tkt_change_page_write (page, written);
  g_assert_cmpstr (written->str, ==, json);
  g_assert_nonnull (same);
  tkt_change_page_write (same, rewritten);
  g_assert_cmpstr (rewritten->str, ==, json);
}

static void
test_change_kinds (void)
{
  static const char *const words[] = { "organization", "account", "publisher", "saved_reply",
                                       "ticket",       "message", "note",      "read_mark" };

  g_assert_cmpuint (TKT_N_CHANGE_KINDS, ==, G_N_ELEMENTS (words));
  for (guint kind = 0; kind < TKT_N_CHANGE_KINDS; kind++)
    g_assert_cmpstr (tkt_change_kind_shape (kind)->name, ==, words[kind]);
}

void
core_add_shape_tests (void)
{
  core_add_for_samples ("comes-out-as-it-went-in", test_round_trip);
  core_add_for_samples ("every-difference-is-seen", test_differences);
  g_test_add_func ("/core/shape/null-and-missing-are-two-things", test_null_and_missing);
  g_test_add_func ("/core/shape/requests-are-cleaned-and-answers-are-not", test_text_is_cleaned);
  g_test_add_func ("/core/shape/is-boxed", test_boxed);
  g_test_add_func ("/core/shape/change-page-comes-out-as-it-went-in", test_change_page);
  g_test_add_func ("/core/shape/change-kinds-are-the-protocols", test_change_kinds);
}
