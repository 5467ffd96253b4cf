#include "config.h"

#include "darwin-bytes.h"

#include <string.h>

#define NOISE 0xa5

/* bsd/netinet/in_pcb.h and bsd/sys/socketvar.h have these between #pragma pack (4) and #pragma pack (). */
#pragma pack(4)

struct generation
{
  guint32 length;
  guint32 count;
  guint64 generation;
  guint64 socket_generation;
};

/* struct xinpcb_n */
struct inpcb
{
  guint32 length;
  guint32 kind;
  guint64 inpp;
  guint16 fport;
  guint16 lport;
  guint64 ppcb;
  guint64 gencnt;
  gint32  flags;
  guint32 flow;
  guint8  vflag;
  guint8  ttl;
  guint8  protocol;
  union
  {
    guint32 words[4];
    guint8  bytes[16];
  } foreign, local;
  struct
  {
    guint8 tos;
  } ipv4;
  struct
  {
    guint8  hlim;
    gint32  cksum;
    guint16 ifindex;
    gint16  hops;
  } ipv6;
  guint32 flowhash;
  guint32 flags2;
};

/* struct xsocket_n, as it was until the fields at the end came */
struct socket_old
{
  guint32 length;
  guint32 kind;
  guint64 so;
  gint16  type;
  guint32 options;
  gint16  linger;
  gint16  state;
  guint64 pcb;
  gint32  protocol;
  gint32  family;
  gint16  qlen;
  gint16  incqlen;
  gint16  qlimit;
  gint16  timeo;
  guint16 error;
  gint32  pgid;
  guint32 oobmark;
  guint32 uid;
  gint32  last_pid;
  gint32  e_pid;
};

struct socket_new
{
  struct socket_old old;
  guint64 gencnt;
  guint32 flags;
  guint32 flags1;
  gint32  usecount;
  gint32  retaincnt;
  guint32 filter_flags;
};

/* struct xsockbuf_n */
struct sockbuf
{
  guint32 length;
  guint32 kind;
  guint32 cc;
  guint32 hiwat;
  guint32 mbcnt;
  guint32 mbmax;
  gint32  lowat;
  gint16  flags;
  gint16  timeo;
};

/* struct xsockstat_n: four numbers for each of ten classes of traffic */
struct sockstat
{
  guint32 length;
  guint32 kind;
  guint64 stats[40];
};

/* The beginning of struct xtcpcb_n, of bsd/netinet/tcp_var.h, and some room for what follows */
struct tcpcb
{
  guint32 length;
  guint32 kind;
  guint64 segq;
  gint32  dupacks;
  gint32  timer[4];
  gint32  state;
  guint32 rest[33];
};

#pragma pack()

static void
append (GByteArray *bytes,
        gpointer    record,
        guint32     length,
        guint32     kind)
{
  static const guint8 zeros[8] = { 0 };

  memcpy (record, &length, sizeof length);
  memcpy ((guint8 *) record + 4, &kind, sizeof kind);
  g_byte_array_append (bytes, record, length);
  g_byte_array_append (bytes, zeros, -length & 7);
}

static void
append_generation (GByteArray *bytes,
                   guint32     count)
{
  struct generation generation = { sizeof generation, count, 77, 78 };

  g_byte_array_append (bytes, (guint8 *) &generation, sizeof generation);
}

static void
append_socket (GByteArray         *bytes,
               DarwinShape         shape,
               int                 protocol,
               const DarwinSocket *socket)
{
  struct inpcb inpcb;
  struct socket_new so;
  struct sockbuf buffer;
  struct sockstat stat;
  struct tcpcb tcpcb;

  memset (&inpcb, NOISE, sizeof inpcb);
  inpcb.fport = GUINT16_TO_BE (socket->foreign_port);
  inpcb.lport = GUINT16_TO_BE (socket->local_port);
  inpcb.flags = socket->flags;
  inpcb.vflag = socket->vflag;
  memcpy (inpcb.local.bytes, socket->local, sizeof socket->local);
  append (bytes, &inpcb, sizeof inpcb, 0x010);

  memset (&so, NOISE, sizeof so);
  so.old.so = socket->handle;
  so.old.protocol = protocol;
  so.old.family = socket->family;
  so.old.qlen = socket->queue;
  so.old.qlimit = socket->backlog;
  so.old.uid = socket->uid;
  so.old.last_pid = socket->last_pid;
  append (bytes, &so, shape == DARWIN_OLD ? sizeof so.old : sizeof so, 0x001);

  memset (&buffer, NOISE, sizeof buffer);
  buffer.cc = socket->unread;
  append (bytes, &buffer, sizeof buffer, 0x002);
  memset (&buffer, NOISE, sizeof buffer);
  append (bytes, &buffer, sizeof buffer, 0x004);

  memset (&stat, NOISE, sizeof stat);
  append (bytes, &stat, sizeof stat, 0x008);

  if (protocol != 6)
    return;

  memset (&tcpcb, NOISE, sizeof tcpcb);
  tcpcb.state = socket->state;
  append (bytes, &tcpcb, sizeof tcpcb, 0x020);
}

