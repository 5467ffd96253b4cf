#include "config.h"

#include "host/ptl-host.h"

/**
 * ptl_host_read:
 * @self: a host
 * @cancelled: (nullable) (atomic): another thread makes it another number than 0 to have the reading given up
 * @error: return location for PTL_HOST_ERROR
 *
 * Reads all listeners. Blocks; call it in a worker.
 *
 * Returns: (transfer full): a sealed snapshot; %NULL with @error set
 */
PtlSnapshot *
ptl_host_read (PtlHost       *self,
               const gint    *cancelled,
               GError       **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ptl_host_read_ports (self, PTL_HOST_ALL_PORTS, cancelled, error);
}

/**
 * ptl_host_read_port:
 * @self: a host
 * @port: a port
 * @cancelled: (nullable) (atomic): another thread makes it another number than 0 to have the reading given up
 * @error: return location for PTL_HOST_ERROR
 *
 * Reads the listeners of one port, and as little else as the system allows: for a program that is asked once and ends. Only
 * what the snapshot says of @port means something. Blocks; call it in a worker.
 *
 * Returns: (transfer full): a sealed snapshot; %NULL with @error set
 */
PtlSnapshot *
ptl_host_read_port (PtlHost       *self,
                    guint16        port,
                    const gint    *cancelled,
                    GError       **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ptl_host_read_ports (self, port, cancelled, error);
}
