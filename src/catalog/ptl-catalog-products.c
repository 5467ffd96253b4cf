#include "config.h"

#include "catalog/ptl-catalog-private.h"

#include <string.h>

/* Puts a note's port in its place among those that were found; past @max, the highest makes room. Returns how many there are. */
static guint
insert (PtlProductPort *ports,
        guint           n,
        guint           max,
        PtlProductPort  found)
{
  guint at = n;

  while (at > 0 && ports[at - 1].port > found.port)
    at--;
  if (at > 0 && ports[at - 1].port == found.port)
    {
      if (ports[at - 1].note > found.note)
        ports[at - 1] = found;
      return n;
    }
  if (at == max)
    return n;

  n = MIN (n + 1, max);
  memmove (&ports[at + 1], &ports[at], sizeof *ports * (n - at - 1));
  ports[at] = found;

  return n;
}

/**
 * ptl_catalog_list_product_ports:
 * @self: a catalog
 * @port: a port
 * @out_ports: (out caller-allocates) (array length=max): the ports, in their order
 * @max: how many at most
 *
 * Lists other ports of the products that the notes on a port are about: the lowest ones, each once. A note on a range counts for
 * its first port, and not where @port is in the range too. The notes on a product lead from one to the next, in a circle. Any
 * thread.
 *
 * Returns: how many there are in @out_ports
 */
guint
ptl_catalog_list_product_ports (PtlCatalog     *self,
                                guint16         port,
                                PtlProductPort *out_ports,
                                guint           max)
{
  const PtlFormatEntry *entry;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (out_ports != NULL, 0);

  entry = ptl_catalog_entry (self, port);
  for (guint i = 0; i < entry->n_notes && entry->first_note + i < self->n_ids; i++)
    {
      guint id = self->ids[entry->first_note + i];
      guint start = id;

      /* In damaged data, a circle need not lead back; it was followed for long enough once every note could have been met. */
      for (guint steps = 0; id < self->n_notes && steps < self->n_notes; steps++)
        {
          const PtlFormatNote *note = &self->notes[id];

          if (note->first != 0 && (port < note->first || port > note->last))
            n = insert (out_ports, n, max, (PtlProductPort) { note->first, id, ptl_catalog_string (self, note->product) });
          id = note->next;
          if (id == start)
            break;
        }
    }

  return n;
}
