#include "config.h"

#include "host/windows/ptl-windows-processes.h"

#include "host/windows/ptl-windows-process.h"
#include "host/windows/ptl-windows-users.h"

typedef struct
{
  PtlProcess *process; /* (owned) (nullable): NULL where it is gone */
  guint       reading; /* in which it was last looked at */
} Entry;

struct _PtlWindowsProcesses
{
  PtlWindowsUsers *users;   /* (owned) */
  GHashTable      *entries; /* (owned) (element-type guint32 Entry) */
  GHashTable      *list;    /* (owned) (nullable) (element-type guint32 PtlWindowsRunning): of this reading, once asked for */
  guint            reading;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->process, ptl_process_unref);
  g_free (entry);
}

/**
 * ptl_windows_processes_new:
 *
 * Makes a memory of no processes.
 *
 * Returns: (transfer full): the memory
 */
PtlWindowsProcesses *
ptl_windows_processes_new (void)
{
  PtlWindowsProcesses *self = g_new0 (PtlWindowsProcesses, 1);

  self->users = ptl_windows_users_new ();
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, entry_free);

  return self;
}

/**
 * ptl_windows_processes_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_windows_processes_free (PtlWindowsProcesses *self)
{
  ptl_windows_users_free (self->users);
  g_hash_table_unref (self->entries);
  g_clear_pointer (&self->list, g_hash_table_unref);
  g_free (self);
}

/**
 * ptl_windows_processes_begin:
 * @self: a memory
 *
 * Begins a reading: each process is looked at anew, once.
 */
void
ptl_windows_processes_begin (PtlWindowsProcesses *self)
{
  self->reading++;
}

/* Whether what is kept is the process that runs now. */
static gboolean
is_the_same (const PtlProcess        *known,
             guint64                  created,
             const PtlWindowsRunning *running)
{
  if (created > 0 || known->start_ticks > 0)
    return known->start_ticks == created;

  /* Without a handle the list is all there is. */
  return running != NULL &&
         g_strcmp0 (known->name, running->name) == 0 &&
         known->parent_pid == running->parent_pid;
}

static void
look_at (PtlWindowsProcesses *self,
         Entry               *entry,
         guint32              pid)
{
  g_auto (PtlWindowsHandle) handle = OpenProcess (PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid);
  const PtlWindowsRunning *running;
  guint64 created = 0;

  if (handle != NULL)
    {
      DWORD status = STILL_ACTIVE;

      /* A process that has ended stays as long as somebody holds a handle of it. */
      if (GetExitCodeProcess (handle, &status) && status != STILL_ACTIVE)
        {
          g_clear_pointer (&entry->process, ptl_process_unref);
          return;
        }
      created = ptl_windows_process_get_created (handle);
    }

  if (entry->process != NULL && created > 0 && entry->process->start_ticks == created)
    return;

  if (self->list == NULL)
    self->list = ptl_windows_process_list ();
  running = g_hash_table_lookup (self->list, GUINT_TO_POINTER (pid));
  if (created == 0 && running != NULL)
    created = running->created;

  if (entry->process != NULL && is_the_same (entry->process, created, running))
    return;

  g_clear_pointer (&entry->process, ptl_process_unref);
  if (handle != NULL || running != NULL)
    entry->process = ptl_windows_process_new (pid, handle, created, running, self->list, self->users);
}

/**
 * ptl_windows_processes_get:
 * @self: a memory within a reading
 * @pid: the number that the table of sockets gives; 0 for none
 * @socket_created: when the socket was bound, in 100 ns since 1601 UTC; 0 where unknown
 *
 * Gets the process of a socket. Windows gives numbers of ended processes anew, and the table keeps the number of whoever
 * bound the socket, even where another process has inherited it since: a process that is younger than the socket is not the one.
 * Blocks where it is not known yet.
 *
 * Returns: (transfer none) (nullable): the process, until the reading ends; %NULL where it is gone
 */
PtlProcess *
ptl_windows_processes_get (PtlWindowsProcesses *self,
                           guint32              pid,
                           guint64              socket_created)
{
  Entry *entry;

  if (pid == 0)
    return NULL;

  entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (pid));
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      g_hash_table_insert (self->entries, GUINT_TO_POINTER (pid), entry);
    }

  if (entry->reading != self->reading)
    {
      look_at (self, entry, pid);
      entry->reading = self->reading;
    }

  if (entry->process != NULL && socket_created > 0 && entry->process->start_ticks > socket_created)
    return NULL;

  return entry->process;
}

static gboolean
is_forgotten (gpointer key,
              gpointer value,
              gpointer data)
{
  const Entry *entry = value;
  const PtlWindowsProcesses *self = data;

  return entry->reading != self->reading;
}

/**
 * ptl_windows_processes_end:
 * @self: a memory within a reading
 *
 * Ends a reading: processes that nobody asked for are forgotten.
 */
void
ptl_windows_processes_end (PtlWindowsProcesses *self)
{
  g_hash_table_foreach_remove (self->entries, is_forgotten, self);
  g_clear_pointer (&self->list, g_hash_table_unref);
}
