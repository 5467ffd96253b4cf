#include "config.h"

#include "host/linux/ptl-cgroup-path.h"
#include "host/linux/ptl-inode-map.h"
#include "host/linux/ptl-port-set.h"
#include "host/linux/ptl-proc-cmdline.h"
#include "host/linux/ptl-proc-stat.h"

#include <string.h>

/* Pure parsers of what /proc and the names of control groups say. */

#define ID    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define POD   "pod7b1d9f0c_5c0e_4a3a_9d0b_2f1a3c4d5e6f"
#define USER  "/user.slice/user-1000.slice/user@1000.service"

static const struct
{
  const char *path;
  const char *unit;
  gboolean    unit_is_user;
  const char *runtime;
  const char *id;
  const char *name;
} paths[] = {
  { "/", NULL, FALSE, NULL, NULL, NULL },
  { "", NULL, FALSE, NULL, NULL, NULL },
  { "/init.scope", "init.scope", FALSE, NULL, NULL, NULL },
  { "/system.slice/ssh.service", "ssh.service", FALSE, NULL, NULL, NULL },
  { "/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service", FALSE, NULL, NULL, NULL },
  { "/system.slice/cups.socket", "cups.socket", FALSE, NULL, NULL, NULL },
  { "/system.slice/nginx.service/worker", "nginx.service", FALSE, NULL, NULL, NULL },
  { "/system.slice", "system.slice", FALSE, NULL, NULL, NULL },
  { "/_cpu.service", "cpu.service", FALSE, NULL, NULL, NULL },
  { "/user.slice/user-1000.slice/session-3.scope", "session-3.scope", FALSE, NULL, NULL, NULL },
  { USER "/init.scope", "init.scope", TRUE, NULL, NULL, NULL },
  { USER, "user@1000.service", FALSE, NULL, NULL, NULL },
  { USER "/app.slice/syncthing.service", "syncthing.service", TRUE, NULL, NULL, NULL },
  { USER "/app.slice/app-gnome-firefox-4242.scope", "app-gnome-firefox-4242.scope", TRUE, NULL, NULL, NULL },
  { USER "/app.slice/app-org.gnome.Terminal.slice/vte-spawn-x.scope", "vte-spawn-x.scope", TRUE, NULL, NULL, NULL },
  /* docker: with systemd, and without. */
  { "/system.slice/docker-" ID ".scope", "docker-" ID ".scope", FALSE, "docker", ID, NULL },
  { "/docker/" ID, NULL, FALSE, "docker", ID, NULL },
  { "/docker/" ID "/docker/fedcba9876543210", NULL, FALSE, "docker", ID, NULL },
  { "/system.slice/docker.service", "docker.service", FALSE, NULL, NULL, NULL },
  { "/docker/buildx", NULL, FALSE, NULL, NULL, NULL },
  /* podman: root's, a user's, and without systemd. */
  { "/machine.slice/libpod-" ID ".scope/container", "libpod-" ID ".scope", FALSE, "podman", ID, NULL },
  { USER "/user.slice/libpod-" ID ".scope/container", "libpod-" ID ".scope", TRUE, "podman", ID, NULL },
  { "/libpod_parent/libpod-" ID, NULL, FALSE, "podman", ID, NULL },
  { "/machine.slice/libpod-conmon-" ID ".scope", "libpod-conmon-" ID ".scope", FALSE, NULL, NULL, NULL },
  /* Kubernetes, by its runtimes. */
  { "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-" POD ".slice/cri-containerd-" ID ".scope",
    "cri-containerd-" ID ".scope", FALSE, "containerd", ID, NULL },
  { "/kubepods.slice/kubepods-" POD ".slice/crio-" ID ".scope", "crio-" ID ".scope", FALSE, "cri-o", ID, NULL },
  { "/kubepods/burstable/" POD "/" ID, NULL, FALSE, "kubernetes", ID, NULL },
  { "/system.slice/containerd.service/kubepods-besteffort-" POD ".slice:cri-containerd:" ID,
    "containerd.service", FALSE, "containerd", ID, NULL },
  /* Machines. */
  { "/machine.slice/systemd-nspawn@web.service/payload", "systemd-nspawn@web.service", FALSE, "systemd-nspawn", NULL, "web" },
  { "/machine.slice/machine-my\\x2dbox.scope/payload/system.slice/ssh.service",
    "machine-my\\x2dbox.scope", FALSE, "systemd-nspawn", NULL, "my-box" },
  { "/machine.slice/machine-qemu\\x2d1\\x2ddebian.scope", "machine-qemu\\x2d1\\x2ddebian.scope", FALSE, NULL, NULL, NULL },
  { "/lxc.payload.web/system.slice/nginx.service", "nginx.service", FALSE, "lxc", NULL, "web" },
  { "/lxc/web", NULL, FALSE, "lxc", NULL, "web" },
  { "/lxc", NULL, FALSE, NULL, NULL, NULL },
  /* Applications in a box. */
  { "/system.slice/snap.lxd.daemon.service", "snap.lxd.daemon.service", FALSE, "snap", "lxd", "lxd" },
  { USER "/app.slice/snap.firefox.firefox-0a1b.scope", "snap.firefox.firefox-0a1b.scope", TRUE, "snap", "firefox", "firefox" },
  { USER "/app.slice/app-flatpak-org.mozilla.firefox-1234.scope", "app-flatpak-org.mozilla.firefox-1234.scope", TRUE,
    "flatpak", "org.mozilla.firefox", "org.mozilla.firefox" },
  { USER "/app.slice/app-flatpak-org.x.y\\x2dz-1234.scope", "app-flatpak-org.x.y\\x2dz-1234.scope", TRUE, "flatpak", "org.x.y-z",
    "org.x.y-z" },
  /* Names that almost look like it. */
  { "/docker-xyz.scope", "docker-xyz.scope", FALSE, NULL, NULL, NULL },
  { "/docker/0123", NULL, FALSE, NULL, NULL, NULL },
  { "/.service", NULL, FALSE, NULL, NULL, NULL },
  { "/snap..service", "snap..service", FALSE, NULL, NULL, NULL },
  { "//system.slice//ssh.service//", "ssh.service", FALSE, NULL, NULL, NULL },
  { "/\xff.service", "\xef\xbf\xbd.service", FALSE, NULL, NULL, NULL },
};

