#include "config.h"

#include "host/linux/ptl-linux-conmon.h"

#include "host/linux/ptl-linux-file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* As the kernel calls the process. */
#define NAME "conmon"

typedef struct
{
  gint64   pid;
  PtlProxy container; /* its identifier and name */
  guint64  network;   /* the namespace of what it started; 0 where unknown */
} Watch;

struct _PtlLinuxConmon
{
  GArray  *watches; /* (owned) (element-type Watch) */
  gboolean read;    /* in this reading */
};

static void
watch_clear (gpointer data)
{
  ptl_proxy_clear (&((Watch *) data)->container);
}

/**
 * ptl_linux_conmon_new:
 *
 * Reads nothing yet.
 *
 * Returns: (transfer full): a memory of no containers
 */
PtlLinuxConmon *
ptl_linux_conmon_new (void)
{
  PtlLinuxConmon *self = g_new0 (PtlLinuxConmon, 1);

  self->watches = g_array_new (FALSE, TRUE, sizeof (Watch));
  g_array_set_clear_func (self->watches, watch_clear);

  return self;
}

/**
 * ptl_linux_conmon_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_linux_conmon_free (PtlLinuxConmon *self)
{
  g_array_unref (self->watches);
  g_free (self);
}

/**
 * ptl_linux_conmon_begin:
 * @self: a memory
 *
 * Begins a reading: what the last one knew is read anew when it is asked for.
 */
void
ptl_linux_conmon_begin (PtlLinuxConmon *self)
{
  self->read = FALSE;
}

/* The network namespace of the first process that one has started; 0 where that is not known. */
static guint64
get_network_of_child (gint64                 pid,
                      const PtlLinuxContext *context)
{
  g_autofree char *folder = g_strdup_printf ("%" G_GINT64_FORMAT "/task", pid);
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  int fd = openat (context->proc, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *threads = fd >= 0 ? fdopendir (fd) : NULL;
  guint64 network = 0;
  struct dirent *entry;

  if (threads == NULL)
    {
      if (fd >= 0)
        close (fd);
      return 0;
    }

  /* Each thread has children of its own: proc_tid_children(5). */
  while (network == 0 && (entry = readdir (threads)) != NULL)
    {
      char path[sizeof entry->d_name + sizeof "/children"];
      PtlLinuxTask *child;

      snprintf (path, sizeof path, "%s/children", entry->d_name);
      if (entry->d_name[0] == '.' || !ptl_linux_read_file (fd, path, 65536, buffer))
        continue;
      g_byte_array_append (buffer, (const guint8 *) "", 1);
      child = ptl_linux_owners_find_task (context->owners, g_ascii_strtoll ((const char *) buffer->data, NULL, 10));
      if (child == NULL)
        continue;
      ptl_linux_task_read_network (child, context->proc, ptl_linux_owners_get_reading (context->owners));
      network = child->network;
    }
  closedir (threads);

  return network;
}

static void
ptl_linux_conmon_read (PtlLinuxConmon        *self,
                       const PtlLinuxContext *context)
{
  GPtrArray *tasks = ptl_linux_owners_get_tasks (context->owners);
  g_autoptr (GByteArray) buffer = g_byte_array_new ();

  g_array_set_size (self->watches, 0);
  for (guint i = 0; i < tasks->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (tasks, i);
      Watch watch = { .pid = task->pid };
      char path[32];

      snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/comm", task->pid);
      if (task->kernel_thread || !ptl_linux_read_file (context->proc, path, 64, buffer) ||
          buffer->len != strlen (NAME "\n") || memcmp (buffer->data, NAME "\n", buffer->len) != 0)
        continue;

      ptl_linux_task_look (task, context->proc);
      ptl_linux_owners_read_task (context->owners, context->proc, context->users, task);
      if (task->process == NULL ||
          !ptl_proxy_command_parse_process (task->process, PTL_TRANSPORT_TCP, NULL, 0, &watch.container))
        continue;

      watch.network = get_network_of_child (task->pid, context);
      g_array_append_val (self->watches, watch);
    }

  self->read = TRUE;
}

/* The one that started a process, or who started that one. */
static const Watch *
find_ancestor (PtlLinuxConmon   *self,
               const PtlProcess *process)
{
  for (guint i = 0; process->ancestors != NULL && i < process->ancestors->len; i++)
    {
      const PtlAncestor *ancestor = g_ptr_array_index (process->ancestors, i);

      for (guint j = 0; j < self->watches->len; j++)
        {
          const Watch *watch = &g_array_index (self->watches, Watch, j);

          if (watch->pid == ancestor->pid)
            return watch;
        }
    }

  return NULL;
}

static const Watch *
find_id (PtlLinuxConmon *self,
         const char     *id)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      const Watch *watch = &g_array_index (self->watches, Watch, i);

      if (g_strcmp0 (watch->container.id, id) == 0)
        return watch;
    }

  return NULL;
}

