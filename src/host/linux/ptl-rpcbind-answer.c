#include "config.h"

#include "host/linux/ptl-rpcbind-answer.h"

#include "host/linux/ptl-inet-address.h"

#include <string.h>
#include <sys/socket.h>

/*
 * What rpcbind answers to who asks it for its list: remote procedure calls (RFC 5531) in XDR (RFC 4506), of the program that
 * RFC 1833 describes. Numbers have four bytes, the greatest first; text has its length before it and zeros behind it, up to
 * another four.
 */

/* A record's last fragment, and its length in the other bits: RFC 5531, section 11. */
#define LAST_FRAGMENT 0x80000000

/* Text in such a list is at most this long: the address of a local socket. */
#define MAX_TEXT 256

/* RPCBPROC_DUMP (4) of version 4 of program 100000, asked by nobody in particular; 1 is the question's number. */
const guint8 ptl_rpcbind_question[44] = {
  0x80, 0, 0, 40, /* one fragment */
  0, 0, 0, 1,     /* xid */
  0, 0, 0, 0,     /* CALL */
  0, 0, 0, 2,     /* of version 2 of the protocol */
  0, 1, 0x86, 0xa0,
  0, 0, 0, 4,
  0, 0, 0, 4,
  0, 0, 0, 0, 0, 0, 0, 0, /* AUTH_NONE */
  0, 0, 0, 0, 0, 0, 0, 0, /* and for the verifier */
};

/* Programs that the kernel itself serves: the numbers of /etc/rpc, as IANA has them under "RPC Program Numbers". */
static const struct
{
  guint32     program;
  const char *name;
  const char *thread; /* that the kernel runs for it: fs/lockd/svc.c, fs/nfsd/nfssvc.c */
} programs[] = {
  { 100003, "nfsd", "nfsd" },
  { 100021, "lockd", "lockd" },
  { 100227, "nfsd", "nfsd" }, /* nfs_acl */
};

/* RFC 5665, section 5.2.3, names what carries a call; the kernel serves none of the others. */
static const struct
{
  const char  *name;
  PtlTransport transport;
  int          family;
} networks[] = {
  { "tcp", PTL_TRANSPORT_TCP, AF_INET },
  { "tcp6", PTL_TRANSPORT_TCP, AF_INET6 },
  { "udp", PTL_TRANSPORT_UDP, AF_INET },
  { "udp6", PTL_TRANSPORT_UDP, AF_INET6 },
};

typedef struct
{
  const guint8 *bytes;
  gsize         left;
} Reader;