static void
test_cgroup_paths (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_auto (PtlCgroupOwner) owner = { 0 };

      ptl_cgroup_path_parse (paths[i].path, &owner);
      g_test_message ("case %u", i);
      g_assert_cmpstr (owner.unit, ==, paths[i].unit);
      g_assert_cmpint (owner.unit_is_user, ==, paths[i].unit_is_user);
      g_assert_cmpstr (owner.runtime, ==, paths[i].runtime);
      g_assert_cmpstr (owner.id, ==, paths[i].id);
      g_assert_cmpstr (owner.name, ==, paths[i].name);
    }
}

static void
test_cgroup_files (void)
{
  static const struct
  {
    const char *text;
    const char *path;
    gboolean    unified;
  } cases[] = {
    { "0::/system.slice/ssh.service\n", "/system.slice/ssh.service", TRUE },
    { "0::/\n", "/", TRUE },
    /* systemd's own hierarchy beside version 1 and 2. */
    { "9:memory:/user.slice\n1:name=systemd:/system.slice/ssh.service\n0::/system.slice\n", "/system.slice/ssh.service", FALSE },
    { "1:name=systemd:/\n0::/system.slice/ssh.service\n", "/system.slice/ssh.service", TRUE },
    /* No systemd: the container's controllers. */
    { "2:cpu:/\n1:memory:/docker/" ID "\n", "/docker/" ID, FALSE },
    { "9:name=systemd:/\n4:memory:/a\n3:cpu:/a/b\n0::/\n", "/a/b", FALSE },
    { "0::/no-newline", "/no-newline", TRUE },
    { "0::/with:colon/x\n", "/with:colon/x", TRUE },
    { "", NULL, FALSE },
    { "garbage\n", NULL, FALSE },
    { "0:\n:\n::\n", NULL, FALSE },
    { "0::relative\n", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean unified = FALSE;
      g_autofree char *path = ptl_cgroup_file_dup_path (cases[i].text, strlen (cases[i].text), &unified);

      g_test_message ("case %u", i);
      g_assert_cmpstr (path, ==, cases[i].path);
      g_assert_cmpint (unified, ==, cases[i].unified);
    }
}

#define STAT_END " S 1 42 42 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 12345 100 200 18446744073709551615 94000 95000 140000 0 0\n"

static void
test_stat (void)
{
  static const struct
  {
    const char *text;
    const char *name;
  } good[] = {
    { "42 (nginx)" STAT_END, "nginx" },
    { "42 ()" STAT_END, "" },
    { "42 (a b) c)" STAT_END, "a b) c" },
    { "42 (() (()" STAT_END, "() ((" },
    { "42 (x) S 99 1)" STAT_END, "x) S 99 1" },
    { "42 (\xff\n)" STAT_END, "\xff\n" },
  };
  static const char *const bad[] = {
    "", "42", "42 (x", "42 x)", "42 (x)", "42 (x) S", "42 (x) S 1 2 3\n", "42 (x) S y 42 42 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 12345 1",
    "42 (x) S 1 42 42 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 -5 100\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      PtlProcStat stat = { 0 };

      g_assert_true (ptl_proc_stat_parse (good[i].text, strlen (good[i].text), &stat));
      g_assert_cmpmem (stat.name, stat.name_length, good[i].name, strlen (good[i].name));
      g_assert_cmpint (stat.parent_pid, ==, 1);
      g_assert_cmpuint (stat.start_ticks, ==, 12345);
      g_assert_cmpuint (stat.start_code, ==, 94000);
      g_assert_cmpuint (stat.start_stack, ==, 140000);
      g_assert_false (stat.kernel_thread);
    }

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      PtlProcStat stat = { .parent_pid = -7 };

      g_assert_false (ptl_proc_stat_parse (bad[i], strlen (bad[i]), &stat));
      g_assert_cmpint (stat.parent_pid, ==, -7);
    }
}

