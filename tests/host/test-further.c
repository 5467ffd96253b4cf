#include "config.h"

#include "host/linux/ptl-engine-answer.h"
#include "host/linux/ptl-linux-engines.h"
#include "host/linux/ptl-linux-units.h"
#include "host/linux/ptl-proxy-command.h"
#include "host/linux/ptl-socket-unit.h"
#include "host/ptl-host.h"
#include "host/ptl-owners-answer.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* What command lines, units, the kernel and containers' engines say of a listener beyond who holds it. */

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct
{
  const char  *command; /* words between blanks */
  PtlTransport transport;
  const char  *address;
  guint16      port;
  gboolean     is_proxy;
  const char  *runtime;
  const char  *target;
  const char  *id;
  const char  *name;
} proxies[] = {
#define DOCKER "/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2 -container-port 80"
  { DOCKER, PTL_TRANSPORT_TCP, "0.0.0.0", 8080, TRUE, "docker", "172.17.0.2:80" },
  { DOCKER " -use-listen-fd", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, TRUE, "docker", "172.17.0.2:80" },
  { DOCKER, PTL_TRANSPORT_TCP, "0.0.0.0", 8081, FALSE },
  { DOCKER, PTL_TRANSPORT_UDP, "0.0.0.0", 8080, FALSE },
  { DOCKER, PTL_TRANSPORT_TCP, "127.0.0.1", 8080, FALSE },
  { "docker-proxy -proto udp -host-ip :: -host-port 53 -container-ip fd00::2 -container-port 5353",
    PTL_TRANSPORT_UDP, "::", 53, TRUE, "docker", "[fd00::2]:5353" },
  { "docker-proxy --proto=tcp --host-port=1 --container-ip=10.0.0.2 --container-port=65535",
    PTL_TRANSPORT_TCP, "0.0.0.0", 1, TRUE, "docker", "10.0.0.2:65535" },
  { "docker-proxy -proto tcp -host-port 8080 -container-ip nonsense -container-port 80", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, FALSE },
  { "docker-proxy -proto tcp -host-port 8080 -container-ip 10.0.0.2 -container-port 65536",
    PTL_TRANSPORT_TCP, "0.0.0.0", 8080, FALSE },
  { "docker-proxy -proto tcp -host-port 8080 -container-ip 10.0.0.2 -container-port", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, FALSE },
  { "docker-proxy", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, FALSE },
  { "nginx -host-port 8080 -container-ip 172.17.0.2 -container-port 80", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, FALSE },
  { "rootlesskit --net=slirp4netns -p 127.0.0.1:8080:80/tcp -p 53:5353/udp dockerd", PTL_TRANSPORT_TCP, "127.0.0.1", 8080, TRUE,
    NULL, ":80" },
  { "rootlesskit --publish [::1]:8080:80/tcp dockerd", PTL_TRANSPORT_TCP, "::1", 8080, TRUE, NULL, ":80" },
  { "rootlesskit -p 53:5353/udp dockerd", PTL_TRANSPORT_UDP, "0.0.0.0", 53, TRUE, NULL, ":5353" },
  { "rootlesskit -p 127.0.0.1:8080:80/tcp dockerd", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, TRUE, NULL, NULL },
  { "rootlesskit --net=slirp4netns dockerd", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, TRUE, NULL, NULL },
  { "/usr/bin/pasta --config-net -t 8080-8090:80-90 -u none --netns /run/x", PTL_TRANSPORT_TCP, "0.0.0.0", 8085, TRUE, NULL, ":85" },
  { "pasta -t 127.0.0.1/22,8080:80", PTL_TRANSPORT_TCP, "127.0.0.1", 8080, TRUE, NULL, ":80" },
  { "pasta -t 127.0.0.1/22,8080:80", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, TRUE, NULL, NULL },
  { "pasta -t 80-90:70-71", PTL_TRANSPORT_TCP, "0.0.0.0", 80, TRUE, NULL, NULL },
  { "pasta -u 53", PTL_TRANSPORT_UDP, "::", 53, TRUE, NULL, ":53" },
  { "rootlessport", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, TRUE, NULL, NULL },
  { "/usr/bin/slirp4netns --mtu=65520 -r 3 /run/netns/x tap0", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, TRUE, NULL, NULL },
  { "conmon --api-version 1 -c " ID " -u " ID " -r /usr/bin/crun -n web", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, TRUE, "podman", NULL,
    ID, "web" },
  { "/usr/bin/slirp4netns -c -e 3 -r 4 --api-socket /run/user/1001/libpod/tmp/" ID ".net --netns-type=path /run/x tap0",
    PTL_TRANSPORT_TCP, "0.0.0.0", 8084, TRUE, "podman", NULL, ID, NULL },
  { "slirp4netns -a /run/short.net 12 tap0", PTL_TRANSPORT_TCP, "0.0.0.0", 8084, TRUE, NULL, NULL },
  { "conmon -c short -n web", PTL_TRANSPORT_TCP, "0.0.0.0", 8080, FALSE },
};

