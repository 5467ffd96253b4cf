#include "config.h"

#include "host/linux/ptl-linux-rpcbind.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-rpcbind-answer.h"
#include "host/linux/ptl-unix-question.h"

#include <string.h>
#include <unistd.h>

/* How long rpcbind may take to answer, in milliseconds; on a computer that is not busy it takes a tenth of one. */
#define PATIENCE 100

/* How long what it said holds, and how long it is left alone where it did not answer: microseconds. */
#define REST         (5 * G_USEC_PER_SEC)
#define FAILURE_REST (60 * G_USEC_PER_SEC)

/* An entry takes some 70 bytes. */
#define MAX_ANSWER_BYTES (256 * 1024)

/* A line of /proc/net/unix has some 60 bytes and a path; a desktop has a thousand. */
#define MAX_TABLE_BYTES (1024 * 1024)

/* rpcbind(8); /var/run is /run nearly everywhere. */
#define SOCKET "/run/rpcbind.sock"

struct _PtlLinuxRpcbind
{
  char   *path;      /* (owned) (nullable) */
  GArray *ports;     /* (owned) (element-type PtlKernelPort) */
  gint64  next_time; /* monotonic: not to be asked before */
};

/**
 * ptl_linux_rpcbind_new:
 * @root: (nullable): the folder below which run lies; %NULL to ask nobody
 *
 * Asks nothing yet.
 *
 * Returns: (transfer full): a memory of no answer
 */
PtlLinuxRpcbind *
ptl_linux_rpcbind_new (const char *root)
{
  PtlLinuxRpcbind *self = g_new0 (PtlLinuxRpcbind, 1);

  self->path = root != NULL ? g_build_filename (root, SOCKET, NULL) : NULL;
  self->ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));

  return self;
}

/**
 * ptl_linux_rpcbind_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_linux_rpcbind_free (PtlLinuxRpcbind *self)
{
  g_array_unref (self->ports);
  g_free (self->path);
  g_free (self);
}

/* A path leads to the socket from every network; the table has those of this one, which alone the answer is about. */
static gboolean
is_here (int proc)
{
  g_autoptr (GByteArray) table = g_byte_array_new ();

  return ptl_linux_read_file (proc, "net/unix", MAX_TABLE_BYTES, table) &&
         strstr ((const char *) table->data, SOCKET "\n") != NULL;
}

/**
 * ptl_linux_rpcbind_list:
 * @self: a memory
 * @proc: /proc's descriptor
 * @ports: (element-type PtlKernelPort): what is known is added
 *
 * Asks rpcbind, over its socket, which everybody may use, on which ports the kernel serves NFS and its locks: of lockd, which
 * most often takes any port, no file tells. Where there is no rpcbind, that costs a look for the socket. Blocks, for a tenth of a
 * second at most and every five seconds at most. What rpcbind knows of processes, such as mountd, is not taken: their units are
 * known by their sockets' control groups.
 */
void
ptl_linux_rpcbind_list (PtlLinuxRpcbind *self,
                        int              proc,
                        GArray          *ports)
{
  gint64 now = g_get_monotonic_time ();

  if (self->path == NULL || access (self->path, R_OK | W_OK) < 0)
    return;

  if (now >= self->next_time)
    {
      g_autoptr (GByteArray) answer = g_byte_array_new ();
      gboolean answered;

      g_array_set_size (self->ports, 0);
      answered = is_here (proc) &&
                 ptl_unix_question_ask (self->path, ptl_rpcbind_question, sizeof ptl_rpcbind_question,
                                        ptl_rpcbind_answer_is_whole, MAX_ANSWER_BYTES, PATIENCE, answer) &&
                 ptl_rpcbind_answer_parse (answer->data, answer->len, self->ports);
      if (!answered)
        g_array_set_size (self->ports, 0);
      self->next_time = g_get_monotonic_time () + (answered ? REST : FAILURE_REST);
    }

  if (self->ports->len > 0)
    g_array_append_vals (ports, self->ports->data, self->ports->len);
}
