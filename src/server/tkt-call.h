/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call and its answer, free of HTTP's machinery: what handlers see. */
#pragma once

#include "tkt-password.h"
#include "tkt-service.h"
#include "tkt-sessions.h"
#include "tkt-throttle.h"

G_BEGIN_DECLS

typedef struct _TktCall TktCall;
typedef struct _TktRoute TktRoute;

/* Fills the answer, or returns FALSE with a problem. Runs within a transaction: of the lane for
 * reads, of the writer for writes. */
typedef gboolean (*TktHandler) (TktCall *call, TktStoreTx *tx, GError **error);

/* What comes before, on the thread that hashes passwords. */
typedef gboolean (*TktPreparer) (TktCall *call, GError **error);

struct _TktCall
{
  /* The call */
  const TktRoute *route;
  char *request_id;
  char *address;     /* of the client */
  char *id;          /* the path's {id}, a valid UUID; or NULL */
  GHashTable *query; /* the query's parameters; or NULL */
  gpointer body;     /* of the route's shape; or NULL */
  gboolean head;     /* HEAD: the answer goes out without its body */
  gint64 if_match;   /* a revision; -1: not sent */
  char *range;       /* the header as it was sent, or NULL */
  guint8 token_hash[32];
  TktActor *actor; /* NULL where anyone may call */

  /* The server's */
  TktStore *store;
  TktThrottle *throttle;
  TktPasswordStrength strength;
  TktSessionLife session_life;
  gint64 uploads_waiting; /* that an account may have; 0: any number */

  /* What a preparer leaves for the handler, or memory (@account_id) */
  char *password_hash;
  char *organization_id;
  char *account_id; /* also of a remembered answer: whose it is */

  /* Of an upload, what the handler leaves for its bytes */
  TktUploadRequest *upload;

  /* The answer */
  guint status;
  GString *json;   /* NULL: no body */
  gint64 revision; /* of the one row that it shows, for its ETag; 0: a list */
  char *next;      /* the cursor of the next page, or NULL */
  TktUpload *file; /* whose bytes are the answer, or as much as is said of them; NULL: no file */

  /* The answer as it goes out, made of the above once (tkt_call_finish_answer()) */
  GBytes *body_bytes;
  GBytes *packed_bytes; /* the same as gzip; NULL: to be made by whoever wants it */
  char *etag;
};

/* One line of the route table. */
struct _TktRoute
{
  const char *method;
  const char *path; /* "{id}" stands for one UUID */
  gboolean anyone;  /* without signing in */
  int action;       /* a TktAction that the role must allow at all, or -1: the service decides */
  gboolean write;
  const TktShape *shape; /* of the request's body; NULL: none */
  const char *params;    /* the query's parameters, separated by spaces; NULL: none */
  TktPreparer prepare;   /* or NULL */
  TktHandler handle;
  const char *media_type; /* of the answer; NULL: application/json */
  gboolean ready;         /* the server must be (tkt-readiness.h), else it is refused */
  gboolean stream;        /* what @handle lets pass is answered by an event stream (tkt-hub.h) */
  gboolean upload; /* a write whose body @handle lets pass, in a read, before any of it has come */
  gboolean file;   /* a read that is answered by bytes of any kind */
};

/* The answer of who is well. */
#define TKT_CALL_OK "{\"status\":\"ok\"}"

TktCall *tkt_call_new (void);
void tkt_call_free (TktCall *call);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCall, tkt_call_free)

/* Lets @actor know what call it acts in. */
void tkt_call_tell_origin (const TktCall *call, TktActor *actor);

/* Answers with one row and its ETag. */
gboolean tkt_call_answer_row (TktCall *call,
                              guint status,
                              const TktShape *shape,
                              gconstpointer row,
                              gint64 revision);

/* A parameter as it was sent, or NULL. */
const char *tkt_call_get_param (TktCall *call, const char *name);

/* The longest page of most lists. */
#define TKT_CALL_LIST_MAX 200

/* `limit`: 50 unless said, 1 to @most; 0 with %TKT_PROBLEM_BAD_REQUEST. */
guint tkt_call_get_limit (TktCall *call, guint most, GError **error);

/* A parameter that is a word of @set, or an id. Not sent, it leaves the value as it is. */
gboolean tkt_call_read_word (TktCall *call,
                             const char *name,
                             const TktEnum *set,
                             int *value,
                             GError **error);
gboolean tkt_call_read_id (TktCall *call, const char *name, const char **id, GError **error);

/* Answers {"items":[…],"next":…} from what has been written to @items_taken. */
gboolean tkt_call_answer_list (TktCall *call, GString *items_taken, char *next_taken);

/* %TKT_PROBLEM_BAD_REQUEST about a parameter. */
void tkt_call_set_bad_param (GError **error, const char *name, const char *detail);

/* (transfer full): the ETag of what is no one row. */
char *tkt_call_make_etag (GBytes *body);

/* Makes body and ETag of what the handler left. */
void tkt_call_finish_answer (TktCall *call);

/* (transfer full): a problem for the client. What the store or GLib reports is for the log, under
 * @request_id; the client learns whether to try again. */
GError *tkt_call_describe_failure (const char *request_id, const GError *error);

/* The table, and its end. */
extern const TktRoute tkt_routes[];
extern const guint tkt_n_routes;

/* The line of @method (HEAD: of GET) and @path; @id: (out): the path's {id}, or NULL. */
const TktRoute *
tkt_routes_find (const TktRoute *routes, guint n, const char *method, const char *path, char **id);

/* (transfer full): the methods that @path has, "GET, HEAD, OPTIONS"; NULL: there is no such path.
 */
char *tkt_routes_list_methods (const TktRoute *routes, guint n, const char *path);

G_END_DECLS
