/* Listens on a port of this computer, given as the argument, and says its process's number on stdout. */
#include <winsock2.h>
#include <ws2tcpip.h>

#include <stdio.h>
#include <stdlib.h>

int
main (int    argc,
      char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  WSADATA data;
  SOCKET listener;
  int on = 1;

  if (argc != 2 || WSAStartup (MAKEWORD (2, 2), &data) != 0)
    return 2;

  address.sin_port = htons ((u_short) atoi (argv[1]));
  listener = socket (AF_INET, SOCK_STREAM, 0);
  if (bind (listener, (struct sockaddr *) &address, sizeof address) != 0 || listen (listener, 5) != 0)
    return 1;
  /* Wine 8 knows whose a socket is only after a call of this kind. */
  setsockopt (listener, IPPROTO_TCP, TCP_NODELAY, (const char *) &on, sizeof on);

  printf ("%lu\n", GetCurrentProcessId ());
  fflush (stdout);
  Sleep (INFINITE);

  return 0;
}
