/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk on a small file system of its own that is really full, or really can't be written. What a
 * shim can't show, it does: files that are mapped into memory, and what the kernel itself refuses.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "desk-fixture.h"
#include "disk-failure.h"

#define SIZE "size=3m"
#define MOST_LEFT (64 * 1024)
#define STEP (4 * 1024)

static gboolean may_mount;

static void
write_map (const char *path, const char *words)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, words, strlen (words)), ==, strlen (words));
  close (fd);
}

/* What is mounted from here on, only this process sees. Before there are threads. */
static gboolean
leave_mounts (void)
{
  g_autofree char *uid_map = g_strdup_printf ("0 %u 1", getuid ());
  g_autofree char *gid_map = g_strdup_printf ("0 %u 1", getgid ());

  if (unshare (CLONE_NEWNS) != 0)
    {
      if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return FALSE;
      write_map ("/proc/self/setgroups", "deny");
      write_map ("/proc/self/uid_map", uid_map);
      write_map ("/proc/self/gid_map", gid_map);
    }
  return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

typedef struct
{
  DeskFixture *fixture;
  char *filler;
} Disk;

static void
disk_clear (Disk *disk)
{
  TestFolder *mounted = g_steal_pointer (&disk->fixture->folder);

  disk->fixture->folder = test_folder_new ();
  desk_fixture_free (disk->fixture);
  g_assert_cmpint (umount2 (mounted, MNT_DETACH), ==, 0);
  test_folder_free (mounted);
  g_free (disk->filler);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Disk, disk_clear)

static Disk
disk_new (void)
{
  Disk disk = { desk_fixture_new () };

  disk.filler = g_build_filename (disk.fixture->folder, "filler", NULL);
  g_assert_cmpint (mount ("tickets", disk.fixture->folder, "tmpfs", 0, SIZE), ==, 0);
  return disk;
}

/* All but @left bytes. */
static void
fill (Disk *disk, gsize left)
{
  static const char page[4096];
  int fd = open (disk->filler, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gsize size = 0;

  while (write (fd, page, sizeof page) == sizeof page)
    size += sizeof page;
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_cmpuint (size, >, left);
  g_assert_cmpint (ftruncate (fd, size - left), ==, 0);
  close (fd);
}

/* With ever more room, until all fits: each reply is refused with a reason and sent again, or is
 * there. */
static void
test_full (void)
{
  g_auto (Disk) disk = disk_new ();
  Seat *ada = seat_new (disk.fixture, "ada");
  g_autofree char *ticket = seat_open_ticket (ada, NULL, "Disk", "First", NULL);
  g_autoptr (GString) expected = g_string_new ("ada: First");
  guint n_refused = 0;
  guint n_kept = 0;

  desk_settle (disk.fixture);
  for (gsize left = 0; left < MOST_LEFT; left += STEP)
    {
      g_autofree char *body = g_strdup_printf ("With %" G_GSIZE_FORMAT " bytes left", left);
      g_autofree char *id = NULL;
      g_autoptr (GError) error = NULL;

      fill (&disk, left);
      id = seat_reply (ada, ticket, body, &error);
      if (error != NULL)
        {
          g_test_message ("%s: %s", body, error->message);
          g_assert_true (g_str_has_prefix (error->message, disk_failures[0].sentence)
                         || g_str_has_prefix (error->message, DISK_FAILURE_GENERAL));
          n_refused++;
        }
      g_assert_cmpint (unlink (disk.filler), ==, 0);
      if (error != NULL)
        g_free (seat_reply (ada, ticket, body, NULL));
      else
        n_kept++;
      g_string_append_printf (expected, " | ada: %s", body);
      desk_settle (disk.fixture);
      seat_assert_messages (ada, ticket, expected->str);
    }
  g_assert_cmpuint (n_refused, >, 0);
  g_assert_cmpuint (n_kept, >, 0);
  seat_assert_in_step (ada);
}

/* Says so, and works when it can be written again. */
static void
test_read_only (void)
{
  g_auto (Disk) disk = disk_new ();
  Seat *ada = seat_new (disk.fixture, "ada");
  g_autofree char *ticket = seat_open_ticket (ada, NULL, "Disk", "First", NULL);
  g_autofree char *problem = NULL;

  desk_settle (disk.fixture);
  seat_stop (ada);
  g_assert_cmpint (mount (NULL, disk.fixture->folder, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  seat_start (ada);
  test_await ((g_free (problem), problem = seat_dup_problem (ada)) != NULL);
  g_assert_true (g_str_has_prefix (problem, "The folder of this program can't be written"));
  g_assert_cmpint (mount (NULL, disk.fixture->folder, NULL, MS_REMOUNT, NULL), ==, 0);
  /* By itself: nobody presses F5. */
  test_await (tkt_desk_get_ready (ada->desk));
  g_free (seat_reply (ada, ticket, "Second", NULL));
  desk_settle (disk.fixture);
  seat_assert_messages (ada, ticket, "ada: First | ada: Second");
  seat_assert_in_step (ada);
}

static void
test_or_skip (gconstpointer test)
{
  if (may_mount)
    ((GTestFunc)test) ();
  else
    g_test_skip ("This machine lets no program mount a file system of its own");
}

int
main (int argc, char **argv)
{
  may_mount = leave_mounts ();
  desk_init (&argc, &argv);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_test_add_data_func ("/disk/real/rule-19/full", test_full, test_or_skip);
  g_test_add_data_func ("/disk/real/rule-19/read-only", test_read_only, test_or_skip);
  return g_test_run ();
}
