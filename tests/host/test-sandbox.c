#include "config.h"

#include "host/linux/ptl-linux-outside.h"
#include "host/linux/ptl-linux-sandbox.h"
#include "host/linux/ptl-linux-users.h"
#include "host/ptl-host.h"

#include <glib/gstdio.h>
#include <string.h>

/*
 * What is said of owners in Flatpak's sandbox, with and without the permission to ask outside. A script stands for
 * flatpak-spawn; tests/flatpak tries the real one.
 */

#define WITHOUT "[Application]\nname=org.example.App\n\n[Instance]\napp-path=%s\n"
#define WITH    WITHOUT "\n[Session Bus Policy]\norg.freedesktop.Flatpak=talk\n"

typedef struct
{
  char *root;
  char *info;
  char *spawn;
  char *path; /* $PATH before */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  fixture->root = g_dir_make_tmp ("portolan-sandbox-XXXXXX", NULL);
  g_assert_nonnull (fixture->root);
  fixture->info = g_build_filename (fixture->root, ".flatpak-info", NULL);
  fixture->spawn = g_build_filename (fixture->root, "flatpak-spawn", NULL);
  fixture->path = g_strdup (g_getenv ("PATH"));
  path = g_strdup_printf ("%s:%s", fixture->root, fixture->path);
  g_setenv ("PATH", path, TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_setenv ("PATH", fixture->path, TRUE);
  g_remove (fixture->info);
  g_remove (fixture->spawn);
  g_rmdir (fixture->root);
  g_free (fixture->root);
  g_free (fixture->info);
  g_free (fixture->spawn);
  g_free (fixture->path);
}

static void
put_info (Fixture    *fixture,
          const char *text,
          const char *app_path)
{
  g_autofree char *filled = NULL;
  g_auto (GStrv) parts = g_strsplit (text, "%s", 2);

  filled = g_strjoinv (app_path, parts);
  g_assert_true (g_file_set_contents (fixture->info, filled, -1, NULL));
}

static void
put_spawn (Fixture    *fixture,
           const char *script)
{
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, NULL);

  g_assert_true (g_file_set_contents_full (fixture->spawn, text, -1, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
}

/* Three sockets, of which one is held by a process that is seen, one is of a control group with hidden ones, one is nobody's. */
#define ANSWER_OF(count, more) \
  "cat <<'END'\n" \
  "portolan-owners 2\n" \
  "process\t700\t500\t1000\t1\t40\t/user.slice/user-1000.slice/user@1000.service/app.slice/web.service\tweb\t/usr/bin/web\tweb\\x00\n" \
  "holds\t1\n" more \
  "process\t800\t500\t33\t1\t50\t/system.slice/nginx.service\tnginx\t\tnginx\\x00master\\x00\n" \
  "process\t801\t500\t33\t800\t50\t/system.slice/nginx.service\tnginx\t\tnginx\\x00worker\\x00\n" \
  "process\t1\t1\t0\t0\t60\t/init.scope\tsystemd\t\t/sbin/init\\x00\n" \
  "socket\t1\t1000\n" \
  "socket\t2\t33\n" \
  "socket\t3\t44\n" \
  "user\t0\troot\n" \
  "user\t33\twww-data\n" \
  "end\t" count "\n" \
  "END\n"
#define ANSWER ANSWER_OF ("10", "")
/* The third is held by a process by now. */
#define LATER_ANSWER ANSWER_OF ("12", "process\t900\t600\t44\t1\t70\t/\tlate\t\tlate\\x00\nholds\t3\n")

static const PtlLinuxSocket sockets[] = {
  { .inode = 1, .cookie = 11, .cgroup_id = 40 },
  { .inode = 2, .cookie = 12, .cgroup_id = 50 },
  { .inode = 3, .cookie = 13, .cgroup_id = 70 },
};

static PtlListener *
tell (PtlLinuxOutside *outside,
      guint            i)
{
  g_autoptr (PtlLinuxUsers) users = ptl_linux_users_new (TRUE);
  PtlListener *told = ptl_listener_new ();

  ptl_linux_outside_tell (outside, told, &sockets[i], users);

  return told;
}

static const PtlOwner *
get_owner (const PtlListener *listener)
{
  g_assert_cmpuint (listener->owners->len, ==, 1);

  return g_ptr_array_index (listener->owners, 0);
}

static void
test_no_sandbox (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (PtlLinuxOutside) outside = ptl_linux_outside_new (fixture->root);

  g_assert_false (ptl_linux_outside_is_there (outside));
  g_assert_false (ptl_linux_outside_look (outside, sockets, G_N_ELEMENTS (sockets), NULL));
}

/* Nobody is asked, and a whole reading says why its owners are hidden and what can be done. */
static void
test_not_allowed (Fixture       *fixture,
                  gconstpointer  data)
{
  PtlHostRoots roots = { .proc = fixture->root, .cgroup = fixture->root, .root = fixture->root };
  g_autoptr (PtlLinuxOutside) outside = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlHost) host = NULL;

  put_info (fixture, WITHOUT, "/apps/files");
  put_spawn (fixture, "touch $(dirname \"$0\")/was-asked\n" ANSWER);

  outside = ptl_linux_outside_new (fixture->root);
  g_assert_true (ptl_linux_outside_is_there (outside));
  g_assert_false (ptl_linux_outside_look (outside, sockets, G_N_ELEMENTS (sockets), NULL));

  host = ptl_host_new (&roots);
  snapshot = ptl_host_read (host, NULL, NULL);
  g_assert_nonnull (snapshot);
  g_assert_nonnull (strstr (ptl_snapshot_get_hidden_reason (snapshot), "sandbox"));
  g_assert_cmpstr (ptl_snapshot_get_hidden_remedy (snapshot), ==,
                   "flatpak override --user --talk-name=org.freedesktop.Flatpak org.example.App");
}

static void
test_allowed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (PtlLinuxOutside) outside = NULL;
  g_autoptr (PtlListener) seen = NULL;
  g_autoptr (PtlListener) hidden = NULL;
  g_autoptr (PtlListener) nobodys = NULL;
  g_autoptr (PtlSnapshot) snapshot = ptl_snapshot_new ("test");
  g_autofree char *program = g_build_filename ("/apps/files", PTL_OWNERS_FOLDER, "portolan-owners", NULL);
  g_autofree char *script = g_strdup_printf ("[ \"$*\" = '--host --watch-bus %s 2 everything' ] || exit 1\n" ANSWER, program);

  put_info (fixture, WITH, "/apps/files");
  put_spawn (fixture, script);
  outside = ptl_linux_outside_new (fixture->root);
  g_assert_true (ptl_linux_outside_look (outside, sockets, G_N_ELEMENTS (sockets), NULL));

  seen = tell (outside, 0);
  g_assert_cmpint (get_owner (seen)->process->pid, ==, 700);
  g_assert_true (get_owner (seen)->certain);
  g_assert_cmpstr (seen->unit, ==, "web.service");
  g_assert_true (seen->unit_is_user);
  g_assert_cmpint (seen->uid, ==, 1000);
  g_assert_cmpstr (get_owner (seen)->process->parent_name, ==, "systemd");
  g_assert_cmpint (get_owner (seen)->process->started_at, >, 0);

  hidden = tell (outside, 1);
  g_assert_cmpint (get_owner (hidden)->process->pid, ==, 800);
  g_assert_false (get_owner (hidden)->certain);
  g_assert_cmpint (get_owner (hidden)->evidence, ==, PTL_EVIDENCE_CONTROL_GROUP);
  g_assert_cmpstr (get_owner (hidden)->process->user, ==, "www-data");
  g_assert_cmpstr (hidden->unit, ==, "nginx.service");
  g_assert_cmpstr (hidden->user, ==, "www-data");

  nobodys = tell (outside, 2);
  g_assert_cmpuint (nobodys->owners->len, ==, 0);
  g_assert_cmpint (nobodys->uid, ==, 44);

  ptl_linux_outside_tell_hidden (outside, snapshot);
  g_assert_null (ptl_snapshot_get_hidden_reason (snapshot));
}