/* Of a command line that was cut the last word may be half of one. */
static void
test_cut_proxy (void)
{
  g_autoptr (PtlProcess) process = ptl_process_new (5);

  process->command = g_strsplit ("rootlesskit -p 8080:80/tcp -p 8081:80/tcp", " ", -1);
  for (guint cut = 0; cut < 2; cut++)
    {
      process->command_cut = cut == 1;
      for (guint16 port = 8080; port < 8082; port++)
        {
          g_auto (PtlProxy) proxy = { 0 };

          g_assert_true (ptl_proxy_command_parse_process (process, PTL_TRANSPORT_TCP, "0.0.0.0", port, &proxy));
          g_assert_cmpstr (proxy.target, ==, cut == 1 && port == 8081 ? NULL : ":80");
        }
    }
}

static void
test_proxies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      g_auto (GStrv) command = g_strsplit (proxies[i].command, " ", -1);
      g_auto (PtlProxy) proxy = { 0 };

      g_test_message ("%s", proxies[i].command);
      g_assert_cmpint (ptl_proxy_command_parse ((const char *const *) command, proxies[i].transport, proxies[i].address,
                                                proxies[i].port, &proxy), ==, proxies[i].is_proxy);
      g_assert_cmpstr (proxy.runtime, ==, proxies[i].runtime);
      g_assert_cmpstr (proxy.target, ==, proxies[i].target);
      g_assert_cmpstr (proxy.id, ==, proxies[i].id);
      g_assert_cmpstr (proxy.name, ==, proxies[i].name);
    }
}

