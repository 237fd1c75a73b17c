/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small network with ids of its own, so that a corpus can name what is in it. */
#include "fuzz-network.h"

#include <stdlib.h>
#include <string.h>

#include "test-folder.h"
#include "tkt-invitation-code.h"
#include "tkt-sqlite-store.h"

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

const FuzzPerson fuzz_people[FUZZ_PEOPLE] = {
  { FUZZ_ID ("0a"), "alma", TKT_ROLE_ADMIN, NULL, FUZZ_ID ("1a"), 'a' },
  { FUZZ_ID ("0b"), "mara", TKT_ROLE_ACCOUNT_MANAGER, NULL, FUZZ_ID ("1b"), 'b' },
  { FUZZ_ID ("0c"), "ada", TKT_ROLE_PUBLISHER, FUZZ_ACME, FUZZ_ID ("1c"), 'c' },
};

static TestFolder *folder;
static TktStore *store;
static char *organization_id;

static gboolean
add_person (TktStoreTx *tx, const TktActor *actor, const FuzzPerson *person, GError **error)
{
  const TktNewAccount request = { .id = (char *)person->id,
                                  .username = (char *)person->username,
                                  .display_name = (char *)person->username,
                                  .role = person->role,
                                  .publisher_id = (char *)person->publisher_id };
  TktSessionRow session = { .id = (char *)person->session_id,
                            .account_id = (char *)person->id,
                            .organization_id = organization_id,
                            .created_at = tkt_time_now (),
                            .last_used_at = tkt_time_now (),
                            .expires_at = tkt_time_now () + TKT_DAY };
  g_autoptr (TktAccount) account
      = tkt_service_create_account (tx, actor, &request, "hash", NULL, error);

  memset (session.token_hash, person->token_hash, sizeof session.token_hash);
  return account != NULL && tkt_store_put_session (tx, &session, error);
}

static gboolean
invite (TktStoreTx *tx, const FuzzPerson *person, GError **error)
{
  TktInvitationRow invitation = { .account_id = (char *)person->id,
                                  .organization_id = organization_id,
                                  .expires_at = tkt_time_now () + TKT_DAY };

  tkt_invitation_code_hash (FUZZ_CODE, invitation.code_hash);
  return tkt_store_put_invitation (tx, &invitation, error);
}

/* One piece, and (@complete) the end. */
static gboolean
add_upload (TktStoreTx *tx,
            const TktActor *actor,
            const char *id,
            gboolean complete,
            GError **error)
{
  const TktUploadRequest request = { .id = (char *)id, .name = (char *)"payout.txt" };
  g_autofree char *text = g_strnfill (TKT_UPLOAD_PIECE, 'x');
  g_autoptr (GBytes) piece = g_bytes_new (text, TKT_UPLOAD_PIECE);
  const TktUploadEnd end = { TKT_UPLOAD_PIECE, "text/plain", HASH };
  g_autoptr (TktUpload) upload = NULL;
  gboolean repeated;

  if (!tkt_service_store_piece (tx, actor, &request, 0, piece, error))
    return FALSE;
  if (!complete)
    return TRUE;
  upload = tkt_service_finish_upload (tx, actor, &request, &end, &repeated, error);
  return upload != NULL;
}

static gboolean
open_ticket (TktStoreTx *tx, const TktActor *ada, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  TktAttachmentRef file = { (char *)FUZZ_FILE };
  TktNewMessage message
      = { .id = (char *)FUZZ_OPENING, .body = (char *)"payout", .attachments = files };
  const TktNewTicket request
      = { .id = (char *)FUZZ_TICKET, .title = (char *)"Payout", .message = &message };
  g_autoptr (TktOpenedTicket) opened = NULL;

  g_ptr_array_add (files, &file);
  if (!add_upload (tx, ada, FUZZ_FILE, TRUE, error)
      || !add_upload (tx, ada, FUZZ_UPLOAD, FALSE, error)
      || !add_upload (tx, ada, FUZZ_WAITING, TRUE, error))
    return FALSE;
  opened = tkt_service_open_ticket (tx, ada, &request, NULL, error);
  return opened != NULL;
}

static gpointer
populate (TktStoreTx *tx, gpointer unused, GError **error)
{
  g_autoptr (TktOrganization) made
      = tkt_service_create_organization (tx, "larkfield", "Larkfield", error);
  g_autoptr (TktActor) first = tkt_actor_new_operator (made);
  const TktOrganizationPatch on
      = { .support_tickets_given = TRUE, .support_tickets_enabled = TRUE };
  g_autoptr (TktOrganization) organization
      = tkt_service_patch_organization (tx, first, &on, -1, error);
  g_autoptr (TktActor) operator= tkt_actor_new_operator (organization);
  const TktNewPublisher company = { .id = (char *)FUZZ_ACME, .name = (char *)"Acme" };
  g_autoptr (TktPublisher) publisher
      = tkt_service_create_publisher (tx, operator, & company, NULL, error);
  g_autoptr (TktActor) ada = NULL;

  organization_id = g_strdup (organization->id);
  for (guint i = 0; i < FUZZ_PEOPLE; i++)
    if (!add_person (tx, operator, & fuzz_people[i], error))
      return NULL;
  ada = tkt_actor_load (tx, organization_id, fuzz_people[FUZZ_PEOPLE - 1].id, error);
  return GINT_TO_POINTER (ada != NULL && invite (tx, &fuzz_people[1], error)
                          && open_ticket (tx, ada, error));
}

static void
end (void)
{
  tkt_store_stop (store);
  g_clear_object (&store);
  test_folder_free (folder);
  g_free (organization_id);
}

TktStore *
fuzz_network_get_store (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (store != NULL)
    return store;
  folder = test_folder_new ();
  path = g_build_filename (folder, "tickets.db", NULL);
  store = tkt_sqlite_store_new (path, TRUE, &error);
  g_assert_no_error (error);
  tkt_store_write_sync (store, populate, NULL, &error);
  g_assert_no_error (error);
  atexit (end);
  return store;
}

const char *
fuzz_network_get_organization (void)
{
  return organization_id;
}
