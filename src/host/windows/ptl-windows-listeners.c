#include "config.h"

#include "host/windows/ptl-windows-listeners.h"

#include "host/windows/ptl-windows-system.h"
#include "host/windows/ptl-windows-text.h"

/* The process that stands for the kernel has had this number since Windows XP. */
#define SYSTEM_PID 4

static gboolean
is_ipv4 (const PtlWindowsSocket *socket)
{
  return socket->table == PTL_WINDOWS_TABLE_TCP4 || socket->table == PTL_WINDOWS_TABLE_UDP4;
}

static gboolean
is_tcp (const PtlWindowsSocket *socket)
{
  return socket->table == PTL_WINDOWS_TABLE_TCP4 || socket->table == PTL_WINDOWS_TABLE_TCP6;
}

/* The name that people know an interface by: "Ethernet". */
static char *
dup_interface (guint32 scope)
{
  wchar_t alias[IF_MAX_STRING_SIZE + 1] = { 0 };
  NET_LUID luid;

  if (scope == 0)
    return NULL;

  /* Microsoft's page on MIB_TCP6ROW_OWNER_MODULE calls it network order, and Wine has this computer's own; nobody has seen
   * Windows itself. No computer has so many interfaces that a number would be another's in the other order. */
  if (ConvertInterfaceIndexToLuid (scope, &luid) != NO_ERROR &&
      ConvertInterfaceIndexToLuid (GUINT32_SWAP_LE_BE (scope), &luid) != NO_ERROR)
    return NULL;

  if (ConvertInterfaceLuidToAlias (&luid, alias, G_N_ELEMENTS (alias)) != NO_ERROR)
    return NULL;

  return ptl_windows_text_dup (alias);
}

static void
say_where (PtlListener            *listener,
           const PtlWindowsSocket *socket)
{
  char address[INET6_ADDRSTRLEN] = "";

  listener->transport = is_tcp (socket) ? PTL_TRANSPORT_TCP : PTL_TRANSPORT_UDP;
  listener->family = is_ipv4 (socket) ? PTL_FAMILY_IPV4 : socket->dual ? PTL_FAMILY_DUAL : PTL_FAMILY_IPV6;
  memcpy (listener->address_bytes, socket->address, sizeof listener->address_bytes);
  inet_ntop (is_ipv4 (socket) ? AF_INET : AF_INET6, socket->address, address, sizeof address);
  listener->address = g_strdup (address);
  listener->port = socket->port;
  listener->interface = dup_interface (socket->scope);
  listener->exposure = ptl_exposure_of_address (listener->family, listener->address_bytes, listener->interface);
  listener->network_namespace = g_strdup ("host");
  /* Windows has no number of its own for a socket; this tells two on the same address apart. */
  listener->cookie = socket->created ^ (guint64) socket->pid << 32;
}

static void
say_kernel (PtlListener             *listener,
            const PtlWindowsSocket  *socket,
            const PtlWindowsContext *context)
{
  listener->kernel = TRUE;
  if (is_tcp (socket))
    listener->urls = ptl_windows_http_dup (context->http, socket->port);
  listener->kernel_name = g_strdup (listener->urls != NULL ? "http.sys" : "System");
}

/**
 * ptl_windows_listener_new:
 * @socket: a row of the tables, or two that are one socket
 * @context: what the parts of the reading know
 *
 * Makes a listener of a socket, with what is shown of its owner. Blocks where the owner is not known yet.
 *
 * Returns: (transfer full): the listener
 */
PtlListener *
ptl_windows_listener_new (const PtlWindowsSocket  *socket,
                          const PtlWindowsContext *context)
{
  PtlListener *listener = ptl_listener_new ();
  PtlProcess *process;

  say_where (listener, socket);

  process = ptl_windows_processes_get (context->processes, socket->pid, socket->created);
  if (process != NULL)
    {
      /* Where its start is hidden, nothing shows that it is not a later process with the same number. */
      ptl_listener_add_owner (listener, process, PTL_EVIDENCE_TABLE, process->start_ticks > 0 || socket->created == 0);
      listener->user = g_strdup (process->user);
    }

  if (socket->pid == SYSTEM_PID)
    {
      say_kernel (listener, socket, context);
    }
  else if (process != NULL)
    {
      listener->unit = ptl_windows_services_dup (context->services, context->tables, socket);
    }

  return listener;
}
