#include "config.h"

#include "host/linux/ptl-linux-processor-clock.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-proc-stat.h"

#include <time.h>

/* Of /proc/PID/status no more is wanted than its beginning. */
#define MAX_STATUS 4096

/*
 * What clock_getcpuclockid(3) makes of a process's number; it asks the kernel first whether there is such a process, which
 * reading the clock asks too. The lowest three bits are CPUCLOCK_SCHED, and the number stands inverted above them
 * (make_process_cpuclock() in the kernel's include/linux/posix-timers_types.h, kept as it is since glibc and musl do the same).
 */
static clockid_t
clock_of_process (gint64 pid)
{
  return (clockid_t) (~(guint32) pid << 3 | 2u);
}

/**
 * ptl_linux_processor_clock_read:
 * @pid: a process's number, in our own namespace of processes
 *
 * Reads how long the process has run, all its threads together. The kernel tells that to anybody of every process, to the
 * nanosecond, so that a process for which it is the same as before did not run in between. A thread that runs this very moment
 * may have done so since the kernel last looked at the time, which it does with every tick: some milliseconds, and at most one
 * second where a processor is kept free of ticks (nohz_full). Any thread.
 *
 * Returns: nanoseconds; %PTL_LINUX_PROCESSOR_CLOCK_UNKNOWN where there is no such process, or the kernel does not tell
 */
gint64
ptl_linux_processor_clock_read (gint64 pid)
{
  struct timespec time;

  if (clock_gettime (clock_of_process (pid), &time) < 0)
    return PTL_LINUX_PROCESSOR_CLOCK_UNKNOWN;

  return (gint64) time.tv_sec * 1000000000 + time.tv_nsec;
}

/**
 * ptl_linux_processor_clock_knows:
 * @proc: /proc's descriptor
 *
 * Tells whether the processes have the numbers for the clock that they have in @proc, which may be another namespace's. Blocks.
 * Any thread.
 *
 * Returns: whether it is sure that they have
 */
gboolean
ptl_linux_processor_clock_knows (int proc)
{
  g_autoptr (GByteArray) status = g_byte_array_new ();

  return ptl_linux_read_file (proc, "self/status", MAX_STATUS, status) &&
         ptl_proc_status_has_one_pid ((const char *) status->data, status->len);
}
