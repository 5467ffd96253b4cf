#pragma once

#include <glib.h>

#include "host/linux/ptl-cgroup-path.h"
#include "host/linux/ptl-linux-process.h"

G_BEGIN_DECLS

/* In how many readings a new process's network namespace is looked at: what starts a sandbox is there before the sandbox is. */
#define PTL_LINUX_NETWORK_CHECKS 4

/* About what it takes to open a process's directory, and to look at one descriptor: microseconds, measured with Linux 6.18. */
#define PTL_LINUX_OPEN_COST       3
#define PTL_LINUX_DESCRIPTOR_COST 2

/* A descriptor that was seen to be a socket that waits. */
typedef struct
{
  int     descriptor;
  guint32 inode;
} PtlLinuxHolding;

/*
 * What a reader remembers of a process between two readings.
 *
 * Who a process is, its directory /proc/PID/fd tells: the kernel makes an inode for it when it is first looked up, with a
 * number that is never used again and the time of that moment, and it dies with the process. As long as both are the
 * same, so is the process, and what is read below an open descriptor of the directory is that process's.
 */
typedef struct
{
  gint64          pid;
  guint64         identity_inode; /* 0 before the first visit */
  gint64          identity_time;  /* nanoseconds */

  GArray         *holdings;       /* (owned) (nullable) (element-type PtlLinuxHolding): sorted by inode */
  gint64          ran;            /* the process's clock when we last began to look at them; unknown before */
  gboolean        shares;         /* it holds a socket that another process held too in the last reading */
  int             directory;      /* the directory, kept open to look at the holdings again; -1 where it is not */
  gint64          position;       /* in the directory, where a walk was left off */
  guint           walked_in;      /* the reading in which the last walk began */
  guint           glanced_in;     /* the reading in which the lowest descriptors were looked at without listing them, */
  char            glanced_to;     /* the last of these, as a digit, */
  guint8          misses;         /* and how many of them were not there */
  gboolean        walked;         /* to its end, at least once */
  gboolean        hidden;         /* its descriptors are not shown to us */
  gboolean        unread;         /* for whatever reason, they could not be read when we last tried */
  gboolean        empty;          /* the last walk to its end found none */
  gboolean        kernel_thread;  /* it was one: then it has no descriptors, and is looked at by the way alone */
  guint64         network;        /* inode of its network namespace; 0 where unknown */
  guint           network_in;     /* the reading in which that was looked at */
  guint           network_checks; /* in how many readings to look at that again */

  PtlProcess     *process;        /* (owned) (nullable): read when first wanted */
  gboolean        process_is_new; /* nobody else has seen it yet */
  guint           young;          /* how often to ask anew soon */
  guint64         signature;      /* of what @process was made of */
  PtlCgroupOwner  cgroup;         /* valid with @process */
} PtlLinuxTask;

PtlLinuxTask *ptl_linux_task_new          (gint64               pid);
void          ptl_linux_task_free         (PtlLinuxTask        *self);
gboolean      ptl_linux_task_slept        (PtlLinuxTask        *self);
void          ptl_linux_task_verify       (PtlLinuxTask        *self,
                                           int                  proc);
int           ptl_linux_task_open         (PtlLinuxTask        *self,
                                           int                  proc,
                                           int                  flags);
guint32       ptl_linux_task_read_socket  (int                  directory,
                                           const char          *name);
void          ptl_linux_task_drop         (PtlLinuxTask        *self);
void          ptl_linux_task_read_network (PtlLinuxTask        *self,
                                           int                  proc,
                                           guint                reading);
void          ptl_linux_task_look         (PtlLinuxTask        *self,
                                           int                  proc);
void          ptl_linux_task_read_process (PtlLinuxTask        *self,
                                           int                  proc,
                                           const PtlLinuxClock *clock);

G_END_DECLS
