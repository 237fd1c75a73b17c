/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk through "tickets --demo", in the order a person would go. */
#pragma once

#include "test-walk.h"

G_BEGIN_DECLS

#define PUBLISHER_WINDOW "Jess Moreno – Larkfield Partner Network"
#define MANAGER_WINDOW "Maya Lindqvist – Larkfield Partner Network"

#define TICKET "Payout missing for October"

/* A publisher opens a ticket, the account manager replies, the publisher closes it. */
void walk_main_job (TestWalk *walk);
/* The filters and the search find what they should, and nothing else. */
void walk_filters (TestWalk *walk);

G_END_DECLS
