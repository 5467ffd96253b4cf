#include "config.h"

#include "host/linux/ptl-kernel-config.h"

#include "host/linux/ptl-inet-address.h"
#include "host/linux/ptl-linux-file.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* More than these entries of one folder are not looked at. */
#define MAX_ENTRIES 1024

/*
 * Parts of the kernel that listen on a port without telling where, each of which has one that it takes unless it is told
 * otherwise: that the part is there makes the port likely its own, if nobody else holds it.
 */
static const struct
{
  const char  *module; /* the folder of /sys/module that is there with it */
  const char  *thread; /* (nullable): a thread that it runs, or how its name begins */
  PtlTransport transport;
  guint16      port;
  const char  *name;
} usual[] = {
  /* RoCE over UDP: include/rdma/ib_verbs.h, ROCE_V2_UDP_DPORT */
  { "rdma_rxe", NULL, PTL_TRANSPORT_UDP, 4791, "rdma_rxe" },
  /* the client of AFS, which servers call back: fs/afs/afs_cm.h, AFS_CM_PORT */
  { "kafs", NULL, PTL_TRANSPORT_UDP, 7001, "kafs" },
  /* net/rds/tcp.h, RDS_TCP_PORT */
  { "rds_tcp", NULL, PTL_TRANSPORT_TCP, 16385, "rds_tcp" },
  /* fs/dlm/config.c, DEFAULT_TCP_PORT */
  { "dlm", NULL, PTL_TRANSPORT_TCP, 21064, "dlm" },
  { "dlm", NULL, PTL_TRANSPORT_SCTP, 21064, "dlm" },
  /* net/netfilter/ipvs/ip_vs_sync.c, IP_VS_SYNC_PORT and the thread of a backup */
  { "ip_vs", "ipvs-b:", PTL_TRANSPORT_UDP, 8848, "ip_vs" },
  /* fs/smb/server/transport_tcp.c: a thread for each interface; the port is smb.conf's "tcp port", 445 by default */
  { "ksmbd", "ksmbd-", PTL_TRANSPORT_TCP, 445, "ksmbd" },
};

/* The same where the kernel says which port it was told to take, and 0 for any. */
static const struct
{
  gboolean     in_proc; /* else below the root */
  const char  *path;
  const char  *thread;
  PtlTransport transport;
  const char  *name;
} told[] = {
  /* fs/lockd/svc.c */
  { TRUE, "sys/fs/nfs/nlm_tcpport", "lockd", PTL_TRANSPORT_TCP, "lockd" },
  { TRUE, "sys/fs/nfs/nlm_udpport", "lockd", PTL_TRANSPORT_UDP, "lockd" },
  /* fs/nfs/callback.c */
  { FALSE, "sys/module/nfs/parameters/callback_tcpport", "NFSv4 callback", PTL_TRANSPORT_TCP, "nfs (callback)" },
};

/* What is set up need not be in use, and so is likely no more. */
static void
add_at (const char *address,
        const char *port,
        const char *thread,
        const char *name,
        GArray     *ports)
{
  PtlKernelPort result = { .transport = PTL_TRANSPORT_TCP, .is_likely = TRUE, .thread = thread };
  PtlInetAddress inet;
  guint64 number;

  if (!ptl_inet_address_parse (&inet, address) || !g_ascii_string_to_unsigned (port, 10, 1, G_MAXUINT16, &number, NULL))
    return;

  result.port = number;
  result.ipv4 = inet.family == AF_INET;
  result.ipv6 = inet.family == AF_INET6;
  memcpy (result.address, inet.bytes, sizeof result.address);
  ptl_kernel_ports_take (ports, &result, name);
}

/**
 * ptl_kernel_ports_parse_portal:
 * @name: the name of a folder of configfs: "192.0.2.1:3260", "[2001:db8::1]:3260" (lio_target_call_addnptotpg())
 * @ports: (element-type PtlKernelPort): what is found is added
 *
 * Reads where the kernel's iSCSI target listens. Any thread.
 */
void
ptl_kernel_ports_parse_portal (const char *name,
                               GArray     *ports)
{
  const char *colon = strrchr (name, ':');
  g_autofree char *address = NULL;

  if (colon == NULL || colon == name)
    return;

  address = name[0] == '[' && colon[-1] == ']' ? g_strndup (name + 1, colon - name - 2) : g_strndup (name, colon - name);
  add_at (address, colon + 1, "iscsi_np", "iscsi_target", ports);
}