/* While the sockets stay the same, nobody is asked again so soon; where they change, at once. */
static void
test_how_often (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (PtlLinuxOutside) outside = NULL;

  put_info (fixture, WITH, "/apps/files");
  put_spawn (fixture, ANSWER);
  outside = ptl_linux_outside_new (fixture->root);
  g_assert_false (ptl_linux_outside_look (outside, NULL, 0, NULL));
  g_assert_true (ptl_linux_outside_look (outside, sockets, 2, NULL));
  g_assert_false (ptl_linux_outside_look (outside, sockets, 2, NULL));
  g_assert_true (ptl_linux_outside_look (outside, sockets, 3, NULL));
  g_assert_false (ptl_linux_outside_look (outside, sockets, 3, NULL));
}

/* Who held a socket when it was asked may have passed it on since: it is certain in that reading, and likely afterwards. */
static void
test_certain_once (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (PtlLinuxOutside) outside = NULL;
  g_autoptr (PtlListener) first = NULL;
  g_autoptr (PtlListener) later = NULL;
  g_autoptr (PtlListener) again = NULL;
  g_autoptr (PtlListener) other = NULL;

  put_info (fixture, WITH, "/apps/files");
  put_spawn (fixture, ANSWER);
  outside = ptl_linux_outside_new (fixture->root);
  g_assert_true (ptl_linux_outside_look (outside, sockets, 2, NULL));
  first = tell (outside, 0);
  g_assert_true (get_owner (first)->certain);

  g_assert_false (ptl_linux_outside_look (outside, sockets, 2, NULL));
  later = tell (outside, 0);
  g_assert_cmpint (get_owner (later)->process->pid, ==, 700);
  g_assert_cmpint (get_owner (later)->evidence, ==, PTL_EVIDENCE_DESCRIPTOR);
  g_assert_false (get_owner (later)->certain);

  /* A further socket has it asked again, and is certain alone. */
  put_spawn (fixture, LATER_ANSWER);
  g_assert_true (ptl_linux_outside_look (outside, sockets, 3, NULL));
  again = tell (outside, 0);
  g_assert_false (get_owner (again)->certain);
  other = tell (outside, 2);
  g_assert_cmpint (get_owner (other)->process->pid, ==, 900);
  g_assert_true (get_owner (other)->certain);
}

