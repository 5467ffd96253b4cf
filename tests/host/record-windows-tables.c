/*
 * Records Windows's tables of sockets for the fixtures: record-windows-tables FILE
 *
 * Opens some sockets, asks for the four tables of ptl-windows-rows.h, and writes each behind its length in four bytes. It
 * needs Windows or Wine, and nothing but their libraries, in a network of its own so that nothing else is recorded:
 *
 *   x86_64-w64-mingw32-gcc -o record.exe tests/host/record-windows-tables.c -liphlpapi -lws2_32
 *   unshare --net sh -c 'ip link set lo up && wine record.exe tests/host/fixtures/wine.tables'
 */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <iphlpapi.h>

#include <stdio.h>
#include <stdlib.h>

static SOCKET
open_socket (int         family,
             int         type,
             const char *address,
             int         port,
             int         v6only)
{
  SOCKET opened = socket (family, type, 0);
  struct sockaddr_in6 storage = { 0 };
  int length = family == AF_INET ? sizeof (struct sockaddr_in) : sizeof (struct sockaddr_in6);
  int one = 1;

  storage.sin6_family = family;
  storage.sin6_port = htons (port);
  if (family == AF_INET)
    {
      inet_pton (AF_INET, address, &((struct sockaddr_in *) &storage)->sin_addr);
    }
  else
    {
      inet_pton (AF_INET6, address, &storage.sin6_addr);
      setsockopt (opened, IPPROTO_IPV6, IPV6_V6ONLY, (char *) &v6only, sizeof v6only);
    }

  if (bind (opened, (struct sockaddr *) &storage, length) != 0 || (type == SOCK_STREAM && listen (opened, 7) != 0))
    {
      fprintf (stderr, "%s port %d: error %d\n", address, port, WSAGetLastError ());
      exit (1);
    }

  /* Wine learns which process has a socket only by a call such as this one. */
  if (type == SOCK_STREAM)
    setsockopt (opened, IPPROTO_TCP, TCP_NODELAY, (char *) &one, sizeof one);

  return opened;
}

static DWORD
ask (int   table,
     void *bytes,
     DWORD *size)
{
  switch (table)
    {
    case 0:
      return GetExtendedTcpTable (bytes, size, TRUE, AF_INET, TCP_TABLE_OWNER_MODULE_LISTENER, 0);
    case 1:
      return GetExtendedTcpTable (bytes, size, TRUE, AF_INET6, TCP_TABLE_OWNER_MODULE_LISTENER, 0);
    case 2:
      return GetExtendedUdpTable (bytes, size, TRUE, AF_INET, UDP_TABLE_OWNER_MODULE, 0);
    default:
      return GetExtendedUdpTable (bytes, size, TRUE, AF_INET6, UDP_TABLE_OWNER_MODULE, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  WSADATA data;
  FILE *file = argc == 2 ? fopen (argv[1], "wb") : NULL;

  if (file == NULL || WSAStartup (MAKEWORD (2, 2), &data) != 0)
    {
      fprintf (stderr, "usage: record-windows-tables FILE\n");
      return 1;
    }

  open_socket (AF_INET, SOCK_STREAM, "0.0.0.0", 4001, 0);
  open_socket (AF_INET, SOCK_STREAM, "127.0.0.1", 4002, 0);
  open_socket (AF_INET6, SOCK_STREAM, "::", 4003, 0);
  open_socket (AF_INET6, SOCK_STREAM, "::", 4004, 1);
  open_socket (AF_INET6, SOCK_STREAM, "::1", 4005, 1);
  open_socket (AF_INET, SOCK_DGRAM, "127.0.0.1", 4006, 0);
  open_socket (AF_INET6, SOCK_DGRAM, "::", 4007, 0);
  printf ("%lu\n", GetCurrentProcessId ());

  for (int table = 0; table < 4; table++)
    {
      DWORD size = 65536;
      char *bytes = calloc (1, size);
      DWORD status = ask (table, bytes, &size);

      if (status != NO_ERROR)
        {
          fprintf (stderr, "table %d: error %lu\n", table, status);
          return 1;
        }
      fwrite (&size, sizeof size, 1, file);
      fwrite (bytes, size, 1, file);
      free (bytes);
    }

  return fclose (file) != 0;
}
