/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which component of the document stands for which shape. */
#pragma once

#include "tkt-shape.h"

G_BEGIN_DECLS

/* "NewTicket"; the test fails for a shape that has no component. */
const char *contract_name_of_shape (const TktShape *shape);

G_END_DECLS
