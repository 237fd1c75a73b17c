/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds tickets for the desktop. */
#include "tkt-search-provider.h"

#include <string.h>

#include "tkt-finder.h"
#include "tkt-words.h"

/* More than a desktop shows of one program. */
#define RESULTS_MOST 10
/* Typing goes on. */
#define LINGER_MS 10000

struct _TktSearchProvider
{
  GObject parent_instance;

  GApplication *application; /* (unowned): it owns this */
  TktSignIns *sign_ins;
  GDBusConnection *bus; /* while exported */
  guint registration;
};

G_DEFINE_FINAL_TYPE (TktSearchProvider, tkt_search_provider, G_TYPE_OBJECT)

static const char introspection[]
    = "<node><interface name='org.gnome.Shell.SearchProvider2'>"
      "<method name='GetInitialResultSet'><arg type='as' direction='in'/>"
      "<arg type='as' direction='out'/></method>"
      "<method name='GetSubsearchResultSet'><arg type='as' direction='in'/>"
      "<arg type='as' direction='in'/><arg type='as' direction='out'/></method>"
      "<method name='GetResultMetas'><arg type='as' direction='in'/>"
      "<arg type='aa{sv}' direction='out'/></method>"
      "<method name='ActivateResult'><arg type='s' direction='in'/>"
      "<arg type='as' direction='in'/><arg type='u' direction='in'/></method>"
      "<method name='LaunchSearch'><arg type='as' direction='in'/>"
      "<arg type='u' direction='in'/></method>"
      "</interface></node>";

/* A question, which goes from account to account. */
typedef struct
{
  TktSearchProvider *provider;
  GDBusMethodInvocation *invocation;
  char *words;         /* what is looked for, or NULL: */
  char **ids;          /* what is told about */
  GPtrArray *accounts; /* of TktSignIn */
  guint next;          /* of them */
  GPtrArray *found;    /* ids of results, in order */
  GHashTable *metas;   /* id → GVariant */
} Question;

static void
question_free (Question *question)
{
  g_application_release (question->provider->application);
  g_object_unref (question->provider);
  g_free (question->words);
  g_strfreev (question->ids);
  g_clear_pointer (&question->accounts, g_ptr_array_unref);
  g_ptr_array_unref (question->found);
  g_hash_table_unref (question->metas);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static GVariant *
make_meta (const char *id, const TktTicketRow *row, const char *organization)
{
  g_autoptr (GIcon) icon = g_themed_icon_new ("org.example.Tickets");
  g_autofree char *details = tkt_words_ticket_found (row, organization);
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "s", id);
  g_variant_dict_insert (&dict, "name", "s", row->ticket->title);
  g_variant_dict_insert (&dict, "description", "s", details);
  g_variant_dict_insert_value (&dict, "icon", g_icon_serialize (icon));
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static GVariant *
list_metas (const Question *question)
{
  g_auto (GVariantBuilder) metas = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (char **id = question->ids; *id != NULL; id++)
    {
      GVariant *meta = g_hash_table_lookup (question->metas, *id);

      if (meta != NULL)
        g_variant_builder_add_value (&metas, meta);
    }
  return g_variant_new ("(aa{sv})", &metas);
}

static void
answer (Question *question_taken)
{
  g_autoptr (Question) question = question_taken;
  GVariant *value;

  if (question->words == NULL)
    value = list_metas (question);
  else
    {
      g_ptr_array_add (question->found, NULL);
      value = g_variant_new ("(^as)", question->found->pdata);
    }
  g_dbus_method_invocation_return_value (question->invocation, value);
}

static void ask_next (Question *question_taken);

static void
on_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  const TktSignIn *sign_in = g_ptr_array_index (question->accounts, question->next++);
  const char *organization = question->accounts->len > 1 ? sign_in->organization_name : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tkt_finder_finish (result, &error);

  /* The others have theirs; its window tells what is wrong with this one. */
  if (rows == NULL)
    g_info ("%s can't be searched: %s", sign_in->username, error->message);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const TktTicketRow *row = g_ptr_array_index (rows, i);
      g_autofree char *id = g_strdup_printf ("%s/%s", sign_in->account_id, row->ticket->id);

      g_ptr_array_add (question->found, g_strdup (id));
      if (question->words == NULL)
        g_hash_table_insert (question->metas, g_strdup (id), make_meta (id, row, organization));
    }
  ask_next (g_steal_pointer (&question));
}

/* Those of the ids that are of the account. */
static char **
list_ticket_ids (const Question *question, const char *account_id)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const gsize length = strlen (account_id);

  for (char **id = question->ids; *id != NULL; id++)
    if (g_str_has_prefix (*id, account_id) && (*id)[length] == '/')
      g_strv_builder_add (builder, *id + length + 1);
  return g_strv_builder_end (builder);
}

