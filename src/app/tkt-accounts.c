/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is in the organization, as the server last said. */
#include "tkt-accounts.h"

#include "tkt-desk-ask.h"

struct _TktAccounts
{
  GObject parent_instance;

  TktDesk *desk;
  GPtrArray *accounts;       /* of TktAccount */
  GCancellable *cancellable; /* of the question that is not answered yet, or NULL */
  gboolean failed;           /* the last one was not */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktAccounts, tkt_accounts, G_TYPE_OBJECT)

static void
on_accounts (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TktAccounts *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPage) page = tkt_desk_ask_finish (TKT_DESK (object), result, &error);

  /* Then it is gone, or has asked again. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  /* What shows names says why, for it can't be had either. */
  self->failed = page == NULL;
  if (page == NULL)
    return;
  g_ptr_array_unref (self->accounts);
  self->accounts = g_ptr_array_ref (page->rows);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
cancel (TktAccounts *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
on_network_notify (TktAccounts *self)
{
  if (tkt_desk_get_network (self->desk) == TKT_NETWORK_ONLINE && self->failed
      && self->cancellable == NULL)
    tkt_accounts_reload (self);
}

static void
tkt_accounts_dispose (GObject *object)
{
  TktAccounts *self = TKT_ACCOUNTS (object);

  cancel (self);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (tkt_accounts_parent_class)->dispose (object);
}

static void
tkt_accounts_finalize (GObject *object)
{
  g_ptr_array_unref (TKT_ACCOUNTS (object)->accounts);

  G_OBJECT_CLASS (tkt_accounts_parent_class)->finalize (object);
}

static void
tkt_accounts_class_init (TktAccountsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tkt_accounts_dispose;
  object_class->finalize = tkt_accounts_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tkt_accounts_init (TktAccounts *self)
{
  self->accounts = g_ptr_array_new ();
}

TktAccounts *
tkt_accounts_new (TktDesk *desk)
{
  TktAccounts *self = g_object_new (TKT_TYPE_ACCOUNTS, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (
      desk, "notify::network", G_CALLBACK (on_network_notify), self, G_CONNECT_SWAPPED);
  tkt_accounts_reload (self);
  return self;
}

void
tkt_accounts_reload (TktAccounts *self)
{
  g_return_if_fail (TKT_IS_ACCOUNTS (self));

  cancel (self);
  self->cancellable = g_cancellable_new ();
  tkt_desk_ask_accounts_async (self->desk, self->cancellable, on_accounts, self);
}

GPtrArray *
tkt_accounts_get_all (TktAccounts *self)
{
  g_return_val_if_fail (TKT_IS_ACCOUNTS (self), NULL);

  return self->accounts;
}

const TktAccount *
tkt_accounts_find (TktAccounts *self, const char *id)
{
  g_return_val_if_fail (TKT_IS_ACCOUNTS (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const TktAccount *account = g_ptr_array_index (self->accounts, i);

      if (g_strcmp0 (account->id, id) == 0)
        return account;
    }
  return NULL;
}