static void
test_stat_of_kernel_thread (void)
{
  static const char text[] = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0 18446744073709551615 0 0 0 0 0\n";
  PtlProcStat stat;

  g_assert_true (ptl_proc_stat_parse (text, strlen (text), &stat));
  g_assert_true (stat.kernel_thread);
}

static void
test_status (void)
{
  static const char text[] = "Name:\tUid:\\n\nUmask:\t0022\nUid:\t1000\t1001\t1002\t1003\n";
  guint32 uid = 7;

  g_assert_true (ptl_proc_status_parse_uid (text, strlen (text), &uid));
  g_assert_cmpuint (uid, ==, 1001);

  uid = 7;
  g_assert_false (ptl_proc_status_parse_uid ("Uid:\t1000\n", 10, &uid));
  g_assert_false (ptl_proc_status_parse_uid ("Uid:\t1\tx\n", 9, &uid));
  g_assert_false (ptl_proc_status_parse_uid ("Uid:\t1\t99999999999\n", 19, &uid));
  g_assert_false (ptl_proc_status_parse_uid ("", 0, &uid));
  g_assert_cmpuint (uid, ==, 7);

  g_assert_true (ptl_proc_status_has_one_pid ("Ngid:\t0\nNSpid:\t1234\nNSpgid:\t1\n", 29));
  g_assert_false (ptl_proc_status_has_one_pid ("NSpid:\t1234\t1\n", 14));
  g_assert_false (ptl_proc_status_has_one_pid ("NSpid:\t\n", 8));
  g_assert_false (ptl_proc_status_has_one_pid (text, strlen (text)));
}

static void
assert_command (const char *bytes,
                gsize       length,
                const char *joined,
                gboolean    cut)
{
  gboolean was_cut = !cut;
  g_auto (GStrv) command = ptl_proc_cmdline_parse (bytes, length, &was_cut);
  g_autofree char *text = command != NULL ? g_strjoinv ("|", command) : NULL;

  g_assert_cmpstr (text, ==, joined);
  g_assert_cmpint (was_cut, ==, cut);
}