static void
test_socket_unit (void)
{
  static const char text[] =
    "# ListenStream=1\n[Unit]\nListenStream=2\n[Socket]\nListenStream=22\nListenStream=127.0.0.1:631\n"
    "ListenStream = [::1]:632\nListenStream=/run/x.sock\nListenStream=@x\nListenStream=vsock::22\nListenStream=70000\n"
    "ListenDatagram=\\\n  53\n;ListenStream=3\nAccept=no\n[Install]\nListenStream=4\n";
  g_autoptr (PtlSocketUnit) unit = ptl_socket_unit_new ();
  g_autofree char *service = NULL;

  ptl_socket_unit_parse (unit, text, strlen (text));
  g_assert_cmpuint (unit->listens->len, ==, 4);
  g_assert_true (ptl_socket_unit_matches (unit, PTL_TRANSPORT_TCP, "::", 22));
  g_assert_true (ptl_socket_unit_matches (unit, PTL_TRANSPORT_TCP, "0.0.0.0", 22));
  g_assert_false (ptl_socket_unit_matches (unit, PTL_TRANSPORT_TCP, "127.0.0.1", 22));
  g_assert_false (ptl_socket_unit_matches (unit, PTL_TRANSPORT_UDP, "::", 22));
  g_assert_true (ptl_socket_unit_matches (unit, PTL_TRANSPORT_TCP, "127.0.0.1", 631));
  g_assert_false (ptl_socket_unit_matches (unit, PTL_TRANSPORT_TCP, "0.0.0.0", 631));
  g_assert_true (ptl_socket_unit_matches (unit, PTL_TRANSPORT_TCP, "::1", 632));
  g_assert_true (ptl_socket_unit_matches (unit, PTL_TRANSPORT_UDP, "::", 53));
  service = ptl_socket_unit_dup_service (unit, "ssh.socket");
  g_assert_cmpstr (service, ==, "ssh.service");
  g_clear_pointer (&service, g_free);

  /* What comes later, from a drop-in, takes back and adds. */
  ptl_socket_unit_parse (unit, "[Socket]\nListenStream=\nListenStream=2222\nAccept=yes\n", 52);
  g_assert_cmpuint (unit->listens->len, ==, 1);
  g_assert_false (ptl_socket_unit_matches (unit, PTL_TRANSPORT_TCP, "::", 22));
  service = ptl_socket_unit_dup_service (unit, "ssh.socket");
  g_assert_cmpstr (service, ==, "ssh@.service");
  g_clear_pointer (&service, g_free);

  ptl_socket_unit_parse (unit, "[Socket]\nService=other.service\nSocketProtocol=sctp\n", 50);
  g_assert_true (ptl_socket_unit_matches (unit, PTL_TRANSPORT_SCTP, "::", 2222));
  service = ptl_socket_unit_dup_service (unit, "ssh.socket");
  g_assert_cmpstr (service, ==, "other.service");
}

