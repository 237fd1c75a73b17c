/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person writes in the ticket that is shown: drafts, replies, and what becomes of those that
 * are not delivered. */
#include <glib/gi18n.h>

#include "tkt-conversation-private.h"

static const GPtrArray *
get_attachments (TktConversation *self)
{
  return tkt_attachment_bar_get_attachments (tkt_composer_get_attachment_bar (self->composer));
}

/* Words that were typed before the ticket was closed, say, stay in sight. */
void
tkt_conversation_show_composer (TktConversation *self, gboolean may_reply, gboolean may_note)
{
  const gboolean note = tkt_composer_is_note (self->composer);
  const gboolean may = note ? may_note : may_reply;
  g_autofree char *typed = tkt_composer_get_text (self->composer);

  tkt_composer_set_choice (self->composer, may_note && (may_reply || *typed != '\0'));
  tkt_composer_set_refusal (
      self->composer, may ? NULL : _ ("This can't be sent here any more; copy what you need"));
  gtk_widget_set_visible (GTK_WIDGET (self->composer),
                          may || *typed != '\0' || get_attachments (self)->len > 0);
}

void
tkt_conversation_set_note (TktConversation *self, gboolean note)
{
  if (tkt_composer_is_note (self->composer) == note)
    return;
  tkt_draft_keeper_flush (self->keeper);
  tkt_composer_clear (self->composer);
  tkt_composer_set_note (self->composer, note);
  /* A note has no attachments, and none are taken that would be lost. */
  tkt_attachment_bar_set_desk (tkt_composer_get_attachment_bar (self->composer),
                               note ? NULL : self->desk);
  tkt_conversation_refresh (self);
}

void
tkt_conversation_on_chosen (TktConversation *self, gboolean note)
{
  /* Words that are on their way are not turned into others; a draft that is looked for is not there
   * yet, and another one is looked for in its place. */
  if (tkt_composer_is_busy (self->composer) && !self->loading_draft)
    return;
  tkt_conversation_set_note (self, note);
  tkt_conversation_load_draft (self, FALSE);
  tkt_composer_focus (self->composer);
}

/* Another ticket may be shown by the time an answer comes. */
typedef struct
{
  TktConversation *conversation;
  char *ticket_id;
  gboolean either; /* which of the two drafts there is */
  guint load;
  gboolean returns; /* words of the outbox, as a draft: */
  gboolean note;    /* of a note, not of a reply */
} About;

static About *
about_new (TktConversation *self)
{
  About *about = g_new0 (About, 1);

  about->conversation = g_object_ref (self);
  about->ticket_id = g_strdup (self->ticket_id);
  about->load = self->draft_load;
  return about;
}

