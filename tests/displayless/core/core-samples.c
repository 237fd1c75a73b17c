/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One valid document of each shape, written from protocol.md. */
#include "core-fixture.h"

#define LARKFIELD "'0197c1f0-5b5e-7a3c-b1d2-000000000001'"
#define ADA "'0197c1f0-5b5e-7a3c-b1d2-000000000002'"
#define ACME "'0197c1f0-5b5e-7a3c-b1d2-000000000003'"
#define MARA "'0197c1f0-5b5e-7a3c-b1d2-000000000004'"
#define PAYOUT "'0197c1f0-5b5e-7a3c-b1d2-000000000005'"
#define STATEMENT "'0197c1f0-5b5e-7a3c-b1d2-000000000006'"
#define REPLY "'0197c1f0-5b5e-7a3c-b1d2-000000000007'"
#define PICTURE "'0197c1f0-5b5e-7a3c-b1d2-000000000008'"

#define OPENED "'2026-11-23T10:10:30.123Z'"
#define WRITTEN "'2026-11-23T10:18:30.123Z'"
#define SENT "'2026-11-23T10:19:30.123Z'"
#define CLOSED "'2026-11-23T10:20:30.123Z'"
#define UPDATED "'2026-11-23T10:21:30.123Z'"

#define ORGANIZATION                                                                               \
  "{'id':" LARKFIELD ",'slug':'larkfield','name':'Larkfield'"                                      \
  ",'support_tickets_enabled':true,'revision':9}"
#define ACCOUNT                                                                                    \
  "{'id':" ADA ",'username':'ada','display_name':'Ada L.','role':'publisher'"                      \
  ",'publisher_id':" ACME ",'disabled':true,'revision':12}"
#define PUBLISHER_MEMBERS                                                                          \
  "'id':" ACME ",'number':7,'name':'Acme Media','status':'paused','account_manager_id':" MARA      \
  ",'revision':13"
#define TICKET                                                                                     \
  "{'id':" PAYOUT ",'number':123,'title':'Late payout','status':'closed','publisher_id':" ACME     \
  ",'assignee_id':" MARA ",'opened_by':" ADA ",'opened_at':" OPENED ",'closed_by':" MARA           \
  ",'closed_at':" CLOSED ",'reply_count':3,'last_message_at':" SENT ",'updated_at':" UPDATED       \
  ",'revision':14}"
#define ATTACHMENT                                                                                 \
  "{'id':" STATEMENT ",'name':'Statement.pdf','media_type':'application/pdf','size':4711"          \
  ",'sha256':'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'}"
#define MESSAGE                                                                                    \
  "{'id':" REPLY ",'ticket_id':" PAYOUT ",'position':2,'author_id':" ADA                           \
  ",'author_username':'ada','author_name':'Ada L.','author_role':'publisher'"                      \
  ",'body':'Hello,\\n\\n\\\\ 漢 😀','attachments':[" ATTACHMENT "],'written_at':" WRITTEN           \
  ",'sent_at':" SENT ",'deleted_by':" MARA ",'deleted_at':" CLOSED ",'revision':15}"
#define NOTE                                                                                       \
  "{'id':" REPLY ",'ticket_id':" PAYOUT ",'after':2,'place':3,'author_id':" MARA                   \
  ",'author_username':'mara','author_name':'Mara L.','author_role':'account-manager'"              \
  ",'body':'Hm,\\n\\n\\\\ 漢 😀','written_at':" WRITTEN ",'sent_at':" SENT ",'deleted_by':" MARA    \
  ",'deleted_at':" CLOSED ",'revision':17}"
#define READ_MARK "{'ticket_id':" PAYOUT ",'position':2,'revision':16}"
#define SAVED_REPLY                                                                                \
  "{'id':" REPLY ",'name':'payout-dates','body':'Hello {publisher},\\n{me}','owner_id':" MARA      \
  ",'deleted':true,'revision':17}"
#define NEW_MESSAGE                                                                                \
  "{'id':" REPLY ",'body':'Hello\\nagain','attachments':[{'id':" STATEMENT "},{'id':" PICTURE      \
  "}],'written_at':" WRITTEN "}"

#define TICKET_NULLS " /assignee_id /closed_by /closed_at "
#define MESSAGE_NULLS " /written_at /deleted_by /deleted_at "