static void
put (const char *root,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_no_errno (g_mkdir_with_parents (parent, 0755));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
test_units (void)
{
  g_autofree char *root = g_dir_make_tmp ("portolan-XXXXXX", NULL);
  g_autofree char *alias = g_build_filename (root, "etc/systemd/system/alias.socket", NULL);
  g_autofree char *masked = g_build_filename (root, "etc/systemd/system/masked.socket", NULL);
  g_autoptr (PtlLinuxUnits) units = ptl_linux_units_new (root);
  g_autoptr (PtlLinuxUnits) none = ptl_linux_units_new (NULL);
  g_autofree char *socket_unit = NULL;
  g_autofree char *service = NULL;
  g_autofree char *by_name = NULL;

  put (root, "usr/lib/systemd/system/ssh.socket", "[Socket]\nListenStream=22\n");
  put (root, "etc/systemd/system/ssh.socket.d/port.conf", "[Socket]\nListenStream=\nListenStream=2222\n");
  put (root, "usr/lib/systemd/system/masked.socket", "[Socket]\nListenStream=23\n");
  put (root, "usr/lib/systemd/system/a.socket", "[Socket]\nListenStream=24\n");
  put (root, "usr/lib/systemd/system/b.socket", "[Socket]\nListenStream=24\n");
  put (root, "usr/lib/systemd/system/over.socket", "[Socket]\nListenStream=25\n");
  put (root, "etc/systemd/system/over.socket", "[Socket]\nListenStream=26\n");
  put (root, "usr/lib/systemd/user/own.socket", "[Socket]\nListenStream=27\n");
  g_assert_no_errno (symlink ("../../../usr/lib/systemd/system/ssh.socket", alias));
  g_assert_no_errno (symlink ("/dev/null", masked));

  g_assert_true (ptl_linux_units_find (units, FALSE, PTL_TRANSPORT_TCP, "::", 2222, &socket_unit, &service));
  g_assert_cmpstr (socket_unit, ==, "ssh.socket");
  g_assert_cmpstr (service, ==, "ssh.service");
  g_clear_pointer (&socket_unit, g_free);
  g_clear_pointer (&service, g_free);

  /* Taken back, masked, not clear, overruled, another manager's, and nobody's. */
  for (guint16 port = 22; port <= 28; port++)
    {
      gboolean found = ptl_linux_units_find (units, FALSE, PTL_TRANSPORT_TCP, "::", port, &socket_unit, &service);

      g_assert_cmpint (found, ==, port == 26);
      g_clear_pointer (&socket_unit, g_free);
      g_clear_pointer (&service, g_free);
    }
  g_assert_true (ptl_linux_units_find (units, TRUE, PTL_TRANSPORT_TCP, "::", 27, &socket_unit, &service));
  g_assert_cmpstr (service, ==, "own.service");

  by_name = ptl_linux_units_dup_service (units, FALSE, "a.socket");
  g_assert_cmpstr (by_name, ==, "a.service");
  g_assert_null (ptl_linux_units_dup_service (units, FALSE, "unheard-of.socket"));
  g_assert_null (ptl_linux_units_dup_service (none, FALSE, "a.socket"));

  remove_tree (root);
}

#define HEAD "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"
#define LIST \
  "[{\"Id\":\"" ID "\",\"Names\":[\"/other/db\",\"/web\"],\"Ports\":[{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"PublicPort\":8080," \
  "\"Type\":\"tcp\"},{\"PrivatePort\":443,\"Type\":\"tcp\"}],\"NetworkSettings\":{\"Networks\":{\"bridge\":{\"IPAddress\":" \
  "\"172.17.0.2\",\"GlobalIPv6Address\":\"fd00::2\"}}}},{\"Id\":\"no id\",\"Names\":null},7]"

static void
check_list (GPtrArray *containers)
{
  const PtlContainer *container;

  g_assert_nonnull (containers);
  g_assert_cmpuint (containers->len, ==, 1);
  container = g_ptr_array_index (containers, 0);
  g_assert_cmpstr (container->id, ==, ID);
  g_assert_cmpstr (container->name, ==, "web");
  g_assert_cmpuint (container->addresses->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (container->addresses, 0), ==, "172.17.0.2");
  g_assert_cmpuint (container->ports->len, ==, 1);
  g_assert_cmpuint (g_array_index (container->ports, PtlEnginePort, 0).outer, ==, 8080);
  g_assert_cmpuint (g_array_index (container->ports, PtlEnginePort, 0).inner, ==, 80);
}

static void
test_engine_answer (void)
{
  static const char *const nonsense[] = {
    "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 403 Forbidden\r\n\r\n[]", HEAD "{}", HEAD "[", HEAD "\xff[]",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n[]\r\n0\r\n\r\n",
  };
  g_autoptr (GPtrArray) plain = ptl_engine_answer_parse (HEAD LIST, strlen (HEAD LIST));
  g_autofree char *chunked_text = g_strdup_printf ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n%.5s\r\n%x\r\n%s\r\n0\r\n\r\n",
                                                   LIST, (guint) strlen (LIST) - 5, &LIST[5]);
  g_autoptr (GPtrArray) chunked = ptl_engine_answer_parse (chunked_text, strlen (chunked_text));
  g_autoptr (GString) deep = g_string_new (HEAD);

  check_list (plain);
  check_list (chunked);
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_test_message ("case %u", i);
      g_assert_null (ptl_engine_answer_parse (nonsense[i], strlen (nonsense[i])));
    }

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (ptl_engine_answer_parse (deep->str, deep->len));
}

typedef struct
{
  int      listener;
  gboolean silent;
  gint     n_asked; /* (atomic) */
} FakeEngine;

static gpointer
run_engine (gpointer data)
{
  FakeEngine *engine = data;
  int fd;

  while ((fd = accept (engine->listener, NULL, NULL)) >= 0)
    {
      char buffer[1024];
      gssize n = read (fd, buffer, sizeof buffer - 1);

      g_atomic_int_inc (&engine->n_asked);
      g_assert_cmpint (n, >, 0);
      buffer[n] = '\0';
      g_assert_true (g_str_has_prefix (buffer, "GET /containers/json HTTP/1.0\r\n"));
      if (engine->silent)
        {
          /* Until the other side gives up. */
          while (read (fd, buffer, sizeof buffer) > 0)
            ;
        }
      else
        {
          g_assert_cmpint (write (fd, HEAD LIST, strlen (HEAD LIST)), ==, strlen (HEAD LIST));
        }
      close (fd);
    }

  return NULL;
}