static guint32
get_number (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static gboolean
take_number (Reader  *reader,
             guint32 *out_number)
{
  if (reader->left < 4)
    return FALSE;

  *out_number = get_number (reader->bytes);
  reader->bytes += 4;
  reader->left -= 4;

  return TRUE;
}

static gboolean
take_text (Reader *reader,
           char    text[MAX_TEXT + 1])
{
  guint32 length;
  gsize room;

  if (!take_number (reader, &length) || length > MAX_TEXT)
    return FALSE;
  room = (length + 3) / 4 * 4;
  if (room > reader->left)
    return FALSE;

  memcpy (text, reader->bytes, length);
  text[length] = '\0';
  reader->bytes += room;
  reader->left -= room;

  return TRUE;
}

/* Goes past the fragment at @at. Returns whether it is there. */
static gboolean
pass_fragment (const guint8 *bytes,
               gsize         length,
               gsize        *at,
               gboolean     *out_last)
{
  guint32 head;

  if (length - *at < 4)
    return FALSE;

  head = get_number (bytes + *at);
  if ((head & ~LAST_FRAGMENT) > length - *at - 4)
    return FALSE;

  *out_last = (head & LAST_FRAGMENT) != 0;
  *at += 4 + (head & ~LAST_FRAGMENT);

  return TRUE;
}

/**
 * ptl_rpcbind_answer_is_whole:
 * @bytes: (array length=length): what has come so far
 * @length: how many bytes
 *
 * Looks whether the record has come to its end. Pure.
 *
 * Returns: whether it has
 */
gboolean
ptl_rpcbind_answer_is_whole (const guint8 *bytes,
                             gsize         length)
{
  gboolean last = FALSE;
  gsize at = 0;

  while (!last)
    {
      if (!pass_fragment (bytes, length, &at, &last))
        return FALSE;
    }

  return TRUE;
}

/* The bytes of all fragments of a whole record. */
static GByteArray *
join_fragments (const guint8 *bytes,
                gsize         length)
{
  GByteArray *record = g_byte_array_new ();
  gboolean last = FALSE;
  gsize at = 0;

  while (!last)
    {
      gsize start = at + 4;

      if (!pass_fragment (bytes, length, &at, &last))
        break;
      g_byte_array_append (record, bytes + start, at - start);
    }

  return record;
}

/* "192.0.2.1.8.1" and "::.8.1" are an address and the two bytes of a port: RFC 5665, section 5.2.3.3 and .4. */
static gboolean
split_address (char    *text,
               guint16 *out_port)
{
  guint64 bytes[2];

  for (int i = 1; i >= 0; i--)
    {
      char *dot = strrchr (text, '.');

      if (dot == NULL || !g_ascii_string_to_unsigned (dot + 1, 10, 0, 255, &bytes[i], NULL))
        return FALSE;
      *dot = '\0';
    }
  *out_port = bytes[0] << 8 | bytes[1];

  return TRUE;
}

static void
take_entry (guint32     program,
            const char *network,
            char       *address,
            GArray     *ports)
{
  PtlKernelPort port = { .is_likely = TRUE };
  const char *name = NULL;
  PtlInetAddress inet;
  int family = AF_UNSPEC;

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      if (programs[i].program == program)
        {
          name = programs[i].name;
          port.thread = programs[i].thread;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      if (strcmp (networks[i].name, network) == 0)
        {
          port.transport = networks[i].transport;
          family = networks[i].family;
        }
    }

  if (name == NULL || family == AF_UNSPEC || !split_address (address, &port.port) ||
      !ptl_inet_address_parse (&inet, address) || inet.family != family)
    return;

  port.ipv4 = family == AF_INET;
  port.ipv6 = family == AF_INET6;
  memcpy (port.address, inet.bytes, sizeof port.address);
  ptl_kernel_ports_take (ports, &port, name);
}

/**
 * ptl_rpcbind_answer_parse:
 * @bytes: (array length=length): an answer to ptl_rpcbind_question
 * @length: how many bytes
 * @ports: (element-type PtlKernelPort): where the kernel is said to serve a program is added, as likely: rpcbind tells what
 *   it was told, and a process may serve the same program
 *
 * Reads of rpcbind's list what the kernel has put there. Pure.
 *
 * Returns: whether it is a whole list
 */
gboolean
ptl_rpcbind_answer_parse (const guint8 *bytes,
                          gsize         length,
                          GArray       *ports)
{
  g_autoptr (GByteArray) record = join_fragments (bytes, length);
  Reader reader = { record->data, record->len };
  guint32 head[6];
  guint32 more;

  /* Which question, REPLY (1), MSG_ACCEPTED (0), the verifier's kind and length, SUCCESS (0); rpcbind's verifiers are empty. */
  for (guint i = 0; i < G_N_ELEMENTS (head); i++)
    {
      if (!take_number (&reader, &head[i]))
        return FALSE;
    }
  if (head[0] != 1 || head[1] != 1 || head[2] != 0 || head[4] != 0 || head[5] != 0)
    return FALSE;

  for (;;)
    {
      char network[MAX_TEXT + 1], address[MAX_TEXT + 1], owner[MAX_TEXT + 1];
      guint32 program, version;

      if (!take_number (&reader, &more))
        return FALSE;
      if (more == 0)
        return TRUE;
      if (!take_number (&reader, &program) || !take_number (&reader, &version) ||
          !take_text (&reader, network) || !take_text (&reader, address) || !take_text (&reader, owner))
        return FALSE;

      take_entry (program, network, address, ports);
    }
}
