#include "config.h"

#include "host/windows/ptl-windows-reserved.h"

#include "host/ptl-host-facts.h"
#include "host/windows/ptl-windows-system.h"
#include "host/windows/ptl-windows-text.h"

/*
 * "netsh interface ipv4 add excludedportrange" sets ports aside: Windows never hands them out by itself, and a program that asks for
 * one by number gets it (Microsoft KB 3039044 has it bind one). In Portolan's words they are reserved.
 *
 * Windows keeps the administrators' blocks by transport in values below these keys, whose names are the numbers of modules of the
 * network stack and of their tables. Microsoft does not describe the place, so each block found there is confirmed by
 * LookupPersistentTcpPortReservation() or its like for UDP, which Microsoft does describe, but which lists nothing by itself.
 *
 * The ranges that drivers hold while they run, of Hyper-V and its NAT above all, are others: they are refused to everybody, and
 * nothing lists them but "netsh interface ipv4 show excludedportrange", in the user's language. It asks the network stack's own store
 * (nsi.dll, NsiEnumerateObjectsAllParametersEx). Neither Microsoft nor those who describe that store otherwise, Wine among them,
 * tell the layout of that table; a wrong guess would call free ports refused, and so it is not read. What tells is to bind a
 * socket, for which Windows answers WSAEACCES: "check", "free" and a page that is read (page/ptl-trial.c) do that.
 */
typedef ULONG (WINAPI *Lookup) (USHORT   first,
                                USHORT   n,
                                PULONG64 out_token);

static const struct
{
  PtlTransport   transport;
  const wchar_t *key;
  const char    *function;
} places[] = {
  { PTL_TRANSPORT_TCP, L"SYSTEM\\CurrentControlSet\\Control\\Nsi\\{eb004a03-9b1a-11d4-9123-0050047759bc}\\29",
    "LookupPersistentTcpPortReservation" },
  { PTL_TRANSPORT_UDP, L"SYSTEM\\CurrentControlSet\\Control\\Nsi\\{eb004a02-9b1a-11d4-9123-0050047759bc}\\5",
    "LookupPersistentUdpPortReservation" },
};

/* A block a port would be 65,535. */
#define MAX_VALUES 65536

static void
read_place (guint   index,
            GArray *reserved)
{
  Lookup lookup = (Lookup) ptl_windows_find_function (L"iphlpapi.dll", places[index].function);
  HKEY key;

  if (lookup == NULL || RegOpenKeyExW (HKEY_LOCAL_MACHINE, places[index].key, 0, KEY_QUERY_VALUE, &key) != ERROR_SUCCESS)
    return;

  for (DWORD i = 0; i < MAX_VALUES; i++)
    {
      /* Longer names are others' values. */
      wchar_t name[64];
      DWORD length = G_N_ELEMENTS (name);
      LSTATUS status = RegEnumValueW (key, i, name, &length, NULL, NULL, NULL, NULL);
      g_autofree char *text = NULL;
      PtlInterval ports;
      ULONG64 token;

      if (status == ERROR_MORE_DATA)
        continue;
      if (status != ERROR_SUCCESS)
        break;

      text = ptl_windows_text_dup (name);
      if (text == NULL || !ptl_windows_reserved_parse (text, &ports) ||
          lookup (GUINT16_TO_BE (ports.first), ports.last - ports.first + 1, &token) != NO_ERROR)
        continue;

      ports.transports = PTL_TRANSPORT_BIT (places[index].transport);
      g_array_append_val (reserved, ports);
    }

  RegCloseKey (key);
}

/**
 * ptl_windows_reserved_read:
 * @out_source: (out) (optional) (transfer full): where the ports stand
 *
 * Reads which ports an administrator has set aside. Blocks for well under a millisecond. Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type PtlInterval): the ports; %NULL where none was found, which may be
 * because they stand
 *   elsewhere in this Windows
 */
GArray *
ptl_windows_reserved_read (char **out_source)
{
  g_autoptr (GArray) reserved = g_array_new (FALSE, FALSE, sizeof (PtlInterval));

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    read_place (i, reserved);

  if (reserved->len == 0)
    return NULL;

  *out_source = g_strdup ("LookupPersistentTcpPortReservation, LookupPersistentUdpPortReservation");

  return g_steal_pointer (&reserved);
}