static void
about_free (About *about)
{
  g_object_unref (about->conversation);
  g_free (about->ticket_id);
  g_free (about);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (About, about_free)

static gboolean
is_shown (const About *about)
{
  return g_strcmp0 (about->ticket_id, about->conversation->ticket_id) == 0;
}

void
tkt_conversation_on_typed (TktConversation *self)
{
  g_autofree char *text = tkt_composer_get_text (self->composer);
  TktDraft *draft;

  if (self->ticket_id == NULL || self->keeper == NULL)
    return;
  draft = tkt_draft_make_with (self->ticket_id, NULL, NULL, text, get_attachments (self));
  draft->note = tkt_composer_is_note (self->composer);
  tkt_draft_keeper_keep (self->keeper, draft);
}

static void find_draft (About *about, gboolean note);

/* Those of @draft, then those that are there. */
static void
join_attachments (TktConversation *self, const TktDraft *draft)
{
  GPtrArray *joined = tkt_attachments_copy (draft->attachments);
  const GPtrArray *there = get_attachments (self);

  for (guint i = 0; i < there->len; i++)
    g_ptr_array_add (joined, tkt_attachment_copy (g_ptr_array_index (there, i)));
  tkt_attachment_bar_set_attachments (tkt_composer_get_attachment_bar (self->composer), joined);
  tkt_attachments_free (joined);
}

static void
on_draft_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (About) about = user_data;
  TktConversation *self = about->conversation;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDraft) draft = tkt_desk_find_draft_finish (TKT_DESK (object), result, &error);
  g_autofree char *typed = NULL;
  g_autofree char *joined = NULL;

  if (error != NULL)
    g_info ("The draft can't be read: %s", error->message);
  if (!is_shown (about) || about->load != self->draft_load)
    return;
  if (draft == NULL && about->either)
    {
      about->either = FALSE;
      find_draft (g_steal_pointer (&about), !tkt_composer_is_note (self->composer));
      return;
    }
  self->loading_draft = FALSE;
  tkt_composer_set_busy (self->composer, FALSE);
  if (draft == NULL)
    return;
  tkt_conversation_set_note (self, draft->note);
  typed = tkt_composer_get_text (self->composer);
  joined = g_strconcat (draft->body, *typed != '\0' ? "\n\n" : "", typed, NULL);
  tkt_composer_set_text (self->composer, joined);
  join_attachments (self, draft);
  if (*typed != '\0')
    tkt_conversation_on_typed (self);
  gtk_widget_set_visible (GTK_WIDGET (self->composer), TRUE);
}

static void
find_draft (About *about, gboolean note)
{
  TktDesk *desk = about->conversation->desk;

  if (note)
    tkt_desk_find_note_draft_async (desk, about->ticket_id, on_draft_found, about);
  else
    tkt_desk_find_draft_async (desk, about->ticket_id, on_draft_found, about);
}

void
tkt_conversation_load_draft (TktConversation *self, gboolean either)
{
  About *about;

  self->loading_draft = TRUE;
  self->draft_load++;
  about = about_new (self);
  /* Nothing is typed, and so nothing saved, over a draft that is not shown yet. */
  tkt_composer_set_busy (self->composer, TRUE);
  about->either = either;
  find_draft (about, tkt_composer_is_note (self->composer));
}

void
tkt_conversation_offer_undo (TktConversation *self, const char *words, const char *id)
{
  gboolean replies;

  if (tkt_desk_get_hold (self->desk, &replies) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.offer-undo", "(ss)", words, id);
}

static void
on_reply_kept (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (About) about = user_data;
  TktConversation *self = about->conversation;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);
  gboolean held = FALSE;

  tkt_composer_set_busy (self->composer, FALSE);
  if (id == NULL)
    {
      tkt_conversation_toast (self, error->message);
      return;
    }
  if (is_shown (about))
    {
      tkt_composer_clear (self->composer);
      tkt_thread_scroller_go_to_end (self->scroller);
      tkt_composer_focus (self->composer);
    }
  tkt_desk_get_hold (TKT_DESK (object), &held);
  if (held)
    tkt_conversation_offer_undo (self,
                                 tkt_composer_is_note (self->composer)
                                     ? _ ("The note is added in a moment")
                                     : _ ("The reply is sent in a moment"),
                                 id);
}

void
tkt_conversation_on_send (TktConversation *self, const char *text)
{
  const TktTicketRow *row = tkt_conversation_get_row (self);

  if (row == NULL)
    return;
  /* Whatever becomes of the reply, its words are on the disk. */
  tkt_draft_keeper_flush (self->keeper);
  tkt_composer_set_busy (self->composer, TRUE);
  if (tkt_composer_is_note (self->composer))
    tkt_desk_write_note_async (self->desk, row->ticket, text, on_reply_kept, about_new (self));
  else
    tkt_desk_reply_async (
        self->desk, row->ticket, text, get_attachments (self), on_reply_kept, about_new (self));
}