static void
test_engines (gconstpointer data)
{
  g_autofree char *root = g_dir_make_tmp ("portolan-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (root, "run", NULL);
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  FakeEngine engine = { .silent = GPOINTER_TO_INT (data) };
  g_autoptr (PtlLinuxEngines) engines = ptl_linux_engines_new (root);
  const PtlContainer *container;
  GThread *thread;
  gint64 start;

  g_assert_no_errno (g_mkdir_with_parents (folder, 0755));
  g_assert_null (ptl_linux_engines_find_id (engines, ID));

  g_snprintf (address.sun_path, sizeof address.sun_path, "%s/docker.sock", folder);
  engine.listener = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_no_errno (bind (engine.listener, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (engine.listener, 5));
  thread = g_thread_new ("engine", run_engine, &engine);

  /* One that was started meanwhile is asked at the next reading. */
  ptl_linux_engines_begin (engines);
  start = g_get_monotonic_time ();
  container = ptl_linux_engines_find_id (engines, "0123456789ab");
  if (engine.silent)
    {
      g_assert_null (container);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
    }
  else
    {
      g_assert_nonnull (container);
      g_assert_cmpstr (container->name, ==, "web");
      g_assert_cmpstr (ptl_linux_engines_get_runtime (engines, container), ==, "docker");
      g_assert_true (ptl_linux_engines_find_target (engines, "172.17.0.2:80", PTL_TRANSPORT_TCP, 1) == container);
      g_assert_true (ptl_linux_engines_find_target (engines, "[fd00::2]:80", PTL_TRANSPORT_TCP, 1) == container);
      g_assert_true (ptl_linux_engines_find_target (engines, ":80", PTL_TRANSPORT_TCP, 8080) == container);
      g_assert_null (ptl_linux_engines_find_target (engines, "172.17.0.20:80", PTL_TRANSPORT_TCP, 1));
      g_assert_null (ptl_linux_engines_find_target (engines, "[fd00::2:1]:80", PTL_TRANSPORT_TCP, 1));
      g_assert_null (ptl_linux_engines_find_target (engines, NULL, PTL_TRANSPORT_UDP, 8080));
      g_assert_null (ptl_linux_engines_find_id (engines, "fedcba987654"));
    }

  /* Not asked twice in a reading, nor soon after. */
  ptl_linux_engines_find_id (engines, ID);
  ptl_linux_engines_begin (engines);
  ptl_linux_engines_find_id (engines, ID);
  g_assert_cmpint (g_atomic_int_get (&engine.n_asked), ==, 1);

  shutdown (engine.listener, SHUT_RDWR);
  close (engine.listener);
  g_thread_join (thread);
  remove_tree (root);
}

static void
check_refused (const char *text)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_null (ptl_owners_answer_parse (text, strlen (text), &error));
  g_assert_error (error, PTL_HOST_ERROR, PTL_HOST_ERROR_FAILED);
}

static void
test_owners_answer (void)
{
  static const char text[] = "portolan-owners 2\n"
                             "process\t700\t12345\t33\t1\t4711\t/system.slice/nginx.service\tng\\x20inx\t/usr/sbin/nginx\tnginx\\x00-g\\x00a\\x5cb\\x00\n"
                             "holds\t77\n"
                             "holds\t79\n"
                             "process\t701\t1\t0\t0\t0\t\t\t\t\n"
                             "socket\t77\t33\n"
                             "user\t33\twww-data\n"
                             "user\t33\tother\n"
                             "end\t7\n";
  g_autoptr (PtlOwnersAnswer) answer = ptl_owners_answer_parse (text, strlen (text), NULL);
  const PtlHolder *holder;

  g_assert_nonnull (answer);
  g_assert_cmpuint (answer->holders->len, ==, 3);
  holder = g_ptr_array_index (answer->holders, 0);
  g_assert_cmpuint (holder->inode, ==, 77);
  g_assert_cmpuint (holder->group, ==, 4711);
  g_assert_cmpstr (holder->path, ==, "/system.slice/nginx.service");
  g_assert_cmpint (holder->process->pid, ==, 700);
  g_assert_cmpint (holder->process->uid, ==, 33);
  g_assert_cmpint (holder->process->parent_pid, ==, 1);
  g_assert_cmpuint (holder->process->start_ticks, ==, 12345);
  g_assert_cmpstr (holder->process->user, ==, "www-data");
  g_assert_cmpstr (holder->process->name, ==, "ng inx");
  g_assert_cmpstr (holder->process->executable, ==, "/usr/sbin/nginx");
  g_assert_cmpuint (g_strv_length (holder->process->command), ==, 3);
  g_assert_cmpstr (holder->process->command[2], ==, "a\\b");
  g_assert_true (((PtlHolder *) g_ptr_array_index (answer->holders, 1))->process == holder->process);
  g_assert_cmpuint (((PtlHolder *) g_ptr_array_index (answer->holders, 1))->inode, ==, 79);
  holder = g_ptr_array_index (answer->holders, 2);
  g_assert_cmpuint (holder->inode, ==, 0);
  g_assert_null (holder->path);
  g_assert_null (holder->process->name);
  g_assert_null (holder->process->command);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (answer->sockets, GUINT_TO_POINTER (77))), ==, 33);

  /* Cut short anywhere, it is no answer. */
  for (gsize length = 0; length < strlen (text); length++)
    g_assert_null (ptl_owners_answer_parse (text, length, NULL));

