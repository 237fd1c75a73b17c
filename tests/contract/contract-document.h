/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract as a document: data/openapi.json, and the ways about in it. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _ContractDocument ContractDocument;

/* Reads data/openapi.json of the source folder. */
ContractDocument *contract_document_new (void);
void contract_document_free (ContractDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ContractDocument, contract_document_free)

/* As it stands in the file. */
const char *contract_document_get_text (ContractDocument *self);

/* What stands at names that are separated by blanks, "components schemas Ticket"; references on the
 * way are followed. NULL: nothing does. */
JsonNode *contract_document_find (ContractDocument *self, const char *place);
JsonObject *contract_document_get_object (ContractDocument *self, const char *place);

/* @node itself, or what it refers to. */
JsonNode *contract_document_follow (ContractDocument *self, JsonNode *node);

/* The last name of a reference, "Ticket" of "#/components/schemas/Ticket"; NULL: it is none. */
const char *contract_document_name_of (JsonNode *node);

/* A member of @object as text, for comparing; "" where there is none. (transfer full) */
char *contract_document_member (JsonObject *object, const char *name);

void contract_add_route_tests (void);
void contract_add_shape_tests (void);

G_END_DECLS
