#include "config.h"

#include "host/linux/ptl-linux-ancestors.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-proc-stat.h"

#include <stdio.h>

/* A shell in a terminal of a desktop has some six; who nests deeper has not asked for more than these. */
#define MAX_ANCESTORS 16

typedef struct
{
  gint64   pid;         /* first: the hash table looks here */
  gint64   parent_pid;
  guint64  start_ticks;
  char    *name;        /* (owned) (nullable): NULL where there is no such process, or it is not shown to us */
} Parent;

struct _PtlLinuxAncestors
{
  GHashTable *known;  /* (owned) (element-type Parent) */
  GByteArray *buffer; /* (owned) */
};

static void
parent_free (gpointer data)
{
  Parent *parent = data;

  g_free (parent->name);
  g_free (parent);
}

/**
 * ptl_linux_ancestors_new:
 *
 * Returns: (transfer full): a memory of nobody
 */
PtlLinuxAncestors *
ptl_linux_ancestors_new (void)
{
  PtlLinuxAncestors *self = g_new0 (PtlLinuxAncestors, 1);

  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, parent_free);
  self->buffer = g_byte_array_new ();

  return self;
}

/**
 * ptl_linux_ancestors_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_linux_ancestors_free (PtlLinuxAncestors *self)
{
  g_hash_table_unref (self->known);
  g_byte_array_unref (self->buffer);
  g_free (self);
}

/**
 * ptl_linux_ancestors_begin:
 * @self: a memory
 *
 * Begins a reading: forgets what the last one knew.
 */
void
ptl_linux_ancestors_begin (PtlLinuxAncestors *self)
{
  g_hash_table_remove_all (self->known);
}

static const Parent *
find (PtlLinuxAncestors *self,
      int                proc,
      gint64             pid)
{
  Parent *parent = g_hash_table_lookup (self->known, &pid);
  PtlProcStat stat;
  char path[32];

  if (parent != NULL)
    return parent;

  parent = g_new0 (Parent, 1);
  parent->pid = pid;
  snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/stat", pid);
  if (ptl_linux_read_file (proc, path, 4096, self->buffer) &&
      ptl_proc_stat_parse ((const char *) self->buffer->data, self->buffer->len, &stat))
    {
      parent->parent_pid = stat.parent_pid;
      parent->start_ticks = stat.start_ticks;
      parent->name = ptl_linux_dup_text (stat.name, stat.name_length);
    }
  g_hash_table_add (self->known, parent);

  return parent;
}

/**
 * ptl_linux_ancestors_list:
 * @self: a memory
 * @proc: /proc's descriptor
 * @process: a process
 *
 * Lists who started a process, and who started that one, up to the first. A number that is a younger process's by now ends the
 * list: nobody is started by who came later. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type PtlAncestor): the ancestors; %NULL where none is known
 */
GPtrArray *
ptl_linux_ancestors_list (PtlLinuxAncestors *self,
                          int                proc,
                          const PtlProcess  *process)
{
  g_autoptr (GPtrArray) ancestors = NULL;
  gint64 pid = process->parent_pid;
  guint64 start_ticks = process->start_ticks;

  for (guint i = 0; pid > 0 && i < MAX_ANCESTORS; i++)
    {
      const Parent *parent = find (self, proc, pid);

      if (parent->name == NULL || parent->start_ticks > start_ticks)
        break;

      if (ancestors == NULL)
        ancestors = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_ancestor_free);
      g_ptr_array_add (ancestors, ptl_ancestor_new (pid, g_strdup (parent->name)));
      pid = parent->parent_pid;
      start_ticks = parent->start_ticks;
    }

  return g_steal_pointer (&ancestors);
}
