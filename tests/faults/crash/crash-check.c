/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said to be kept, held against what the server has and the outbox kept back. */
#include "crash-player.h"

#include "tkt-cache-private.h"

typedef struct
{
  CrashPlayer *player;
  const char *organization;
  GHashTable *refused;   /* id of the message → its TktEntry */
  GHashTable *positions; /* of the last reply of this player → by ticket */
  guint n_refused;
} Check;

static TktTicket *
get_ticket (Check *self, TktStoreTx *tx, const CrashWord *word)
{
  g_autoptr (GError) error = NULL;
  TktTicket *ticket = tkt_store_get_ticket (tx, self->organization, word->ticket, &error);

  g_assert_no_error (error);
  if (ticket == NULL)
    g_error ("%s %s is lost", word->deed, word->ticket);
  return ticket;
}

/* Rule 20: only to a ticket that somebody closed meanwhile. */
static void
check_refused (Check *self, TktStoreTx *tx, const CrashWord *word)
{
  const TktEntry *entry = g_hash_table_lookup (self->refused, word->message);
  g_autoptr (TktTicket) ticket = get_ticket (self, tx, word);

  if (entry == NULL)
    g_error ("reply %s (“%s”) is lost", word->message, word->text);
  g_assert_cmpint (entry->state, ==, TKT_ENTRY_REFUSED);
  g_assert_cmpstr (entry->problem, ==, "ticket-closed");
  g_assert_cmpstr (entry->body, ==, word->text);
  g_assert_cmpint (ticket->status, ==, TKT_TICKET_CLOSED);
  self->n_refused++;
}

static void
check_reply (Check *self, TktStoreTx *tx, const CrashWord *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktMessage) message
      = tkt_store_get_message (tx, self->organization, word->message, &error);
  gint64 last;

  g_assert_no_error (error);
  if (message == NULL)
    {
      check_refused (self, tx, word);
      return;
    }
  g_assert_null (g_hash_table_lookup (self->refused, word->message));
  g_assert_cmpstr (message->ticket_id, ==, word->ticket);
  if (tkt_message_is_tombstone (message))
    g_assert_true (g_hash_table_contains (self->player->deletions, word->message));
  else
    g_assert_cmpstr (message->body, ==, word->text);
  last = GPOINTER_TO_SIZE (g_hash_table_lookup (self->positions, word->ticket));
  g_assert_cmpint (message->position, >, last);
  g_hash_table_insert (self->positions, word->ticket, GSIZE_TO_POINTER (message->position));
}

static void
check_opened (Check *self, TktStoreTx *tx, const CrashWord *word)
{
  g_autoptr (TktTicket) ticket = get_ticket (self, tx, word);

  g_assert_cmpstr (ticket->title, ==, word->text);
}

static void
check_closed (Check *self, TktStoreTx *tx, const CrashWord *word)
{
  g_autoptr (TktTicket) ticket = get_ticket (self, tx, word);

  g_assert_cmpint (ticket->status, ==, TKT_TICKET_CLOSED);
}

static void
check_deleted (Check *self, TktStoreTx *tx, const CrashWord *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktMessage) message
      = tkt_store_get_message (tx, self->organization, word->message, &error);

  g_assert_no_error (error);
  g_assert_nonnull (message);
  g_assert_true (tkt_message_is_tombstone (message));
}

static void
check_read (Check *self, TktStoreTx *tx, const CrashWord *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktReadMark) mark
      = tkt_store_get_read_mark (tx, self->player->seat->sign_in->account_id, word->ticket, &error);

  g_assert_no_error (error);
  g_assert_nonnull (mark);
  g_assert_cmpint (mark->position, >=, g_ascii_strtoll (word->text, NULL, 10));
}

static const struct
{
  const char *deed;
  void (*check) (Check *self, TktStoreTx *tx, const CrashWord *word);
} checks[] = {
  { "open", check_opened },    { "reply", check_reply }, { "close", check_closed },
  { "delete", check_deleted }, { "read", check_read },
};

static gpointer
check_words (TktStoreTx *tx, gpointer data, GError **error)
{
  Check *self = data;

  for (guint i = 0; i < self->player->words->len; i++)
    {
      const CrashWord *word = g_ptr_array_index (self->player->words, i);
      guint c = 0;

      while (!g_str_equal (checks[c].deed, word->deed))
        g_assert_cmpuint (++c, <, G_N_ELEMENTS (checks));
      checks[c].check (self, tx, word);
    }
  return GINT_TO_POINTER (TRUE);
}

/* (transfer full): the outbox must hold nothing else. */
static GPtrArray *
list_refused (CrashPlayer *player, GHashTable *refused)
{
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (player->seat->sign_ins, player->seat->sign_in->account_id);
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_cache_open_reader (folder, &error);
  GPtrArray *entries;

  g_assert_no_error (error);
  entries = tkt_outbox_list (db, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      TktEntry *entry = g_ptr_array_index (entries, i);

      g_assert_cmpint (entry->state, ==, TKT_ENTRY_REFUSED);
      g_hash_table_insert (refused, entry->message_id, entry);
    }
  return entries;
}

guint
crash_player_check (CrashPlayer *self)
{
  TestServer *server = self->seat->fixture->server;
  g_autoptr (GHashTable) refused = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) positions = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) entries = list_refused (self, refused);
  Check check = { self, server->organization, refused, positions, 0 };
  g_autoptr (GError) error = NULL;

  tkt_store_read (server->store, check_words, &check, &error);
  g_assert_no_error (error);
  return check.n_refused;
}
