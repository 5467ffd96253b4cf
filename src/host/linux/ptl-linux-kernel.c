#include "config.h"

#include "host/linux/ptl-linux-kernel.h"

#include "host/linux/ptl-kernel-config.h"
#include "host/linux/ptl-kernel-links.h"
#include "host/linux/ptl-kernel-guess.h"
#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-rpcbind.h"
#include "host/linux/ptl-proc-stat.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _PtlLinuxKernel
{
  GArray   *ports;   /* (owned) (element-type PtlKernelPort) */
  GArray   *silent;  /* (owned) (element-type PtlKernelLink): interfaces that did not tell where they listen */
  PtlLinuxRpcbind *rpcbind; /* (owned) */
  char     *root;    /* (owned) (nullable): the folder below which sys lies */
  gboolean  is_own;  /* /proc is this computer's, and so the interfaces are */
  gboolean  read;    /* in this reading */
  gboolean  guessed; /* in this reading, where the silent interfaces may listen */
  gboolean  asked;   /* in this reading, rpcbind */
};

/**
 * ptl_linux_kernel_new:
 * @root: (nullable): the folder below which sys lies; %NULL to read nothing there
 * @is_own: whether /proc will be this computer's, not a copy of another's
 *
 * Reads nothing yet.
 *
 * Returns: (transfer full): a memory of no ports
 */
PtlLinuxKernel *
ptl_linux_kernel_new (const char *root,
                      gboolean    is_own)
{
  PtlLinuxKernel *self = g_new0 (PtlLinuxKernel, 1);

  self->ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));
  self->silent = g_array_new (FALSE, TRUE, sizeof (PtlKernelLink));
  self->rpcbind = ptl_linux_rpcbind_new (root);
  self->root = g_strdup (root);
  self->is_own = is_own;

  return self;
}

/**
 * ptl_linux_kernel_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_linux_kernel_free (PtlLinuxKernel *self)
{
  g_array_unref (self->ports);
  g_array_unref (self->silent);
  ptl_linux_rpcbind_free (self->rpcbind);
  g_free (self->root);
  g_free (self);
}

/**
 * ptl_linux_kernel_begin:
 * @self: a memory
 *
 * Begins a reading: what the last one knew is read anew when it is asked for.
 */
void
ptl_linux_kernel_begin (PtlLinuxKernel *self)
{
  self->read = FALSE;
}

static void
ptl_linux_kernel_read (PtlLinuxKernel *self,
                       int             proc)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  int root = self->root != NULL ? ptl_linux_open_root (self->root) : -1;

  g_array_set_size (self->ports, 0);
  g_array_set_size (self->silent, 0);
  if (proc >= 0 && ptl_linux_read_file (proc, "fs/nfsd/portlist", 65536, buffer))
    ptl_kernel_ports_parse_nfsd ((const char *) buffer->data, buffer->len, self->ports);
  if (self->is_own)
    ptl_kernel_links_read (self->ports, self->silent);
  ptl_kernel_ports_read_config (root, proc, self->ports);
  if (root >= 0)
    close (root);

  self->read = TRUE;
  self->guessed = FALSE;
  self->asked = FALSE;
}

/* Whether the kernel runs a thread whose name is, or begins with, the given one. A process may call itself what it likes. */
static gboolean
has_thread (const char            *name,
            const PtlLinuxContext *context)
{
  GPtrArray *tasks = ptl_linux_owners_get_tasks (context->owners);
  g_autoptr (GByteArray) buffer = g_byte_array_new ();

  for (guint i = 0; i < tasks->len; i++)
    {
      const PtlLinuxTask *task = g_ptr_array_index (tasks, i);
      PtlProcStat stat;
      char path[32];

      snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/comm", task->pid);
      if (!ptl_linux_read_file (context->proc, path, 64, buffer) || buffer->len < strlen (name) ||
          memcmp (buffer->data, name, strlen (name)) != 0)
        continue;

      snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/stat", task->pid);
      if (ptl_linux_read_file (context->proc, path, 4096, buffer) &&
          ptl_proc_stat_parse ((const char *) buffer->data, buffer->len, &stat) && stat.kernel_thread)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_at (const PtlKernelPort *port,
       const PtlListener   *listener)
{
  return port->port == listener->port && port->transport == listener->transport &&
         (listener->family == PTL_FAMILY_IPV4 ? port->ipv4 : port->ipv6) &&
         memcmp (port->address, listener->address_bytes, sizeof port->address) == 0;
}

static const PtlKernelPort *
find_likely (PtlLinuxKernel        *self,
             const PtlListener     *listener,
             const PtlLinuxContext *context)
{
  for (guint i = 0; i < self->ports->len; i++)
    {
      const PtlKernelPort *port = &g_array_index (self->ports, PtlKernelPort, i);

      if (port->is_likely && is_at (port, listener) && (port->thread == NULL || has_thread (port->thread, context)))
        return port;
    }

  return NULL;
}

/**
 * ptl_linux_kernel_find:
 * @self: a memory
 * @listener: a listener that no process is known to hold
 * @socket: what it was made of
 * @context: where to ask
 *
 * Tells whether the kernel listens there itself. It is certain where the kernel says so: of an NFS server, and of VXLAN, Geneve,
 * AMT, bare UDP, FOU and, to administrators, WireGuard. It is likely where such a part of the kernel is there, or has told
 * rpcbind of itself, and nothing speaks for a process. Blocks, once a reading, under a millisecond while rpcbind is well.
 *
 * Returns: (transfer none) (nullable): what listens, until the next reading; %NULL where nothing is known
 */
const PtlKernelPort *
ptl_linux_kernel_find (PtlLinuxKernel        *self,
                       const PtlListener     *listener,
                       const PtlLinuxSocket  *socket,
                       const PtlLinuxContext *context)
{
  const PtlKernelPort *likely;

  if (!self->read)
    ptl_linux_kernel_read (self, context->proc);

  for (guint i = 0; i < self->ports->len; i++)
    {
      const PtlKernelPort *port = &g_array_index (self->ports, PtlKernelPort, i);

      if (!port->is_likely && is_at (port, listener))
        return port;
    }

  /* What is likely is not said against evidence for a process. */
  if (listener->owners->len > 0 || (!listener->unheld && ptl_kernel_guess_may_be_hidden (socket, context)))
    return NULL;

  if (!self->guessed && self->silent->len > 0)
    ptl_kernel_guess_links (self->silent, context, self->ports);
  self->guessed = TRUE;

  likely = find_likely (self, listener, context);
  if (likely != NULL || self->asked)
    return likely;

  /* The last resort, as it means to wait for another program. */
  ptl_linux_rpcbind_list (self->rpcbind, context->proc, self->ports);
  self->asked = TRUE;

  return find_likely (self, listener, context);
}
