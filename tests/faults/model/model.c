/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model: what was wanted by whom, and what could have stood in the way. */
#include "model.h"

#include <string.h>

typedef struct
{
  ModelCause cause;
  char *whom; /* NULL: everybody */
  guint until;
} Period;

#define ALWAYS G_MAXUINT

static void
person_free (gpointer data)
{
  ModelPerson *person = data;

  g_free (person->id);
  g_free (person->username);
  g_free (person->publisher_id);
  g_free (person);
}

static void
word_free (gpointer data)
{
  ModelWord *word = data;

  g_free (word->ticket_id);
  g_free (word->message_id);
  g_free (word->title);
  g_free (word->publisher_id);
  g_free (word->text);
  g_free (word);
}

static void
deed_free (gpointer data)
{
  ModelDeed *deed = data;

  g_free (deed->ticket_id);
  g_free (deed->message_id);
  g_free (deed->assignee_id);
  g_free (deed);
}

static void
period_free (gpointer data)
{
  Period *period = data;

  g_free (period->whom);
  g_free (period);
}

Model *
model_new (guint32 seed)
{
  Model *self = g_new0 (Model, 1);

  self->seed = seed;
  self->people = g_ptr_array_new_with_free_func (person_free);
  self->words = g_ptr_array_new_with_free_func (word_free);
  self->deeds = g_ptr_array_new_with_free_func (deed_free);
  self->causes = g_ptr_array_new_with_free_func (period_free);
  self->managers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->log = g_string_new (NULL);
  return self;
}

void
model_free (Model *self)
{
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->deeds);
  g_ptr_array_unref (self->causes);
  g_ptr_array_unref (self->people);
  g_hash_table_unref (self->managers);
  g_string_free (self->log, TRUE);
  g_clear_pointer (&self->seen, model_truth_free);
  g_free (self);
}

void
model_fail (Model *self, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s", self->log->str);
  g_printerr ("TICKETS_MODEL_SEED=%u: %s\n", self->seed, sentence);
  g_abort ();
}

void
model_note (Model *self, const char *format, ...)
{
  va_list args;

  g_string_append_printf (self->log, "# %u ", ++self->now);
  va_start (args, format);
  g_string_append_vprintf (self->log, format, args);
  va_end (args);
  g_string_append_c (self->log, '\n');
}

ModelPerson *
model_add_person (Model *self,
                  const char *id,
                  const char *username,
                  gboolean staff,
                  const char *publisher_id)
{
  ModelPerson *person = g_new0 (ModelPerson, 1);

  *person = (ModelPerson){ g_strdup (id), g_strdup (username), staff, g_strdup (publisher_id) };
  g_ptr_array_add (self->people, person);
  return person;
}

ModelPerson *
model_find_person (Model *self, const char *id)
{
  for (guint i = 0; i < self->people->len; i++)
    {
      ModelPerson *person = g_ptr_array_index (self->people, i);

      if (g_strcmp0 (person->id, id) == 0)
        return person;
    }
  return NULL;
}

ModelWord *
model_add_word (Model *self, const ModelPerson *who, guint desk, const char *ticket_id)
{
  ModelWord *word = g_new0 (ModelWord, 1);

  word->who = who;
  word->desk = desk;
  word->at = self->now;
  word->ticket_id = g_strdup (ticket_id);
  g_ptr_array_add (self->words, word);
  return word;
}

ModelDeed *
model_add_deed (Model *self, ModelDeedKind kind, const ModelPerson *who, const char *ticket_id)
{
  ModelDeed *deed = g_new0 (ModelDeed, 1);

  deed->kind = kind;
  deed->who = who;
  deed->at = self->now;
  deed->ticket_id = g_strdup (ticket_id);
  g_ptr_array_add (self->deeds, deed);
  return deed;
}

void
model_add_manager (Model *self, const char *publisher_id, const char *manager_id)
{
  g_hash_table_add (self->managers,
                    g_strconcat (publisher_id, " ", manager_id != NULL ? manager_id : "", NULL));
}

void
model_begin_cause (Model *self, ModelCause cause, const char *whom)
{
  Period *period = g_new0 (Period, 1);

  *period = (Period){ cause, g_strdup (whom), ALWAYS };
  g_ptr_array_add (self->causes, period);
}

void
model_end_cause (Model *self, ModelCause cause, const char *whom)
{
  for (guint i = 0; i < self->causes->len; i++)
    {
      Period *period = g_ptr_array_index (self->causes, i);

      if (period->cause == cause && g_strcmp0 (period->whom, whom) == 0)
        period->until = MIN (period->until, self->now);
    }
}

gboolean
model_had_cause (const Model *self, ModelCause cause, const char *whom, guint since)
{
  for (guint i = 0; i < self->causes->len; i++)
    {
      const Period *period = g_ptr_array_index (self->causes, i);

      if (period->cause == cause && g_strcmp0 (period->whom, whom) == 0 && period->until >= since)
        return TRUE;
    }
  return FALSE;
}
