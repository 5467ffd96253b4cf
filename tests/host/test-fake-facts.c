#include "config.h"

#include "fake-root.h"

#include <glib/gstdio.h>
#include <sys/utsname.h>

/* What a made-up computer is told to be configured like, and which transports its kernel has. */

static PtlSupport
read_support (PtlHost      *host,
              PtlTransport  transport)
{
  g_autoptr (PtlHostFacts) facts = ptl_host_facts_new ("linux");

  ptl_host_read_support (host, transport, facts);

  return facts->support[transport];
}

/* Whether the kernel speaks SCTP is told from files: nothing is loaded for the question. */
static void
test_support (FakeRoot      *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *path; /* below the root */
    const char *text;
  } refusals[] = {
    { "etc/modprobe.d/sctp.conf", "# SCTP\nblacklist sctp\n" },
    { "usr/lib/modprobe.d/net.conf", "options sctp x=1\n install   sctp\t/bin/false\n" },
    { "run/modprobe.d/a.conf", "install sctp /usr/bin/true" },
    { "proc/cmdline", "quiet modprobe.blacklist=floppy,sctp ro\n" },
  };
  static const struct
  {
    const char *path;
    const char *text;
  } no_refusals[] = {
    { "etc/modprobe.d/sctp.conf", "#blacklist sctp\nblacklist sctp_diag\ninstall sctp_diag /bin/false\n" },
    { "etc/modprobe.d/sctp.txt", "blacklist sctp\n" },
    { "etc/modprobe.d/other.conf", "install sctp /sbin/modprobe --ignore-install sctp\n" },
    { "proc/cmdline", "modprobe.blacklist=sctp_diag\n" },
  };
  const PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup };
  g_autoptr (PtlHost) elsewhere = ptl_host_new (&roots);
  PtlHost *host = fixture->host;
  g_autofree char *modules = NULL;
  struct utsname names;

  g_assert_no_errno (uname (&names));
  modules = g_strdup_printf ("lib/modules/%s/modules.dep", names.release);

  g_assert_cmpint (read_support (host, PTL_TRANSPORT_TCP), ==, PTL_SUPPORT_PRESENT);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_UNKNOWN);

  /* Nothing can be loaded. */
  fake_root_put (fixture->proc, "net/protocols", "protocol  size\nSCTPv6  1\nTCP   1\n", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ABSENT);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_DCCP), ==, PTL_SUPPORT_ABSENT);

  /* It can, but what could is not seen here. */
  fake_root_put (fixture->proc, "modules", "", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_UNKNOWN);

  fake_root_put (fixture->root, modules, "kernel/net/sctp/sctp_diag.ko: kernel/net/sctp/sctp.ko.xz\n", -1);
  g_assert_cmpint (read_support (elsewhere, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_UNKNOWN);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ON_DEMAND);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_DCCP), ==, PTL_SUPPORT_ABSENT);

  fake_root_put (fixture->proc, "sys/kernel/modules_disabled", "1\n", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ABSENT);
  fake_root_put (fixture->proc, "sys/kernel/modules_disabled", "0\n", -1);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_build_filename (fixture->root, refusals[i].path, NULL);

      fake_root_put (fixture->root, refusals[i].path, refusals[i].text, -1);
      g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ABSENT);
      g_remove (path);
      g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ON_DEMAND);
    }

  for (guint i = 0; i < G_N_ELEMENTS (no_refusals); i++)
    {
      fake_root_put (fixture->root, no_refusals[i].path, no_refusals[i].text, -1);
      g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ON_DEMAND);
    }

  /* The file of the same name in /etc takes its place. */
  fake_root_put (fixture->root, "usr/lib/modprobe.d/sctp.conf", "blacklist sctp\n", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ON_DEMAND);

  fake_root_put (fixture->proc, "net/protocols", "protocol  size\nSCTP      1664\n", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_PRESENT);
}

static void
test_facts (FakeRoot      *fixture,
            gconstpointer  data)
{
  g_autoptr (PtlHostFacts) facts = ptl_host_read_facts (fixture->host);
  g_autofree char *sys = g_build_filename (fixture->proc, "sys", NULL);

  g_assert_cmpuint (facts->ephemeral->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const PtlEphemeral *ephemeral = &g_array_index (facts->ephemeral, PtlEphemeral, i);

      g_assert_cmpint (ephemeral->transport, ==, i / 2 == 0 ? PTL_TRANSPORT_TCP : PTL_TRANSPORT_UDP);
      g_assert_cmpint (ephemeral->family, ==, i % 2 == 0 ? PTL_FAMILY_IPV4 : PTL_FAMILY_IPV6);
      g_assert_cmpuint (ephemeral->ports.first, ==, 1024);
      g_assert_cmpuint (ephemeral->ports.last, ==, 2047);
    }
  g_assert_cmpstr (facts->ephemeral_source, ==, "net.ipv4.ip_local_port_range");
  g_assert_cmpint (facts->unprivileged_start, ==, 80);
  g_assert_true (ptl_host_facts_in_intervals (facts->reserved, 3000, G_MAXUINT));
  g_assert_true (ptl_host_facts_in_intervals (facts->reserved, 4005, G_MAXUINT));
  g_assert_false (ptl_host_facts_in_intervals (facts->reserved, 4006, G_MAXUINT));
  g_assert_null (facts->excluded);
  g_clear_pointer (&facts, ptl_host_facts_unref);

  /* Nothing to read, nothing known. */
  fake_root_remove_tree (sys);
  facts = ptl_host_read_facts (fixture->host);
  g_assert_cmpuint (facts->ephemeral->len, ==, 0);
  g_assert_null (facts->ephemeral_source);
  g_assert_cmpint (facts->unprivileged_start, ==, -1);
  g_assert_null (facts->reserved);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/host/fake-facts/" path, FakeRoot, NULL, fake_root_set_up, function, fake_root_tear_down)
  ADD ("support", test_support);
  ADD ("facts", test_facts);

  return g_test_run ();
}
