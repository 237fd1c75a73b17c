/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for many sockets at once: epoll(7) behind one source. */
#include "tkt-poller.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Of one turn; the rest comes with the next. */
#define BATCH 64

struct _TktPoller
{
  int epoll;
  GSource *source;
  struct epoll_event batch[BATCH]; /* those from @at on are still to be told */
  int at, n_batch;
};

static gboolean
on_ready (int fd, GIOCondition condition, gpointer user_data)
{
  TktPoller *self = user_data;
  int n = epoll_wait (self->epoll, self->batch, BATCH, 0);

  for (self->at = 0, self->n_batch = MAX (n, 0); self->at < self->n_batch;)
    {
      const struct epoll_event *event = &self->batch[self->at++];
      TktPollerWatch *watch = event->data.ptr;

      if (watch == NULL)
        continue;
      watch->ended |= (event->events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
      watch->func (
          (event->events & ~EPOLLOUT) != 0, (event->events & EPOLLOUT) != 0, watch->user_data);
    }
  return G_SOURCE_CONTINUE;
}

TktPoller *
tkt_poller_new (GError **error)
{
  TktPoller *self;
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  int reason = errno;

  if (epoll < 0)
    {
      g_set_error (
          error, G_IO_ERROR, g_io_error_from_errno (reason), "epoll: %s", g_strerror (reason));
      return NULL;
    }
  self = g_rc_box_new0 (TktPoller);
  self->epoll = epoll;
  self->source = g_unix_fd_source_new (epoll, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_ready), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

TktPoller *
tkt_poller_ref (TktPoller *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TktPoller *self = data;

  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->epoll);
}

void
tkt_poller_unref (TktPoller *self)
{
  g_rc_box_release_full (self, clear);
}

gboolean
tkt_poller_add (TktPoller *self, TktPollerWatch *watch, GError **error)
{
  struct epoll_event event
      = { .events = EPOLLIN | EPOLLRDHUP | (watch->news_only ? EPOLLET : 0), .data.ptr = watch };
  int reason;

  if (epoll_ctl (self->epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0)
    return TRUE;
  reason = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (reason), "epoll: %s", g_strerror (reason));
  return FALSE;
}

void
tkt_poller_set_writing (TktPoller *self, TktPollerWatch *watch, gboolean writing)
{
  struct epoll_event event
      = { .events = EPOLLIN | EPOLLRDHUP | (writing ? EPOLLOUT : 0), .data.ptr = watch };

  if (epoll_ctl (self->epoll, EPOLL_CTL_MOD, watch->fd, &event) != 0)
    g_critical ("epoll: %s", g_strerror (errno));
}

void
tkt_poller_remove (TktPoller *self, TktPollerWatch *watch)
{
  if (epoll_ctl (self->epoll, EPOLL_CTL_DEL, watch->fd, NULL) != 0)
    g_critical ("epoll: %s", g_strerror (errno));
  /* What has been fetched of it is not told any more. */
  for (int i = self->at; i < self->n_batch; i++)
    if (self->batch[i].data.ptr == watch)
      self->batch[i].data.ptr = NULL;
}