/* A whole listener, of which more is told in each reading, changes with it. */
static void
test_likely_in_later_readings (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autofree char *proc = g_build_filename (fixture->root, "proc", NULL);
  g_autofree char *net = g_build_filename (proc, "net", NULL);
  g_autofree char *tcp = g_build_filename (net, "tcp", NULL);
  PtlHostRoots roots = { .proc = proc, .cgroup = fixture->root, .root = fixture->root, .no_netlink = TRUE };
  g_autoptr (PtlHost) host = NULL;

  g_assert_no_errno (g_mkdir_with_parents (net, 0755));
  g_assert_true (g_file_set_contents (tcp,
                                      "heading\n"
                                      "   0: 0100007F:03E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 1 1 0 1\n",
                                      -1, NULL));
  put_info (fixture, WITH, "/apps/files");
  put_spawn (fixture, ANSWER);

  host = ptl_host_new (&roots);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PtlSnapshot) snapshot = ptl_host_read (host, NULL, NULL);

      g_assert_nonnull (snapshot);
      g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, 1);
      g_assert_cmpint (get_owner (ptl_snapshot_get (snapshot, 0))->process->pid, ==, 700);
      g_assert_cmpint (get_owner (ptl_snapshot_get (snapshot, 0))->certain, ==, i == 0);
    }

  g_remove (tcp);
  g_rmdir (net);
  g_rmdir (proc);
}

/* What is given up changes nothing. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (PtlLinuxOutside) outside = NULL;
  g_autoptr (PtlListener) told = NULL;
  const gint cancelled = TRUE;

  put_info (fixture, WITH, "/apps/files");
  put_spawn (fixture, ANSWER);
  outside = ptl_linux_outside_new (fixture->root);
  g_assert_true (ptl_linux_outside_look (outside, sockets, 2, NULL));
  put_spawn (fixture, "exec sleep 60\n");
  g_assert_false (ptl_linux_outside_look (outside, sockets, 3, &cancelled));

  told = tell (outside, 0);
  g_assert_cmpuint (told->owners->len, ==, 1);
  put_spawn (fixture, ANSWER);
  g_assert_true (ptl_linux_outside_look (outside, sockets, 3, NULL));
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const scripts[] = {
    "exit 1\n",
    ANSWER "exit 1\n",
    "echo portolan-owners 3\n",
    "exec sleep 60\n",
    "exec cat /dev/zero\n",
  };

  put_info (fixture, WITH, "/apps/files");
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (PtlLinuxOutside) outside = ptl_linux_outside_new (fixture->root);
      g_autoptr (PtlSnapshot) snapshot = ptl_snapshot_new ("test");
      g_autoptr (PtlListener) told = NULL;
      gint64 start = g_get_monotonic_time ();

      put_spawn (fixture, scripts[i]);
      g_assert_true (ptl_linux_outside_look (outside, sockets, 3, NULL));
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);

      told = tell (outside, 0);
      g_assert_cmpuint (told->owners->len, ==, 0);
      ptl_linux_outside_tell_hidden (outside, snapshot);
      g_assert_nonnull (strstr (ptl_snapshot_get_hidden_reason (snapshot), "no answer"));
      g_assert_null (ptl_snapshot_get_hidden_remedy (snapshot));
      /* It is left alone for a while, though other sockets came. */
      g_assert_false (ptl_linux_outside_look (outside, sockets, 2, NULL));
    }
}

/* The number that stands for all users from outside of a namespace is nobody's name. */
static void
test_users (void)
{
  g_assert_true (ptl_linux_uid_map_contains ("         0          0 4294967295\n", 65534));
  g_assert_false (ptl_linux_uid_map_contains ("      1000       1000          1\n", 65534));
  g_assert_true (ptl_linux_uid_map_contains ("      1000       1000          1\n", 1000));
  g_assert_false (ptl_linux_uid_map_contains ("      1000       1000          1\n", 1001));
  g_assert_false (ptl_linux_uid_map_contains ("0 1000 1\n1 100000 65533\n", 65534));
  g_assert_true (ptl_linux_uid_map_contains ("0 1000 1\n1 100000 65534\n", 65534));
  g_assert_false (ptl_linux_uid_map_contains ("", 0));
  g_assert_false (ptl_linux_uid_map_contains ("x", 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/host/sandbox/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("none", test_no_sandbox);
  ADD ("not-allowed", test_not_allowed);
  ADD ("allowed", test_allowed);
  ADD ("how-often", test_how_often);
  ADD ("certain-once", test_certain_once);
  ADD ("likely-in-later-readings", test_likely_in_later_readings);
  ADD ("cancelled", test_cancelled);
  ADD ("failure", test_failure);
  g_test_add_func ("/host/sandbox/users", test_users);

  return g_test_run ();
}
