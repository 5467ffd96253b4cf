#define COBJMACROS

#include "config.h"

#include "host/windows/ptl-windows-ephemeral.h"

#include "host/ptl-host-facts.h"

/* Last, as COM's headers make a keyword of "interface". */
#include <windows.h>
#include <wbemidl.h>

/*
 * What Windows hands out by itself is told by two classes of its management interface, which Windows has had since 8 and
 * Server 2012 (the TCP/IP WMIv2 provider). Neither knows of families: one range holds for IPv4 and IPv6.
 */
static const struct
{
  PtlTransport   transport;
  const wchar_t *query;
} classes[] = {
  { PTL_TRANSPORT_TCP, L"SELECT DynamicPortRangeStartPort, DynamicPortRangeNumberOfPorts FROM MSFT_NetTCPSetting" },
  { PTL_TRANSPORT_UDP, L"SELECT DynamicPortRangeStartPort, DynamicPortRangeNumberOfPorts FROM MSFT_NetUDPSetting" },
};

/* How long to wait for one row, in milliseconds; the thread that asks is nobody's but this question's. */
#define WAIT 10000

/* There are half a dozen settings of TCP and one of UDP. */
#define MAX_ROWS 64

static void
take_range (GArray       *ranges,
            PtlTransport  transport,
            guint         first,
            guint         n)
{
  static const PtlFamily families[] = { PTL_FAMILY_IPV4, PTL_FAMILY_IPV6 };

  /* The setting "Automatic" has neither. */
  if (first == 0 || n == 0 || first + n - 1 > G_MAXUINT16)
    return;

  for (guint i = 0; i < ranges->len; i++)
    {
      const PtlEphemeral *other = &g_array_index (ranges, PtlEphemeral, i);

      if (other->transport == transport && other->ports.first == first && other->ports.last == first + n - 1)
        return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      PtlEphemeral range = { transport, families[i], { .first = first, .last = first + n - 1 } };

      g_array_append_val (ranges, range);
    }
}

/* A number of a row; 0 where the row has none. */
static guint
get_number (IWbemClassObject *row,
            const wchar_t    *name)
{
  VARIANT value;
  guint number = 0;

  VariantInit (&value);
  if (FAILED (IWbemClassObject_Get (row, name, 0, &value, NULL, NULL)))
    return 0;

  if (V_VT (&value) != VT_NULL && SUCCEEDED (VariantChangeType (&value, &value, 0, VT_UI4)))
    number = V_UI4 (&value);
  VariantClear (&value);

  return number <= G_MAXUINT16 ? number : 0;
}

static void
ask_class (IWbemServices *services,
           guint          index,
           GArray        *ranges)
{
  BSTR language = SysAllocString (L"WQL");
  BSTR query = SysAllocString (classes[index].query);
  IEnumWbemClassObject *rows = NULL;

  if (SUCCEEDED (IWbemServices_ExecQuery (services, language, query, WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, NULL,
                                          &rows)))
    {
      for (guint i = 0; i < MAX_ROWS; i++)
        {
          IWbemClassObject *row = NULL;
          ULONG n = 0;

          if (IEnumWbemClassObject_Next (rows, WAIT, 1, &row, &n) != WBEM_S_NO_ERROR || n == 0)
            break;

          take_range (ranges, classes[index].transport, get_number (row, L"DynamicPortRangeStartPort"),
                      get_number (row, L"DynamicPortRangeNumberOfPorts"));
          IWbemClassObject_Release (row);
        }
      IEnumWbemClassObject_Release (rows);
    }

  SysFreeString (query);
  SysFreeString (language);
}

static IWbemServices *
connect_services (void)
{
  IWbemLocator *locator = NULL;
  IWbemServices *services = NULL;
  BSTR where;

  if (FAILED (CoCreateInstance (&CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, &IID_IWbemLocator, (gpointer *) &locator)))
    return NULL;

  where = SysAllocString (L"ROOT\\StandardCimv2");
  if (FAILED (IWbemLocator_ConnectServer (locator, where, NULL, NULL, NULL, WBEM_FLAG_CONNECT_USE_MAX_WAIT, NULL, NULL,
                                          &services)))
    services = NULL;
  SysFreeString (where);
  IWbemLocator_Release (locator);

  if (services != NULL)
    CoSetProxyBlanket ((IUnknown *) services, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, NULL, RPC_C_AUTHN_LEVEL_CALL,
                       RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE);

  return services;
}

/**
 * ptl_windows_ephemeral_read:
 *
 * Asks Windows what it hands out by itself. Blocks for a tenth of a second as a rule, and for minutes where the management
 * service is broken: call it in a thread that nobody waits for.
 *
 * Returns: (transfer full) (element-type PtlEphemeral): the ranges; empty where Windows does not say
 */
GArray *
ptl_windows_ephemeral_read (void)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (PtlEphemeral));
  HRESULT initialized = CoInitializeEx (NULL, COINIT_MULTITHREADED);
  IWbemServices *services;

  /* Where the thread already speaks COM in the other way, that does as well. */
  if (FAILED (initialized) && initialized != RPC_E_CHANGED_MODE)
    return ranges;

  services = connect_services ();
  if (services != NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
        ask_class (services, i, ranges);
      IWbemServices_Release (services);
    }

  if (SUCCEEDED (initialized))
    CoUninitialize ();

  return ranges;
}
