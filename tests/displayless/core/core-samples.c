/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One valid document of each shape, written from protocol.md. */
#include "core-fixture.h"

#define ID(digit) "'0197c1f0-5b5e-7a3c-b1d2-00000000000" #digit "'"
#define TIME(minute) "'2026-11-23T10:" #minute ":30.123Z'"

#define ORGANIZATION                                                                               \
  "{'id':" ID (1) ",'slug':'larkfield','name':'Larkfield','support_tickets_enabled':true,"         \
                  "'revision':9}"
#define ACCOUNT                                                                                    \
  "{'id':" ID (2) ",'username':'ada','display_name':'Ada "                                         \
                  "L.','role':'publisher','publisher_id':" ID (                                    \
                      3) ",'disabled':true,'revision':12}"
#define PUBLISHER_MEMBERS                                                                          \
  "'id':" ID (3) ",'number':7,'name':'Acme Media','status':'paused','account_manager_id':" ID (    \
      4) ",'revision':13"
#define TICKET                                                                                                          \
  "{'id':" ID (5) ",'number':123,'title':'Late payout','status':'closed','publisher_id':" ID (3) ",'assignee_id':" ID ( \
      4) ",'opened_by':" ID (2) ",'opened_at':" TIME (10) ",'closed_by':" ID (4) ",'closed_at'"                         \
                                                                                 ":" TIME (20) ","                      \
                                                                                               "'"                      \
                                                                                               "r"                      \
                                                                                               "e"                      \
                                                                                               "p"                      \
                                                                                               "l"                      \
                                                                                               "y"                      \
                                                                                               "_"                      \
                                                                                               "c"                      \
                                                                                               "o"                      \
                                                                                               "u"                      \
                                                                                               "n"                      \
                                                                                               "t"                      \
                                                                                               "'"                      \
                                                                                               ":"                      \
                                                                                               "3"                      \
                                                                                               ","                      \
                                                                                               "'"                      \
                                                                                               "l"                      \
                                                                                               "a"                      \
                                                                                               "s"                      \
                                                                                               "t"                      \
                                                                                               "_"                      \
                                                                                               "m"                      \
                                                                                               "e"                      \
                                                                                               "s"                      \
                                                                                               "s"                      \
                                                                                               "a"                      \
                                                                                               "g"                      \
                                                                                               "e"                      \
                                                                                               "_"                      \
                                                                                               "a"                      \
                                                                                               "t"                      \
                                                                                               "'"                      \
                                                                                               ":" TIME (19) ",'updated_at':" TIME (21) ",'revision':14}"
#define ATTACHMENT                                                                                 \
  "{'id':" ID (6) ",'name':'Statement.pdf','media_type':'application/pdf','size':4711,'sha256':"   \
                  "'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'}"
#define MESSAGE                                                                                    \
  "{'id':" ID (7) ",'ticket_id':" ID (5) ",'position':2,'author_id':" ID (                         \
      2) ",'author_username':'ada','author_name':'Ada "                                            \
         "L.','author_role':'publisher','body':'Hello,\\n\\n"                                      \
         "\\\\ 漢 😀','attachments':[" ATTACHMENT "],'written_at':" TIME (18) ",'sent_at':" TIME (  \
             19) ",'deleted_by':" ID (4) ",'deleted_at':" TIME (20) ",'revision':15}"
#define READ_MARK "{'ticket_id':" ID (5) ",'position':2,'revision':16}"
#define NEW_MESSAGE                                                                                \
  "{'id':" ID (7) ",'body':'Hello\\nagain','attachments':[{'id':" ID (6) "},{'id':" ID (           \
      8) "}],'written_at':" TIME (18) "}"

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
  { "attachment", &tkt_attachment_shape, ATTACHMENT, "", "" },
  { "read-mark", &tkt_read_mark_shape, READ_MARK, "", "" },
  /* answers */
  { "signed-in",
    &tkt_signed_in_shape,
    "{'token':'tkt_x','expires_at':" TIME (10) ",'account':" ACCOUNT ",'organization':" ORGANIZATION
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
  /* requests */
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
    "{'id':" ID (5) ",'title':'Late payout','message':" NEW_MESSAGE ",'publisher_id':" ID (3) "}",
    " /message/written_at ",
    " /id /publisher_id /message/id /message/attachments /message/written_at " },
  { "new-message",
    &tkt_new_message_shape,
    NEW_MESSAGE,
    " /written_at ",
    " /id /attachments /written_at " },
  { "attachment-ref", &tkt_attachment_ref_shape, "{'id':" ID (6) "}", "", "" },
  { "ticket-patch",
    &tkt_ticket_patch_shape,
    "{'status':'closed','assignee_id':" ID (4) "}",
    " /assignee_id ",
    " /status /assignee_id " },
  { "new-read-mark", &tkt_new_read_mark_shape, "{'position':2}", "", "" },
  { "new-publisher",
    &tkt_new_publisher_shape,
    "{'id':" ID (3) ",'number':7,'name':'Acme','status':'blocked','account_manager_id':" ID (4) "}",
    " /account_manager_id ",
    " /id /number /status /account_manager_id " },
  { "publisher-patch",
    &tkt_publisher_patch_shape,
    "{'name':'Acme','status':'blocked','account_manager_id':" ID (4) "}",
    " /account_manager_id ",
    " /name /status /account_manager_id " },
  { "new-account",
    &tkt_new_account_shape,
    "{'id':" ID (2) ",'username':'ada','display_name':'Ada','role':'publisher','publisher_id':" ID (
        3) ",'password':'correct horse'}",
    " /publisher_id ",
    " /id /publisher_id " },
  { "account-patch",
    &tkt_account_patch_shape,
    "{'display_name':'Ada','role':'publisher','publisher_id':" ID (
        3) ",'disabled':false,'password':'correct horse'}",
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
