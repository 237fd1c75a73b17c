/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 13 in the cache: gets the bytes of erased texts out of the index and the files, in steps
 * between writes. */
#pragma once

#include "tkt-db-worker.h"

G_BEGIN_DECLS

/* Main thread only; its steps run on the cache's workers. */
typedef struct _TktCacheEraser TktCacheEraser;

TktCacheEraser *tkt_cache_eraser_new (TktDbWorker *writer, TktDbWorker *reader);
void tkt_cache_eraser_unref (TktCacheEraser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCacheEraser, tkt_cache_eraser_unref)

/* Something was erased, or the cache was opened and may have something left to do. */
void tkt_cache_eraser_wake (TktCacheEraser *self);

/* Something was written: there is room again for what an erasing may have failed at. */
void tkt_cache_eraser_retry (TktCacheEraser *self);

/* Begins nothing any more. */
void tkt_cache_eraser_stop (TktCacheEraser *self);

G_END_DECLS