/**
 * ptl_kernel_ports_parse_nvmet:
 * @type: the content of the file addr_trtype of a port in configfs: "tcp"
 * @address: of addr_traddr: "192.0.2.1", "::"
 * @port: of addr_trsvcid: "4420"
 * @ports: (element-type PtlKernelPort): what is found is added
 *
 * Reads where the kernel's NVMe target listens, if it does so over TCP. Any thread.
 */
void
ptl_kernel_ports_parse_nvmet (const char *type,
                              const char *address,
                              const char *port,
                              GArray     *ports)
{
  if (g_str_equal (type, "tcp"))
    add_at (address, port, NULL, "nvmet_tcp", ports);
}

/* A small file without the blanks at its ends; empty where there is none. */
static char *
dup_file (int         directory,
          const char *path)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  char *text;

  if (!ptl_linux_read_file (directory, path, 4096, buffer))
    return g_strdup ("");

  text = ptl_linux_dup_text (buffer->data, buffer->len);

  return g_strstrip (text);
}

/* The names in a folder; empty where it is not there, or not shown to us. */
static GPtrArray *
list_folder (int         root,
             const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  int fd = openat (root, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *folder = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *entry;

  if (folder == NULL)
    {
      if (fd >= 0)
        close (fd);
      return names;
    }

  while (names->len < MAX_ENTRIES && (entry = readdir (folder)) != NULL)
    {
      if (entry->d_name[0] != '.')
        g_ptr_array_add (names, g_strdup (entry->d_name));
    }
  closedir (folder);

  return names;
}

static void
read_iscsi (int     root,
            GArray *ports)
{
  static const char path[] = "sys/kernel/config/target/iscsi";
  g_autoptr (GPtrArray) targets = list_folder (root, path);

  for (guint i = 0; i < targets->len; i++)
    {
      g_autofree char *target = g_build_filename (path, g_ptr_array_index (targets, i), NULL);
      g_autoptr (GPtrArray) groups = list_folder (root, target);

      for (guint j = 0; j < groups->len; j++)
        {
          g_autofree char *portals_path = g_build_filename (target, g_ptr_array_index (groups, j), "np", NULL);
          g_autoptr (GPtrArray) portals = list_folder (root, portals_path);

          for (guint k = 0; k < portals->len; k++)
            ptl_kernel_ports_parse_portal (g_ptr_array_index (portals, k), ports);
        }
    }
}

static void
read_nvmet (int     root,
            GArray *ports)
{
  static const char path[] = "sys/kernel/config/nvmet/ports";
  g_autoptr (GPtrArray) names = list_folder (root, path);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *folder = g_build_filename (path, g_ptr_array_index (names, i), NULL);
      g_autofree char *type_path = g_build_filename (folder, "addr_trtype", NULL);
      g_autofree char *address_path = g_build_filename (folder, "addr_traddr", NULL);
      g_autofree char *port_path = g_build_filename (folder, "addr_trsvcid", NULL);
      g_autofree char *type = dup_file (root, type_path);
      g_autofree char *address = dup_file (root, address_path);
      g_autofree char *port = dup_file (root, port_path);

      ptl_kernel_ports_parse_nvmet (type, address, port, ports);
    }
}

/**
 * ptl_kernel_ports_read_config:
 * @root: the descriptor of the folder below which sys lies; -1 to read nothing there
 * @proc: /proc's descriptor
 * @ports: (element-type PtlKernelPort): what is found is added
 *
 * Reads what files tell. Blocks, on some files that are most often not there.
 */
void
ptl_kernel_ports_read_config (int     root,
                              int     proc,
                              GArray *ports)
{
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      int directory = told[i].in_proc ? proc : root;
      g_autofree char *text = directory >= 0 ? dup_file (directory, told[i].path) : NULL;
      PtlKernelPort port = {
        .transport = told[i].transport, .ipv4 = TRUE, .ipv6 = TRUE, .is_likely = TRUE, .thread = told[i].thread,
      };
      guint64 number;

      if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL))
        continue;

      port.port = number;
      ptl_kernel_ports_take (ports, &port, told[i].name);
    }

  if (root < 0)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      g_autofree char *module = g_build_filename ("sys/module", usual[i].module, NULL);
      const PtlKernelPort port = {
        .transport = usual[i].transport, .port = usual[i].port, .ipv4 = TRUE, .ipv6 = TRUE, .is_likely = TRUE,
        .thread = usual[i].thread,
      };

      if (faccessat (root, module, F_OK, 0) == 0)
        ptl_kernel_ports_take (ports, &port, usual[i].name);
    }

  read_iscsi (root, ports);
  read_nvmet (root, ports);
}