static void
test_cmdline (void)
{
  g_autofree char *long_line = g_strnfill (100000, 'x');
  g_autoptr (GString) many = g_string_new (NULL);
  g_auto (GStrv) command = NULL;
  gboolean cut;

  assert_command ("nginx\0-g\0daemon off;\0", 21, "nginx|-g|daemon off;", FALSE);
  assert_command ("nginx: master process", 21, "nginx: master process", FALSE);
  assert_command ("a\0\0b\0", 5, "a||b", FALSE);
  assert_command ("sshd: x\0\0\0\0\0\0", 13, "sshd: x", FALSE);
  assert_command ("\xff<b>\0", 5, "\xef\xbf\xbd<b>", FALSE);
  assert_command ("", 0, NULL, FALSE);
  assert_command ("\0", 1, NULL, FALSE);
  assert_command ("\0\0\0", 3, NULL, FALSE);

  command = ptl_proc_cmdline_parse (long_line, 100000, &cut);
  g_assert_true (cut);
  g_assert_cmpuint (g_strv_length (command), ==, 1);
  g_assert_cmpuint (strlen (command[0]), ==, PTL_PROC_CMDLINE_MAX_BYTES);
  g_clear_pointer (&command, g_strfreev);

  for (guint i = 0; i < PTL_PROC_CMDLINE_MAX_ARGUMENTS + 1; i++)
    g_string_append_len (many, "a\0", 2);
  command = ptl_proc_cmdline_parse (many->str, many->len, &cut);
  g_assert_true (cut);
  g_assert_cmpuint (g_strv_length (command), ==, PTL_PROC_CMDLINE_MAX_ARGUMENTS);
  g_clear_pointer (&command, g_strfreev);

  command = ptl_proc_cmdline_parse (many->str, many->len - 2, &cut);
  g_assert_false (cut);
  g_assert_cmpuint (g_strv_length (command), ==, PTL_PROC_CMDLINE_MAX_ARGUMENTS);
}

static char *
format_set (const char *text)
{
  g_autoptr (GArray) set = ptl_port_set_parse (text);
  g_autoptr (GString) result = NULL;

  if (set == NULL)
    return NULL;

  result = g_string_new (NULL);
  for (guint i = 0; i < set->len; i++)
    {
      const PtlInterval *interval = &g_array_index (set, PtlInterval, i);

      g_string_append_printf (result, "%u-%u ", interval->first, interval->last);
    }

  return g_string_free (g_steal_pointer (&result), FALSE);
}

static void
test_port_sets (void)
{
  static const struct
  {
    const char *text;
    const char *set;
  } cases[] = {
    { "\n", "" },
    { "", "" },
    { "8080\n", "8080-8080 " },
    { "8080,9148-9150\n", "8080-8080 9148-9150 " },
    { "9148-9150,80\n", "80-80 9148-9150 " },
    { "0-65535", "0-65535 " },
    { "65536", NULL },
    { "10-5", NULL },
    { "1,", NULL },
    { ",1", NULL },
    { "1,,2", NULL },
    { "1-", NULL },
    { "-1", NULL },
    { "a", NULL },
    { "1 2", NULL },
    { "99999999999999999999", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *set = format_set (cases[i].text);

      g_test_message ("case %u", i);
      g_assert_cmpstr (set, ==, cases[i].set);
    }
}

static void
test_port_ranges (void)
{
  static const char *const bad[] = { "", "1", "1\t", "\t1", "2 1", "1 65536", "1 2 3", "a b", "1-2" };
  PtlInterval range;

  g_assert_true (ptl_port_range_parse ("32768\t60999\n", &range));
  g_assert_cmpuint (range.first, ==, 32768);
  g_assert_cmpuint (range.last, ==, 60999);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (ptl_port_range_parse (bad[i], &range));
      g_assert_cmpuint (range.first, ==, 32768);
    }
}

static void
test_inode_map (void)
{
  g_auto (PtlInodeMap) map = { 0 };
  const guint n = 5000;

  ptl_inode_map_init (&map, n);
  for (guint i = 0; i < n; i++)
    ptl_inode_map_insert (&map, i * 977 + 1, i);
  ptl_inode_map_insert (&map, 1, 4711);

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (ptl_inode_map_lookup (&map, i * 977 + 1), ==, i);
      g_assert_cmpuint (ptl_inode_map_lookup (&map, i * 977 + 2), ==, PTL_INODE_MAP_NONE);
    }
  g_assert_cmpuint (ptl_inode_map_lookup (&map, 0), ==, PTL_INODE_MAP_NONE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/cgroup/paths", test_cgroup_paths);
  g_test_add_func ("/host/cgroup/files", test_cgroup_files);
  g_test_add_func ("/host/proc/stat", test_stat);
  g_test_add_func ("/host/proc/stat-of-kernel-thread", test_stat_of_kernel_thread);
  g_test_add_func ("/host/proc/status", test_status);
  g_test_add_func ("/host/proc/cmdline", test_cmdline);
  g_test_add_func ("/host/ports/sets", test_port_sets);
  g_test_add_func ("/host/ports/ranges", test_port_ranges);
  g_test_add_func ("/host/inode-map", test_inode_map);

  return g_test_run ();
}