const CoreSample core_samples[] = {
  /* rows */
  { "organization", &tkt_organization_shape, ORGANIZATION, "", "" },
  { "account", &tkt_account_shape, ACCOUNT, " /publisher_id ", "" },
  { "publisher", &tkt_publisher_shape, "{" PUBLISHER_MEMBERS "}", " /account_manager_id ", "" },
  { "listed-publisher",
    &tkt_listed_publisher_shape,
    "{" PUBLISHER_MEMBERS ",'open_tickets':5}",
    " /account_manager_id ",
    "" },
  { "ticket", &tkt_ticket_shape, TICKET, TICKET_NULLS, "" },
  { "message", &tkt_message_shape, MESSAGE, MESSAGE_NULLS, "" },
  { "note", &tkt_note_shape, NOTE, MESSAGE_NULLS, "" },
  { "attachment", &tkt_attachment_shape, ATTACHMENT, "", "" },
  { "read-mark", &tkt_read_mark_shape, READ_MARK, "", "" },
  { "saved-reply", &tkt_saved_reply_shape, SAVED_REPLY, " /owner_id ", "" },
  /* answers */
  { "signed-in",
    &tkt_signed_in_shape,
    "{'token':'tkt_x','expires_at':" OPENED ",'account':" ACCOUNT ",'organization':" ORGANIZATION
    "}",
    " /account/publisher_id ",
    "" },
  { "me",
    &tkt_me_shape,
    "{'account':" ACCOUNT ",'organization':" ORGANIZATION "}",
    " /account/publisher_id ",
    "" },
  { "opened-ticket",
    &tkt_opened_ticket_shape,
    "{'ticket':" TICKET ",'message':" MESSAGE "}",
    " /ticket/assignee_id /ticket/closed_by /ticket/closed_at"
    " /message/written_at /message/deleted_by /message/deleted_at ",
    "" },
  { "session",
    &tkt_session_shape,
    "{'id':" PAYOUT ",'device':'Desk','created_at':" OPENED ",'last_used_at':" SENT
    ",'expires_at':" CLOSED ",'address':'::1','current':true}",
    " /device /address ",
    "" },
  { "invitation",
    &tkt_invitation_shape,
    "{'code':'ACDE-FGHJ','expires_at':" OPENED ",'account':" ACCOUNT "}",
    " /account/publisher_id ",
    "" },
  { "audit-entry",
    &tkt_audit_entry_shape,
    "{'number':7,'at':" OPENED ",'kind':'settings-changed','account_id':" MARA ",'object_id':" ACME
    ",'field':'name','old_value':'A','new_value':'B','request_id':'r'"
    ",'address':'::1'}",
    " /account_id /object_id /field /old_value /new_value /request_id /address ",
    "" },
  { "listed-audit-entry",
    &tkt_listed_audit_entry_shape,
    "{'number':7,'at':" OPENED ",'kind':'ticket-reassigned','account_id':" MARA ",'object_id':" ACME
    ",'field':'name','old_value':'A','new_value':'B','request_id':'r'"
    ",'address':'::1','account_username':'mara','object_name':'#12','old_name':'nils'"
    ",'new_name':'ada'}",
    " /account_id /object_id /field /old_value /new_value /request_id /address /account_username"
    " /object_name /old_name /new_name ",
    "" },
  /* requests */
  { "invitation-acceptance",
    &tkt_invitation_acceptance_shape,
    "{'code':'acde fghj','password':'correct horse','device':'Desk'}",
    " /device ",
    " /device " },
  { "new-session",
    &tkt_new_session_shape,
    "{'organization':'larkfield','username':'ada','password':'correct horse','device':'Desk'}",
    " /organization /device ",
    " /organization /device " },
  { "password-change",
    &tkt_password_change_shape,
    "{'current':'correct horse','new':'battery staple'}",
    "",
    "" },
  { "new-ticket",
    &tkt_new_ticket_shape,
    "{'id':" PAYOUT ",'title':'Late payout','message':" NEW_MESSAGE ",'publisher_id':" ACME "}",
    " /message/written_at ",
    " /id /publisher_id /message/id /message/attachments /message/written_at " },
  { "new-message",
    &tkt_new_message_shape,
    NEW_MESSAGE,
    " /written_at ",
    " /id /attachments /written_at " },
  { "new-note",
    &tkt_new_note_shape,
    "{'id':" REPLY ",'body':'Hm\\nagain','written_at':" WRITTEN "}",
    " /written_at ",
    " /id /written_at " },
  { "attachment-ref", &tkt_attachment_ref_shape, "{'id':" STATEMENT "}", "", "" },
  { "ticket-patch",
    &tkt_ticket_patch_shape,
    "{'status':'closed','assignee_id':" MARA "}",
    " /assignee_id ",
    " /status /assignee_id " },
  { "new-read-mark", &tkt_new_read_mark_shape, "{'position':2}", "", "" },
  { "new-saved-reply",
    &tkt_new_saved_reply_shape,
    "{'id':" REPLY ",'name':'payout-dates','body':'Hello','shared':true}",
    "",
    " /id " },
  { "saved-reply-patch",
    &tkt_saved_reply_patch_shape,
    "{'name':'payout-dates','body':'Hello','shared':true}",
    "",
    " /name /body /shared " },
  { "new-publisher",
    &tkt_new_publisher_shape,
    "{'id':" ACME ",'number':7,'name':'Acme','status':'blocked','account_manager_id':" MARA "}",
    " /account_manager_id ",
    " /id /number /status /account_manager_id " },
  { "publisher-patch",
    &tkt_publisher_patch_shape,
    "{'number':7,'name':'Acme','status':'blocked','account_manager_id':" MARA "}",
    " /account_manager_id ",
    " /number /name /status /account_manager_id " },
  { "new-account",
    &tkt_new_account_shape,
    "{'id':" ADA ",'username':'ada','display_name':'Ada','role':'publisher','publisher_id':" ACME
    ",'password':'correct horse'}",
    " /publisher_id ",
    " /id /publisher_id /password " },
  { "account-patch",
    &tkt_account_patch_shape,
    "{'display_name':'Ada','role':'publisher','publisher_id':" ACME
    ",'disabled':false,'password':'correct horse'}",
    " /publisher_id ",
    " /display_name /role /publisher_id /disabled /password " },
  { "organization-patch",
    &tkt_organization_patch_shape,
    "{'name':'Larkfield','support_tickets_enabled':false}",
    "",
    " /name /support_tickets_enabled " },
};
const guint core_n_samples = G_N_ELEMENTS (core_samples);

void
core_add_for_samples (const char *guarantee, GTestDataFunc func)
{
  for (guint i = 0; i < core_n_samples; i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/core/shape/%s/%s", core_samples[i].name, guarantee);

      g_test_add_data_func (path, &core_samples[i], func);
    }
}
