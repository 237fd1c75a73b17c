/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must come out, whatever happened on the way: a model of domain.md, written from its rules
 * and not from the program. It does not know in which order things reached the server; it knows
 * what was wanted by whom, what could have stood in the way, and what must hold in any order. */
#pragma once

#include "test-server.h"
#include "tkt-db.h"
#include "tkt-entry.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *username;
  gboolean staff;
  char *publisher_id; /* of now; NULL for staff */
} ModelPerson;

/* Why the server may refuse what the desk had to take for allowed. */
typedef enum
{
  MODEL_OFF,     /* support tickets are turned off, or may be (rule 2); of nobody in particular */
  MODEL_BLOCKED, /* a publisher is */
  MODEL_MOVED,   /* a person sees, or has seen, another publisher's tickets than before (rule 9) */
} ModelCause;

/* What somebody wrote; its text is like no other's. */
typedef struct
{
  const ModelPerson *who;
  guint desk;
  guint at; /* the model's time */
  char *ticket_id;
  char *message_id; /* NULL until known: of an opening, when the server has it */
  char *title;      /* of an opening; else NULL */
  char *publisher_id;
  char *text;
  gboolean again;   /* was refused and tried again: its place may be later */
  gboolean no_more; /* the person has discarded it, or taken it back */
} ModelWord;

typedef enum
{
  MODEL_CLOSE,
  MODEL_DELETE,
  MODEL_REASSIGN,
  MODEL_MARK,
} ModelDeedKind;

typedef struct
{
  ModelDeedKind kind;
  const ModelPerson *who;
  guint at;
  char *ticket_id;
  char *message_id;  /* DELETE */
  char *assignee_id; /* REASSIGN; NULL: nobody */
  gint64 position;   /* MARK */
  gboolean undone;   /* before it was sent */
} ModelDeed;

typedef struct _ModelTruth ModelTruth;

typedef struct
{
  guint32 seed;
  guint now;
  GPtrArray *people; /* of ModelPerson */
  GPtrArray *words;  /* of ModelWord, in order of writing */
  GPtrArray *deeds;  /* of ModelDeed */
  GPtrArray *causes;
  GHashTable *managers; /* "publisher manager": whom a publisher has ever had; "" is nobody */
  GString *log;         /* what was done, for whoever reads of a failure */
  ModelTruth *seen;     /* the server's rows when somebody looked last, or NULL */
} Model;

Model *model_new (guint32 seed);
void model_free (Model *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Model, model_free)

/* Ends the test with the seed, the log and a sentence. */
void model_fail (Model *self, const char *format, ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;
#define model_assert(model, condition, ...)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (G_UNLIKELY (!(condition)))                                                                 \
      model_fail ((model), __VA_ARGS__);                                                           \
  }                                                                                                \
  G_STMT_END

/* Time goes on by one with everything that is noted. */
void model_note (Model *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

ModelPerson *model_add_person (Model *self,
                               const char *id,
                               const char *username,
                               gboolean staff,
                               const char *publisher_id);
ModelPerson *model_find_person (Model *self, const char *id);
/* (transfer none) */
ModelWord *model_add_word (Model *self, const ModelPerson *who, guint desk, const char *ticket_id);
ModelDeed *
model_add_deed (Model *self, ModelDeedKind kind, const ModelPerson *who, const char *ticket_id);
void model_add_manager (Model *self, const char *publisher_id, const char *manager_id);

/* @whom: NULL: everybody. */
void model_begin_cause (Model *self, ModelCause cause, const char *whom);
void model_end_cause (Model *self, ModelCause cause, const char *whom);
/* Could it have been so at any time since @since? */
gboolean model_had_cause (const Model *self, ModelCause cause, const char *whom, guint since);

/* All that the server has, as nobody but its operator sees it (model-truth.c). */
struct _ModelTruth
{
  TktOrganization *organization;
  GPtrArray *accounts;   /* of TktAccount */
  GPtrArray *publishers; /* of TktPublisher */
  GPtrArray *tickets;    /* of TktTicket */
  GPtrArray *messages;   /* of TktMessage; of a ticket in order of position */
  GHashTable *tickets_by_id;
  GHashTable *messages_by_id;
  GHashTable *marks; /* "account ticket" → TktReadMark */
};

ModelTruth *model_truth_new (TestServer *server, const GPtrArray *people);
void model_truth_free (ModelTruth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelTruth, model_truth_free)
const TktReadMark *
model_truth_get_mark (const ModelTruth *self, const char *account_id, const char *ticket_id);

/* Every row that @person may see and no other, and every row of a cache: a line each, sorted.
 * (element-type utf8) */
GPtrArray *model_rows_of_truth (const ModelTruth *self, const ModelPerson *person);
GPtrArray *model_rows_of_cache (TktDb *db);

/* Takes @truth: nothing of what was seen before has become what it must not become (rules 11, 13,
 * 16; model-watch.c). */
void model_watch (Model *self, ModelTruth *truth_taken);

/* After the storm (model-check.c). @outboxes: for each desk (element-type TktEntry), what it still
 * has. */
void model_check (Model *self, const ModelTruth *truth, GPtrArray *const *outboxes);

G_END_DECLS