/* Words have come back as the ticket's draft. */
static void
on_taken_back (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (About) about = user_data;
  TktConversation *self = about->conversation;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id == NULL)
    tkt_conversation_toast (self, error->message);
  if (!is_shown (about) || self->ticket_id == NULL)
    return;
  /* There may be drafts of both, and those words are what was asked for. */
  if (about->returns)
    tkt_conversation_set_note (self, about->note);
  tkt_composer_clear (self->composer);
  tkt_conversation_load_draft (self, tkt_desk_is_staff (self->desk));
  if (gtk_widget_get_visible (GTK_WIDGET (self->composer)))
    tkt_composer_focus (self->composer);
}

static void
on_made_new (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktConversation) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new-ticket", NULL);
  else
    tkt_conversation_toast (self, error->message);
}

/* What is typed is saved first, and nothing more until the words that come back are shown; nor is a
 * draft that was looked for before. */
static void
pause_writing (TktConversation *self)
{
  self->draft_load++;
  tkt_draft_keeper_flush (self->keeper);
  tkt_composer_set_busy (self->composer, TRUE);
}

/* @note: whether they are a note's. */
static void
take_back (TktConversation *self, gint64 outbox_seq, TktTakeBack how, gboolean note)
{
  About *about;

  if (how == TKT_TAKE_BACK_AS_NEW_TICKET)
    tkt_desk_take_back_async (self->desk, outbox_seq, how, on_made_new, g_object_ref (self));
  else if (how == TKT_TAKE_BACK_DISCARD)
    tkt_desk_take_back_async (
        self->desk, outbox_seq, how, tkt_conversation_on_done, g_object_ref (self));
  else
    {
      pause_writing (self);
      about = about_new (self);
      about->returns = TRUE;
      about->note = note;
      tkt_desk_take_back_async (self->desk, outbox_seq, how, on_taken_back, about);
    }
}

static void
on_edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktMessageRow *row = tkt_conversation_get_message (self, parameter);

  if (row != NULL)
    take_back (self, row->outbox_seq, TKT_TAKE_BACK_EDIT, row->note);
}

static void
on_edit_entry (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 outbox_seq;
  gboolean note;

  g_variant_get (parameter, "(xb)", &outbox_seq, &note);
  take_back (TKT_CONVERSATION (widget), outbox_seq, TKT_TAKE_BACK_EDIT, note);
}

static void
on_as_new_ticket (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktMessageRow *row = tkt_conversation_get_message (self, parameter);

  if (row != NULL)
    take_back (self, row->outbox_seq, TKT_TAKE_BACK_AS_NEW_TICKET, FALSE);
}

static void
on_discard (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktMessageRow *row = tkt_conversation_get_message (self, parameter);

  if (row != NULL)
    take_back (self, row->outbox_seq, TKT_TAKE_BACK_DISCARD, row->note);
}

static void
on_undo_message (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktMessageRow *row = tkt_conversation_get_message (self, parameter);

  if (row != NULL)
    take_back (self, row->outbox_seq, TKT_TAKE_BACK_UNDO, row->note);
}

static void
on_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);

  pause_writing (self);
  tkt_desk_undo_async (
      self->desk, g_variant_get_string (parameter, NULL), on_taken_back, about_new (self));
}

static void
on_retry (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktMessageRow *row = tkt_conversation_get_message (self, parameter);

  if (row != NULL)
    tkt_desk_retry_entry_async (
        self->desk, row->outbox_seq, tkt_conversation_on_done, g_object_ref (self));
}

void
tkt_conversation_install_writing (GtkWidgetClass *widget_class)
{
  const struct
  {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "conversation.as-new-ticket", "x", on_as_new_ticket },
    { "conversation.discard", "x", on_discard },
    { "conversation.edit", "x", on_edit },
    { "conversation.edit-entry", "(xb)", on_edit_entry },
    { "conversation.edit-note", "x", on_edit },
    { "conversation.retry", "x", on_retry },
    { "conversation.undo", "s", on_undo },
    { "conversation.undo-message", "x", on_undo_message },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (
        widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
}
