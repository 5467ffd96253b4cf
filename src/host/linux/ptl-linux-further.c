#include "config.h"

#include "host/linux/ptl-linux-further.h"

#include "host/linux/ptl-linux-conmon.h"
#include "host/linux/ptl-linux-engines.h"
#include "host/linux/ptl-linux-kernel.h"
#include "host/linux/ptl-linux-outside.h"
#include "host/linux/ptl-linux-threads.h"
#include "host/linux/ptl-linux-units.h"
#include "host/linux/ptl-proxy-command.h"

#include <string.h>
#include <unistd.h>

/* Among more processes than these of one control group no proxy is looked for. */
#define MAX_GROUP 4096

/* Whom somebody with more rights has seen to hold a socket. */
typedef struct
{
  guint64     inode;
  PtlProcess *seen;    /* (owned) */
  PtlProcess *process; /* (owned) (nullable): what we can read of it ourselves, and the rest as it was seen */
  PtlProcess *read;    /* (owned) (nullable): what @process was made of */
  guint64     cookie;  /* of the socket, once it was met; 0 before */
} Grant;

struct _PtlLinuxFurther
{
  PtlLinuxEngines *engines; /* (owned) */
  PtlLinuxConmon  *conmon;  /* (owned) */
  PtlLinuxKernel  *kernel;  /* (owned) */
  PtlLinuxUnits   *units;   /* (owned) */
  PtlLinuxOutside *outside; /* (owned) */
  GPtrArray       *grants;  /* (owned) (element-type Grant): sorted by inode */
  gboolean         looked;  /* outside, in this reading */
  guint            generation; /* counts what changes without a change of the listener */
};

static void
grant_free (gpointer data)
{
  Grant *grant = data;

  ptl_process_unref (grant->seen);
  g_clear_pointer (&grant->process, ptl_process_unref);
  g_clear_pointer (&grant->read, ptl_process_unref);
  g_free (grant);
}

/**
 * ptl_linux_further_new:
 * @root: (nullable): the folder below which etc, run and usr lie; %NULL to read nothing there
 * @is_own: whether /proc will be this computer's, not a copy of another's
 *
 * Reads nothing yet.
 *
 * Returns: (transfer full): what to ask
 */
PtlLinuxFurther *
ptl_linux_further_new (const char *root,
                       gboolean    is_own)
{
  PtlLinuxFurther *self = g_new0 (PtlLinuxFurther, 1);

  self->outside = ptl_linux_outside_new (root);
  /* The units in a sandbox are not this computer's. */
  if (ptl_linux_outside_is_there (self->outside))
    root = NULL;
  self->engines = ptl_linux_engines_new (root);
  self->conmon = ptl_linux_conmon_new ();
  self->kernel = ptl_linux_kernel_new (root, is_own);
  self->units = ptl_linux_units_new (root);
  self->grants = g_ptr_array_new_with_free_func (grant_free);

  return self;
}

/**
 * ptl_linux_further_free:
 * @self: (transfer full): what to ask
 *
 * Frees it.
 */
void
ptl_linux_further_free (PtlLinuxFurther *self)
{
  ptl_linux_engines_free (self->engines);
  ptl_linux_conmon_free (self->conmon);
  ptl_linux_kernel_free (self->kernel);
  ptl_linux_units_free (self->units);
  ptl_linux_outside_free (self->outside);
  g_ptr_array_unref (self->grants);
  g_free (self);
}

static int
compare_grants (gconstpointer a,
                gconstpointer b)
{
  const Grant *grant_a = *(const Grant *const *) a;
  const Grant *grant_b = *(const Grant *const *) b;

  if (grant_a->inode != grant_b->inode)
    return grant_a->inode < grant_b->inode ? -1 : 1;

  return (grant_a->seen->pid > grant_b->seen->pid) - (grant_a->seen->pid < grant_b->seen->pid);
}