#define HEADING "portolan-owners 2\n"
  check_refused ("portolan-owners 1\nend\t0\n");
  check_refused (HEADING "end\t1\n");
  check_refused (HEADING "end\t0\nmore\n");
  check_refused (HEADING "else\t1\nend\t1\n");
  check_refused (HEADING "process\t0\t1\t1\t0\t0\t\t\t\t\nend\t1\n");
  check_refused (HEADING "process\t-1\t1\t1\t0\t0\t\t\t\t\nend\t1\n");
  check_refused (HEADING "process\t1\t1\t1\t0\t0\t\t\t\nend\t1\n");
  check_refused (HEADING "process\t1\t1\t1\t0\t0\t\t\t\t\t\nend\t1\n");
  check_refused (HEADING "process\t1\t1\t1\t0\t0\t\ta b\t\t\nend\t1\n");
  check_refused (HEADING "process\t1\t1\t1\t0\t0\t\t\\x4\t\t\nend\t1\n");
  check_refused (HEADING "process\t1\t1\t1\t0\t0\t\t\xc3\xa4\t\t\nend\t1\n");
  check_refused (HEADING "holds\t1\nend\t1\n");
  check_refused (HEADING "process\t1\t1\t1\t0\t0\t\t\t\t\nholds\t0\nend\t2\n");
  check_refused (HEADING "socket\t1\nend\t1\n");
  check_refused (HEADING "socket\t1\t4294967296\nend\t1\n");
  check_refused (HEADING "user\t1\t\nend\t1\n");
#undef HEADING
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/further/proxies", test_proxies);
  g_test_add_func ("/host/further/cut-proxy", test_cut_proxy);
  g_test_add_func ("/host/further/socket-unit", test_socket_unit);
  g_test_add_func ("/host/further/units", test_units);
  g_test_add_func ("/host/further/engine-answer", test_engine_answer);
  g_test_add_data_func ("/host/further/engine", GINT_TO_POINTER (FALSE), test_engines);
  g_test_add_data_func ("/host/further/silent-engine", GINT_TO_POINTER (TRUE), test_engines);
  g_test_add_func ("/host/further/owners-answer", test_owners_answer);

  return g_test_run ();
}
