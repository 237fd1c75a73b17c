/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first minute: server, name and password, or the demo. */
#include "tkt-sign-in-window.h"

#include <glib/gi18n.h>

#include "tkt-form.h"
#include "tkt-problem.h"

struct _TktSignInWindow
{
  AdwApplicationWindow parent_instance;

  TktSignIns *sign_ins;
  GCancellable *cancellable;

  AdwStatusPage *status_page;
  AdwEntryRow *server_row;
  AdwEntryRow *organization_row;
  AdwEntryRow *username_row;
  AdwPasswordEntryRow *password_row;
  AdwEntryRow *code_row;
  AdwPasswordEntryRow *new_password_row;
  GtkWidget *way_button;
  gboolean by_code; /* an invitation's, in place of name and password */
  GtkLabel *error_label;
  GtkStack *button_stack;
  GtkWidget *demo_box;
};

enum
{
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktSignInWindow, tkt_sign_in_window, ADW_TYPE_APPLICATION_WINDOW)

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* Whether everything is there that signing in takes. */
static gboolean
is_complete (TktSignInWindow *self)
{
  if (*get_text (self->server_row) == '\0')
    return FALSE;
  if (self->by_code)
    return *get_text (self->code_row) != '\0' && *get_text (self->new_password_row) != '\0';
  return *get_text (self->username_row) != '\0' && *get_text (self->password_row) != '\0';
}

static void
show_state (TktSignInWindow *self)
{
  gboolean busy = self->cancellable != NULL;

  gtk_stack_set_visible_child_name (self->button_stack, busy ? "busy" : "button");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.start", !busy && is_complete (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.other-way", !busy);
}

/* Whose entry it is that an error is about; NULL: none. */
static AdwEntryRow *
find_row (TktSignInWindow *self, const GError *error)
{
  const GPtrArray *fields = error->domain == TKT_PROBLEM ? tkt_problem_get_fields (error) : NULL;

  if (error->domain != TKT_PROBLEM || g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_UNAVAILABLE))
    return self->server_row;
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const TktFieldError *field = g_ptr_array_index (fields, i);

      /* A server with several organizations says so once; from then on the page asks for it. */
      if (g_str_equal (field->pointer, "/organization"))
        return self->organization_row;
      if (g_str_equal (field->pointer, "/server"))
        return self->server_row;
      if (g_str_equal (field->pointer, "/username"))
        return self->username_row;
      if (g_str_equal (field->pointer, "/password") && self->by_code)
        return ADW_ENTRY_ROW (self->new_password_row);
    }
  return self->by_code ? self->code_row : NULL;
}

static void
clear_error (TktSignInWindow *self)
{
  gpointer const rows[] = { self->server_row,
                            self->organization_row,
                            self->username_row,
                            self->code_row,
                            self->new_password_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (rows[i]), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
}

static void
on_changed (TktSignInWindow *self)
{
  clear_error (self);
  show_state (self);
}

static void
show_error (TktSignInWindow *self, const GError *error)
{
  AdwEntryRow *row = find_row (self, error);

  if (row != NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (row), "error");
      gtk_widget_grab_focus (GTK_WIDGET (row));
    }
  /* Which of the two is wrong the server does not tell, but it is mostly this one. */
  else if (g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_BAD_CREDENTIALS))
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  gtk_label_set_label (self->error_label, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
}