/**
 * ptl_linux_further_take_owners:
 * @self: what to ask
 * @owners: (element-type PtlHolder): whom somebody with more rights has just seen to hold sockets
 *
 * Takes them in place of those that were taken before.
 */
void
ptl_linux_further_take_owners (PtlLinuxFurther *self,
                               GPtrArray       *owners)
{
  g_ptr_array_set_size (self->grants, 0);
  for (guint i = 0; i < owners->len; i++)
    {
      const PtlHolder *holder = g_ptr_array_index (owners, i);
      Grant *grant = g_new0 (Grant, 1);

      grant->inode = holder->inode;
      grant->seen = ptl_process_ref (holder->process);
      g_ptr_array_add (self->grants, grant);
    }
  g_ptr_array_sort (self->grants, compare_grants);
  self->generation++;
}

/* What we can read of a process ourselves, with what only the other could. */
static PtlProcess *
join_processes (const PtlProcess *own,
                const PtlProcess *seen)
{
  PtlProcess *process = ptl_process_new (own->pid);

  process->ancestors = own->ancestors != NULL ? g_ptr_array_ref (own->ancestors) : NULL;
  process->parent_pid = own->parent_pid;
  process->parent_name = g_strdup (own->parent_name);
  process->name = g_strdup (own->name != NULL ? own->name : seen->name);
  process->executable = g_strdup (own->executable != NULL ? own->executable : seen->executable);
  process->command = g_strdupv (own->command != NULL ? own->command : seen->command);
  process->command_cut = own->command != NULL ? own->command_cut : seen->command_cut;
  process->working_directory = g_strdup (own->working_directory);
  process->uid = own->uid;
  process->user = g_strdup (own->user);
  process->started_at = own->started_at;
  process->start_ticks = own->start_ticks;

  return process;
}

/* Whether the process still is the one that was seen; reads what it is by now. */
static gboolean
verify_grant (Grant                 *grant,
              const PtlLinuxContext *context)
{
  PtlLinuxTask *task = ptl_linux_owners_find_task (context->owners, grant->seen->pid);

  if (task == NULL)
    return FALSE;

  ptl_linux_task_look (task, context->proc);
  ptl_linux_owners_read_task (context->owners, context->proc, context->users, task);
  if (task->process == NULL || task->process->start_ticks != grant->seen->start_ticks)
    return FALSE;

  if (grant->read != task->process)
    {
      g_clear_pointer (&grant->process, ptl_process_unref);
      g_clear_pointer (&grant->read, ptl_process_unref);
      grant->read = ptl_process_ref (task->process);
      grant->process = join_processes (task->process, grant->seen);
    }

  return TRUE;
}

/**
 * ptl_linux_further_begin:
 * @self: what to ask
 * @context: where to ask
 *
 * Begins a reading, whose processes were listed: drops the owners that were taken and whose process has ended. Blocks.
 */
void
ptl_linux_further_begin (PtlLinuxFurther       *self,
                         const PtlLinuxContext *context)
{
  ptl_linux_engines_begin (self->engines);
  ptl_linux_conmon_begin (self->conmon);
  ptl_linux_kernel_begin (self->kernel);

  for (guint i = self->grants->len; i > 0; i--)
    {
      Grant *grant = g_ptr_array_index (self->grants, i - 1);
      PtlProcess *before = grant->read;

      if (!verify_grant (grant, context))
        {
          g_ptr_array_remove_index (self->grants, i - 1);
          self->generation++;
        }
      else if (grant->read != before)
        {
          self->generation++;
        }
    }
}

/**
 * ptl_linux_further_look:
 * @self: what to ask
 * @sockets: (array length=n_sockets): the sockets of this reading
 * @n_sockets: how many
 * @cancelled: (nullable) (atomic): to give up
 *
 * Looks outside of the sandbox that we may run in. Blocks, for two seconds at most.
 */