static void
ask_next (Question *question)
{
  const TktSignIn *sign_in;
  g_autofree char *folder = NULL;

  if (question->next >= question->accounts->len)
    {
      answer (question);
      return;
    }
  sign_in = g_ptr_array_index (question->accounts, question->next);
  folder = tkt_sign_ins_get_account_folder (question->provider->sign_ins, sign_in->account_id);
  if (question->words != NULL)
    tkt_finder_search_async (
        folder, sign_in->account_id, question->words, RESULTS_MOST, NULL, on_found, question);
  else
    {
      g_auto (GStrv) ids = list_ticket_ids (question, sign_in->account_id);

      tkt_finder_load_async (
          folder, sign_in->account_id, (const char *const *)ids, NULL, on_found, question);
    }
}

static void
on_loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GError) error = NULL;

  question->accounts = tkt_sign_ins_load_finish (TKT_SIGN_INS (object), result, &error);
  if (question->accounts != NULL)
    ask_next (question);
  else
    {
      g_dbus_method_invocation_return_gerror (question->invocation, error);
      question_free (question);
    }
}

/* Begins to look for @terms, or to tell about @ids. */
static void
ask (TktSearchProvider *self, GDBusMethodInvocation *invocation, char **terms, char **ids)
{
  Question *question = g_new0 (Question, 1);

  question->provider = g_object_ref (self);
  question->invocation = invocation;
  question->words = terms != NULL ? g_strjoinv (" ", terms) : NULL;
  question->ids = g_strdupv (ids);
  question->found = g_ptr_array_new_with_free_func (g_free);
  question->metas
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_variant_unref);
  g_application_hold (self->application);
  g_application_set_inactivity_timeout (self->application, LINGER_MS);
  tkt_sign_ins_load_async (self->sign_ins, NULL, on_loaded, question);
}

static void
show_result (TktSearchProvider *self, const char *id)
{
  g_auto (GStrv) parts = g_strsplit (id, "/", 2);

  if (g_strv_length (parts) == 2)
    g_action_group_activate_action (G_ACTION_GROUP (self->application),
                                    "show-ticket",
                                    g_variant_new ("(ss)", parts[0], parts[1]));
}

static void
go_on (TktSearchProvider *self, char **terms)
{
  g_autofree char *words = g_strjoinv (" ", terms);

  g_action_group_activate_action (
      G_ACTION_GROUP (self->application), "search", g_variant_new_string (words));
}

static void
on_call (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  TktSearchProvider *self = user_data;
  g_autofree char *id = NULL;
  g_auto (GStrv) list = NULL;

  if (g_str_equal (method, "ActivateResult"))
    {
      g_variant_get (parameters, "(s^asu)", &id, NULL, NULL);
      show_result (self, id);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else if (g_str_equal (method, "LaunchSearch"))
    {
      g_variant_get (parameters, "(^asu)", &list, NULL);
      go_on (self, list);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    {
      g_variant_get (parameters, "(^as)", &list);
      ask (self, invocation, NULL, list);
    }
  else
    {
      /* What was found for fewer letters need not be all that there is for more. */
      g_variant_get_child (parameters, g_variant_n_children (parameters) - 1, "^as", &list);
      ask (self, invocation, list, NULL);
    }
}

static void
tkt_search_provider_finalize (GObject *object)
{
  g_object_unref (TKT_SEARCH_PROVIDER (object)->sign_ins);

  G_OBJECT_CLASS (tkt_search_provider_parent_class)->finalize (object);
}

static void
tkt_search_provider_class_init (TktSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_search_provider_finalize;
}

static void
tkt_search_provider_init (TktSearchProvider *self)
{
}

TktSearchProvider *
tkt_search_provider_new (GApplication *application, TktSignIns *sign_ins)
{
  TktSearchProvider *self = g_object_new (TKT_TYPE_SEARCH_PROVIDER, NULL);

  self->application = application;
  self->sign_ins = g_object_ref (sign_ins);
  return self;
}

gboolean
tkt_search_provider_export (TktSearchProvider *self,
                            GDBusConnection *bus,
                            const char *path,
                            GError **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, error);

  g_return_val_if_fail (TKT_IS_SEARCH_PROVIDER (self), FALSE);

  if (node == NULL)
    return FALSE;
  self->registration = g_dbus_connection_register_object (
      bus, path, node->interfaces[0], &vtable, self, NULL, error);
  if (self->registration == 0)
    return FALSE;
  g_set_object (&self->bus, bus);
  return TRUE;
}

void
tkt_search_provider_unexport (TktSearchProvider *self)
{
  g_return_if_fail (TKT_IS_SEARCH_PROVIDER (self));

  if (self->bus == NULL)
    return;
  g_dbus_connection_unregister_object (self->bus, self->registration);
  g_clear_object (&self->bus);
}
