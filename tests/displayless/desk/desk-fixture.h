/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of whole desks stand on: a real server, and people who sit at computers of their
 * own. */
#pragma once

#include "test-await.h"
#include "test-server.h"
#include "tkt-desk.h"
#include "tkt-digest-list.h"

G_BEGIN_DECLS

typedef struct _DeskFixture DeskFixture;

/* One account at one computer. */
typedef struct
{
  DeskFixture *fixture;
  char *folder; /* the computer's */
  TktSignIns *sign_ins;
  TktSignIn *sign_in;
  TktDesk *desk; /* NULL while the program does not run */
  guint n_refused;
  char *refusal; /* the sentence of the last one */
} Seat;

struct _DeskFixture
{
  TestServer *server;
  TestFolder *folder;
  GPtrArray *seats; /* of Seat */
  guint pulse;
};

/* Instead of g_test_init(). */
void desk_init (int *argc, char ***argv);
/* The same for a program that is no test, but run by one. */
void desk_init_surroundings (void);

DeskFixture *desk_fixture_new (void);
void desk_fixture_free (DeskFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskFixture, desk_fixture_free)

/* test_await(), while each desk that runs asks the server every few milliseconds rather than every
 * few seconds. */
#define desk_await(fixture, condition)                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    desk_begin_pulse (fixture);                                                                    \
    test_await (condition);                                                                        \
    desk_end_pulse (fixture);                                                                      \
  }                                                                                                \
  G_STMT_END
void desk_begin_pulse (DeskFixture *self);
void desk_end_pulse (DeskFixture *self);

/* Waits until every desk that runs and is signed in has sent all that it can, and then seen all
 * that the server has.
 */
void desk_settle (DeskFixture *self);

/* Signs in somewhere else than at a seat. (transfer full) */
TktSignIn *desk_sign_in (DeskFixture *self,
                         TktSignIns *sign_ins,
                         const char *organization,
                         const char *username,
                         gboolean *in_file);
/* (element-type TktSignIn) */
GPtrArray *desk_load_sign_ins (TktSignIns *sign_ins);

/* Signs in at a new computer and waits until the desk is in step. (transfer none) */
Seat *seat_new (DeskFixture *self, const char *username);
/* The same without a desk that runs. */
Seat *seat_new_stopped (DeskFixture *self, const char *username);
/* Ends the program, and starts it again. */
void seat_stop (Seat *self);
void seat_start (Seat *self);
void seat_await_ready (Seat *self);

/* What the desk says is wrong with the disk; NULL: nothing. (transfer full) */
char *seat_dup_problem (Seat *self);

/* Has the desk seen all that the server had at @since, or may it see nothing? And does it say of
 * itself what its cache does? */
gboolean seat_is_in_step (Seat *self, gint64 since);

/* Where the desk finds its server from the next start on, if not at its own address. */
void seat_set_server (Seat *self, char *uri_taken);

/* Signs in as the same account, after the session has ended. */
void seat_sign_in_again (Seat *self);

char *desk_lookup_token (TktSignIns *sign_ins, const char *account_id); /* (transfer full) */

/* What the person does. With @error NULL it must be taken. The id of the ticket or message.
 * (transfer full) */
char *seat_open_ticket (Seat *self,
                        const char *publisher_id,
                        const char *title,
                        const char *body,
                        GError **error);
char *seat_reply (Seat *self, const char *ticket_id, const char *body, GError **error);
char *seat_write_note (Seat *self, const char *ticket_id, const char *body, GError **error);
char *seat_save_reply (Seat *self, const char *name, const char *body, GError **error);
void seat_close_ticket (Seat *self, const char *ticket_id, GError **error);
void seat_reassign (Seat *self, const char *ticket_id, const char *assignee_id, GError **error);
void
seat_delete_message (Seat *self, const char *ticket_id, const char *message_id, GError **error);
void seat_mark_read (Seat *self, const char *ticket_id, gint64 position);
void seat_set_support (Seat *self, gboolean enabled, GError **error);
void seat_retry (Seat *self, gint64 outbox_seq);
void seat_discard (Seat *self, gint64 outbox_seq);

/* What the windows would show, read in full. (transfer full) */
TktTicketRow *seat_get_ticket (Seat *self, const char *ticket_id); /* (nullable) */
GPtrArray *seat_list_tickets (Seat *self, const TktTicketFilter *filter);
GPtrArray *seat_list_messages (Seat *self, const char *ticket_id);
GPtrArray *seat_list_publishers (Seat *self);
GPtrArray *seat_list_staff (Seat *self);
GPtrArray *seat_list_saved_replies (Seat *self, const char *words);

/* "Third, First": titles, and "ada: Hello | mara: (deleted) | ada: And? [waiting]". */
char *seat_show_tickets (Seat *self, const TktTicketFilter *filter);
char *seat_show_messages (Seat *self, const char *ticket_id);
#define seat_assert_messages(seat, ticket_id, expected)                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *seat_shown = seat_show_messages ((seat), (ticket_id));                        \
                                                                                                   \
    g_assert_cmpstr (seat_shown, ==, (expected));                                                  \
  }                                                                                                \
  G_STMT_END
#define seat_assert_tickets(seat, filter, expected)                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *seat_shown = seat_show_tickets ((seat), (filter));                            \
                                                                                                   \
    g_assert_cmpstr (seat_shown, ==, (expected));                                                  \
  }                                                                                                \
  G_STMT_END

/* Everything that the seat's account may see, as its desk has it and as the server does, by the
 * same words; what was refused is left out. */
char *seat_digest (Seat *self);
char *desk_digest_of_server (DeskFixture *self, const char *username);
void seat_assert_in_step (Seat *self);

/* What "tickets --digest" and "tickets-server digest" tell of the seat's account, which is their
 * data. */
gboolean seat_fill_digest (TktDigest *digest, gpointer seat, GError **error);
gboolean seat_fill_digest_of_server (TktDigest *digest, gpointer seat, GError **error);
char *seat_get_hash (Seat *self, TktDigestFill fill);
/* Whether they are the same. */
gboolean seat_agrees (Seat *self);

/* Something done as an account behind its desk's back: @func runs in a write. */
typedef void (*DeskActorFunc) (TktStoreTx *tx, const TktActor *actor, gpointer data);
void desk_act (DeskFixture *self, const char *username, DeskActorFunc func, gpointer data);

void desk_add_agreement_tests (void);
void desk_add_program_tests (void);
void desk_add_restored_tests (void);
void desk_add_sign_in_tests (void);
void desk_add_sign_out_tests (void);
void desk_add_snapshot_tests (void);
void desk_add_converge_tests (void);
void desk_add_storm_tests (void);
void desk_add_live_tests (void);
void desk_add_news_tests (void);
void desk_add_offline_tests (void);
void desk_add_damage_tests (void);
void desk_add_finder_tests (void);
void desk_add_refused_tests (void);
void desk_add_saved_reply_tests (void);
void desk_add_session_tests (void);
void desk_add_storage_tests (void);
void desk_add_support_tests (void);
void desk_add_rules_tests (void);
void desk_add_text_tests (void);
void desk_add_undo_tests (void);
void desk_add_search_tests (void);

G_END_DECLS