void
ptl_linux_further_look (PtlLinuxFurther      *self,
                        const PtlLinuxSocket *sockets,
                        guint                 n_sockets,
                        const gint           *cancelled)
{
  gboolean looked = ptl_linux_outside_look (self->outside, sockets, n_sockets, cancelled);

  /* What was certain in the reading that looked is likely in the next. */
  if (looked || self->looked)
    self->generation++;
  self->looked = looked;
}

/**
 * ptl_linux_further_tell_hidden:
 * @self: what to ask
 * @snapshot: a snapshot that is not sealed yet
 *
 * Says why the owners are hidden, where that is so whosever they are.
 */
void
ptl_linux_further_tell_hidden (PtlLinuxFurther *self,
                               PtlSnapshot     *snapshot)
{
  ptl_linux_outside_tell_hidden (self->outside, snapshot);
}

/**
 * ptl_linux_further_get_generation:
 * @self: what to ask
 *
 * Returns: a number that is another when what ptl_linux_further_tell() told may no longer be true
 */
guint
ptl_linux_further_get_generation (PtlLinuxFurther *self)
{
  return self->generation;
}

static gboolean
is_here (const PtlListener *listener)
{
  return strcmp (listener->network_namespace, "host") == 0;
}

static gboolean
is_held (const PtlListener *listener)
{
  return listener->owners->len > 0 && ((PtlOwner *) g_ptr_array_index (listener->owners, 0))->certain;
}

