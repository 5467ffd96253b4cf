#include "config.h"

#include "catalog/ptl-catalog-private.h"

#include <string.h>

/* A port has few products, most often one or two. */
static gboolean
contains (const guint32 *offsets,
          guint          n,
          guint32        offset)
{
  for (guint i = 0; i < n; i++)
    {
      if (offsets[i] == offset)
        return TRUE;
    }

  return FALSE;
}

/* Puts a port in its place among those that were found; past @max, the highest makes room. Returns how many there are then. */
static guint
insert (PtlProductPort *ports,
        guint           n,
        guint           max,
        guint16         port,
        const char     *product)
{
  guint at = n;

  while (at > 0 && ports[at - 1].port > port)
    at--;
  /* What was found first is the more useful note. */
  if ((at > 0 && ports[at - 1].port == port) || at == max)
    return n;

  n = MIN (n + 1, max);
  memmove (&ports[at + 1], &ports[at], sizeof *ports * (n - at - 1));
  ports[at] = (PtlProductPort) { port, product };

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
 * its first port, and not where @port is in the range too. A product is one string in all of its notes, so this goes once through
 * the notes and compares numbers. Any thread.
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
  g_autofree guint32 *products = NULL;
  guint n_products = 0;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (out_ports != NULL, 0);

  entry = ptl_catalog_entry (self, port);
  products = g_new (guint32, (gsize) entry->n_notes + 1);
  for (guint i = 0; i < entry->n_notes && entry->first_note + i < self->n_ids; i++)
    {
      guint id = self->ids[entry->first_note + i];

      if (id < self->n_notes)
        products[n_products++] = self->notes[id].product;
    }
  if (n_products == 0)
    return 0;

  /* Conventions come after the notes. */
  for (guint i = 0; i < MIN (self->n_notes, self->header->n_notes); i++)
    {
      const PtlFormatNote *note = &self->notes[i];

      if (contains (products, n_products, note->product) && note->first != 0 && (port < note->first || port > note->last))
        n = insert (out_ports, n, max, note->first, ptl_catalog_string (self, note->product));
    }

  return n;
}