/* What the sysctl net.inet.tcp.pcblist_n, or the one of UDP, answers. */
GByteArray *
darwin_pcblist_new (DarwinShape         shape,
                    int                 protocol,
                    const DarwinSocket *sockets,
                    guint               n_sockets)
{
  GByteArray *bytes = g_byte_array_new ();

  append_generation (bytes, n_sockets);
  for (guint i = 0; i < n_sockets; i++)
    append_socket (bytes, shape, protocol, &sockets[i]);
  if (n_sockets > 0)
    append_generation (bytes, n_sockets);

  return bytes;
}

/* struct socket_fdinfo and what it is made of, of <sys/proc_info.h>; the names of fields that don't matter are left out. */
struct fdinfo
{
  guint32 file[2];
  gint64  file_offset;
  guint32 file_rest[2];
  struct
  {
    guint32 dev;
    guint16 mode;
    guint16 nlink;
    guint64 ino;
    guint32 uid;
    guint32 gid;
    gint64  times[8];
    gint64  size;
    gint64  blocks;
    gint32  blksize;
    guint32 flags;
    guint32 gen;
    guint32 rdev;
    gint64  spare[2];
  } stat;
  guint64 so;
  guint64 pcb;
  gint32  type;
  gint32  protocol;
  gint32  family;
  gint16  options;
  gint16  linger;
  gint16  state;
  gint16  qlen;
  gint16  incqlen;
  gint16  qlimit;
  gint16  timeo;
  guint16 error;
  guint32 oobmark;
  struct
  {
    guint32 cc;
    guint32 numbers[4];
    gint16  flags;
    gint16  timeo;
  } receive, send;
  gint32  kind;
  guint32 reserved;
  struct
  {
    gint32  fport;
    gint32  lport;
    guint64 gencnt;
    guint32 flags;
    guint32 flow;
    guint8  vflag;
    guint8  ttl;
    guint32 reserved;
    guint32 foreign[4];
    guint8  local[16];
    guint8  tos;
    struct
    {
      guint8  hlim;
      gint32  cksum;
      guint16 ifindex;
      gint16  hops;
    } ipv6;
    gint32  tcp_state;
    guint8  rest[440];
  } in;
};

/* What proc_pidfdinfo() answers to PROC_PIDFDSOCKETINFO. */
GByteArray *
darwin_fdinfo_new (int                 protocol,
                   const DarwinSocket *socket)
{
  GByteArray *bytes = g_byte_array_new ();
  struct fdinfo info;

  memset (&info, NOISE, sizeof info);
  info.so = socket->handle;
  info.protocol = protocol;
  info.family = socket->family;
  info.qlen = socket->queue;
  info.qlimit = socket->backlog;
  info.receive.cc = socket->unread;
  info.kind = protocol == 6 ? 2 : 1;
  info.in.fport = GUINT16_TO_BE (socket->foreign_port);
  info.in.lport = GUINT16_TO_BE (socket->local_port);
  info.in.flags = (guint32) socket->flags;
  info.in.vflag = socket->vflag;
  memcpy (info.in.local, socket->local, sizeof socket->local);
  info.in.tcp_state = socket->state;
  g_byte_array_append (bytes, (guint8 *) &info, sizeof info);

  return bytes;
}

/* What the sysctl KERN_PROCARGS2 answers; @strings are the arguments and the environment. */
GByteArray *
darwin_procargs_new (int                n_arguments,
                     const char        *path,
                     const char *const *strings)
{
  static const guint8 zeros[8] = { 0 };
  GByteArray *bytes = g_byte_array_new ();
  guint length = (guint) strlen (path) + 1;

  g_byte_array_append (bytes, (const guint8 *) &n_arguments, sizeof n_arguments);
  g_byte_array_append (bytes, (const guint8 *) path, length);
  g_byte_array_append (bytes, zeros, -length & 7);
  for (guint i = 0; strings[i] != NULL; i++)
    g_byte_array_append (bytes, (const guint8 *) strings[i], (guint) strlen (strings[i]) + 1);

  return bytes;
}