/* Whether systemd itself holds it, as far as the control group tells: by the unit's group or by its own. */
static gboolean
is_managers (const PtlListener *listener)
{
  if (listener->unit == NULL)
    return FALSE;
  if (g_str_has_suffix (listener->unit, ".socket"))
    return TRUE;
  if (strcmp (listener->unit, "init.scope") != 0)
    return FALSE;

  for (guint i = 0; i < listener->owners->len; i++)
    {
      const PtlOwner *owner = g_ptr_array_index (listener->owners, i);

      if (g_strcmp0 (owner->process->name, "systemd") != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
parse_proxy (const PtlListener *listener,
             const PtlOwner    *owner,
             PtlProxy          *proxy)
{
  return ptl_proxy_command_parse_process (owner->process, listener->transport, listener->address, listener->port, proxy);
}

/**
 * ptl_linux_further_concerns:
 * @listener: a listener
 *
 * Tells whether there may be more to say of a listener. Cheap.
 *
 * Returns: whether ptl_linux_further_tell() should be asked
 */
gboolean
ptl_linux_further_concerns (const PtlListener *listener)
{
  if (!is_held (listener) || is_managers (listener) || ptl_linux_conmon_concerns (listener) ||
      (listener->container_id != NULL && listener->container_name == NULL))
    return TRUE;

  for (guint i = 0; i < listener->owners->len; i++)
    {
      g_auto (PtlProxy) proxy = { 0 };

      if (parse_proxy (listener, g_ptr_array_index (listener->owners, i), &proxy))
        return TRUE;
    }

  return FALSE;
}

static void
tell_container (PtlLinuxFurther    *self,
                PtlListener        *told,
                const PtlContainer *container)
{
  if (container == NULL)
    return;

  if (told->container_id == NULL)
    told->container_id = g_strdup (container->id);
  if (told->container_name == NULL)
    told->container_name = g_strdup (container->name);
  if (told->container_runtime == NULL)
    told->container_runtime = g_strdup (ptl_linux_engines_get_runtime (self->engines, container));
}

static void
tell_proxy (PtlLinuxFurther *self,
            PtlListener     *told,
            PtlOwner        *owner,
            PtlProxy        *proxy)
{
  /* The proxy's own group says nothing of what it serves. */
  if (proxy->runtime != NULL)
    {
      g_free (told->container_runtime);
      told->container_runtime = g_strdup (proxy->runtime);
    }
  if (proxy->target != NULL || proxy->id != NULL)
    owner->evidence = PTL_EVIDENCE_PROXY;
  if (told->container_id == NULL)
    told->container_id = g_steal_pointer (&proxy->id);
  if (told->container_name == NULL)
    told->container_name = g_steal_pointer (&proxy->name);

  told->forwards_to = g_steal_pointer (&proxy->target);
  if (told->container_id == NULL)
    tell_container (self, told,
                    ptl_linux_engines_find_target (self->engines, told->forwards_to, told->transport, told->port));
}

/* The place of the first grant with that inode, or a greater one. */
static guint
find_grant (const GPtrArray *grants,
            guint64          inode)
{
  guint low = 0;
  guint high = grants->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (((const Grant *) g_ptr_array_index (grants, middle))->inode < inode)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/*
 * The owners that were taken for this socket, and not for another that had its number before or has it since. They held it when
 * they were seen; that the process and the socket are still there does not say that the one still holds the other, for it may
 * have passed the socket on and closed it. So they are likely from then on, as we can't see it again.
 */
static gboolean
tell_grants (PtlLinuxFurther       *self,
             PtlListener           *told,
             const PtlLinuxSocket  *socket,
             const PtlLinuxContext *context)
{
  gboolean first = TRUE;

  for (guint i = find_grant (self->grants, socket->inode); i < self->grants->len; i++)
    {
      Grant *grant = g_ptr_array_index (self->grants, i);
      PtlLinuxTask *task;

      if (grant->inode != socket->inode)
        break;
      if (grant->cookie == 0)
        grant->cookie = socket->cookie;
      if (grant->cookie != socket->cookie)
        continue;

      if (first)
        g_ptr_array_set_size (told->owners, 0);
      ptl_listener_add_owner (told, grant->process, PTL_EVIDENCE_DESCRIPTOR, FALSE);

      task = ptl_linux_owners_find_task (context->owners, grant->process->pid);
      if (first && task != NULL && task->cgroup.unit != NULL)
        {
          g_free (told->unit);
          told->unit = g_strdup (task->cgroup.unit);
          told->unit_is_user = task->cgroup.unit_is_user;
        }
      first = FALSE;
    }

  return !first;
}

/* A proxy whose descriptors are hidden still shows by its command line, which everybody may read. */
static void
tell_hidden_proxy (PtlLinuxFurther       *self,
                   PtlListener           *told,
                   const PtlLinuxSocket  *socket,
                   const PtlLinuxContext *context)
{
  g_autoptr (GArray) pids = NULL;

  /*
   * Of the proxies that tell, Docker's alone runs as another user than ours: in the group of dockerd, which starts it. Of our
   * own, pasta hides its descriptors from us as from everybody (PR_SET_DUMPABLE in prctl(2)).
   */
  if (socket->cgroup_id == 0 ||
      (told->uid != (gint64) getuid () && (told->unit == NULL || strstr (told->unit, "docker") == NULL)))
    return;

  pids = ptl_linux_cgroups_list_pids (context->cgroups, socket->cgroup_id);
  for (guint i = 0; pids != NULL && pids->len <= MAX_GROUP && i < pids->len; i++)
    {
      PtlLinuxTask *task = ptl_linux_owners_find_task (context->owners, g_array_index (pids, gint64, i));
      g_auto (PtlProxy) proxy = { 0 };

      if (task == NULL)
        continue;
      ptl_linux_task_look (task, context->proc);
      if (!task->hidden)
        continue;
      ptl_linux_owners_read_task (context->owners, context->proc, context->users, task);
      if (task->process == NULL ||
          !ptl_proxy_command_parse_process (task->process, told->transport, told->address, told->port, &proxy) ||
          proxy.target == NULL)
        continue;

      g_ptr_array_set_size (told->owners, 0);
      ptl_listener_add_owner (told, task->process, PTL_EVIDENCE_PROXY, FALSE);
      tell_proxy (self, told, g_ptr_array_index (told->owners, 0), &proxy);
      return;
    }
}

static void
tell_kernel (PtlLinuxFurther       *self,
             PtlListener           *told,
             const PtlLinuxSocket  *socket,
             const PtlLinuxContext *context)
{
  const PtlKernelPort *port = ptl_linux_kernel_find (self->kernel, told, socket, context);

  if (port == NULL)
    return;

  told->kernel = TRUE;
  told->kernel_is_likely = port->is_likely;
  told->kernel_name = g_strdup (port->name);
  /* That it has none is a part of it being the kernel's for certain; else it stays the reason why it is likely. */
  told->unheld &= port->is_likely;
  /* The group is that of whoever asked the kernel to listen. */
  g_ptr_array_set_size (told->owners, 0);
  g_clear_pointer (&told->unit, g_free);
  told->unit_is_user = FALSE;
}

static void
tell_manager (PtlLinuxFurther *self,
              PtlListener     *told)
{
  char *socket = NULL;
  char *service = NULL;

  /* Another user's own units are not for us to read. */
  if (told->unit_is_user && told->uid != (gint64) getuid ())
    return;

  if (g_str_has_suffix (told->unit, ".socket"))
    {
      service = ptl_linux_units_dup_service (self->units, told->unit_is_user, told->unit);
      if (service == NULL)
        return;
      socket = g_strdup (told->unit);
    }
  else if (!ptl_linux_units_find (self->units, told->unit_is_user, told->transport, told->address, told->port, &socket, &service))
    {
      return;
    }

  g_free (told->unit);
  told->unit = service;
  told->socket_unit = socket;
}

/**
 * ptl_linux_further_tell:
 * @self: what to ask
 * @listener: a listener that ptl_linux_further_concerns()
 * @socket: what it was made of
 * @context: where to ask
 *
 * Says what more is known of a listener. Blocks, for a fraction of a second where a containers' engine does not answer.
 *
 * Returns: (transfer full): a listener that says more, or the same
 */
PtlListener *
ptl_linux_further_tell (PtlLinuxFurther       *self,
                        const PtlListener     *listener,
                        const PtlLinuxSocket  *socket,
                        const PtlLinuxContext *context)
{
  PtlListener *told = ptl_listener_copy (listener);
  gboolean proxied = FALSE;
  gboolean granted = is_here (told) && ptl_linux_outside_tell (self->outside, told, socket, context->users);

  if (!granted && !is_held (told) && socket->inode != 0 && self->grants->len > 0)
    granted = tell_grants (self, told, socket, context);

  if (!granted && is_here (told) && !is_held (told) && socket->inode != 0)
    granted = ptl_linux_threads_tell (told, socket, context);

  told->unheld &= !granted;

  if (is_here (told) && !granted && !is_held (told))
    {
      tell_kernel (self, told, socket, context);
      if (!told->kernel && !told->unheld)
        tell_hidden_proxy (self, told, socket, context);
    }

  if (is_here (told) && told->forwards_to == NULL)
    {
      for (guint i = 0; i < told->owners->len; i++)
        {
          PtlOwner *owner = g_ptr_array_index (told->owners, i);
          g_auto (PtlProxy) proxy = { 0 };

          if (parse_proxy (told, owner, &proxy))
            {
              tell_proxy (self, told, owner, &proxy);
              proxied = TRUE;
              break;
            }
        }
    }

  if (is_here (told) && is_managers (told))
    tell_manager (self, told);

  if (told->container_name == NULL &&
      (told->container_id != NULL ? g_strcmp0 (told->container_runtime, "docker") != 0
                                  : proxied || ptl_linux_conmon_concerns (told)))
    ptl_linux_conmon_tell (self->conmon, told, context);
  if (told->container_id != NULL && told->container_name == NULL)
    tell_container (self, told, ptl_linux_engines_find_id (self->engines, told->container_id));

  return told;
}