/*
 * Podman's rootlessport says nothing on its command line, but its child is in the network namespace of the container that it
 * serves. Where containers share one, as in a pod, it is not known which of them it is.
 */
static const Watch *
find_served (PtlLinuxConmon        *self,
             const PtlProcess      *process,
             const PtlLinuxContext *context)
{
  guint64 network = g_strcmp0 (process->name, "rootlessport") == 0 ? get_network_of_child (process->pid, context) : 0;
  const Watch *found = NULL;

  for (guint i = 0; network != 0 && i < self->watches->len; i++)
    {
      const Watch *watch = &g_array_index (self->watches, Watch, i);

      if (watch->network != network)
        continue;
      if (found != NULL)
        return NULL;
      found = watch;
    }

  return found;
}

/**
 * ptl_linux_conmon_concerns:
 * @listener: a listener
 *
 * Tells whether a process that conmon started holds it, of which there may be more to say. Cheap.
 *
 * Returns: whether ptl_linux_conmon_tell() should be asked
 */
gboolean
ptl_linux_conmon_concerns (const PtlListener *listener)
{
  for (guint i = 0; i < listener->owners->len; i++)
    {
      const PtlProcess *process = ((const PtlOwner *) g_ptr_array_index (listener->owners, i))->process;

      for (guint j = 0; process->ancestors != NULL && j < process->ancestors->len; j++)
        {
          if (g_strcmp0 (((const PtlAncestor *) g_ptr_array_index (process->ancestors, j))->name, NAME) == 0)
            return TRUE;
        }
    }

  return FALSE;
}

/**
 * ptl_linux_conmon_tell:
 * @self: a memory
 * @told: a listener of a container, or of a proxy that serves one
 * @context: where to ask
 *
 * Says which container it is and what it is called, where conmon tells. Blocks, once a reading for a millisecond or two.
 */
void
ptl_linux_conmon_tell (PtlLinuxConmon        *self,
                       PtlListener           *told,
                       const PtlLinuxContext *context)
{
  const Watch *watch = NULL;

  if (!self->read)
    ptl_linux_conmon_read (self, context);

  if (told->container_id != NULL)
    watch = find_id (self, told->container_id);

  for (guint i = 0; watch == NULL && told->container_id == NULL && i < told->owners->len; i++)
    {
      const PtlProcess *process = ((const PtlOwner *) g_ptr_array_index (told->owners, i))->process;

      watch = find_ancestor (self, process);
      if (watch == NULL)
        watch = find_served (self, process, context);
    }

  if (watch == NULL)
    return;

  if (told->container_id == NULL)
    told->container_id = g_strdup (watch->container.id);
  if (told->container_runtime == NULL)
    told->container_runtime = g_strdup (watch->container.runtime);
  if (told->container_name == NULL)
    told->container_name = g_strdup (watch->container.name);
}