static void
on_signed_in (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSignInWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktSignIn) sign_in = NULL;
  gboolean kept_in_file = FALSE;

  sign_in = tkt_sign_ins_sign_in_finish (TKT_SIGN_INS (object), result, &kept_in_file, &error);
  g_clear_object (&self->cancellable);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  show_state (self);
  if (sign_in == NULL)
    {
      show_error (self, error);
      return;
    }
  g_signal_emit (self, signals[SIGNED_IN], 0, sign_in, kept_in_file);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_start (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktSignInWindow *self = TKT_SIGN_IN_WINDOW (widget);
  const char *organization = get_text (self->organization_row);

  self->cancellable = g_cancellable_new ();
  clear_error (self);
  show_state (self);
  if (self->by_code)
    {
      tkt_sign_ins_accept_async (self->sign_ins,
                                 get_text (self->server_row),
                                 get_text (self->code_row),
                                 get_text (self->new_password_row),
                                 self->cancellable,
                                 on_signed_in,
                                 g_object_ref (self));
      return;
    }
  tkt_sign_ins_sign_in_async (self->sign_ins,
                              get_text (self->server_row),
                              *organization != '\0' ? organization : NULL,
                              get_text (self->username_row),
                              get_text (self->password_row),
                              self->cancellable,
                              on_signed_in,
                              g_object_ref (self));
}

/* By name and password, or by an invitation's code. */
static void
on_other_way (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktSignInWindow *self = TKT_SIGN_IN_WINDOW (widget);

  self->by_code = !self->by_code;
  gtk_widget_set_visible (GTK_WIDGET (self->username_row), !self->by_code);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), !self->by_code);
  gtk_widget_set_visible (GTK_WIDGET (self->code_row), self->by_code);
  gtk_widget_set_visible (GTK_WIDGET (self->new_password_row), self->by_code);
  gtk_button_set_label (GTK_BUTTON (self->way_button),
                        self->by_code ? _ ("I Have a Password") : _ ("I Have an Invitation Code"));
  clear_error (self);
  show_state (self);
}

static void
on_entry_activated (TktSignInWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sign-in.start", NULL);
}

/* Closed while the server was asked: nobody signs in any more. The answer that is waited for keeps
 * the window from being disposed of, so this is not left to that. */
static void
tkt_sign_in_window_unrealize (GtkWidget *widget)
{
  g_cancellable_cancel (TKT_SIGN_IN_WINDOW (widget)->cancellable);

  GTK_WIDGET_CLASS (tkt_sign_in_window_parent_class)->unrealize (widget);
}

static void
tkt_sign_in_window_dispose (GObject *object)
{
  TktSignInWindow *self = TKT_SIGN_IN_WINDOW (object);

  g_clear_object (&self->sign_ins);

  G_OBJECT_CLASS (tkt_sign_in_window_parent_class)->dispose (object);
}

static void
tkt_sign_in_window_class_init (TktSignInWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_sign_in_window_dispose;
  widget_class->unrealize = tkt_sign_in_window_unrealize;

  signals[SIGNED_IN] = g_signal_new ("signed-in",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     2,
                                     tkt_sign_in_get_type (),
                                     G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "sign-in.start", NULL, on_start);
  gtk_widget_class_install_action (widget_class, "sign-in.other-way", NULL, on_other_way);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-sign-in-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, status_page);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, server_row);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, organization_row);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, username_row);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, password_row);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, code_row);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, new_password_row);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, way_button);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, button_stack);
  gtk_widget_class_bind_template_child (widget_class, TktSignInWindow, demo_box);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
}

static void
tkt_sign_in_window_init (TktSignInWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_form_name_entry (self->server_row);
  tkt_form_name_entry (self->organization_row);
  tkt_form_name_entry (self->username_row);
  tkt_form_name_entry (self->password_row);
  tkt_form_name_entry (self->code_row);
  tkt_form_name_entry (self->new_password_row);
  show_state (self);
}

TktSignInWindow *
tkt_sign_in_window_new (GtkApplication *application, TktSignIns *sign_ins, const TktSignIn *again)
{
  TktSignInWindow *self = g_object_new (TKT_TYPE_SIGN_IN_WINDOW, "application", application, NULL);

  self->sign_ins = g_object_ref (sign_ins);
  if (again != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->server_row), again->server);
      gtk_editable_set_text (GTK_EDITABLE (self->username_row), again->username);
      adw_status_page_set_description (
          self->status_page,
          _ ("The session has ended. Sign in again: nothing that was written is lost."));
      gtk_widget_set_visible (self->demo_box, FALSE);
      gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
    }
  return self;
}
